"""What a table of other libraries' calls says of a cell: its mark and its words."""

import pytest

from lossbook.book._conventions import Cell, Conventions, one_line


def cell(**fields: object) -> Cell:
    stored = {"library": "Other", "case": "huber", "loss": "huber", "order": "y_true"}
    return Cell(**{**stored, "mean": "mean", "factor": "1", **fields})


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"name": "huber", "call": "huber(y, p)"}, "="),
        ({"name": "huber", "call": "f(y, p)", "bare": "f(y, p)"}, "="),
        ({"name": "huber", "call": "f(y, p).mean()", "bare": "f(y, p)"}, "×"),
        ({"name": "huber", "bare": "f(y, p)"}, "×"),
        ({"call": "where(a, b, c).mean()"}, "○"),
        ({"name": "huber", "call": "f(y, p)", "unlike": "it is squared"}, "≠"),
        ({"unlike": "it is squared"}, "≠"),
    ],
)
def test_the_mark_says_how_near_a_librarys_own_call_is(fields: dict[str, str], mark: str) -> None:
    assert cell(**fields).mark == mark


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "huber", "call": "f(y, p)"}, ["Truth first; mean."]),
        ({"name": "huber", "call": "f(p, y)", "order": "y_pred", "factor": "2"},
         ["Prediction first; 2 times the mean."]),
        ({"name": "huber", "call": "f(e)", "order": "residual", "mean": "no mean",
          "factor": "1 / 2"}, ["Takes the residual; no mean, times ½."]),
        ({"name": "huber", "bare": "f(y, p)", "mean": "sum over rows", "factor": "2 / n"},
         ["Truth first; sum over rows, times 2/n."]),
        ({"name": "huber"}, []),
        ({"call": "f(y, p)"}, []),
        ({"name": "huber", "call": "f(y, p)", "unlike": "it is squared", "note": "Old."},
         ["Not this loss: it is squared."]),
        ({"weights": "w", "labels": "−1, 1", "slope": "1", "curvature": "1 / 2", "leaf": "the mean",
          "other_gradient": "clipped", "note": "Old."},
         ["Weights: w.", "Labels: −1, 1.", "Objective: gradient ours.",
          "Its hessian is ½ times ours.", "Objective: a leaf is set to the mean.",
          "Another gradient: clipped.", "Old."]),
        ({"slope": "2", "curvature": "1 everywhere"},
         ["Objective: gradient 2 times ours.", "Its hessian is 1 everywhere."]),
    ],
)  # fmt: skip
def test_the_words_say_what_differs(fields: dict[str, str], words: list[str]) -> None:
    assert cell(**fields).differences() == words


def stored(library: str, *cells: dict[str, object]) -> dict[str, object]:
    common = {"order": "y_true", "mean": "mean", "factor": "1"}
    cells = [{**common, **one} for one in cells]
    return {
        "versions": {library: "1.0", "NumPy": "2.0"},
        "date": "2026",
        "setup": "",
        "cells": cells,
    }


@pytest.fixture
def table() -> Conventions:
    ours = {"loss": "huber", "call": "huber(y, p)", "edges": {"nan": "nan"}, "kinks": {"0": "0"}}
    logits = {"loss": "huber", "call": "huber(y, z)", "edges": {}, "kinks": {}}
    a = {"case": "huber", "loss": "huber", "name": "Huber, H", "call": "f(y, p)\ng(p)",
         "note": "a_b | c*", "edges": {"nan": "0"}, "kinks": {"0": "1"}}  # fmt: skip
    b = {"case": "huber", "loss": "huber", "bare": "h(y, p)", "edges": {"nan": "raises"}}
    c = {"case": "huber", "loss": "huber", "name": "G", "bare": "g(y, p)"}
    return Conventions(
        {"libraries": {"A": stored("A", a, c, a), "B": stored("B", b)},
         "lossbook": {"huber": ours, "huber of logits": logits}, "scripts": {"s": "x = 1\n\n"}}
    )  # fmt: skip


def test_the_matrix_has_every_mark_of_a_case_once(table: Conventions) -> None:
    assert table.matrix() == {
        "huber": {"A": "= ×", "B": "○"},
        "huber of logits": {"A": "–", "B": "–"},
    }


def test_answers_at_edges_and_kinks_are_those_of_the_first_call(table: Conventions) -> None:
    assert [table.answer(name, "huber", "nan") for name in ("Lossbook", "A", "B")] == [
        "nan", "0", "raises",
    ]  # fmt: skip
    assert [table.slope(name, "huber", "0") for name in ("Lossbook", "A")] == ["0", "1"]
    # one that has no name there, or no edges, has no row
    assert table.edges("huber") == {"Lossbook": {"nan": "nan"}, "A": {"nan": "0"}}


def test_cells_are_found_by_case_library_and_name(table: Conventions) -> None:
    assert [one.library for one in table.of("huber")] == ["A", "A", "A", "B"]
    assert [one.bare for one in table.of("huber", "B")] == ["h(y, p)"]
    assert len(table.named("H")) == 2
    assert table.named("Huber, H") == []
    assert table.cases("huber") == ["huber", "huber of logits"]
    assert table.libraries["A"].version == "1.0"
    assert str(table.script("s")) == "x = 1"


def test_the_table_shows_ours_and_every_call_with_its_words(table: Conventions) -> None:
    shown = table.table("huber")._repr_markdown_().splitlines()
    assert shown == [
        "| library: its name | | the call that is ours; what its own does |",
        "| --- | --- | --- |",
        "| **Lossbook** |  | `huber(y, p)`",
        "| A: Huber, H | = | `f(y, p); g(p)`<br>Truth first; mean. a\\_b \\| c\\* |",
        "| A: G | × | `g(y, p)`<br>Truth first; mean. |",
        "| A: Huber, H | = | `f(y, p); g(p)`<br>Truth first; mean. a\\_b \\| c\\* |",
        "| B | ○ | `h(y, p)`",
    ]
    assert repr(table.table("huber of logits")) == "**Lossbook**: huber(y, z)"
    assert one_line("a\nb") == "a; b"
