"""Where a function has a derivative: needed before a derivative is taken or its sign is used."""

from __future__ import annotations

from itertools import combinations

import sympy as sp
from sympy.core.relational import Relational

from lossbook.proof._domains import fresh, open_interval, parametrise
from lossbook.proof._statement import DerivationError, Domain, Expr
from lossbook.proof._symbolic import nonnegative, scalars, smooth, zero

_KINKED = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Heaviside)


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


def _across_kinks(expression: Expr, variable: Expr, where: Domain) -> bool:
    """Show that a function of a few pieces has a derivative also where they meet.

    Every piece must be smooth where it is defined, and at each place where a kink may lie the two
    sides must agree with the function in value and with each other in slope.
    """
    if not variable.is_real or isinstance(variable, sp.Indexed):
        return False
    pieces = _pieces(expression, variable)
    places = _kinks(expression, variable)
    if pieces is None or places is None:
        return False
    if not all(smooth(piece, variable, where, where_defined=True) for piece in pieces):
        return False
    for place in places:
        if _outside(place, variable, where):
            continue
        t = sp.Dummy("t", nonnegative=True)
        right = _germ(expression.subs(variable, place + t), t, where)
        left = _germ(expression.subs(variable, place - t), t, where)
        if right is None or left is None:
            return False
        at = expression.subs(variable, place)
        # t measures the distance to both sides, so the slopes along it are opposite.
        fits = (right[0] - at, left[0] - at, right[1] + left[1])
        if not all(zero(gap, where) is not None for gap in fits):
            return False
    return True


_MAX_PIECES = 16


def _pieces(expression: Expr, variable: Expr) -> list[Expr] | None:
    """Return the expression with every kinked function replaced by each of its branches."""
    found, done = [expression], []
    while found:
        e = found.pop()
        kinked = [k for k in e.atoms(*_KINKED, sp.Piecewise) if k.has(variable)]
        inmost = next((k for k in kinked if not any(a.has(*_KINKED, sp.Piecewise) for a in k.args)),
                      None)  # fmt: skip
        if inmost is None:
            done.append(e)
            continue
        if isinstance(inmost, sp.Piecewise):
            branches = [value for value, _ in inmost.args]
        elif isinstance(inmost, sp.Abs):
            branches = [inmost.args[0], -inmost.args[0]]
        elif isinstance(inmost, sp.Max | sp.Min):
            branches = list(inmost.args)
        else:
            branches = [sp.S.One, sp.S.Zero, sp.S.NegativeOne]
        found += [e.xreplace({inmost: branch}) for branch in branches]
        if len(found) + len(done) > _MAX_PIECES:
            return None
    return done


def _kinks(expression: Expr, variable: Expr) -> list[Expr] | None:
    """Return every place at which a kink or a jump may lie; None if they are not all found."""
    places: dict[Expr, None] = {}
    for e in sp.preorder_traversal(expression):
        if isinstance(e, sp.Abs | sp.sign | sp.Heaviside):
            gaps = [e.args[0]]
        elif isinstance(e, sp.Max | sp.Min):
            gaps = [a - b for a, b in combinations(e.args, 2)]
        elif isinstance(e, Relational):
            gaps = [e.lhs - e.rhs]
        elif isinstance(e, sp.floor | sp.ceiling | sp.frac | sp.Mod):
            return None
        else:
            continue
        for gap in gaps:
            if not gap.has(variable):
                continue
            for piece in _pieces(gap, variable) or [None]:
                slope = piece.diff(variable) if piece is not None else variable
                if slope.has(variable):
                    return None
                if slope.is_nonzero:
                    places[sp.expand(-piece.subs(variable, 0) / slope)] = None
                elif slope != 0:
                    return None
    return list(places)


def _outside(place: Expr, variable: Expr, where: Domain) -> bool:
    """Tell whether a place is shown to lie outside the range of the variable."""
    domain = where.get(variable)
    gaps = [place] if variable.is_positive else []
    if isinstance(domain, sp.Interval):
        gaps += [place - domain.start] if domain.start.is_finite else []
        gaps += [domain.end - place] if domain.end.is_finite else []
    plain = [parametrise(scalars(-gap, where)[0], where) for gap in gaps]
    # A kink at an end that is left out does not matter either.
    return any(nonnegative(gap, where, strict=False) is not None for gap in plain if gap.is_real)


def _germ(near: Expr, t: Expr, where: Domain) -> tuple[Expr, Expr] | None:
    """Return value and slope at 0 of a function of t ≥ 0, if it is smooth there."""
    for _ in range(8):
        kinks = [e for e in near.atoms(*_KINKED, sp.Piecewise) if e.has(t)]
        if not kinks:
            break
        inmost = next(e for e in kinks if not any(a.has(*_KINKED, sp.Piecewise) for a in e.args))
        plain = _settled(inmost, t, where)
        if plain is None:
            return None
        near = near.xreplace({inmost: plain})
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
