"""Derivations on the page: reasons beside their lines, shared steps folded."""

import json
import re

import pytest
import sympy as sp
from lossbook_site.derivations import in_words, known, steps_of
from nbformat.v4 import new_code_cell, new_output
from smallbook import build

from lossbook.derivation import Derivation
from lossbook.likelihoods import bernoulli, gaussian, laplace, poisson

x = sp.Symbol("x", real=True)
LONG = "a reason that is too long for one row, so that it is wrapped over several of them"


def test_a_line_keeps_its_parts_and_its_reasons() -> None:
    derivation = Derivation.start("T", sp.cosh(x) ** 2 - sp.sinh(x) ** 2, LONG, name="g")
    derivation = derivation.step(sp.Integer(1), "known")
    first, second = steps_of(f"\n{derivation.latex()}\n")
    assert first.left == "g"
    assert first.right.startswith("= ")
    assert "".join(node.astext() for node in in_words(first.reasons[0])) == LONG
    assert second.reasons == (r"\text{known}",)


@pytest.mark.parametrize("family", [gaussian, laplace, bernoulli, poisson])
def test_nothing_of_a_derivation_is_lost(family) -> None:  # type: ignore[no-untyped-def]
    derivation = family()
    steps = steps_of(derivation.latex())
    assert len(steps) == len(derivation.lines) + 1  # the loss
    kept = "".join(f"{s.left}{s.right}{''.join(s.reasons)}" for s in steps)
    stored = re.sub(r"&(\\quad \{\\footnotesize (.*)\})?|\\\\\n", r"\2", derivation.latex())
    strip = re.compile(r"\\begin\{aligned\}|\\end\{aligned\}|\\text\{ \}|\s")
    assert strip.sub("", kept) == strip.sub("", stored)


def test_what_is_dropped_is_a_reason_of_its_own() -> None:
    argmin = next(s for s in steps_of(laplace().latex()) if "argmin" in s.right)
    assert len(argmin.reasons) == 2
    assert argmin.reasons[1].startswith(r"\text{divided by }")


def test_other_formulas_are_left_alone() -> None:
    assert steps_of(r"\begin{aligned} a &= b \end{aligned}") == []
    assert steps_of("e^x") == []


def test_steps_are_known_from_the_second_line_on() -> None:
    seen = {step.reasons[0] for step in steps_of(gaussian().latex()) if step.reasons}
    steps = steps_of(laplace().latex())
    assert known(steps, seen) == 3
    assert known(steps, set()) == 0


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of a chapter with two derivations of a family."""

    def cell(derivation: Derivation) -> object:
        data = {"text/plain": "", "text/markdown": derivation._repr_markdown_()}
        output = new_output("execute_result", data=json.loads(json.dumps(data)), execution_count=1)
        return new_code_cell("derivation()", outputs=[output])

    book = build(tmp_path_factory.mktemp("book"), [cell(gaussian()), cell(laplace())])
    assert book.warnings == ""
    return book.page("first")


def test_the_second_of_a_family_folds_what_the_first_has_shown(page: str) -> None:
    assert page.count("2 steps as above") == 1
    assert page.index("2 steps as above") > page.index("Laplace")
    (hidden,) = re.findall(r'<details class="lb-steps">(.*?)</details>', page, re.S)
    assert "independent samples: the densities multiply" in hidden
    assert "log of a product of positive factors" not in hidden


def test_the_sign_is_explained_once(page: str) -> None:
    assert page.count("joins two functions that are least at the same point") == 1


def test_the_line_after_the_fold_says_what_it_is_equal_to(page: str) -> None:
    after = page[page.index("</details>") :]
    left = re.search(r'<div class="lb-left[^"]*">\s*(.*?)</div>', after, re.S)
    assert left is not None
    assert r"-\ln L" in left[1]
