"""Where an expression is defined: what no rewriting may lose.

SymPy cancels a denominator without asking whether it can be zero. So the conditions under which a
statement means something are read off before anything is rewritten: a denominator or the argument
of a logarithm is not zero, a sum runs forwards over whole numbers, what is compared is real, some
case of a `Piecewise` holds. Each is proved over the domain. Those that cannot be proved are kept;
a statement whose two sides share them holds where they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sympy as sp
from sympy.core.relational import Relational
from sympy.functions.elementary.hyperbolic import ReciprocalHyperbolicFunction

from lossbook.formulas import MaxOver
from lossbook.proof._domains import parametrise
from lossbook.proof._loops import LOOPS, with_plain_indices
from lossbook.proof._statement import Domain, Expr
from lossbook.proof._symbolic import maxima_as_numbers, nonnegative, scalars

Kind = Literal["nonzero", "positive", "range", "real", "cases", "known"]


@dataclass(frozen=True)
class Need:
    """One condition of an expression.

    It is asked for where the guard holds (within a branch of a Piecewise), and for every value of
    the indices of the sums around it.
    """

    kind: Kind
    expression: Expr
    guard: Expr = sp.true
    over: tuple[Any, ...] = ()

    @property
    def relation(self) -> Expr:
        """The condition as SymPy writes it, for a reader."""
        if self.kind == "nonzero":
            shown = sp.Ne(self.expression, 0, evaluate=False)
        elif self.kind == "positive":
            shown = sp.Gt(self.expression, 0, evaluate=False)
        elif self.kind == "range":
            shown = sp.Ge(self.expression, 0, evaluate=False)
        elif self.kind == "real":
            shown = sp.Contains(self.expression, sp.S.Reals, evaluate=False)
        else:
            shown = self.expression
        return shown if self.guard == sp.true else sp.Implies(self.guard, shown, evaluate=False)


def tidy(relations: Sequence[Expr]) -> tuple[Expr, ...]:
    """Return conditions each once, as plain as may be: √(S/n) > 0 is S > 0, and then S ≠ 0."""
    found: dict[Expr, None] = {}
    for relation in relations:
        relation = _with_letters(relation)
        if isinstance(relation, sp.Gt | sp.Ne) and relation.args[1] == 0:
            e = relation.args[0]
            # A sign of unknown direction is kept: -x > 0 is not x > 0.
            unsigned = isinstance(relation, sp.Ne) or e.is_nonnegative
            parts = _factors(e) if unsigned else _signed_factors(e)
            parts = [f for f in parts if not f.is_positive]
            if len(parts) == 1:
                (part,) = parts
                kind = sp.Gt if part.is_nonnegative or not unsigned else sp.Ne
                relation = kind(part, 0, evaluate=False)
        found[relation] = None
    return tuple(found)


def _signed_factors(e: Expr) -> list[Expr]:
    """Return factors whose product has the sign of the expression: a root has that of its base."""
    if isinstance(e, sp.Pow) and e.base.is_extended_real and e.exp.is_Rational and e.exp.p % 2:
        return _signed_factors(e.base)
    if isinstance(e, sp.Mul):
        return [f for part in e.args for f in _signed_factors(part)]
    return [e]


def _with_letters(relation: Expr) -> Expr:
    """Write the indices of the exact form as letters again."""
    letters = [s for s in sp.symbols("i j k l", integer=True) if s not in relation.free_symbols]
    loops = relation.atoms(*LOOPS)
    indices = sorted({v for e in loops for v in e.variables}, key=sp.default_sort_key)
    if len(indices) > len(letters):
        return relation
    names = dict(zip(indices, letters, strict=False))
    return relation.xreplace(names)


# Functions that have a value at every real number, or at every number.
_TOTAL = (
    sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.atan, sp.asinh,
    sp.erf, sp.erfc, sp.Abs, sp.sign, sp.re, sp.im, sp.conjugate, sp.arg, sp.asin, sp.acos,
    sp.acosh, sp.KroneckerDelta, sp.Indexed, sp.UnevaluatedExpr, sp.sinc, sp.Tuple,
)  # fmt: skip
_COMPARED = (sp.Max, sp.Min, sp.Heaviside, sp.floor, sp.ceiling, sp.StrictLessThan,
             sp.StrictGreaterThan, sp.LessThan, sp.GreaterThan)  # fmt: skip
_CALCULUS = (sp.Integral, sp.Limit)


def needs(expression: Expr, guard: Expr = sp.true) -> Iterator[Need]:
    """Yield every condition that the expression, as it is written, puts on its symbols."""
    e = expression
    if isinstance(e, sp.Symbol | sp.IndexedBase | sp.Idx) or (e.is_Boolean and not e.args):
        return
    if e.is_number and not e.args:
        if e.is_finite is False or e is sp.nan:
            yield Need("known", e, guard)
        return
    if isinstance(e, sp.Piecewise):
        yield from _of_cases(e, guard)
        return
    if isinstance(e, LOOPS):
        yield from _of_loop(e, guard)
        return
    if isinstance(e, sp.Derivative):
        yield from needs(e.expr, guard)  # it is taken only where its function is defined
        return
    if isinstance(e, _CALCULUS):
        return  # what SymPy makes of them brings its own conditions
    for part in e.args:
        yield from needs(part, guard)
    if isinstance(e, _TOTAL):
        return
    if isinstance(e, sp.Pow):
        if e.base.is_zero:
            yield Need("positive", e.exp, guard)
        elif not e.exp.is_nonnegative:
            yield Need("nonzero", e.base, guard)
    elif isinstance(e, sp.log):
        yield Need("nonzero", e.args[0], guard)
    elif isinstance(e, sp.tan | sp.sec):
        yield Need("nonzero", sp.cos(e.args[0]), guard)
    elif isinstance(e, sp.cot | sp.csc):
        yield Need("nonzero", sp.sin(e.args[0]), guard)
    elif isinstance(e, sp.coth | ReciprocalHyperbolicFunction):
        yield Need("nonzero", sp.sinh(e.args[0]), guard)
    elif isinstance(e, sp.atanh | sp.acoth):
        yield Need("nonzero", 1 - e.args[0] ** 2, guard)
    elif isinstance(e, sp.gamma | sp.loggamma):
        yield Need("positive", e.args[0], guard)
    elif isinstance(e, sp.polygamma):
        yield Need("positive", e.args[1], guard)
    elif isinstance(e, sp.factorial):
        yield Need("positive", e.args[0] + 1, guard)
    elif isinstance(e, sp.binomial):
        yield Need("positive", e.args[0] + 1, guard)
        yield Need("positive", e.args[1] + 1, guard)
        yield Need("positive", e.args[0] - e.args[1] + 1, guard)
    elif isinstance(e, _COMPARED):
        for part in e.args:
            if not part.is_extended_real:
                yield Need("real", part, guard)
    elif not isinstance(e, Relational | sp.And | sp.Or | sp.Not | sp.Implies):
        yield Need("known", e, guard)


def _of_cases(e: Expr, guard: Expr) -> Iterator[Need]:
    left = guard  # what holds when no case before did
    for value, condition in e.args:
        if condition is not sp.true:
            yield from needs(condition, left)
        yield from needs(value, _both(left, condition))
        left = _both(left, sp.Not(condition))
    if left != sp.false and e.args[-1][1] is not sp.true:
        yield Need("cases", sp.Or(*(condition for _, condition in e.args)), guard)


def _both(first: Expr, second: Expr) -> Expr:
    if sp.true in (first, second):
        return second if first is sp.true else first
    return sp.And(first, second)


def _of_loop(e: Expr, guard: Expr) -> Iterator[Need]:
    e = with_plain_indices(e)
    for _, lower, upper in e.limits:
        for bound in (lower, upper):
            yield from needs(bound, guard) if bound.is_infinite is not True else ()
        if not (lower.is_infinite or upper.is_infinite):
            if not (lower.is_integer and upper.is_integer):
                yield Need("known", sp.Contains(upper - lower, sp.S.Integers), guard)
            terms = 0 if isinstance(e, MaxOver) else 1  # nothing is the largest of nothing
            yield Need("range", upper - lower + terms, guard)
    for need in needs(e.function, guard):
        yield from _for_every_index(need, e.limits)
    if isinstance(e, MaxOver) and not e.function.is_extended_real:
        yield from _for_every_index(Need("real", e.function, guard), e.limits)


def _for_every_index(need: Need, limits: Sequence[Any]) -> Iterator[Need]:
    """Yield what is needed for the whole range of each index that the condition names."""
    over = need.over
    for limit in limits:  # the innermost comes first, and may run up to a later one
        named = (need.expression, need.guard, *(b for inner in over for b in inner[1:]))
        if any(e.has(limit[0]) for e in named):
            over = (*over, limit)
    yield replace(need, over=over)


# --- Proving them --------------------------------------------------------------------------------


def unresolved(expression: Expr, where: Domain) -> list[Need]:
    """Return the conditions that are not known to hold on the whole domain."""
    found: list[Need] = []
    done: set[Need] = set()
    for need in dict.fromkeys(needs(expression)):
        for part in _parts(need):
            if part not in done and not _holds(part, where):
                found.append(part)
            done.add(part)
    return found


def _parts(need: Need) -> list[Need]:
    """Split "a product is not zero" into its factors."""
    if need.kind != "nonzero":
        return [need]
    e = need.expression
    if e.is_number or (need.guard is sp.true and e.is_nonzero):
        return [need]
    parts: list[Need] = []
    for factor in _factors(e):
        if isinstance(factor, sp.Product):  # it is not zero if none of its factors is
            product = with_plain_indices(factor)
            each = replace(need, expression=product.function)
            parts += [p for q in _for_every_index(each, product.limits) for p in _parts(q)]
        else:
            parts.append(replace(need, expression=factor))
    return parts


def _factors(e: Expr) -> list[Expr]:
    """Return what must not be zero for the expression not to be zero."""
    if isinstance(e, sp.Abs):
        return _factors(e.args[0])
    if isinstance(e, sp.Pow) and (e.exp.is_number or e.exp.is_nonzero):
        return _factors(e.base)
    if isinstance(e, sp.Mul):
        return [f for part in e.args for f in _factors(part)]
    if isinstance(e, sp.UnevaluatedExpr):
        return _factors(e.args[0])
    if isinstance(e, sp.Add) and not e.has(sp.Piecewise, *LOOPS):
        split = sp.factor(e)
        if isinstance(split, sp.Mul | sp.Pow):
            return _factors(split)
    if e.is_number and e.is_nonzero:
        return []
    return [-e if e.could_extract_minus_sign() else e]


def _holds(need: Need, where: Domain) -> bool:
    """Prove the condition over the domain."""
    e, guard = need.expression, need.guard
    where = dict(where)
    for limit in need.over:
        e, guard = _generic(e, guard, limit)
    if need.kind == "known":
        return False
    if need.kind == "cases":
        return sp.simplify(e) is sp.S.true
    if guard is not sp.true and _guarded(need.kind, e, guard):
        return True
    if need.kind == "real":
        return bool(parametrise(maxima_as_numbers(e), where).is_extended_real)
    e, more = scalars(parametrise(e, where), where)
    where.update(more)
    if need.kind == "range":
        return bool(e.is_nonnegative) or _of_sign(e, guard, where, strict=False)
    if need.kind == "positive":
        return bool(e.is_positive) or _of_sign(e, guard, where, strict=True)
    return bool(e.is_nonzero) or any(_of_sign(s * e, guard, where, strict=True) for s in (1, -1))


def _of_sign(e: Expr, guard: Expr, where: Domain, *, strict: bool) -> bool:
    if guard is not sp.true:
        e = sp.Piecewise((e, guard), (1, True))
    return nonnegative(e, where, strict=strict) is not None


def _guarded(kind: Kind, e: Expr, guard: Expr) -> bool:
    """Tell whether the guard itself says it: x ≠ 0, x > 0 or x < 0 for a multiple of x."""
    for relation in guard.args if isinstance(guard, sp.And) else (guard,):
        if not isinstance(relation, Relational) or isinstance(relation, sp.Eq | sp.Ge | sp.Le):
            continue
        gap = (
            relation.gts - relation.lts
            if not isinstance(relation, sp.Ne)
            else (relation.lhs - relation.rhs)
        )
        ratio = sp.simplify(e / gap) if gap != 0 else sp.nan
        if kind == "nonzero" and ratio.is_number and ratio.is_nonzero:
            return True
    return False


def _generic(e: Expr, guard: Expr, limit: Any) -> tuple[Expr, Expr]:
    """Write an index as the first of its range and a number of steps that stays within it."""
    index, lower, upper = limit
    steps = sp.Dummy("j", integer=True, nonnegative=True)
    value = {index: lower + steps}
    ends = [s for s in upper.free_symbols if upper.coeff(s) == 1 and s.is_integer]
    if ends and not lower.has(ends[0]) and not (upper - ends[0]).free_symbols:
        # The end itself lies some steps further on.
        rest = sp.Dummy("r", integer=True, nonnegative=True)
        end = lower + steps + rest - (upper - ends[0])
        if e.has(ends[0]):
            e, guard = e.xreplace({ends[0]: end}), guard.xreplace({ends[0]: end})
    return e.xreplace(value), guard.xreplace(value)
