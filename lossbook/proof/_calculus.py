"""Derivatives, integrals, limits and series carried out, under the conditions each step needs.

SymPy answers for "generic" parameters: it divides by a parameter that may be zero and lets a pole
lie between the ends. So its answer counts only if

* a derivative is taken of a function that has one wherever it is defined;
* the value of an integral, a limit or a series is defined on the whole domain, and numbers
  confirm it at moderate points and at the edges of the domain;
* a limit comes out the same for every sign that a coefficient may have.

What is not shown raises `DerivationError`.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from lossbook.formulas import MaxOver
from lossbook.proof._canonical import one_fraction
from lossbook.proof._definedness import unresolved
from lossbook.proof._domains import cover, fresh, open_interval, parametrise
from lossbook.proof._loops import is_finite_sum
from lossbook.proof._quadrature import confirm
from lossbook.proof._smoothness import require_derivative
from lossbook.proof._statement import DerivationError, Domain, Expr
from lossbook.proof._symbolic import eliminate, nonnegative, zero

_MAX_CASES = 27  # signs of the coefficients of a limit


def evaluate(expression: Expr, where: Domain) -> Expr:
    """Carry out every integral, derivative, limit and infinite sum, or raise."""
    if not expression.has(sp.Integral, sp.Derivative, sp.Limit, sp.Sum):
        return expression

    def carry_out(e: Expr) -> Expr:
        if e.has(MaxOver):
            raise DerivationError(f"cannot be evaluated: {e}: a maximum over an index stands in it")
        if isinstance(e, sp.Derivative):
            return _derivative(e, where)
        if isinstance(e, sp.Integral):
            return _integral(e, where)
        return _limit(e, where) if isinstance(e, sp.Limit) else _series(e, where)

    return expression.replace(
        lambda e: (
            isinstance(e, sp.Integral | sp.Derivative | sp.Limit)
            or (isinstance(e, sp.Sum) and not is_finite_sum(e))
        ),
        carry_out,
    )


def _derivative(e: Expr, where: Domain) -> Expr:
    function = e.expr
    for variable, count in e.variable_count:
        for _ in range(int(count)):
            require_derivative(function, variable, where)
            function = function.diff(variable)
    return function


def _found(e: Expr, where: Domain) -> Expr:
    """Return SymPy's value, asked for with every open interval written as the positive numbers.

    SymPy knows signs but no intervals.
    """

    def settled(*cases: Any) -> Expr:
        """Take the first case of a Piecewise if its condition holds on the whole domain."""
        value, condition = cases[0]
        sure = isinstance(condition, Relational) and _always(condition, where)
        return value if sure else sp.Piecewise(*cases)

    there, back = {}, {}
    for symbol in e.free_symbols & set(where):
        domain, t = where[symbol], fresh("t")
        inside = open_interval(domain, t)
        if inside is not None and domain.measure.is_finite:
            there[symbol] = inside
            back[t] = (symbol - domain.start) / (domain.end - symbol)
    try:
        value = e.subs(there).doit()
    except (NotImplementedError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise DerivationError(f"cannot be evaluated: {e}: {reason}") from error
    value = value.subs(back).replace(sp.Piecewise, settled)
    if value.has(sp.Integral, sp.Limit, sp.AccumBounds) or any(
        not is_finite_sum(s) for s in value.atoms(sp.Sum)
    ):
        raise DerivationError(f"cannot be evaluated: {e}")
    if value.has(sp.oo, sp.zoo, sp.nan):
        raise DerivationError(f"not finite, or without a value: {e}")
    return one_fraction(value)


def _always(condition: Expr, where: Domain) -> bool:
    """Tell whether a relation is shown to hold on the whole domain."""
    if isinstance(condition, sp.Eq):
        return False
    gap = (
        condition.lhs - condition.rhs
        if isinstance(condition, sp.Ne)
        else (condition.gts - condition.lts)
    )
    gap = parametrise(gap, where)
    strict = not isinstance(condition, sp.Ge | sp.Le)
    signs = (1, -1) if isinstance(condition, sp.Ne) else (1,)
    return any(nonnegative(s * gap, where, strict=strict) is not None for s in signs)


def _require_defined(value: Expr, e: Expr, where: Domain) -> None:
    if left := unresolved(value, where):
        raise DerivationError(
            f"not shown: SymPy's value {value} of {e} needs {left[0].relation} on the whole domain"
        )


def turning(e: Expr) -> list[Expr]:
    """Return what matters where it is zero: denominators, kinks, conditions, logarithms."""
    found: set[Expr] = set()
    for part in sp.preorder_traversal(e):
        if isinstance(part, sp.Pow) and not (part.exp.is_Integer and part.exp.is_positive):
            found.add(part.base)
        elif isinstance(part, sp.log | sp.Abs | sp.sign | sp.Heaviside):
            found.add(part.args[0])
        elif isinstance(part, sp.Max | sp.Min):
            first, *others = part.args
            found.update(first - other for other in others)
        elif isinstance(part, Relational):
            found.add(part.lhs - part.rhs)
    plain = [
        factor
        for g in found
        if not g.is_number and not g.has(sp.Sum, sp.Product, sp.Piecewise)
        for factor in sp.Mul.make_args(sp.factor(g))
    ]
    return sorted(set(plain), key=sp.default_sort_key)


# --- Integrals -----------------------------------------------------------------------------------


def _integral(e: Expr, where: Domain) -> Expr:
    (limit, *outer) = e.limits  # the innermost comes first
    if outer:
        inner_domain = {**where, **{v: _range(bounds) for v, *bounds in outer if len(bounds) == 2}}
        inner = _integral(sp.Integral(e.function, limit), inner_domain)
        return _integral(sp.Integral(inner, *outer), where)
    if len(limit) == 1:
        return _antiderivative(e, where)
    if len(limit) != 3:
        raise DerivationError(f"cannot be evaluated: {e}: give both ends")
    x, low, high = limit
    u = _plain_variable(low, high)
    inner = e.function.subs(x, u)
    value = _found(sp.Integral(inner, (u, low, high)), where)
    _require_defined(value, e, where)
    marks = turning(inner)
    coefficients = [c for c in _coefficients(inner, u) if c not in marks]
    confirm("integral", inner, u, (low, high), value, where, [*marks, *coefficients])
    return value


def _range(bounds: list[Expr]) -> Any:
    low, high = bounds
    if not (low.is_number and high.is_number and low.is_extended_real and high.is_extended_real):
        raise DerivationError(f"the outer ends {low} and {high} of an integral must be numbers")
    return sp.Interval.open(sp.Min(low, high), sp.Max(low, high))


def _plain_variable(low: Expr, high: Expr) -> Expr:
    """Return an integration variable of which only is assumed what its range says."""
    positive = low.is_nonnegative and high.is_extended_nonnegative
    return sp.Dummy("x", positive=True) if positive else sp.Dummy("x", real=True)


def _antiderivative(e: Expr, where: Domain) -> Expr:
    ((x,),) = e.limits
    value = _found(e, where)
    _require_defined(value, e, where)
    require_derivative(value, x, where)
    if zero(parametrise(value.diff(x) - e.function, where), where) is None:
        raise DerivationError(f"not shown: the derivative of {value} is {e.function}")
    return value


# --- Limits --------------------------------------------------------------------------------------


def _limit(e: Expr, where: Domain) -> Expr:
    inner, x, place, direction = e.args
    direction = str(direction)
    if place.has(x):
        raise DerivationError(f"cannot be evaluated: {e}")
    value = _found(e, where)
    _require_defined(value, e, where)
    t = sp.Dummy("t", positive=True)
    if place.is_infinite:
        sides = [t if place.is_extended_positive else -t]
    else:
        sides = [place + s / t for s in {"+": (1,), "-": (-1,)}.get(direction, (1, -1))]
    coefficients: list[Expr] = []
    for side in sides:
        far = inner.subs(x, side)
        coefficients += _coefficients(far, t)
        if not _same_for_every_sign(far, t, value, where):
            raise DerivationError(
                f"not shown: {e} is {value} for every sign that its coefficients may have"
            )
    confirm("limit", inner, x, (place,), value, where, coefficients, direction)
    return value


def _coefficients(e: Expr, t: Expr) -> list[Expr]:
    """Return the factors free of t, and no numbers, that the behaviour in t can hang on."""
    found: set[Expr] = set()

    def visit(part: Expr) -> None:
        if not part.has(t):
            if not part.is_number:
                found.update(_signs_of(part))
            return
        if isinstance(part, sp.Add):
            groups: dict[Expr, Expr] = {}
            for term in sp.Add.make_args(sp.expand_mul(part)):
                factor, rest = term.as_independent(t, as_Add=False)
                groups[rest] = groups.get(rest, sp.S.Zero) + factor
            for factor in groups.values():
                visit(factor)
        for argument in part.args:
            visit(argument)

    visit(e)
    return sorted(found, key=sp.default_sort_key)


def _signs_of(e: Expr) -> list[Expr]:
    if isinstance(e, sp.Mul):
        return [f for part in e.args for f in _signs_of(part)]
    if isinstance(e, sp.Pow) and e.exp.is_number:
        return _signs_of(e.base)
    if isinstance(e, sp.Add) and not e.has(sp.Sum, sp.Product, sp.Piecewise):
        split = sp.factor(e)
        if isinstance(split, sp.Mul | sp.Pow):
            return _signs_of(split)
    return [] if e.is_number else [e]


def _same_for_every_sign(inner: Expr, t: Expr, value: Expr, where: Domain) -> bool:
    """Show that the limit at ∞ of a function of t is the value, whatever sign a coefficient has."""
    cases = [(parametrise(inner, where), parametrise(value, where))]
    both = sp.Tuple(inner, value)
    shared = {k: v for k, v in where.items() if both.has(k)}
    if shared:  # one parametrisation for both
        pair = parametrise(both, shared)
        cases = [(pair[0], pair[1])]
        for symbol, domain in shared.items():
            if isinstance(symbol, sp.Symbol) and open_interval(domain, symbol) is None:
                values = cover(domain, fresh)
                if values is None:
                    return False
                cases = [(f.subs(symbol, v), g.subs(symbol, v)) for f, g in cases for v in values]
    done = 0
    while cases:
        f, g = cases.pop()
        done += 1
        if done > _MAX_CASES:
            return False
        unsure = [
            c
            for c in _coefficients(f, t)
            if not (c.is_positive or c.is_negative or c.is_zero or not c.is_real)
        ]
        if any(not c.is_real for c in _coefficients(f, t)):
            return False
        if not unsure:
            if not _is_limit(f, t, g):
                return False
            continue
        for pivot in unsure:
            split = [eliminate(pivot, sign, {}) for sign in (1, 0, -1)]
            if all(s is not None for s in split):
                cases += [(f.subs(s[0], s[1]), g.subs(s[0], s[1])) for s in split if s is not None]
                break
        else:
            return False
    return True


def _is_limit(f: Expr, t: Expr, value: Expr) -> bool:
    found = sp.Limit(f, t, sp.oo).doit() if f.has(t) else f
    return not found.has(sp.Limit, sp.AccumBounds, sp.oo, sp.zoo, sp.nan) and (
        zero(found - value, {}) is not None
    )


# --- Series --------------------------------------------------------------------------------------


def _series(e: Expr, where: Domain) -> Expr:
    if len(e.limits) > 1:
        raise DerivationError(f"cannot be evaluated: {e}: write nested sums one by one")
    ((k, low, high),) = e.limits
    if high != sp.oo or not low.is_integer:
        raise DerivationError(f"cannot be evaluated: {e}: expected a series from a whole number on")
    u = sp.Dummy("k", integer=True, nonnegative=low.is_nonnegative or None)
    inner = e.function.subs(k, u)
    value = _found(sp.Sum(inner, (u, low, high)), where)
    _require_defined(value, e, where)
    confirm("series", inner, u, (low,), value, where, _coefficients(inner, u))
    return value
