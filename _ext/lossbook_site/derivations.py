r"""Derivations, with their reasons beside the lines, and the steps that a family shares shown once.

A notebook stores a derivation as one aligned block of TeX (`lossbook.derivation`), in which a row
`&\quad {\footnotesize …}` gives the reason of the line above it. Here every line becomes a row of a
grid: a formula that leaves room has its reason at its right, any other below. Steps whose reasons
an earlier derivation of the page gave are folded, but for the last of them, in which they end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

import lossbook
from lossbook_site.folds import fold

BLOCK = re.compile(r"\s*\\begin\{aligned\}\n(.*)\n\\end\{aligned\}\s*", re.S)
REASON = re.compile(r"&\\quad \{\\footnotesize (.*)\}", re.S)
WORDS = re.compile(r"\\text\{([^{}]*)\}")
# A reason is wrapped over several rows; these begin something else.
APART = ("divided by ", "dropped ", "the line above is ", "checked numerically ")
SIMILAR = "joins two functions that are least at the same point"
FEWEST = 2  # steps that are worth a fold


@dataclass(frozen=True)
class Step:
    """A line of a derivation, in TeX: what stands left of its relation, the rest, the reasons."""

    left: str
    right: str
    reasons: tuple[str, ...] = ()


def steps_of(tex: str) -> list[Step]:
    """Return the lines of a derivation; none if the TeX is not that of one."""
    block = BLOCK.fullmatch(tex)
    if block is None or r"{\footnotesize " not in tex:
        return []
    steps: list[Step] = []
    for row in block[1].split(" \\\\\n"):
        if reason := REASON.fullmatch(row):
            steps[-1] = with_reason(steps[-1], reason[1])
        else:
            left, _, right = row.partition("&")
            steps.append(Step(left.strip(), right.strip()))
    return steps


def with_reason(step: Step, reason: str) -> Step:
    """Return a step with one more row of its reasons: the last one goes on, or another begins."""
    words = WORDS.match(reason)
    if not step.reasons or (words and words[1].startswith(APART)):
        return replace(step, reasons=(*step.reasons, reason))
    return replace(step, reasons=(*step.reasons[:-1], rf"{step.reasons[-1]}\text{{ }}{reason}"))


def known(steps: list[Step], seen: set[str]) -> int:
    """Return how many steps after the first have reasons that an earlier derivation gave."""
    count = 0
    for step in steps[1:]:
        if not step.reasons or step.reasons[0] not in seen:
            break
        count += 1
    return count


class SetDerivations(SphinxPostTransform):
    """Set the derivations of a page as grids."""

    default_priority = 130
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the formulas in reading order."""
        seen: set[str] = set()
        said = False
        for block in list(self.document.findall(nodes.math_block)):
            if not (steps := steps_of(block.astext())):
                continue
            folded = known(steps, seen) - 1
            seen.update(step.reasons[0] for step in steps if step.reasons)
            following = block.next_node(nodes.paragraph, descend=False, siblings=True)
            if following is not None and SIMILAR in following.astext():
                if said:
                    following.parent.remove(following)
                said = True
            block.parent.replace(block, grid(steps, folded if folded >= FEWEST else 0))


def grid(steps: list[Step], folded: int) -> nodes.container:
    """Return a derivation; so many steps after the first are folded."""
    shown = nodes.container("", row(steps[0]), classes=["lb-derivation"])
    rest = steps[1 + folded :]
    if folded:
        line = [nodes.Text(f"{folded} steps as above")]
        hidden = steps[1 : 1 + folded]
        inner = nodes.container("", *map(row, hidden), classes=["lb-derivation"])
        shown += fold(line, [inner], "lb-steps")
        named = next((step.left for step in reversed(hidden) if step.left), "")
        rest[0] = replace(rest[0], left=rest[0].left or named)
    shown += [row(step) for step in rest]
    return shown


def row(step: Step) -> nodes.container:
    """Return a line: formula and reason."""
    left = nodes.container("", *formula(step.left), classes=["lb-left"])
    right = nodes.container("", *formula(step.right), classes=["lb-formula"])
    reason = nodes.container(classes=["lb-reason"])
    for i, words in enumerate(step.reasons):
        reason += [nodes.Text("; ")] if i else []
        reason += in_words(words)
    rest = nodes.container("", right, *([reason] if step.reasons else []), classes=["lb-line"])
    return nodes.container("", left, rest, classes=["lb-step"])


def formula(tex: str) -> list[nodes.Node]:
    """Return a part of a line, of the size of a display."""
    return [nodes.math("", rf"\displaystyle {tex}")] if tex else []


def in_words(reason: str) -> list[nodes.Node]:
    r"""Return a reason as text; what stands outside of `\text` is a formula."""
    found: list[nodes.Node] = []
    for i, piece in enumerate(WORDS.split(reason)):
        if i % 2:
            found.append(nodes.Text(piece))
        elif piece:
            found.append(nodes.math(piece, piece))
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.folds")
    app.add_post_transform(SetDerivations)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
