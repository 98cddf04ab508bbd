"""Losses and their derivatives against the formulas in high precision; and the measure itself."""

import json

import accuracy
import mpmath
import numpy as np
import peers
import pytest
from grids import GRIDS, around
from oracle import Accuracy, Definition, draw, generator, is_lost, ulps

from lossbook import log_cosh, tweedie_deviance

KINDS = [
    (name, order)
    for name, grid in GRIDS.items()
    for order in (0, 1, 2)
    if grid.bound(np.float64, order) is not None
]
IDS = [f"{name}-{('value', 'gradient', 'hessian')[order]}" for name, order in KINDS]


@pytest.mark.parametrize(("name", "order"), KINDS, ids=IDS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_formula(name, dtype, order):
    GRIDS[name].check(dtype, order)


def test_ulps():
    one = mpmath.mpf(1)
    assert ulps(1.0, one) == 0
    assert ulps(np.nextafter(1.0, 2), one) == 1
    assert ulps(np.nextafter(1.0, 0), one) == 0.5  # below a power of two the floats lie closer
    assert ulps(np.float32(1 + 2.0**-23), one) == 1
    assert ulps(5e-324, mpmath.mpf(0)) == 1
    # infinity is right only where the true result rounds to it
    assert ulps(np.inf, mpmath.mpf(10) ** 309) == 0
    assert ulps(np.inf, mpmath.mpf(10) ** 308) == np.inf
    assert ulps(1.0, mpmath.mpf(10) ** 309) == np.inf
    assert ulps(np.nan, one) == np.inf
    # in ulps of a scale 2⁴ times as large
    assert ulps(1 + 2.0**-48, one, 16) == 1


def test_lost():
    tiny = mpmath.mpf(2) ** -1022
    assert is_lost(0.0, tiny)
    assert not is_lost(0.0, tiny / 2)  # subnormal
    assert is_lost(np.nan, mpmath.mpf(1))
    assert not is_lost(np.inf, mpmath.mpf(10) ** 309)
    assert is_lost(np.float32(0), mpmath.mpf(2) ** -126)
    assert not is_lost(np.float32(0), mpmath.mpf(2) ** -127)


def test_a_naive_kernel_is_found_out():
    """The grid and the measure notice the form that loses its digits near 0 and overflows."""
    grid = Accuracy(log_cosh, around(1.0), (4, 2, 4, 2.5))
    y, p = grid.inputs(np.float64)
    with np.errstate(over="ignore"):
        naive = np.log(np.cosh(p - y))
    verdict = grid.judge(y, p, 0, {"naive": naive})["naive"]
    assert verdict.worst > 1e15
    assert verdict.lost > 100
    assert verdict.count == y.size


# --- the command: `make accuracy` ---------------------------------------------------------------


@pytest.mark.parametrize("library", ["SciPy", "scikit-learn"])
def test_adapters_undo_conventions(library):
    """On ordinary inputs another library says the same: argument order, ½, signs, percent."""
    _, adapters = peers.LIBRARIES[library]()
    compared = 0
    for grid in GRIDS.values():
        if grid.name not in adapters or isinstance(grid, Definition):
            continue
        flags = {grid.link: True} if grid.link else None
        y, p = draw(generator(11), grid.loss, flags, shape=(30,))
        for order, theirs in enumerate(adapters[grid.name](y, p, **grid.numbers(np.float64))):
            if theirs is not None:
                ours = grid.compute(y, p, order)
                # pseudo-Huber at δ = 1e21 lies far below what SciPy's form resolves; and near its
                # powers 1 and 2 scikit-learn's Tweedie deviance has lost half of its digits
                room = 1e-6 if grid.loss is tweedie_deviance else 1e-9
                assert theirs == pytest.approx(ours, rel=room, abs=1e-12)
                compared += 1
    assert compared >= 5


def test_edges_are_answered_as_text():
    _, adapters = peers.LIBRARIES["SciPy"]()
    answers = dict(zip([edge[0] for edge in peers.EDGES], peers.at_edges(adapters), strict=True))
    assert answers["KL, both 0 in one class"] == "0.1438"
    assert answers["log-cosh of e = 1000"] == ""  # SciPy has none


@pytest.mark.parametrize("case", ["huber δ=0.188", "binary hard logits"])
def test_the_search_keeps_samples_on_which_a_kernel_errs(tmp_path, monkeypatch, case):
    monkeypatch.setattr(accuracy, "SEARCHED", range(5, 7))
    accuracy.search(tmp_path / "found.npz", case)
    found = np.load(tmp_path / "found.npz")
    kept = found["0 float64 p"]
    assert kept.size >= 3 * accuracy.KEPT
    assert set(kept.tolist()) <= set(accuracy.chosen(case)[case].inputs(np.float64, range(5, 7))[1])


def test_what_an_absent_library_gave_before_is_kept(tmp_path, monkeypatch):
    def row(**errors):
        return {"case": "huber", "dtype": "float64", "kind": "value", "errors": errors}

    stored = tmp_path / "accuracy.json"
    old = {
        "libraries": {
            name: {"version": "1", "date": "2001-01-01"} for name in ("Lossbook", "A", "B")
        },
        "edges": {"answers": {"A": ["1"], "B": ["2"]}},
        "rows": [row(Lossbook=[9, 0], A=[5, 0], B=[6, 0])],
    }
    stored.write_text(json.dumps(old))
    monkeypatch.setattr(accuracy, "TABLE", stored)
    new = {"rows": [row(Lossbook=[1, 0], A=[4, 0])], "versions": {"A": "2"}, "means": []}
    new["processors"] = {"lowest": "OpenBLAS Katmai"}
    table = accuracy.merged({**new, "edges": {"A": ["3"]}}, "2002-02-02")
    assert table["rows"][0]["errors"] == {"Lossbook": [1, 0], "A": [4, 0], "B": [6, 0]}
    assert table["libraries"]["A"] == {"version": "2", "date": "2002-02-02"}
    assert table["libraries"]["B"] == {"version": "1", "date": "2001-01-01"}
    assert table["edges"]["answers"] == {"A": ["3"], "B": ["2"]}


def test_the_mean_of_many_losses():
    """Sums that integers hold exactly: half an ulp of the sum, which is one of the mean at most,
    and half an ulp of the division."""
    for dtype in (np.float64, np.float32):
        for squared in (False, True):
            assert accuracy.mean_error(300_000, dtype, squared) <= 1.5
