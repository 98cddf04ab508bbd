"""Symbolic proofs: a difference shown to be zero, or positive, case by case."""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from lossbook.formulas import MaxOver
from lossbook.proof import _inequalities as known
from lossbook.proof._canonical import canonical
from lossbook.proof._domains import cover, fresh, satisfies
from lossbook.proof._loops import bound_indices, has_terms, is_finite_sum
from lossbook.proof._numeric import zeros
from lossbook.proof._statement import Domain, Expr


def pivots(expression: Expr) -> list[Expr]:
    """Find the quantities whose sign decides which branch an expression takes."""
    found: list[Expr] = []
    for e in sp.preorder_traversal(expression):
        if isinstance(e, sp.Abs | sp.sign | sp.Heaviside):
            found.append(e.args[0])
        elif isinstance(e, sp.Max | sp.Min):
            first, second = sorted(e.args, key=sp.default_sort_key)[:2]
            found.append(first - second)
        elif isinstance(e, sp.core.relational.Relational):
            found.append(e.lhs - e.rhs)
    return sorted({sp.factor(g) for g in found if g.is_real}, key=sp.default_sort_key)


def _sign_cases(expression: Expr, where: Domain) -> list[Expr] | None:
    """Return the expression for each sign of one pivot; the cases cover the domain."""
    indices = bound_indices(expression)  # a pivot of each term says nothing of the whole sum
    for whole in pivots(expression):
        for pivot in sp.Mul.make_args(whole):
            if pivot.free_symbols & indices:
                continue
            signs = [sign for sign in (1, 0, -1) if _may_have(pivot, sign)]
            cases = [_with_sign(expression, pivot, sign, where) for sign in signs]
            if cases and all(case is not None for case in cases):
                return cases
    return None


def _may_have(pivot: Expr, sign: int) -> bool:
    """Tell whether the assumptions leave a sign open."""
    excluded = {1: pivot.is_nonpositive, 0: pivot.is_nonzero, -1: pivot.is_nonnegative}
    return not excluded[sign]


def _with_sign(expression: Expr, pivot: Expr, sign: int, where: Domain) -> Expr | None:
    """Return the expression where the pivot has this sign: one symbol is eliminated through it."""
    found = eliminate(pivot, sign, where)
    if found is None:
        return None
    symbol, value, _ = found
    case = expression.subs(symbol, value)
    if case.has(sp.Piecewise):
        return sp.piecewise_fold(sp.simplify(case))
    return case.replace(
        lambda e: isinstance(e, sp.Abs | sp.Max | sp.Min | sp.sign | sp.Heaviside),
        lambda e: e.func(*(sp.factor(sp.expand(a)) for a in e.args)),
    )


def eliminate(
    pivot: Expr, sign: int, where: Domain, *, only: Expr = None
) -> tuple[Expr, Expr, Expr] | None:
    """Return a symbol, its value where the pivot has this sign, and the size of the pivot.

    The size, a new symbol, runs over the positive integers or over the positive reals, and the
    value over every value of the symbol for which the pivot has the sign.
    """
    for symbol in (
        [only] if only is not None else sorted(pivot.free_symbols, key=sp.default_sort_key)
    ):
        if symbol in where or (symbol.is_integer and not pivot.is_integer):
            continue
        slope = pivot.diff(symbol)
        if slope.has(symbol) or not slope.is_nonzero or not slope.is_real:
            continue
        size = sp.Dummy("u", positive=True, integer=True if symbol.is_integer else None)
        rest = sp.expand(pivot - slope * symbol)
        value = sp.expand((sign * size - rest) / slope)
        if satisfies(value, symbol):
            return symbol, value, size
    return None


def _domain_cases(expression: Expr, where: Domain) -> list[Expr] | None:
    """Return the expression with one restricted symbol written out over its set."""
    for symbol in sorted(expression.free_symbols, key=sp.default_sort_key):
        if symbol in where and (found := cover(where[symbol], fresh)) is not None:
            return [expression.subs(symbol, value) for value in found]
    return None


def _summands(expression: Expr, where: Domain) -> tuple[list[Expr], Domain] | None:
    """Return generic summands and the rest, when the expression is linear in finite sums.

    Sums over the same range are joined. An array element at the generic index becomes a symbol
    with the assumptions and the domain of its array.
    """
    groups: dict[Expr, Expr] = {}
    rest = sp.S.Zero
    for term in sp.Add.make_args(expression):
        factor, sums = term.as_independent(sp.Sum, as_Add=False)
        if sums == 1:
            rest += term
        elif isinstance(sums, sp.Sum) and len(sums.limits) == 1:
            limits = sums.limits[0]
            groups[limits] = groups.get(limits, sp.S.Zero) + factor * sums.function
        else:
            return None
    if not groups:
        return None
    # Only n ≥ 1 terms let the rest be compared apart from the sums; n itself stays a symbol.
    each = [_at_an_index(function, limits) for limits, function in groups.items()]
    parts = [scalars(e, where) for e in [*each, rest]]
    domain = dict(where)
    for _, more in parts:
        domain.update(more)
    return [e for e, _ in parts], domain


