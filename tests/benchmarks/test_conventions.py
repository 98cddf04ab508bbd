"""The stored conventions against the libraries that are installed.

In the book's own environment these are scikit-learn, SciPy and statsmodels; `make peers` has those
that go with one PyTorch, `make peers-vision` the others.
"""

import ast
import copy
import dataclasses
import os

import pytest
from conventions import store
from conventions.cells import Bench, Cell, DisagreementError, quiet, verify
from conventions.sklearn import SKLEARN

TABLE = store.read()
STORED = TABLE["libraries"]


# `make peers` demands every library that goes with its PyTorch; elsewhere those are tested that are
# installed.
ALL = bool(os.environ.get("LOSSBOOK_REQUIRE_PEERS"))
LIBRARIES = [
    library
    for library in store.LIBRARIES
    if (ALL and not library.apart) or store.available(library.setup)
]
SCRIPTS = store.scripts()


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_an_installed_library_does_what_is_stored(library):
    assert store.disagreements(STORED[library.name], store.measure(library)) == []


@pytest.mark.parametrize(
    "name", [name for name, code in SCRIPTS.items() if ALL or store.available(code)]
)
def test_what_the_book_shows_in_use_runs(name):
    assert "assert " in SCRIPTS[name]
    quiet(exec, SCRIPTS[name], {"__name__": name})


def test_the_scripts_are_those_stored():
    assert TABLE["scripts"] == SCRIPTS


def test_our_own_answers_are_those_stored():
    assert store.ours() == TABLE["lossbook"]


def test_every_library_is_stored():
    assert list(STORED) == [library.name for library in store.LIBRARIES]
    for library in store.LIBRARIES:
        stored = STORED[library.name]["cells"]
        assert [cell["case"] for cell in stored] == [cell.case for cell in library.cells]


def places(entry):
    """Yield every stored text of a library as the path to it."""
    for number, cell in enumerate(entry["cells"]):
        for key, value in cell.items():
            if isinstance(value, dict):
                yield from ((number, key, name) for name in value)
            else:
                yield number, key


@pytest.mark.parametrize("name", STORED)
def test_a_falsified_text_is_found_wherever_it_stands(name):
    entry = STORED[name]
    other = copy.deepcopy(entry)
    falsified = 0
    for number, *keys in places(entry):
        where = other["cells"][number]
        for key in keys[:-1]:
            where = where[key]
        true = where[keys[-1]]
        where[keys[-1]] += " not"
        assert len(store.disagreements(other, entry)) == 1
        where[keys[-1]] = true
        falsified += 1
    assert falsified > 5 * len(entry["cells"])


@pytest.mark.parametrize(
    ("call", "order"),
    [
        ("f(y_true, y_pred)", "y_true"),
        ("f(y_pred, y_true)", "y_pred"),
        ("pairs = y_true > 0\nf(y_pred[pairs], margin=1)", "y_pred"),
        ("target = smooth(y_true)\nf(\n    y_pred,\n    target)", "y_pred"),
        ("mean, scale = y_pred.T\nf(mean, y_true, scale)", "y_pred"),
        ("loss.W.data = W\nloss(x, y_true)", "y_pred"),
        ("f(y_pred - y_true)", "residual"),
    ],
)
def test_the_order_is_that_of_the_arguments(call, order):
    assert Cell("mean_squared_error", "f", call).order == order


def test_a_missing_cell_is_found():
    entry = STORED["SciPy"]
    assert store.disagreements({**entry, "cells": entry["cells"][:-1]}, entry)


def falsehoods(cell):
    """Yield a cell with something said of it that is not so."""
    if cell.unlike:
        yield dataclasses.replace(cell, unlike="", call=cell.bare, bare="")
    elif cell.call:
        tree = ast.parse(cell.call)
        last = ast.unparse(tree.body.pop())
        off = f"{ast.unparse(tree)}\n1.001 * ({last})"
        yield dataclasses.replace(cell, call=off, bare=cell.bare or cell.call)
        yield dataclasses.replace(cell, factor=f"1.001 * ({cell.factor})")
    if cell.slope:
        yield dataclasses.replace(cell, slope=f"1.001 * ({cell.slope})")


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_a_falsified_cell_is_refused_in_every_library(library):
    bench = Bench(library)
    for cell in library.cells:
        false = list(falsehoods(cell))
        assert false or cell.leaf
        for other in false:
            with pytest.raises(DisagreementError, match=cell.case):
                quiet(verify, library, other, bench)


@pytest.mark.parametrize(
    ("case", "falsehood"),
    [
        ("mean_squared_error", {"call": "metrics.mean_absolute_error(y_true, y_pred)"}),
        ("mean_squared_error", {"factor": "2"}),
        ("mean_squared_error", {"mean": "sum"}),
        ("mean_squared_error", {"weights": "Σwℓ/n"}),
        ("mean_squared_error", {"gradient": "(y_pred - y_true) / y_pred.size"}),
        ("mean_squared_error", {"unlike": "it is no mean"}),
        ("root_mean_squared_error", {"mean": "root of the mean over all elements"}),
        ("pinball", {"call": "metrics.mean_pinball_loss(y_true, y_pred, alpha=0.8)"}),
        ("pinball", {"call": "metrics.mean_pinball_loss(y_pred, y_true, alpha=0.2)"}),
    ],
)
def test_a_false_cell_is_refused(case, falsehood):
    cell = next(cell for cell in SKLEARN.cells if cell.case == case)
    bench = Bench(SKLEARN)
    verify(SKLEARN, cell, bench)
    if "unlike" in falsehood:
        falsehood = {**falsehood, "bare": cell.call}
    with pytest.raises(DisagreementError, match=case):
        quiet(verify, SKLEARN, dataclasses.replace(cell, **falsehood), bench)
