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
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from lossbook.formulas import latex
from lossbook.proof._definedness import tidy
from lossbook.proof._derivation import Derivation
from lossbook.proof._domains import domain_in_words
from lossbook.proof._prover import prove
from lossbook.proof._statement import DerivationError, Proof
from lossbook.proof._timing import SECONDS

MIME = "application/vnd.lossbook.evidence+json"
ROUNDING = 1e-9  # a deviation below it may be another one on another processor
ROUNDINGS = 5e-15  # some twenty roundings of a number near 1: as narrow as any bound need be
_WIDEST = 16  # a wider bound is this many times the worst deviation at most


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


def proved(
    id: str,
    claim: str,
    *facts: Any,
    where: Mapping[Any, Any] | None = None,
    seconds: float | None = SECONDS,
) -> Evidence:
    """Return the mark of a claim that SymPy proves.

    Parameters
    ----------
    id : str
        The claim's name in the ledger: lower case words joined by hyphens.
    claim : str
        The claim, one plain sentence.
    *facts : SymPy equations, inequalities or conjunctions, Proofs of `prove_integral`, Derivations
        What the claim comes to. Every one must be proved symbolically, over the assumptions of
        its symbols; a Derivation was proved line by line, and must hold a proof.
    where : mapping, optional
        Domains of symbols, beyond their assumptions. Every key occurs in a fact.
    seconds : float, optional
        How long one fact may take; None for no limit.

    Raises
    ------
    EvidenceError
        If a fact is false, or SymPy cannot decide it: a numeric check is not a proof.
    """
    _check_words(id, claim)
    if not facts:
        raise EvidenceError(f"{id}: no fact is given")
    where = dict(where or {})
    direct = [fact for fact in facts if isinstance(fact, sp.Basic)]
    for name in where:
        if not any(name in _names(fact) for fact in direct):
            namesake = any(str(name) == str(e) for fact in direct for e in _names(fact))
            also = ", only a namesake with other assumptions" if namesake else ""
            raise EvidenceError(f"{id}: where: {name} occurs in no statement{also}")
    details: list[str] = []
    plain: list[str] = []
    conditions: list[Any] = []
    for fact in facts:
        for lines, show in ((details, _as_latex), (plain, sp.sstr)):
            lines.append(_statement(fact, show))
        try:
            proofs = _proofs(fact, where, seconds)
        except ValueError as error:
            raise EvidenceError(f"{id}: {_one_line(error)}") from error
        for proof in proofs:
            if proof.method != "symbolic":
                raise EvidenceError(
                    f"{id}: SymPy cannot decide {_one_line(proof.statement)} "
                    f"({proof.details}); use `verified`"
                )
        if fact in direct:
            conditions += [c for proof in proofs for c in proof.conditions]
    count = "One statement" if len(facts) == 1 else f"{len(facts)} statements"
    for lines, show in ((details, _as_latex), (plain, sp.sstr)):
        if domain := domain_in_words(direct, where, tidy(conditions), show):
            lines.append(f"domain: {domain}")
    summary = f"{count}, shown by SymPy."
    return Evidence(id, claim, "proved", summary, tuple(details), tuple(plain))


def _proofs(fact: Any, where: Mapping[Any, Any], seconds: float | None) -> tuple[Proof, ...]:
    """Return what shows a fact, or raise ValueError."""
    if isinstance(fact, Derivation):
        return fact.evidence()
    if isinstance(fact, Proof) and fact.fact is not None:
        return (fact,)
    if isinstance(fact, bool) or fact in (sp.true, sp.false):
        raise DerivationError(
            f"{fact} shows nothing; expected a SymPy statement, written with evaluate=False where "
            "SymPy would evaluate it away"
        )
    for part in _relations(fact):
        if part.lhs == part.rhs:
            raise DerivationError(f"both sides of {fact} are the same expression")
    own = {name: values for name, values in where.items() if name in _names(fact)}
    return (prove(fact, where=own, seconds=seconds),)


def _names(fact: Any) -> set[Any]:
    """Return the symbols and arrays that a domain may be given for."""
    if not isinstance(fact, sp.Basic):
        return set()
    arrays = fact.atoms(sp.IndexedBase)
    return set(fact.free_symbols | arrays) - {array.label for array in arrays}


def _statement(fact: Any, show: Callable[[Any], str]) -> str:
    """Show a fact; of a derivation its title, and the values over which it holds."""
    if isinstance(fact, Derivation):
        domain = fact.domain(show)
        return f"derivation: {fact.title}" + (f", over {domain}" if domain else "")
    if isinstance(fact, Proof):
        domain = domain_in_words([fact.fact], fact.where, tidy(fact.conditions), show)
        return show(fact.fact) + (f", over {domain}" if domain else "")
    return show(fact) if isinstance(fact, sp.Basic) else str(fact)


def _as_latex(expression: Any) -> str:
    return f"${latex(expression)}$"