def _at_an_index(function: Expr, limits: Any) -> Expr:
    """Return a summand in which inner sums that begin or end at the index have a known length."""
    k, lower, upper = limits
    if not upper.is_Symbol or not any(
        bound.has(k) for e in function.atoms(sp.Sum) for limit in e.limits for bound in limit[1:]
    ):
        return function
    steps = sp.Dummy("j", integer=True, nonnegative=True)
    rest = sp.Dummy("r", integer=True, nonnegative=True)
    return function.xreplace({upper: lower + steps + rest, k: lower + steps})


def scalars(expression: Expr, where: Domain) -> tuple[Expr, dict[Any, Any]]:
    """Return array elements outside inner sums replaced by symbols with the same assumptions."""
    if expression.has(sp.Sum, sp.Product):
        return expression, {}
    names, domain = {}, {}
    for e in sorted(expression.atoms(sp.Indexed), key=sp.default_sort_key):
        known = {k: v for k, v in e.assumptions0.items() if v is not None}
        names[e] = sp.Dummy(str(e), **known)
        if e.base in where:
            domain[names[e]] = where[e.base]
    return expression.xreplace(names), domain


_MAX_DEPTH = 5  # nested case splits
_MAX_SLOPES = 4  # nested derivatives, or splits at a point where the slope is zero
_MAX_OPERATIONS = 150  # a longer difference is not handed to `simplify`, which could take minutes


def zero(difference: Expr, where: Domain, depth: int = 0) -> str | None:
    """How SymPy shows that the difference is zero, or None."""
    if depth == 0 and _numerator_of_sums(difference) == 0:
        return "expansion"  # whole sums need not be opened
    difference = canonical(maxima_as_numbers(difference))
    if difference.has(MaxOver):
        return None
    if difference == 0:
        return "expansion"
    if difference.is_number:
        return "simplification" if sp.simplify(difference) == 0 else None
    if _numerator_of_sums(difference) == 0:
        return "one fraction"
    if depth > _MAX_DEPTH:
        return None
    if (parts := _summands(difference, where)) is not None:
        summands, domain = parts
        if all(zero(g, domain, depth + 1) for g in summands):
            return "term by term"
    difference, more = scalars(difference, where)
    where = {**where, **more}
    for split in (_sign_cases, _domain_cases):
        if (cases := split(difference, where)) is not None:
            return "cases" if all(zero(case, where, depth + 1) for case in cases) else None
    exponential = canonical(difference.rewrite(sp.exp))
    if exponential == 0:
        return "exponential form"
    summed = _with_closed_sums(difference)
    if summed != difference:
        return "sums by induction" if zero(summed, where, depth + 1) else None
    # SymPy's own closed forms of sums are not asked for: what is not shown above stays a number.
    plain = _sums_as_numbers(difference)
    if plain.has(sp.Sum) or plain.count_ops() > _MAX_OPERATIONS:
        return None
    if sp.simplify(plain) == 0 or sp.simplify(_sums_as_numbers(exponential)) == 0:
        return "simplification"
    return None


def _with_closed_sums(expression: Expr) -> Expr:
    """Return the expression with each sum that has a closed form replaced by it."""
    return expression.replace(is_finite_sum, lambda total: _closed_sum(total) or total)


@cache
def _closed_sum(total: Expr) -> Expr | None:
    """Return the closed form of a sum over 1..n, shown by induction, or None."""
    if len(total.limits) != 1 or total.function.has(sp.Indexed, sp.Sum, sp.Product, sp.Piecewise):
        return None
    ((k, lower, upper),) = total.limits
    if lower != 1 or not has_terms(total, nonempty=False):
        return None
    n = sp.Dummy("n", integer=True, nonnegative=True)
    form = sp.summation(total.function, (k, 1, n))
    dividing = [e.base for e in form.atoms(sp.Pow) if e.exp.is_negative]
    if form.has(sp.Sum, sp.Piecewise, sp.nan, sp.zoo) or not all(e.is_nonzero for e in dividing):
        return None
    grows = sp.simplify(form.subs(n, n + 1) - form - total.function.subs(k, n + 1))
    if sp.simplify(form.subs(n, 0)) != 0 or grows != 0:
        return None
    return form.subs(n, upper)


