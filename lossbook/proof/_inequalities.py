"""Inequalities between sums, and of several symbols, by their classical arguments.

Each function says whether its argument shows that an expression is ≥ 0 (or > 0). They are called
by `symbolic.nonnegative`, whose cases and slopes come first, and call it for simpler expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from lossbook.proof._canonical import canonical
from lossbook.proof._loops import has_terms, is_finite_sum
from lossbook.proof._statement import Domain, Expr

Holds = Callable[[Expr, Domain, bool], bool]  # expression, domain, strict


def product_of_signs(expression: Expr, where: Domain, strict: bool, holds: Holds) -> bool:
    """Show the sign of a product by that of its factors."""
    factors = [f for f in sp.Mul.make_args(sp.factor(expression)) if not f.is_number]
    if len(factors) < 2:
        return False
    sign = (
        1
        if sp.Mul(*(f for f in sp.Mul.make_args(sp.factor(expression)) if f.is_number)) > 0
        else -1
    )
    for factor in factors:
        if isinstance(factor, sp.Pow) and factor.exp.is_even and factor.base.is_real and not strict:
            continue
        for s in (1, -1):
            if holds(s * factor, where, strict):
                sign *= s
                break
        else:
            return False
    return sign > 0


def quadratic_form(expression: Expr, strict: bool) -> bool:
    """Show that a polynomial of degree two is nowhere negative, by its matrix."""
    symbols = sorted(expression.free_symbols, key=sp.default_sort_key)
    if not symbols or len(symbols) > 6 or not all(s.is_real for s in symbols):
        return False
    if not expression.is_polynomial(*symbols):
        return False
    polynomial = sp.Poly(expression, *symbols)
    if polynomial.total_degree() != 2 or not all(c.is_Rational for c in polynomial.coeffs()):
        return False
    one = sp.Dummy("one")
    whole = polynomial.homogenize(one)
    form = sp.hessian(whole.as_expr(), [*symbols, one])
    return bool(form.is_positive_definite if strict else form.is_positive_semidefinite)


def root(expression: Expr, where: Domain, strict: bool, holds: Holds) -> bool:
    """Show c·√A + B ≥ 0, with one root in it, by comparing squares."""
    half = sp.Rational(1, 2)
    roots = {e for e in expression.atoms(sp.Pow) if e.exp in (half, -half)}
    bases = {e.base for e in roots}
    if len(bases) != 1:
        return False
    r = sp.Dummy("r", positive=True)
    (base,) = bases
    if not base.is_nonnegative:
        return False
    numerator, denominator = sp.fraction(sp.together(expression))
    numerator = sp.expand(numerator).subs(sp.sqrt(base), r)
    denominator = denominator.subs(sp.sqrt(base), r)
    if not denominator.is_positive or numerator.has(sp.sqrt(base)) or sp.degree(numerator, r) != 1:
        return False
    c, b = numerator.coeff(r, 1), numerator.coeff(r, 0)
    gap = sp.expand(c**2 * base - b**2)
    if c.is_nonnegative:
        return holds(gap, where, strict)
    return bool(c.is_nonpositive) and holds(b, where, False) and holds(-gap, where, strict)


def _sums(expression: Expr) -> list[Expr]:
    """Return the sums that stand outside other sums."""
    found: list[Expr] = []

    def visit(e: Expr) -> None:
        if isinstance(e, sp.Sum):
            found.append(e)
        else:
            for part in e.args:
                visit(part)

    visit(expression)
    return sorted(set(found), key=sp.default_sort_key)


def at_least_a_term(expression: Expr, where: Domain, strict: bool, holds: Holds) -> bool:
    """Write a sum of positive terms as one of its terms and a rest that is not negative."""
    for total in _sums(expression):
        if not is_finite_sum(total) or len(total.limits) != 1 or not total.function.is_nonnegative:
            continue
        ((k, lower, upper),) = total.limits
        others = expression.xreplace({total: sp.Dummy()}).atoms(sp.Indexed)
        places: set[Expr] = set()
        for inner in total.function.atoms(sp.Indexed):
            for outer in others:
                if inner.base == outer.base and len(inner.indices) == 1:
                    (a,), (b,) = inner.indices, outer.indices
                    if (a - k).is_number or not (a - k).has(k):
                        places.add(b - (a - k))
        for place in sorted(places, key=sp.default_sort_key):
            if place.has(k) or not place.is_integer:
                continue
            if not ((place - lower).is_nonnegative and (upper - place).is_nonnegative):
                continue
            rest = sp.Dummy("R", nonnegative=True)
            split = expression.xreplace({total: total.function.subs(k, place) + rest})
            if holds(split, where, strict):
                return True
    return False


def through_exponential(expression: Expr, where: Domain, strict: bool, holds: Holds) -> bool:
    """Show Σ c·ln A + B ≥ 0 for whole c by comparing the products of powers of the A, times eᴮ."""
    above, below, rest, logs = sp.S.One, sp.S.One, sp.S.Zero, 0
    for term in sp.Add.make_args(expression):
        factor, log = term.as_independent(sp.log, as_Add=False)
        if not isinstance(log, sp.log) or log.is_number:
            rest += term
            continue
        logs += 1
        if not factor.is_Integer or abs(factor) > 4:
            return False
        if not (log.args[0].is_positive or holds(log.args[0], where, True)):
            return False
        if factor > 0:
            above *= log.args[0] ** factor
        else:
            below *= log.args[0] ** -factor
    if not logs or rest.has(sp.log) or rest == expression:
        return False
    return holds(sp.expand(above * sp.exp(rest)) - sp.expand(below), where, strict)


def tangents(expression: Expr, where: Domain, strict: bool, holds: Holds) -> bool:
    """Show an inequality of sums by the tangent at the mean, as Jensen's is.

    The sums inside functions become n times a mean m, a number. What is left is one sum over the
    same range; to its summand a multiple of h − m is added for each mean, which adds nothing to
    the sum, such that the summand is stationary where every h is its mean; it must be ≥ 0.
    """
    expression = expression.replace(  # SymPy expands exp(ΣA) to ∏ exp(A)
        lambda e: isinstance(e, sp.Product) and isinstance(e.function, sp.exp),
        lambda e: sp.exp(canonical(sp.Sum(e.function.args[0], *e.limits))),
    )
    inner: list[Expr] = []
    outer: list[tuple[Expr, Expr]] = []  # factor and sum
    others: list[Expr] = []
    nested = {t for e in expression.atoms(sp.Function, sp.Pow) for t in _sums(e)}
    for term in sp.Add.make_args(expression):
        plain = [part for part in sp.Mul.make_args(term) if isinstance(part, sp.Sum)]
        if len(plain) > 1:
            plain = [part for part in plain if part not in nested]
        if len(plain) == 1:
            outer.append((term / plain[0], plain[0]))
        else:
            others.append(term)
        in_functions = others[-1] if len(plain) != 1 else outer[-1][0]
        inner += [t for t in _sums(in_functions) if t not in inner]
    if not inner or len(inner) > 3 or not all(t.function.is_real for t in inner):
        return False
    limits = {t.limits for t in _sums(expression)}
    if len(limits) != 1 or len(inner[0].limits) != 1 or not has_terms(inner[0], nonempty=True):
        return False
    ((k, _, count),) = inner[0].limits
    means = {t: sp.Dummy("m", positive=t.function.is_positive or None, real=True) for t in inner}
    numbers = {t: count * m for t, m in means.items()}
    summand = sp.S.Zero
    for factor, total in outer:  # the sum may also stand inside a function: there it is a number
        summand += factor.xreplace(numbers) * total.function
    rest = sp.Add(*others).xreplace(numbers)
    each = sp.expand_log(summand + rest / count)
    elements = sorted(each.atoms(sp.Indexed) | set().union(
        *(t.function.atoms(sp.Indexed) for t in inner)), key=sp.default_sort_key)  # fmt: skip
    names = {e: sp.Dummy(e.base.name, **{q: v for q, v in e.assumptions0.items() if v is not None})
             for e in elements}  # fmt: skip
    domain = {**where, **{names[e]: where[e.base] for e in elements if e.base in where}}
    each = each.xreplace(names)
    h = {m: t.function.xreplace(names) for t, m in means.items()}
    if each.has(k) or any(f.has(k) for f in h.values()):
        return False
    multipliers = [sp.Dummy("u") for _ in h]
    lagrange = each + sum(u * (f - m) for u, (m, f) in zip(multipliers, h.items(), strict=True))
    for point in _where_all_are_means(h, list(names.values()), count):
        slopes = [sp.simplify(lagrange.diff(v).subs(point)) for v in names.values()]
        found = sp.solve(slopes, multipliers, dict=True)
        if len(found) != 1:
            continue
        tangent = lagrange.subs({u: found[0].get(u, 0) for u in multipliers})
        if tangent.has(*multipliers) or any(u.has(*names.values()) for u in found[0].values()):
            continue
        if holds(sp.factor(tangent), domain, strict):
            return True
    return False


def _where_all_are_means(
    h: dict[Expr, Expr], elements: list[Expr], count: Expr
) -> Iterator[dict[Expr, Expr]]:
    """Yield elements for which every inner summand is its mean; each fixes one element.

    A product x·w is taken for weighted: x is n times its mean, as it is where the w add up to 1.
    """
    fixed: list[dict[Expr, Expr]] = [{}]
    for m, f in h.items():
        ways: list[dict[Expr, Expr]] = []
        if f in elements:
            ways.append({f: m})
        elif isinstance(f, sp.exp) and f.args[0] in elements:
            ways.append({f.args[0]: sp.log(m)})
        elif isinstance(f, sp.Mul) and len(f.args) == 2 and set(f.args) <= set(elements):
            ways += [{x: count * m} for x in sorted(f.args, key=sp.default_sort_key)]
        fixed = [{**one, **way} for one in fixed for way in ways if not one.keys() & way.keys()]
    yield from fixed


def double_sum(expression: Expr, where: Domain, strict: bool, holds: Holds) -> bool:
    """Show an inequality of products of two sums over one range pair by pair, as Cauchy's is."""
    if strict:
        return False
    totals = _sums(expression)
    if not totals or any(len(t.limits) != 1 for t in totals) or len({t.limits for t in totals}) > 1:
        return False
    ((k, _, count),) = totals[0].limits
    if not has_terms(totals[0], nonempty=True):
        return False
    i, j = sp.Dummy("i", integer=True), sp.Dummy("j", integer=True)
    pair = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(expression)):
        factor, sums = term.as_independent(sp.Sum, as_Add=False)
        parts: list[Expr] = []
        for part in sp.Mul.make_args(sums):
            if isinstance(part, sp.Sum):
                parts.append(part)
            elif isinstance(part, sp.Pow) and part.exp == 2 and isinstance(part.base, sp.Sum):
                parts += [part.base, part.base]
            elif part != 1:
                return False
        if len(parts) == 2:
            pair += factor * parts[0].function.subs(k, i) * parts[1].function.subs(k, j)
        elif len(parts) == 1:
            pair += factor * parts[0].function.subs(k, i) / count
        elif not parts:
            pair += factor / count**2
        else:
            return False
    both = (pair + pair.subs({i: j, j: i}, simultaneous=True)) / 2
    elements = sorted(both.atoms(sp.Indexed), key=sp.default_sort_key)
    names: dict[Any, Any] = {
        e: sp.Dummy(str(e.base), **{q: v for q, v in e.assumptions0.items() if v is not None})
        for e in elements
    }
    domain = {**where, **{names[e]: where[e.base] for e in elements if e.base in where}}
    plain = sp.factor(canonical(both.xreplace(names)))
    return not plain.has(i, j) and holds(plain, domain, False)
