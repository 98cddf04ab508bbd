"""The rows of "Which loss?" lead to what is there: losses, chapters and headings."""

import re
from pathlib import Path

import nbformat
import pytest
from docutils import nodes
from lossbook_site.choice import Choice, WhichLoss, choices, elsewhere
from lossbook_site.conventions import tabs

import lossbook
from lossbook.conventions import read

CHAPTERS = Path(__file__).parents[2] / "chapters"
CHOICES = choices(CHAPTERS / "data" / "which-loss.yml")
KNOWN = read(CHAPTERS / "data" / "conventions.json")


def headings(chapter):
    notebook = nbformat.read(CHAPTERS / f"{chapter}.ipynb", as_version=4)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return re.findall(r"^#+ (.+)$", "\n".join(texts), re.M)


def told(choice):
    return f"{choice.target}, {choice.want}, {choice.loss or choice.formula}"


@pytest.mark.parametrize("choice", CHOICES, ids=told)
def test_a_choice_names_a_loss_and_a_section_that_exist(choice):
    assert bool(choice.loss) != bool(choice.formula)
    if choice.loss:
        assert isinstance(getattr(lossbook, choice.loss), lossbook.Loss)
    else:
        assert choice.section
    if choice.section:
        chapter, heading = choice.section
        assert heading in headings(chapter)
    for sentence in (choice.why, choice.check):
        assert sentence.endswith(".")


def test_every_loss_is_chosen_somewhere():
    public = [getattr(lossbook, name) for name in lossbook.__all__]
    losses = {loss.__name__ for loss in public if isinstance(loss, lossbook.Loss)}
    root = {"root_mean_squared_error"}  # asks for what the squared error asks for
    assert losses - root - {choice.loss for choice in CHOICES} == set()


def test_a_choice_is_there_once():
    keys = [(c.target, c.want, c.trouble, c.loss, c.formula) for c in CHOICES]
    assert len(set(keys)) == len(keys)


def test_the_names_elsewhere_are_those_stored():
    names = elsewhere(KNOWN, "huber")
    assert names.startswith("PyTorch HuberLoss, SmoothL1Loss; Keras Huber; optax huber_loss")
    assert "HingeEmbeddingLoss" not in elsewhere(KNOWN, "hinge")
    assert elsewhere(KNOWN, "arcface") == "PyTorch Metric Learning ArcFaceLoss"
    assert elsewhere(KNOWN, "listmle") == "rax listmle_loss"
    assert elsewhere(KNOWN, "jaccard") == "MONAI DiceLoss(jaccard); Segmentation Models JaccardLoss"


def test_the_tabs_hold_each_library_that_has_the_loss():
    lines = tabs(KNOWN, ["kl_divergence"])
    titles = [line.partition("} ")[2] for line in lines if "{tab-item}" in line]
    assert titles == ["Lossbook", "PyTorch", "Keras", "JAX"]
    assert "losses.KLDivergence()(y_true, y_pred)" in lines
    titles = [line for line in tabs(KNOWN, ["arcface"]) if "{tab-item} Metric Learning" in line]
    assert len(titles) == 1


ROW = {"target": "a number", "want": "the mean", "trouble": "outliers", "loss": "huber",
       "why": "It bends.", "check": "Look."}  # fmt: skip


@pytest.mark.parametrize(
    ("section", "where", "address"),
    [
        (("robust-losses", "When it breaks"), "explained", "robust-losses.html#when-it-breaks"),
        (None, "on the package page", "api.html#lossbook.huber"),
    ],
)
def test_a_row_leads_to_where_the_loss_is_explained(section, where, address):
    choice = Choice(**ROW, section=section)
    target, want, trouble, (call, reason, names), check = WhichLoss.cells(None, choice, KNOWN)
    assert (target, want, trouble, check) == ("a number", "the mean", "outliers", "Look.")
    assert call.astext() == "huber"
    assert reason.astext() == f"It bends. ({where})"
    assert names.astext() == elsewhere(KNOWN, "huber")
    (link,) = reason.findall(nodes.reference)
    assert link["refuri"] == address


def test_a_loss_that_the_package_has_not_is_told_by_its_formula():
    section = ("overlap", "Summary")
    choice = Choice(**{**ROW, "loss": None, "formula": "minus the score"}, section=section)
    call, reason = WhichLoss.cells(None, choice, KNOWN)[3]
    assert (call.astext(), reason.astext()) == ("minus the score", "It bends. (explained)")
    assert not list(call.findall(nodes.literal))


def test_a_loss_that_nobody_else_names_has_no_row_of_names():
    choice = Choice(**{**ROW, "loss": "nobody_has_it"})
    blocks = WhichLoss.cells(None, choice, KNOWN)[3]
    assert len(blocks) == 2
