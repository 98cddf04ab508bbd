"""The prover: a statement confronted with numbers, then proved by SymPy if it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from lossbook.formulas import MaxOver
from lossbook.proof._calculus import evaluate
from lossbook.proof._canonical import canonical, exact
from lossbook.proof._definedness import Need, unresolved
from lossbook.proof._domains import check_domain, parametrise
from lossbook.proof._logic import implications, negation, under
from lossbook.proof._maxima import opened, require_one_range, written_out
from lossbook.proof._numeric import CHECKS, DIGITS, POINTS, confront
from lossbook.proof._smoothness import require_smooth
from lossbook.proof._statement import DerivationError, Domain, Expr, Proof, Relation
from lossbook.proof._symbolic import nonnegative, zero
from lossbook.proof._timing import SECONDS, time_limit
from lossbook.proof._totals import normalised

_SIGNS: dict[type, Relation] = {sp.Eq: "=", sp.Ne: "!="}
_RELATIONS: dict[type, Relation] = {
    **_SIGNS, sp.Gt: ">", sp.Lt: ">", sp.Ge: ">=", sp.Le: ">="
}  # fmt: skip


def decide(
    left: Expr, right: Expr, relation: Relation, where: Domain, *, partial: bool = False
) -> Proof:
    """Show that `left relation right` holds on the domain, where both sides are defined.

    With `partial` the caller has shown that both sides are defined, or will say where; points at
    which they are not are passed over. See `prove` for what is raised; nothing limits the time.
    """
    statement = f"{sp.sstr(left)} {relation} {sp.sstr(right)}"
    _require_ordinary([left, right], where)
    conditions, open_needs = _defined(left, right, where, partial)
    left, right = (written_out(evaluate(exact(side), where)) for side in (left, right))
    more, still_open = _defined(left, right, where, partial)
    conditions = list(dict.fromkeys([*conditions, *more]))
    open_needs = [*open_needs, *still_open]
    checked = confront(left, right, relation, where, CHECKS, partial)
    how = None if open_needs else _how(left - right, relation, where)
    if how is not None:
        return Proof("symbolic", statement, how, checked, tuple(conditions))
    points = confront(left, right, relation, where, POINTS, partial)
    details = f"{points} points, {DIGITS} digits"
    if open_needs:
        details += f"; not shown: {open_needs[0].relation}"
    return Proof("numeric", statement, details, points, tuple(conditions))


def _how(difference: Expr, relation: Relation, where: Domain) -> str | None:
    """Say how the difference is shown to be zero, or to have the sign, or return None."""
    if relation == "!=":
        return "assumptions" if canonical(parametrise(difference, where)).is_nonzero else None
    if relation == "=":
        if canonical(difference) == 0:
            return "expansion"
        how = zero(parametrise(difference, where), where)
        if how is not None or not difference.has(MaxOver):
            return how
        both = [_how(sign * difference, ">=", where) for sign in (1, -1)]
        return "neither is more" if None not in both else None
    for way in opened(difference, where):
        how = nonnegative(parametrise(way, where), where, strict=relation == ">")
        if how is not None:
            return how
    return None


def _defined(
    left: Expr, right: Expr, where: Domain, partial: bool
) -> tuple[list[Expr], list[Need]]:
    """Return the conditions that both sides share, and those that only one side has."""
    if partial:
        return [], []
    one, other = unresolved(left, where), unresolved(right, where)
    shared = [need for need in one if need in other]
    alone = [need for need in (*one, *other) if need not in shared]
    return [need.relation for need in shared], alone


def _require_ordinary(expressions: Sequence[Expr], where: Domain) -> None:
    """Raise for what is no number: undefined functions, infinite or non-commuting symbols."""
    for e in expressions:
        require_one_range(e)
        for function in e.atoms(AppliedUndef):
            raise DerivationError(f"cannot be evaluated: {function}: it is not defined")
        for symbol in e.free_symbols:
            if not symbol.is_commutative:
                raise DerivationError(f"{symbol} is not commutative: expected numbers")
            if symbol.is_extended_real and not symbol.is_finite and symbol not in where:
                raise DerivationError(f"{symbol} may be infinite: declare it real")


@contextmanager
def deciding(statement: str, seconds: float | None = SECONDS) -> Iterator[None]:
    """Raise only `DerivationError`, and not later than this, whatever SymPy stumbles over."""
    with time_limit(seconds, statement):
        try:
            yield
        except DerivationError:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            raise DerivationError(f"SymPy cannot decide {statement} ({reason})") from error


def prove_equal(
    left: Expr, right: Expr, *, where: Domain | None = None, seconds: float | None = SECONDS
) -> Proof:
    """Show that two expressions are equal on their domain, and undefined at the same points.

    Parameters
    ----------
    left, right : SymPy expressions. The domain of a symbol is what its assumptions say.
        Floats count as the exact number they store.
    where : narrower domains, as SymPy sets: ``{p: Interval.open(0, 1)}``. A key is a `Symbol`
        or an `IndexedBase`; a set given for an array holds for each of its elements.
    seconds : how long it may take; None for no limit.

    Returns
    -------
    Proof
        Its `conditions` say where both sides are defined, if that is not the whole domain.

    Raises
    ------
    DerivationError
        If the two differ at a point (which the message names), if only one of them is defined
        there, if they can be neither simplified nor evaluated, or if the time runs out.
    """
    return prove(sp.Eq(left, right, evaluate=False), where=where, seconds=seconds)


def prove(fact: Any, *, where: Domain | None = None, seconds: float | None = SECONDS) -> Proof:
    """Show that a fact holds: an equation, an inequality, or several joined by and, or, not, if.

    Parameters
    ----------
    fact : `Eq`, `Ne`, ``>``, ``>=``, ``<``, ``<=``, or `And`, `Or`, `Not`, `Implies` of such,
        written with ``evaluate=False`` where SymPy would evaluate it away. The condition of an
        `Implies` compares something in which a real symbol is linear, ``Implies(a >= b, ...)``, or
        gives the value of a sum: ``Implies(Eq(Sum(p[k], (k, 1, n)), 1), ...)``; or it is made of
        such by `And`, `Or`, `Not`. The largest of n terms is `MaxOver` of `lossbook.formulas`.
    where, seconds : as in `prove_equal`.

    Raises
    ------
    DerivationError
        If the fact is false, cannot be decided within the time, or is no such statement.
    """
    with deciding(str(fact), seconds):
        fact = sp.sympify(fact)
        if isinstance(fact, sp.Basic):
            check_domain(where or {}, [fact])
        return replace(_prove(fact, dict(where or {})), fact=fact, where=dict(where or {}))


def _prove(fact: Any, where: Domain) -> Proof:
    if fact in (sp.true, sp.false):
        raise DerivationError(
            f"{fact} shows nothing: write the statement with evaluate=False, so that SymPy does "
            "not evaluate it away"
        )
    if isinstance(fact, sp.And):
        return _joined([_prove(part, where) for part in sorted(fact.args, key=sp.default_sort_key)])
    if isinstance(fact, sp.Eq | sp.Ne):
        return decide(fact.lhs, fact.rhs, _SIGNS[type(fact)], where)
    if isinstance(fact, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        strict = isinstance(fact, sp.Gt | sp.Lt)
        return decide(fact.gts, fact.lts, ">" if strict else ">=", where)
    if isinstance(fact, sp.Not):
        return _prove(negation(fact.args[0]), where)
    if isinstance(fact, sp.Or):
        return _first(fact, [(way, where) for way in [*fact.args, *implications(fact)]])
    if isinstance(fact, sp.Implies):
        return _under_a_condition(fact, where)
    raise DerivationError(
        f"cannot prove a {type(fact).__name__}: expected equations or inequalities, "
        "joined by And, Or, Not or Implies"
    )


def _under_a_condition(fact: Any, where: Domain) -> Proof:
    condition, then = fact.args
    if isinstance(then, sp.And):
        parts = [sp.Implies(condition, part, evaluate=False) for part in then.args]
        return replace(_joined([_prove(part, where) for part in parts]), statement=sp.sstr(fact))
    _refuse_if_false_for_totals(fact, where)
    ways = list(under(condition, then, where))
    without = "its condition fixes no real symbol: expected one as a >= b, or the value of a sum"
    # What may hold without the condition is tried first, unless another condition is left.
    tried = [*ways, (then, where)] if isinstance(then, sp.Implies) else [(then, where), *ways]
    return _first(fact, tried, "" if ways else without)


def _refuse_if_false_for_totals(fact: Any, where: Domain) -> None:
    """Raise if numbers refute a statement about arrays whose sums are given."""
    conditions: list[Any] = []
    then = fact
    while isinstance(then, sp.Implies):
        first, then = then.args
        conditions += first.args if isinstance(first, sp.And) else [first]
    if not isinstance(then, Relational):
        return
    tried = normalised(conditions, then)
    if tried is None or any(isinstance(name, sp.IndexedBase) for name in where):
        return
    pair = tried.args
    if isinstance(tried, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        pair = (tried.gts, tried.lts)
    try:
        left, right = (written_out(evaluate(exact(side), where)) for side in pair)
        confront(left, right, _RELATIONS[type(tried)], where, CHECKS, partial=True)
    except DerivationError as error:
        if str(error).startswith("false"):
            raise DerivationError(f"{error}, in {sp.sstr(fact)}") from error


def _first(fact: Any, ways: Sequence[tuple[Any, Domain]], reason: str = "") -> Proof:
    """Return the first proof that a way gives; raise the reason, or what the last way met."""
    failure: DerivationError | None = None
    best: Proof | None = None
    for way, domain in ways:
        try:
            proof = _prove(way, domain)
        except DerivationError as error:
            failure = error
            continue
        if any(condition.free_symbols - fact.free_symbols for condition in proof.conditions):
            failure = DerivationError(f"not known to be defined: {way}")
            continue
        if proof.method == "symbolic":
            return replace(proof, statement=sp.sstr(fact))
        best = best or proof
    if best is None:
        raise DerivationError(f"not shown: {sp.sstr(fact)}: {reason or failure}")
    return replace(best, statement=sp.sstr(fact))


def _joined(proofs: Sequence[Proof]) -> Proof:
    """Return the proof of a conjunction."""
    numeric = [p for p in proofs if p.method == "numeric"]
    return Proof(
        "numeric" if numeric else "symbolic",
        " and ".join(p.statement for p in proofs),
        "; ".join(dict.fromkeys(p.details for p in numeric or proofs)),
        min(p.points for p in proofs),
        tuple(dict.fromkeys(c for p in proofs for c in p.conditions)),
    )


def prove_integral(
    function: Expr, limit: tuple[Expr, Expr, Expr], value: Expr, *, antiderivative: Expr,
    where: Domain | None = None, seconds: float | None = SECONDS,
) -> Proof:  # fmt: skip
    """Show the value of an integral by an antiderivative.

    Shown are F' = f between the ends, that F has no jump there, and that F grows by the value from
    one end to the other, as a limit where an end is infinite or F is not defined at it.

    Parameters
    ----------
    function : the integrand f
    limit : ``(x, a, b)``. Where an end is no number, F' = f is shown for every value that the
        assumptions of x allow; they must allow all between the ends.
    value : what the integral is said to be
    antiderivative : F
    where, seconds : as in `prove_equal`.

    Raises
    ------
    DerivationError
        As `prove`.
    """
    x, low, high = map(sp.sympify, limit)
    f, F, value = map(sp.sympify, (function, antiderivative, value))
    statement = f"{sp.Integral(f, (x, low, high))} = {value}"
    domain = dict(where or {})
    with deciding(statement, seconds):
        if x in domain:
            raise DerivationError(f"where: {x} runs between the ends {low} and {high}")
        check_domain(domain, [sp.Tuple(f, F, low, high, value)])
        inside = _between(x, low, high, domain)
        require_smooth(F, x, inside)
        slope = decide(sp.Derivative(F, x), f, "=", inside)
        ends = [_at_end(F, x, end, side) for end, side in ((high, "-"), (low, "+"))]
        growth = decide(ends[0] - ends[1], value, "=", domain)
    both = _joined([slope, growth])
    fact = sp.Eq(sp.Integral(f, (x, low, high)), value, evaluate=False)
    return replace(both, statement=statement, fact=fact, where=domain)


def _between(x: Expr, low: Expr, high: Expr, where: Domain) -> Domain:
    if low.is_number and high.is_number:
        if not sp.Lt(low, high):
            raise DerivationError(f"the lower end {low} must be less than the upper end {high}")
        return {**where, x: sp.Interval.open(low, high)}
    if x.assumptions0 == sp.Dummy(positive=True).assumptions0:
        decide(low, sp.S.Zero, ">=", where)
    elif x.assumptions0 != sp.Dummy(real=True).assumptions0:
        raise DerivationError(f"{x} must be declared positive or real, and no more")
    if not high.is_infinite and not low.is_infinite:
        decide(high, low, ">", where)
    return where


def _at_end(F: Expr, x: Expr, end: Expr, side: str) -> Expr:
    if end.is_infinite:
        return sp.Limit(F, x, end)
    closed = sp.Dummy("t", nonnegative=True)
    try:
        require_smooth(F.subs(x, end - closed if side == "-" else end + closed), closed, {})
    except DerivationError:
        return sp.Limit(F, x, end, side)
    return F.subs(x, end)