def _one_line(error: Any) -> str:
    return " ".join(str(error).split())


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
        The largest deviation allowed: at most sixteen times the worst one, as a wider bound would
        not notice that something has changed, or of the size of rounding, at most 5e-15.
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
    measured = _real_numbers(id, "deviations", deviations)
    bound = _real_number(id, "bound", bound)
    if measured.size == 0:
        raise EvidenceError(f"{id}: no case was computed")
    if not cases.strip() or (at is not None and not all(str(name).strip() for name in at)):
        raise EvidenceError(f"{id}: say what the cases are")
    if at is not None and len(at) != measured.size:
        raise EvidenceError(f"{id}: at names {len(at)} cases; expected {measured.size}")
    bad = ~((measured >= 0) & (measured <= bound))
    if bad.any():
        raise EvidenceError(
            f"{id}: {_case(bad, at)} deviates by {measured[bad][0]:.6g}; allowed is {bound:g}"
        )
    worst = float(measured.max())
    if bound > max(_WIDEST * worst, ROUNDINGS):
        raise EvidenceError(
            f"{id}: the bound {bound:g} is wide; the worst case is {worst:.3g}, and a bound is at "
            f"most {_WIDEST} times that, or {ROUNDINGS:g}"
        )
    number = f"{measured.size:,} case{'s' * (measured.size > 1)}"
    where = ""
    if worst >= ROUNDING and measured.size > 1:
        where = f" in {_case(measured >= worst * (1 - ROUNDING), at)}"
    summary = f"{number}, worst deviation {_magnitude(worst, bound)}{where}, allowed {bound:.3g}."
    return Evidence(id, claim, "verified", summary, (cases,), (cases,))


def reproduced(
    id: str,
    claim: str,
    computed: ArrayLike,
    theirs: Sequence[float | str],
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
    theirs : sequence of float or str of the same length
        What the source prints, or another program computes. A string keeps the zeros at the end:
        ``"1.30"`` has two decimals, 1.3 has one.
    tolerance : float
        The largest absolute difference allowed. It is tied to what is printed: half a unit of the
        last digit, or a whole one. Where the source stops early it may be up to ten units, if that
        is at most a hundredth of the number; the mark says how many. Numbers of fifteen digits and
        more are those of a program; there it is at most a millionth of the number.
    source : str
        Where the numbers are printed, or which program computes them.

    Raises
    ------
    EvidenceError
        If a number differs by more than the tolerance, or the counts differ.
    """
    _check_words(id, claim)
    if not source.strip():
        raise EvidenceError(f"{id}: name the source of the numbers")
    here = np.ravel(_real_numbers(id, "computed", computed))
    if here.size != len(theirs) or here.size == 0:
        raise EvidenceError(f"{id}: {here.size} numbers computed, {len(theirs)} in the source")
    units = [_unit(id, number) for number in theirs]
    there = _real_numbers(id, "the source's numbers", [float(number) for number in theirs])
    tolerance = _real_number(id, "tolerance", tolerance)
    difference = np.abs(here - there)
    for number, unit in zip(theirs, units, strict=True):
        widest = max(unit, min(10 * unit, abs(float(number)) / 100))
        if tolerance > widest:
            raise EvidenceError(
                f"{id}: the tolerance {tolerance:g} is wide; the source's {number} allows "
                f"{widest:g}"
            )
    bad = ~(difference <= tolerance)
    if bad.any():
        index = int(np.argmax(bad))
        raise EvidenceError(
            f"{id}: number {index} is {here[index]:.9g}, the source's {there[index]:.9g}; "
            f"allowed is a difference of {tolerance:g}"
        )
    count = f"{here.size} number{'s' * (here.size > 1)}"
    summary = (
        f"{count}, each {f'within {tolerance:g} of' if tolerance else 'equal to'} the source's."
    )
    most = tolerance / min(unit for unit in units if unit) if any(units) else 0.0
    if most > 1:
        summary = f"{summary[:-1]}: {most:.2g} units of the last digit printed."
    numbers = "the source's: " + ", ".join(
        value if isinstance(value, str) else f"{value:.10g}" for value in theirs
    )
    details = (numbers, f"source: {source}")
    return Evidence(id, claim, "reproduced", summary, details, details)


def _unit(id: str, number: Any) -> float:
    """Return the largest tolerance that the digits of a number allow: a unit of the last one."""
    try:
        digits = Decimal(number if isinstance(number, str) else repr(np.asarray(number).item()))
    except (InvalidOperation, TypeError, ValueError) as error:
        raise EvidenceError(f"{id}: the source's {number!r} is no number") from error
    if not digits.is_finite():
        raise EvidenceError(f"{id}: the source's {number}; expected a finite number")
    _, figures, exponent = digits.as_tuple()
    if digits == 0 and isinstance(number, float):
        return 0.0  # 0.0 says nothing of its digits; "0.00" does
    if len(figures) >= _OF_A_PROGRAM:
        return float(abs(digits)) * 1e-6
    return float(Decimal(1).scaleb(int(exponent)))


_OF_A_PROGRAM = 15  # digits that no table prints


def _relations(fact: Any) -> list[Any]:
    """Return the equations and inequalities of a SymPy statement."""
    parts = fact.args if isinstance(fact, sp.And) else [fact]
    return [part for part in parts if isinstance(part, sp.core.relational.Relational)]


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


def _magnitude(worst: float, bound: float) -> str:
    """Return a deviation as text that does not depend on the last bits."""
    if worst == 0:
        return "0"
    if worst < ROUNDING:
        power = 10.0 ** (math.floor(math.log10(worst)) + 1)
        return (
            f"below {power:.0e}".replace("e-0", "e-") if power <= bound else f"at most {bound:.3g}"
        )
    return f"{worst:.2g}"


def _real_number(id: str, what: str, value: Any) -> float:
    (number,) = _real_numbers(id, what, [value])
    if not math.isfinite(number):
        raise EvidenceError(f"{id}: {what} {number}; expected a finite number")
    return float(number)


def _real_numbers(id: str, what: str, values: Any) -> Any:
    """Return real numbers as an array of floats; nan and infinity pass, to be named later."""
    given = np.asarray(values)
    if given.dtype.kind not in "iufO" and given.size:
        raise EvidenceError(f"{id}: {what} of type {given.dtype}; expected real numbers")
    try:
        return given.astype(float)
    except (TypeError, ValueError) as error:
        raise EvidenceError(f"{id}: {what}: {error}; expected real numbers") from error