def _sums_as_numbers(expression: Expr) -> Expr:
    """Every outermost finite sum replaced by a symbol that keeps its sign."""
    numbers = {
        total: sp.Dummy(
            "S",  # unknown if the terms are not real: their sum may be
            real=total.function.is_real or None,
            nonnegative=total.function.is_nonnegative or None,
            positive=(total.function.is_positive and has_terms(total, nonempty=True)) or None,
        )
        for total in expression.atoms(sp.Sum)
        if is_finite_sum(total) and has_terms(total, nonempty=False)
    }
    return expression.xreplace(numbers)


def maxima_as_numbers(expression: Expr) -> Expr:
    """Every maximum that is no term of a sum replaced by a symbol that keeps its sign.

    More than the sign is known of it: see `_maxima`, which is asked first.
    """
    if not expression.has(MaxOver):
        return expression
    outer = bound_indices(expression)
    numbers = {}
    for e in expression.atoms(MaxOver):
        if e.free_symbols & outer or not has_terms(e, nonempty=True):
            continue
        signs = ("positive", "nonnegative", "negative", "nonpositive", "real")
        known = {key: True for key in signs if getattr(e.function, f"is_{key}")}
        numbers[e] = sp.Dummy("M", **known)
    return expression.xreplace(numbers)


def _numerator_of_sums(difference: Expr) -> Expr:
    """Return the numerator over one denominator, every sum taken as one number."""
    return sp.expand(sp.fraction(sp.together(_sums_as_numbers(difference)))[0])


def _fixed_sums(expression: Expr) -> list[Expr]:
    """Return the sums whose ends do not move with the index of another sum."""
    sums = expression.atoms(sp.Sum)
    moving = set().union(*(e.variables for e in sums)) if sums else set()
    return [e for e in sums if not any(b.has(*moving) for x in e.limits for b in x[1:])]


def nonnegative(
    expression: Expr, where: Domain, *, strict: bool, depth: int = 0, slopes: int = 0
) -> str | None:
    """How SymPy shows that the expression is ≥ 0 (or > 0), or None."""

    def holds(e: Expr) -> bool:
        return bool(e.is_positive if strict else e.is_nonnegative)

    expression = maxima_as_numbers(expression)
    if expression.has(MaxOver):
        return None
    if holds(_sums_as_numbers(expression)):
        return "assumptions"
    expression = canonical(expression)
    if not all(has_terms(total, nonempty=False) for total in _fixed_sums(expression)):
        return None  # SymPy's reversed sums change sign
    forms = (lambda e: e, sp.factor, _quotient, lambda e: _quotient(e.rewrite(sp.exp)))
    if any(holds(form(expression)) for form in forms):
        return "factors"
    if depth > _MAX_DEPTH:
        return None
    if (parts := _summands(expression, where)) is not None:
        (*summands, rest), domain = parts

        def all_hold(parts: list[Expr], strict: bool) -> bool:
            return all(
                nonnegative(g, domain, strict=strict, depth=depth + 1, slopes=slopes) for g in parts
            )

        limits = sorted({t.limits for t in expression.atoms(sp.Sum)}, key=sp.default_sort_key)
        if all_hold(summands, False) and all_hold([rest], strict):
            return "term by term"
        totals = [sp.Sum(1, *limit) for limit in limits]
        if len(summands) == len(totals) == 1 and has_terms(totals[0], nonempty=True):
            # The rest as a sum over the same range: c is the sum of c/n over n terms.
            joined = summands[0] + rest / totals[0].doit()
            if all_hold([joined], strict):
                return "term by term"
    expression, more = scalars(expression, where)
    where = {**where, **more}

    def also(e: Expr, domain: Domain, strictly: bool) -> bool:
        found = nonnegative(e, domain, strict=strictly, depth=depth + 1, slopes=slopes)
        return found is not None

    if known.quadratic_form(expression, strict):
        return "a quadratic form"
    indices = bound_indices(expression)
    for e in expression.atoms(sp.Max, sp.Min) if expression.has(sp.Sum) else ():
        # It is one of its arguments; what is forgotten is which.
        if not e.free_symbols & indices and all(
            also(expression.xreplace({e: argument}), where, strict) for argument in e.args
        ):
            return "cases"
    for split in (_domain_cases, _sign_cases):
        if (cases := split(expression, where)) is not None:
            every = all(
                nonnegative(case, where, strict=strict, depth=depth + 1, slopes=slopes)
                for case in cases
            )
            return "cases" if every else None
    if expression.has(sp.Sum):
        for argument, name in (
            (known.at_least_a_term, "a sum is at least its term"),
            (known.tangents, "the tangent at the mean"),
            (known.double_sum, "pair by pair"),
        ):
            if argument(expression, where, strict, also):
                return name
    if known.root(expression, where, strict, also):
        return "squared"
    if known.through_exponential(expression, where, strict, also):
        return "under the logarithm"
    if known.product_of_signs(expression, where, strict, also):
        return "factor by factor"
    arrays = expression.has(sp.Indexed)  # whose labels are no numbers
    for t in sorted(expression.free_symbols - set(where), key=sp.default_sort_key):
        if t.assumptions0 == _NONNEGATIVE and not arrays:
            ends = (expression.subs(t, value) for value in (sp.S.Zero, fresh("t")))
            return "cases" if all(also(end, where, strict) for end in ends) else None
    if slopes < _MAX_SLOPES and _rises(expression, where, strict, depth + 1, slopes + 1):
        return "monotone from a point"
    return None


