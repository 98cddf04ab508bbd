"""How a chapter backs a claim: proved, verified or reproduced.

Each of the three takes an id and the claim as a sentence, raises `EvidenceError` when the claim
does not hold, and otherwise returns a mark that shows itself in the page and unfolds to details.
The text is the same on every machine: a deviation at the level of rounding, which differs in size
and place from processor to processor, is given by the power of ten it stays below.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from lossbook.formulas import latex
from lossbook.proof import prove

MIME = "application/vnd.lossbook.evidence+json"
ROUNDING = 1e-9  # a deviation below it may be another one on another processor


class EvidenceError(AssertionError):
    """The claim does not hold, or what was given does not show that it does."""


@dataclass(frozen=True)
class Evidence:
    """A claim and what backs it."""

    id: str
    claim: str
    kind: Literal["proved", "verified", "reproduced"]
    summary: str
    details: tuple[str, ...]  # lines of Markdown
    plain: tuple[str, ...]  # the same lines as plain text

    def __str__(self) -> str:
        head = f"{self.kind}: {self.claim} [{self.id}] {self.summary}"
        return "\n  ".join([head, *self.plain])

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        head = (
            f'<details class="lb-evidence lb-{self.kind}" id="claim-{self.id}">'
            f'<summary><span class="lb-kind">{self.kind}</span> {html.escape(self.claim)}</summary>'
        )
        lines = [self.summary, *(f"- {line}" for line in self.details), f"Claim `{self.id}`."]
        return {
            "text/plain": str(self),
            "text/markdown": "\n\n".join([head, *lines, "</details>"]),
            MIME: {
                "id": self.id,
                "claim": self.claim,
                "kind": self.kind,
                "summary": self.summary,
                "details": list(self.details),
            },
        }


def proved(id: str, claim: str, *facts: Any, where: Mapping[Any, Any] | None = None) -> Evidence:
    """Return the mark of a claim that SymPy proves.

    Parameters
    ----------
    id : str
        The claim's name in the ledger: lower case words joined by hyphens.
    claim : str
        The claim, one plain sentence.
    *facts : SymPy equations, inequalities or conjunctions, or Derivations
        What the claim comes to. Every one must be proved symbolically, over the assumptions of
        its symbols; a finished Derivation was proved line by line.
    where : mapping, optional
        Domains of symbols, beyond their assumptions.

    Raises
    ------
    EvidenceError
        If a fact is false, or SymPy cannot decide it: a numeric check is not a proof.
    """
    _check_words(id, claim)
    if not facts:
        raise EvidenceError(f"{id}: no fact is given")
    details, plain, direct = [], [], []
    for fact in facts:
        if hasattr(fact, "proofs"):
            proofs = fact.proofs
            details.append(f"derivation: {fact.title}")
            plain.append(details[-1])
        elif isinstance(fact, bool) or fact in (sp.true, sp.false):
            raise EvidenceError(
                f"{id}: {fact} shows nothing; expected a SymPy statement, written with "
                "evaluate=False where SymPy would evaluate it away"
            )
        else:
            if any(part.lhs == part.rhs for part in _relations(fact)):
                raise EvidenceError(f"{id}: both sides of {fact} are the same expression")
            try:
                proofs = [prove(fact, where=where)]
            except (ValueError, TypeError) as error:
                raise EvidenceError(f"{id}: {error}") from error
            details.append(f"${latex(fact)}$")
            plain.append(sp.sstr(fact))
            direct.append(fact)
        if any(proof.method != "symbolic" for proof in proofs):
            raise EvidenceError(f"{id}: SymPy cannot decide {fact}; use `verified`")
    count = "One statement" if len(facts) == 1 else f"{len(facts)} statements"
    for lines, show in ((details, lambda e: f"${latex(e)}$"), (plain, sp.sstr)):
        if domain := _domain(direct, where or {}, show):
            lines.append(f"domain: {domain}")
    summary = f"{count}, shown by SymPy."
    return Evidence(id, claim, "proved", summary, tuple(details), tuple(plain))


def verified(
    id: str,
    claim: str,
    deviations: ArrayLike,
    *,
    bound: float,
    cases: str,
    at: Sequence[Any] | None = None,
) -> Evidence:
    """Return the mark of a claim that holds in every case computed.

    Parameters
    ----------
    id, claim : str
        As for `proved`.
    deviations : array_like of float >= 0
        By how much each case departs from the claim. nan counts as a failure.
    bound : float
        The largest deviation allowed, at most a hundred times the worst one: a wider bound would
        not notice that something has changed.
    cases : str
        How the cases were drawn and what the deviation is measured in.
    at : sequence with an element for each deviation, optional
        What each case is, such as ``["τ = 0.1", "τ = 0.9"]``: the mark names the worst one. By
        default it gives the place in `deviations`, counted from 0. Of cases that are equal up to
        rounding the first is named; deviations that are themselves of the size of rounding are
        not placed.

    Raises
    ------
    EvidenceError
        If a deviation exceeds the bound, is negative or nan, there is none, the bound is too
        wide, or `at` does not name every case.
    """
    _check_words(id, claim)
    measured = np.asarray(deviations, dtype=float)
    if measured.size == 0:
        raise EvidenceError(f"{id}: no case was computed")
    if not math.isfinite(bound):
        raise EvidenceError(f"{id}: bound {bound}; expected a finite number")
    if at is not None and len(at) != measured.size:
        raise EvidenceError(f"{id}: at names {len(at)} cases; expected {measured.size}")
    bad = ~((measured >= 0) & (measured <= bound))
    if bad.any():
        raise EvidenceError(
            f"{id}: {_case(bad, at)} deviates by {measured[bad][0]:.6g}; allowed is {bound:g}"
        )
    worst = float(measured.max())
    if worst > 0 and bound > 100 * worst:
        raise EvidenceError(f"{id}: the bound {bound:g} is wide; the worst case is {worst:.3g}")
    number = f"{measured.size:,} case{'s' * (measured.size > 1)}"
    where = ""
    if worst >= ROUNDING and measured.size > 1:
        where = f" in {_case(measured >= worst * (1 - ROUNDING), at)}"
    summary = f"{number}, worst deviation {_magnitude(worst)}{where}, allowed {bound:.3g}."
    return Evidence(id, claim, "verified", summary, (cases,), (cases,))


def reproduced(
    id: str,
    claim: str,
    computed: ArrayLike,
    theirs: Sequence[float],
    *,
    tolerance: float,
    source: str,
) -> Evidence:
    """Return the mark of a claim that a computation here gives the numbers of a source.

    Parameters
    ----------
    id, claim : str
        As for `proved`.
    computed : array_like of float
        What was computed here.
    theirs : sequence of float of the same length
        What the source prints, or another program computes.
    tolerance : float
        The largest absolute difference allowed: half a unit of the last printed digit, or the
        stopping tolerance of the source's program.
    source : str
        Where the numbers are printed, or which program computes them.

    Raises
    ------
    EvidenceError
        If a number differs by more than the tolerance, or the counts differ.
    """
    _check_words(id, claim)
    here = np.ravel(np.asarray(computed, dtype=float))
    if here.size != len(theirs) or here.size == 0:
        raise EvidenceError(f"{id}: {here.size} numbers computed, {len(theirs)} in the source")
    difference = np.abs(here - np.asarray(theirs, dtype=float))
    if not math.isfinite(tolerance):
        raise EvidenceError(f"{id}: tolerance {tolerance}; expected a finite number")
    bad = ~(difference <= tolerance)
    if bad.any():
        index = int(np.argmax(bad))
        raise EvidenceError(
            f"{id}: number {index} is {here[index]:.9g}, the source's {theirs[index]:.9g}; "
            f"allowed is a difference of {tolerance:g}"
        )
    count = f"{here.size} number{'s' * (here.size > 1)}"
    summary = (
        f"{count}, each {f'within {tolerance:g} of' if tolerance else 'equal to'} the source's."
    )
    numbers = "the source's: " + ", ".join(f"{value:.10g}" for value in theirs)
    details = (numbers, f"source: {source}")
    return Evidence(id, claim, "reproduced", summary, details, details)


def _relations(fact: Any) -> list[Any]:
    """Return the equations and inequalities of a SymPy statement."""
    parts = fact.args if isinstance(fact, sp.And) else [fact]
    return [part for part in parts if isinstance(part, sp.core.relational.Relational)]


def _domain(facts: Sequence[Any], where: Mapping[Any, Any], show: Callable[[Any], str]) -> str:
    """Say over which values the facts hold: what their free symbols are, and the given sets."""
    arrays = {array for fact in facts for array in fact.atoms(sp.IndexedBase)}
    indices = {i for fact in facts for e in fact.atoms(sp.Indexed) for i in e.indices}
    free = {symbol for fact in facts for symbol in fact.free_symbols if symbol.is_Symbol}
    free -= {*indices, *where, *(array.label for array in arrays)}
    natures: dict[str, list[str]] = {}
    for symbol in sorted(free | arrays - {*where}, key=str):
        element = symbol[sp.Symbol("i")] if symbol in arrays else symbol
        assumed = symbol.label if symbol in arrays else symbol
        natures.setdefault(_nature(assumed), []).append(show(element))
    parts = [f"{', '.join(names)} {nature}" for nature, names in sorted(natures.items())]
    sets = sorted((str(name), name, values) for name, values in where.items())
    return "; ".join([*parts, *(f"{show(name)} in {show(values)}" for _, name, values in sets)])


def _nature(symbol: Any) -> str:
    """Say in a word or two what is assumed of a symbol."""
    signs = ("positive", "negative", "nonnegative", "nonpositive", "nonzero")
    sign = next((sign for sign in signs if getattr(symbol, f"is_{sign}")), "")
    sign = sign.replace("non", "non-")
    if symbol.is_integer:
        return f"{sign} integer".strip()
    return sign or ("real" if symbol.is_real else "complex")


def _case(chosen: Any, at: Sequence[Any] | None) -> str:
    """Name the first case chosen: by what it is, or by its place, counted from 0."""
    if at is not None:
        return f"the case {at[int(np.argmax(chosen))]}"
    index = [int(i) for i in np.argwhere(chosen)[0]]
    return f"case {', '.join(map(str, index))}".strip()


def _check_words(id: str, claim: str) -> None:
    if not id or id != id.strip("-").lower() or not id.replace("-", "").isalnum():
        raise EvidenceError(f"id: {id!r}; expected lower case words joined by hyphens")
    if not claim.strip().endswith("."):
        raise EvidenceError(f"{id}: the claim {claim!r} is not a sentence with a full stop")


def _magnitude(worst: float) -> str:
    """Return a deviation as text that does not depend on the last bits."""
    if worst == 0:
        return "0"
    if worst < ROUNDING:
        return f"below 1e{math.floor(math.log10(worst)) + 1}"
    return f"{worst:.2g}"
