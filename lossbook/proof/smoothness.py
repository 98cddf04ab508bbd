"""Where a function has a derivative: needed before a derivative is taken or its sign is used."""

from __future__ import annotations

import sympy as sp

from lossbook.proof.domains import fresh, open_interval, parametrise
from lossbook.proof.statement import DerivationError, Domain, Expr
from lossbook.proof.symbolic import eliminate, nonnegative, pivots, scalars, zero

_ENTIRE = (sp.Add, sp.Mul, sp.exp, sp.sinh, sp.cosh, sp.sin, sp.cos, sp.erf)
_ON_THE_LINE = (sp.tanh, sp.sech, sp.atan, sp.asinh)
_KINKED = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Heaviside)


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


def require_smooth(expression: Expr, variable: Expr, where: Domain) -> None:
    """Raise where the sign of a derivative would say nothing: a jump or a pole may lie between."""
    form, inside, rest = _inside(expression, variable, where)
    if not smooth(form, inside, rest):
        raise DerivationError(f"not known to be smooth in {variable}: {expression}")


def require_derivative(expression: Expr, variable: Expr, where: Domain) -> None:
    """Raise unless the expression has a derivative wherever it is defined on the domain."""
    form, inside, rest = _inside(expression, variable, where)
    if smooth(form, inside, rest, where_defined=True) or _across_kinks(form, inside, rest):
        return
    raise DerivationError(
        f"not known to have a derivative in {variable} everywhere on the domain: {expression}; "
        "leave kinks and jumps out by `where`"
    )


def _inside(expression: Expr, variable: Expr, where: Domain) -> tuple[Expr, Expr, Domain]:
    """Write the variable, if it lies in an open interval, through a positive one."""
    others = {k: v for k, v in where.items() if k != variable}
    form = parametrise(expression, others)
    inside = open_interval(where.get(variable), fresh("t"))
    if inside is None:
        return form, variable, where
    (positive,) = inside.free_symbols - variable.free_symbols or {None}
    return form.subs(variable, inside), positive, others


# --- Kinks at which the two sides fit ------------------------------------------------------------


def _across_kinks(expression: Expr, variable: Expr, where: Domain, depth: int = 0) -> bool:
    """Show that a function of a few pieces has a derivative also where they meet.

    One kink at a time: on either side of it the function must have a derivative, and at it the two
    sides must agree in value and slope.
    """
    if depth > 3 or not variable.is_real or isinstance(variable, sp.Indexed):
        return False
    if smooth(expression, variable, where, where_defined=True):
        return True
    for whole in pivots(expression):
        for pivot in sp.Mul.make_args(whole):
            slope = pivot.diff(variable)
            if slope.has(variable) or not slope.is_nonzero:
                continue
            sides = []
            for sign in (1, 0, -1):
                found = eliminate(pivot, sign, where, only=variable)
                if found is None:
                    return False
                sides.append((expression.subs(*found[:2]), found[2]))
            (above, u), (at, _), (below, v) = sides
            if not all(_across_kinks(s, t, where, depth + 1) for s, t in ((above, u), (below, v))):
                return False
            # u and v measure the pivot to both sides, so the slopes along them are opposite.
            right, left = _germ(above, u, where), _germ(below, v, where)
            if right is None or left is None:
                return False
            fits = (right[0] - at, left[0] - at, right[1] + left[1])
            return all(zero(gap, where) is not None for gap in fits)
    return False


def _germ(expression: Expr, size: Expr, where: Domain) -> tuple[Expr, Expr] | None:
    """Return value and slope at 0+ of a function of a positive number, if it is smooth there."""
    t = sp.Dummy("t", nonnegative=True)
    near = expression.subs(size, t)
    for _ in range(8):
        kinks = [e for e in near.atoms(*_KINKED, sp.Piecewise) if e.has(t)]
        if not kinks:
            break
        for e in kinks:
            plain = _settled(e, t, where)
            if plain is None:
                return None
            near = near.xreplace({e: plain})
            break
    if near.has(*_KINKED, sp.Piecewise) or not smooth(near, t, where):
        return None
    return near.subs(t, 0), near.diff(t).subs(t, 0)


def _settled(e: Expr, t: Expr, where: Domain) -> Expr | None:
    """Return what a kinked function is near 0, where its argument has a sign."""

    def sign_at_zero(g: Expr) -> int:
        first = g.subs(t, 0)
        if first == 0:  # then the slope says on which side it begins
            first = g.diff(t).subs(t, 0) if smooth(g, t, where) else sp.S.Zero
        for sign in (1, -1):
            if nonnegative(sign * first, where, strict=True) is not None:
                return sign
        return 0

    if isinstance(e, sp.Abs | sp.sign | sp.Heaviside):
        sign = sign_at_zero(e.args[0])
        if not sign:
            return None
        if isinstance(e, sp.Abs):
            return sign * e.args[0]
        return sp.Integer(sign) if isinstance(e, sp.sign) else sp.Integer((sign + 1) // 2)
    if isinstance(e, sp.Max | sp.Min):
        first, second, *rest = sorted(e.args, key=sp.default_sort_key)
        sign = sign_at_zero(first - second)
        if not sign:
            return None
        larger = first if (sign > 0) is isinstance(e, sp.Max) else second
        return e.func(larger, *rest)
    for value, condition in e.args:
        if condition is sp.true:
            return value
        if not isinstance(condition, sp.Gt | sp.Ge | sp.Lt | sp.Le):
            return None
        sign = sign_at_zero(condition.gts - condition.lts)
        if sign > 0:
            return value
        if not sign:
            return None
    return None
