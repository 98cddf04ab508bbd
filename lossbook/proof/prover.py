"""The prover: a statement confronted with numbers, then proved by SymPy if it can be."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lossbook.proof.canonical import canonical, evaluate, exact
from lossbook.proof.domains import parametrise
from lossbook.proof.numeric import CHECKS, DIGITS, POINTS, confront
from lossbook.proof.statement import DerivationError, Domain, Expr, Proof, Relation
from lossbook.proof.symbolic import nonnegative, zero


def prove_relation(
    left: Expr,
    right: Expr,
    relation: Relation,
    where: Domain | None,
    *,
    partial: bool = False,
) -> Proof:
    """Show that `left relation right` holds, except where both sides are undefined.

    With `partial`, points at which only one side is defined are passed over too.
    """
    where = where or {}
    statement = f"{sp.sstr(left)} {relation} {sp.sstr(right)}"
    left, right = evaluate(exact(left), where), evaluate(exact(right), where)
    checked = confront(left, right, relation, where, CHECKS, partial)
    difference = parametrise(left - right, where)
    how: str | None
    if relation == "=":
        plain = canonical(left - right) == 0
        how = "expansion" if plain else zero(difference, where)
    elif relation == "!=":
        how = "assumptions" if canonical(difference).is_nonzero else None
    else:
        how = nonnegative(difference, where, strict=relation == ">")
    if how is not None:
        return Proof("symbolic", statement, how, checked)
    points = confront(left, right, relation, where, POINTS, partial)
    details = f"{points} points, {DIGITS} digits"
    return Proof("numeric", statement, details, points)


def prove_equal(left: Expr, right: Expr, *, where: Domain | None = None) -> Proof:
    """Show that two expressions are equal on their domain, and undefined at the same points.

    Parameters
    ----------
    left, right : SymPy expressions. The domain of a symbol is what its assumptions say.
        Floats count as the exact number they store.
    where : narrower domains, as SymPy sets: ``{p: Interval.open(0, 1)}``. A key is a `Symbol`
        or an `IndexedBase`; a set given for an array holds for each of its elements.

    Returns
    -------
    Proof

    Raises
    ------
    DerivationError
        If the two differ at a point (which the message names), if only one of them is defined
        there, or if they can be neither simplified nor evaluated.
    """
    return prove_relation(left, right, "=", where)


def prove(fact: Any, *, where: Domain | None = None) -> Proof:
    """Show that a fact holds: an equation, an inequality, a conjunction of these, or a boolean.

    Parameters
    ----------
    fact : `Eq`, `Ne`, ``>``, ``>=``, ``<``, ``<=``, `And`, or a true or false value.
    where : as in `prove_equal`.

    Raises
    ------
    DerivationError
        If the fact is false or cannot be decided.
    TypeError
        If the fact is of another kind.
    """
    fact = sp.sympify(fact)
    if fact == sp.true:
        return Proof("symbolic", "True", "evaluation", 0)
    if fact == sp.false:
        raise DerivationError("false: the fact is False for SymPy without any proof")
    if isinstance(fact, sp.And):
        proofs = [prove(part, where=where) for part in sorted(fact.args, key=sp.default_sort_key)]
        numeric = [p for p in proofs if p.method == "numeric"]
        return Proof(
            "numeric" if numeric else "symbolic",
            " and ".join(p.statement for p in proofs),
            "; ".join(dict.fromkeys(p.details for p in numeric or proofs)),
            min(p.points for p in proofs),
        )
    if isinstance(fact, sp.Eq):
        return prove_relation(fact.lhs, fact.rhs, "=", where)
    if isinstance(fact, sp.Ne):
        return prove_relation(fact.lhs, fact.rhs, "!=", where)
    if isinstance(fact, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        strict = isinstance(fact, sp.Gt | sp.Lt)
        return prove_relation(fact.gts, fact.lts, ">" if strict else ">=", where)
    raise TypeError(f"cannot prove a {type(fact).__name__}: expected an equation or inequality")