def _quotient(expression: Expr) -> Expr:
    return sp.factor(sp.together(expression))


def _rises(expression: Expr, where: Domain, strict: bool, depth: int, slopes: int) -> bool:
    """Show f ≥ 0 (or > 0) by f(0) ≥ 0 and f' ≥ 0 in a positive symbol, or on both sides of a point.

    The point is one at which the slope is zero.
    """
    factors = sp.Mul.make_args(_quotient(expression))
    expression = sp.Mul(*(f for f in factors if not f.is_positive))
    if expression.count_ops() > _MAX_OPERATIONS // 2 or expression.has(sp.Sum, sp.Piecewise):
        return False

    def holds(e: Expr, strict: bool) -> bool:
        return bool(nonnegative(e, where, strict=strict, depth=depth, slopes=slopes))

    symbols = sorted(expression.free_symbols - set(where), key=sp.default_sort_key)
    for t in symbols:
        if not t.is_real or t.is_integer or not _runs_freely(t):
            continue
        slope = canonical(expression.diff(t))
        if t.is_positive:
            closed = sp.Dummy("t", nonnegative=True)  # f must not jump at 0 either
            if smooth(expression.subs(t, closed), closed, where):
                first = expression.subs(t, 0)
                if holds(first, strict) and holds(slope, False):
                    return True
                if strict and holds(first, False) and holds(slope, True):
                    return True
        stationary = zeros(sp.fraction(sp.together(slope))[0], t)
        for point in (sp.S.Zero, sp.S.One, sp.S.NegativeOne, *symbols, *stationary):
            if point == t or not satisfies(point, t):
                continue
            if _quotient(canonical(slope.subs(t, point))) != 0:
                continue
            if (
                smooth(expression, t, where)
                and holds(expression.subs(t, point), strict)
                and holds(canonical(slope.diff(t)), False)  # convex
            ):
                return True
            u = fresh("u")
            below = point / (1 + u) if t.is_positive else point - u
            if all(holds(expression.subs(t, v), strict) for v in (point, point + u, below)):
                return True
    return False


_NONNEGATIVE = sp.Dummy(nonnegative=True).assumptions0
_FREE = [sp.Dummy(**{key: True}).assumptions0 for key in ("real", "positive")]


def _runs_freely(symbol: Expr) -> bool:
    """Tell whether a symbol may be every real number, or every positive one."""
    return symbol.assumptions0 in _FREE


# --- smoothness, which asks for signs as signs ask for it -----------------------------------------

_ENTIRE = (sp.Add, sp.Mul, sp.exp, sp.sinh, sp.cosh, sp.sin, sp.cos, sp.erf)
_ON_THE_LINE = (sp.tanh, sp.sech, sp.atan, sp.asinh)


def smooth(expression: Expr, variable: Expr, where: Domain, *, where_defined: bool = False) -> bool:
    """Tell whether the expression is known to have every derivative in a real variable.

    With `where_defined` only at the points at which it is defined: a denominator may be zero, but
    there is no kink and no jump.
    """
    # An element of an array stands for all of them: which one is meant may be a symbol.
    name = variable.base if isinstance(variable, sp.Indexed) else variable

    def positive(e: Expr) -> bool:
        return nonnegative(scalars(e, where)[0], where, strict=True) is not None

    def known(e: Expr) -> bool:
        if not e.has(name) or e == variable or isinstance(e, sp.Indexed):
            return True
        if isinstance(e, sp.Pow) and not (e.exp.is_Integer and e.exp.is_nonnegative):
            if e.exp.is_Integer and where_defined:
                return known(e.base)
            # A negative integer power only needs a base that is nowhere zero.
            signs = (1, -1) if e.exp.is_Integer else (1,)
            return any(positive(sign * e.base) for sign in signs) and all(map(known, e.args))
        if isinstance(e, sp.log):
            inside = e.args[0]
            real = where_defined and variable.is_real and inside.is_real
            return (real or positive(inside)) and known(inside)
        if isinstance(e, sp.Sum | sp.Product):
            ends = [b for limit in e.limits for b in limit[1:]]
            return known(e.function) and not any(b.has(name) or b.is_infinite for b in ends)
        if isinstance(e, _ON_THE_LINE):
            return bool(e.args[0].is_real) and known(e.args[0])
        return isinstance(e, (*_ENTIRE, sp.Pow)) and all(map(known, e.args))

    return known(expression)
