"""Derivations that cannot be false: every step is proved when it is added.

A `Derivation` is a chain of expressions. Each line is tied to the one before it by a relation:
equal, "has the same minimiser", or a function applied to it. The tie is proved when the line is
added. A false step raises `DerivationError`. The page shows the object, so it shows only lines
that were proved.

Two kinds of proof exist, and a `Proof` says which one it is.

``symbolic``
    SymPy shows that the difference is zero (or positive) by transformations that hold on the
    whole domain: no ``force=True``, no guess. Sums are taken apart term by term. ``Abs``,
    ``Max``, ``Min``, ``sign`` and ``Piecewise`` are split into cases.
``numeric``
    SymPy could not decide. Both sides agree to 50 digits, computed with 60, at many points of
    the domain. That is strong evidence and not a proof; the page says so.

Every symbolic verdict is also confronted with numbers first, so that a false statement is refused
with the point at which it fails, whatever a simplifier would have made of it.

The module knows SymPy and no loss.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import mpmath
import sympy as sp

from lossbook.printing import latex

__all__ = ["Derivation", "DerivationError", "Line", "Proof", "prove", "prove_equal"]

# SymPy ships no type stubs, so its objects are Any to a type checker; the names say what is meant.
Expr = Any
Domain = Mapping[Any, Any]  # Symbol or IndexedBase → SymPy set
_Relation = Literal["=", ">=", ">", "!="]

DIGITS = 60  # working precision of the numeric comparison
AGREEMENT = 50  # digits to which the two sides must agree
RETRY = 400  # working precision when cancellation may have eaten the first one
CHECKS = 40  # points with which a symbolic verdict is confronted
POINTS = 240  # points of a numeric proof
SIZES = (1, 2, 3, 5)  # values tried for a symbolic number of terms


class DerivationError(ValueError):
    """A statement that is false, or that could be neither proved nor checked."""


@dataclass(frozen=True)
class Proof:
    """How a statement was shown to hold.

    Attributes
    ----------
    method : ``"symbolic"`` or ``"numeric"``
    statement : the statement, as text
    details : what was done
    points : number of points at which it was also (or, if numeric, only) checked
    """

    method: Literal["symbolic", "numeric"]
    statement: str
    details: str
    points: int

    def __str__(self) -> str:
        if self.method == "symbolic":
            return f"proved by SymPy ({self.details}): {self.statement}"
        return f"checked numerically, not proved ({self.details}): {self.statement}"


# --- Canonical form: only rewriting that holds on the whole domain -------------------------------


@cache
def _index(depth: int) -> Expr:
    """The one index that sums of this nesting depth run over in canonical form."""
    return sp.Dummy(f"k{depth}", integer=True, positive=True)


def _exact(expression: Expr) -> Expr:
    """Every float replaced by the rational number it stores: 0.3333333 is not 1/3."""
    expression = sp.sympify(expression)
    return expression.xreplace({x: sp.Rational(x) for x in expression.atoms(sp.Float)})


def _evaluate(expression: Expr, where: Domain) -> Expr:
    """Carry out integrals, derivatives, limits and infinite sums where SymPy can."""
    if not expression.has(sp.Integral, sp.Derivative, sp.Limit, sp.Sum):
        return expression
    there, back = {}, {}
    for symbol in expression.free_symbols & set(where):
        # SymPy's integrals know signs but no intervals: go through a positive number and back.
        domain, t = where[symbol], _fresh("t")
        cover = _cover(domain, lambda _, t=t: t) if isinstance(domain, sp.Interval) else None
        if cover is not None and len(cover) == 1 and domain.measure.is_finite:
            there[symbol] = cover[0]
            back[t] = (symbol - domain.start) / (domain.end - symbol)

    def carry_out(e: Expr) -> Expr:
        return e.subs(there).doit().subs(back)

    expression = expression.replace(
        lambda e: isinstance(e, sp.Integral | sp.Derivative | sp.Limit), carry_out
    )
    return expression.replace(lambda e: isinstance(e, sp.Sum) and not _is_finite_sum(e), carry_out)


def _finite_sum(function: Expr, limit: Expr) -> Expr:
    """The sum of an expanded summand as a linear combination of sums over 1..n, n ≥ 0."""
    index, lower, upper = limit
    terms = upper - lower + 1
    if not (lower.is_integer and terms.is_integer and terms.is_nonnegative):
        return sp.Sum(function, limit)  # SymPy's reversed sums have no simple canonical form
    depth = 1 + sum(1 for s in sp.preorder_traversal(function) if isinstance(s, sp.Sum))
    k = _index(depth)
    function = sp.expand(function.xreplace({index: k + lower - 1}))
    parts = []
    for term in sp.Add.make_args(function):
        factor, rest = term.as_independent(k, as_Add=False)
        parts.append(factor * (terms if rest == 1 else sp.Sum(rest, (k, 1, terms))))
    return sp.Add(*parts)


def _canonical_sum(total: Expr) -> Expr:
    function = total.function
    for limit in total.limits:  # the innermost comes first
        if len(limit) != 3:
            return total
        function = _finite_sum(function, limit)
    return function


def _is_finite_sum(e: Expr) -> bool:
    return isinstance(e, sp.Sum) and not any(b.is_infinite for lim in e.limits for b in lim[1:])


def _canonical(expression: Expr) -> Expr:
    """Expand products, powers, logarithms of positive factors, and sums."""
    for _ in range(6):
        before = expression
        # log(1 - p) with p = t/(1 + t) shows that its argument is positive only as one fraction.
        expression = expression.replace(
            lambda e: isinstance(e, sp.log) and not e.args[0].is_number,
            lambda e: sp.log(_one_fraction(e.args[0])),
        )
        expression = sp.expand_log(expression)
        expression = sp.expand(expression)
        expression = expression.replace(_is_finite_sum, _canonical_sum)
        if expression == before:
            break
    return expression


def _one_fraction(expression: Expr) -> Expr:
    if expression.has(sp.Product, sp.Sum, sp.Piecewise, sp.Abs):
        return expression.replace(
            lambda e: isinstance(e, sp.Product),
            lambda e: e.func(_one_fraction(e.function), *e.limits),
        )
    return expression.replace(lambda e: isinstance(e, sp.Add), lambda e: sp.factor(sp.together(e)))


# --- The domain: which values a symbol may take --------------------------------------------------


def _unit(positive: Expr) -> Expr:
    """A bijection from the positive numbers to the open unit interval."""
    return positive / (1 + positive)


def _cover(domain: Any, fresh: Callable[[str], Expr]) -> list[Expr] | None:
    """Expressions whose values together are exactly the set; None if there is no simple cover."""
    if isinstance(domain, sp.FiniteSet):
        return sorted(domain, key=sp.default_sort_key)
    if not isinstance(domain, sp.Interval):
        return None
    low, high = domain.start, domain.end
    t = fresh("t")
    if low.is_finite and high.is_finite:
        inside = low + (high - low) * _unit(t)
    elif low.is_finite:
        inside = low + t
    elif high.is_finite:
        inside = high - t
    else:
        return None
    ends = [x for x, is_open in ((low, domain.left_open), (high, domain.right_open)) if not is_open]
    return [inside, *(x for x in ends if x.is_finite)]


def _fresh(name: str) -> Expr:
    return sp.Dummy(name, positive=True)


def _parametrise_arrays(expression: Expr, where: Domain) -> Expr:
    """Write p[i] in an open interval through an array of positive numbers."""
    for base, domain in where.items():
        if not isinstance(base, sp.IndexedBase) or not isinstance(domain, sp.Interval):
            continue
        t = sp.Dummy("t", positive=True)
        cover = _cover(domain, lambda _, t=t: t)
        if cover is None or len(cover) != 1:
            continue
        array = sp.IndexedBase(sp.Dummy(str(base), positive=True), positive=True)
        expression = expression.replace(
            lambda e, base=base: isinstance(e, sp.Indexed) and e.base == base,
            lambda e, t=t, array=array, inside=cover[0]: inside.subs(t, array[e.indices]),
        )
    return expression


def _satisfies(value: Expr, symbol: Expr) -> bool:
    """Does the value provably meet every assumption made about the symbol?"""
    return all(
        getattr(value, f"is_{key}") is wanted
        for key, wanted in symbol.assumptions0.items()
        if key not in {"hermitian", "antihermitian"}
    )


def _pivots(expression: Expr) -> list[Expr]:
    """The quantities whose sign decides which branch an expression takes."""
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
    """The expression for each sign of one pivot; the cases cover the domain."""
    for whole in _pivots(expression):
        for pivot in sp.Mul.make_args(whole):
            cases = []
            for sign in (1, 0, -1):
                case = _with_sign(expression, pivot, sign, where)
                if case is None:
                    break
                cases.append(case)
            if len(cases) == 3:
                return cases
    return None


def _with_sign(expression: Expr, pivot: Expr, sign: int, where: Domain) -> Expr | None:
    """The expression where the pivot has this sign: one symbol is eliminated through it."""
    for symbol in sorted(pivot.free_symbols, key=sp.default_sort_key):
        # The size of the pivot runs over the positive integers, or over the positive reals.
        if symbol in where or (symbol.is_integer and not pivot.is_integer):
            continue
        slope = pivot.diff(symbol)
        if slope.has(symbol) or not slope.is_nonzero:
            continue
        size = sp.Dummy("u", positive=True, integer=True if symbol.is_integer else None)
        rest = sp.expand(pivot - slope * symbol)
        value = sp.expand((sign * size - rest) / slope)
        if _satisfies(value, symbol):
            case = expression.subs(symbol, value)
            if case.has(sp.Piecewise):
                return sp.piecewise_fold(sp.simplify(case))
            return case.replace(
                lambda e: isinstance(e, sp.Abs | sp.Max | sp.Min | sp.sign | sp.Heaviside),
                lambda e: e.func(*(sp.factor(sp.expand(a)) for a in e.args)),
            )
    return None


def _domain_cases(expression: Expr, where: Domain) -> list[Expr] | None:
    """The expression with one restricted symbol written out over its set."""
    for symbol in sorted(expression.free_symbols, key=sp.default_sort_key):
        if symbol in where and (cover := _cover(where[symbol], _fresh)) is not None:
            return [expression.subs(symbol, value) for value in cover]
    return None


def _summands(expression: Expr, where: Domain) -> tuple[list[Expr], Domain] | None:
    """Generic summands and the rest, when the expression is linear in finite sums.

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
    parts = [_scalars(e, where) for e in [*groups.values(), rest]]
    domain = dict(where)
    for _, more in parts:
        domain.update(more)
    return [e for e, _ in parts], domain


def _scalars(expression: Expr, where: Domain) -> tuple[Expr, dict[Any, Any]]:
    """Array elements outside inner sums replaced by symbols with the same assumptions."""
    if expression.has(sp.Sum, sp.Product):
        return expression, {}
    names, domain = {}, {}
    for e in sorted(expression.atoms(sp.Indexed), key=sp.default_sort_key):
        known = {k: v for k, v in e.assumptions0.items() if v is not None}
        names[e] = sp.Dummy(str(e), **known)
        if e.base in where:
            domain[names[e]] = where[e.base]
    return expression.xreplace(names), domain


# --- Symbolic proofs -----------------------------------------------------------------------------

_MAX_DEPTH = 5  # nested case splits


def _zero(difference: Expr, where: Domain, depth: int = 0) -> str | None:
    """How SymPy shows that the difference is zero, or None."""
    if depth == 0 and _numerator_of_sums(difference) == 0:
        return "expansion"  # whole sums need not be opened
    difference = _canonical(difference)
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
        if all(_zero(g, domain, depth + 1) for g in summands):
            return "term by term"
    difference, more = _scalars(difference, where)
    where = {**where, **more}
    for split in (_sign_cases, _domain_cases):
        if (cases := split(difference, where)) is not None:
            return "cases" if all(_zero(case, where, depth + 1) for case in cases) else None
    exponential = _canonical(difference.rewrite(sp.exp))
    if exponential == 0:
        return "exponential form"
    for form in (sp.simplify, _log_free):
        if form(difference) == 0 or form(exponential) == 0:
            return "simplification"
    return None


def _sums_as_numbers(expression: Expr) -> Expr:
    """Every outermost finite sum replaced by a symbol that keeps its sign."""
    numbers = {
        total: sp.Dummy(
            "S", real=total.function.is_real, nonnegative=total.function.is_nonnegative or None
        )
        for total in expression.atoms(sp.Sum)
        if _is_finite_sum(total) and _has_terms(total, nonempty=False)
    }
    return expression.xreplace(numbers)


def _numerator_of_sums(difference: Expr) -> Expr:
    """The numerator over one denominator, every sum taken as one number."""
    return sp.expand(sp.fraction(sp.together(_sums_as_numbers(difference)))[0])


def _log_free(difference: Expr) -> Expr:
    """exp(d) − 1 for a real d: zero exactly where d is, and without its logarithms."""
    if not difference.is_real or not difference.has(sp.log):
        return difference
    return sp.simplify(sp.expand(sp.exp(sp.logcombine(difference))) - 1)


def _has_terms(total: Expr, *, nonempty: bool) -> bool:
    """Is every range of the sum known to be in order (and to hold an index)?"""
    counts = [upper - lower + 1 for _, lower, upper in total.limits]
    return all(bool(n.is_positive if nonempty else n.is_nonnegative) for n in counts)


def _nonnegative(expression: Expr, where: Domain, *, strict: bool, depth: int = 0) -> str | None:
    """How SymPy shows that the expression is ≥ 0 (or > 0), or None."""

    def holds(e: Expr) -> bool:
        return bool(e.is_positive if strict else e.is_nonnegative)

    if holds(_sums_as_numbers(expression)):
        return "assumptions"
    expression = _canonical(expression)
    if not all(_has_terms(total, nonempty=False) for total in expression.atoms(sp.Sum)):
        return None  # SymPy's reversed sums change sign
    forms = (lambda e: e, sp.factor, lambda e: sp.factor(sp.together(e)))
    if any(holds(form(expression)) for form in forms):
        return "factors"
    if depth > _MAX_DEPTH:
        return None
    if (parts := _summands(expression, where)) is not None:
        (*summands, rest), domain = parts

        def all_hold(parts: list[Expr], strict: bool) -> bool:
            return all(_nonnegative(g, domain, strict=strict, depth=depth + 1) for g in parts)

        limits = sorted({t.limits for t in expression.atoms(sp.Sum)}, key=sp.default_sort_key)
        if all_hold(summands, False) and all_hold([rest], strict):
            return "term by term"
        totals = [sp.Sum(1, *limit) for limit in limits]
        if len(summands) == len(totals) == 1 and _has_terms(totals[0], nonempty=True):
            # The rest as a sum over the same range: c is the sum of c/n over n terms.
            joined = summands[0] + rest / totals[0].doit()
            return "term by term" if all_hold([joined], strict) else None
    expression, more = _scalars(expression, where)
    where = {**where, **more}
    for split in (_domain_cases, _sign_cases):
        if (cases := split(expression, where)) is not None:
            every = all(_nonnegative(c, where, strict=strict, depth=depth + 1) for c in cases)
            return "cases" if every else None
    return "simplification" if holds(sp.simplify(expression)) else None


# --- Numeric checks ------------------------------------------------------------------------------

_SPECIAL = [sp.Rational(x) for x in ("1", "2", "1/2", "-1", "0", "-1/2", "3", "-2")]


def _number(rng: random.Random) -> Expr:
    """A rational between 2^-26 and 2^6, its logarithm spread evenly."""
    return sp.Rational(rng.randint(1, 2**20), 2 ** rng.randint(14, 26))


def _candidate(symbol: Expr, domain: Any, rng: random.Random) -> Expr:
    if isinstance(domain, sp.FiniteSet):
        return rng.choice(sorted(domain, key=sp.default_sort_key))
    if (
        isinstance(domain, sp.Interval)
        and (cover := _cover(domain, lambda _: _number(rng))) is not None
    ):
        return rng.choice(cover + 3 * cover[:1])
    if symbol.is_integer or (domain is not None and domain.is_subset(sp.S.Integers)):
        return sp.Integer(rng.randint(-6, 9))
    if rng.random() < 0.4:
        return rng.choice(_SPECIAL)
    value = rng.choice([1, -1]) * _number(rng)
    if symbol.is_extended_real is None and domain is None and rng.random() < 0.5:
        value += sp.I * rng.choice([1, -1]) * _number(rng)
    return value


def _draw(symbol: Expr, domain: Any, rng: random.Random) -> Expr:
    for _ in range(500):
        value = _candidate(symbol, domain, rng)
        if domain is not None and domain.contains(value) != sp.true:
            continue
        if _satisfies(value, symbol):
            return value
    raise DerivationError(f"no value found for {symbol} in its domain")


def _concrete(expression: Expr, sizes: Mapping[Any, Any]) -> Expr:
    """The expression with its sums and products written out for concrete sizes."""
    expression = expression.subs(sizes)
    for _ in range(4):
        before = expression
        expression = expression.replace(
            lambda e: (
                isinstance(e, sp.Sum | sp.Product)
                and all(b.is_Integer for limit in e.limits for b in limit[1:])
            ),
            lambda e: e.doit(deep=False),
        )
        if expression == before:
            return expression
    return expression


def _sizes(expressions: Sequence[Expr]) -> list[Expr]:
    """Free symbols that say how many terms a sum has, or which element of an array is meant."""
    found: set[Expr] = set()
    for expression in expressions:
        bound: set[Expr] = set()
        for e in expression.atoms(sp.Sum, sp.Product):
            bound.update(e.variables)
            for limit in e.limits:
                found.update(*(b.free_symbols for b in limit[1:]))
        for e in expression.atoms(sp.Indexed):
            found.update(*(b.free_symbols for b in e.indices))
        found -= bound - expression.free_symbols
    return sorted(found, key=sp.default_sort_key)


@dataclass(frozen=True)
class _Point:
    names: tuple[Expr, ...]
    values: tuple[Expr, ...]
    functions: tuple[Callable[..., Any], ...]
    sizes: Mapping[Any, Any]

    def evaluate(self, digits: int) -> list[Any]:
        """Each expression's value; None where it is undefined."""
        results: list[Any] = []
        with mpmath.workdps(digits):
            arguments = [mpmath.mpmathify(sp.N(v, digits + 10)) for v in self.values]
            for function in self.functions:
                try:
                    value = mpmath.mpmathify(function(*arguments))
                except (ZeroDivisionError, ValueError, OverflowError):
                    value = mpmath.nan
                results.append(value if mpmath.isfinite(value) else None)
        return results

    def __str__(self) -> str:
        pairs = [*self.sizes.items(), *zip(self.names, self.values, strict=True)]
        shown = ", ".join(f"{name} = {value}" for name, value in pairs[:8])
        return (shown or "every point") + (", …" if len(pairs) > 8 else "")


def _points(expressions: Sequence[Expr], where: Domain, count: int) -> Iterator[_Point]:
    """Points of the domain, the same in every run."""
    rng = random.Random(20240229)
    sizes = _sizes(expressions)
    rounds = len(SIZES) if sizes else 1
    for j in range(rounds):
        chosen = {
            s: sp.Integer(SIZES[j])
            if s not in where and _satisfies(sp.Integer(SIZES[j]), s)
            else _draw(s, where.get(s), rng)
            for s in sizes
        }
        concrete = [_concrete(e, chosen) for e in expressions]
        elements = sorted(
            set().union(*(e.atoms(sp.Indexed) for e in concrete)), key=sp.default_sort_key
        )
        as_symbols = {e: sp.Dummy("x", **e.assumptions0) for e in elements}
        concrete = [e.xreplace(as_symbols) for e in concrete]
        symbols = sorted(
            set().union(*(e.free_symbols for e in concrete)) - set(as_symbols.values()),
            key=sp.default_sort_key,
        )
        names = (*elements, *symbols)
        arguments = [*as_symbols.values(), *symbols]
        for e in concrete:
            if e.has(sp.Sum, sp.Product, sp.Integral, sp.Derivative, sp.Limit):
                raise DerivationError(f"cannot be evaluated: {e}")
        functions = tuple(sp.lambdify(arguments, e, "mpmath") for e in concrete)
        domains = [where.get(getattr(name, "base", name)) for name in names]
        for _ in range(count // rounds if names else 1):
            values = tuple(
                _draw(x, domain, rng) for x, domain in zip(arguments, domains, strict=True)
            )
            yield _Point(names, values, functions, chosen)


def _confront(
    left: Expr, right: Expr, relation: _Relation, where: Domain, count: int, partial: bool
) -> int:
    """Compare the two sides at points of the domain; the number of points, or an error.

    Points at which both sides are undefined are passed over; with `partial` also those at which
    only one is.
    """
    statement = f"{left} {relation} {right}"
    compared = 0
    for point in _points([left, right], where, count):
        for digits in (DIGITS, RETRY):
            a, b = point.evaluate(digits)
            if a is None or b is None:
                if digits == DIGITS:
                    continue  # perhaps only a division by a difference that was rounded to zero
                if partial or (a is None and b is None):
                    break
                side = "left" if a is None else "right"
                raise DerivationError(f"false: {statement}\nat {point} the {side} is undefined")
            scale, gap = max(abs(a), abs(b)), abs(a - b)
            # Below 1e-320 at 400 digits two numbers count as equal: nothing but cancellation.
            equal = gap <= scale * mpmath.mpf(10) ** -AGREEMENT or (
                digits == RETRY and gap <= mpmath.mpf(10) ** (-4 * RETRY // 5)
            )
            if relation in (">", ">="):
                if abs(mpmath.im(a - b)) > scale * mpmath.mpf(10) ** -AGREEMENT:
                    raise DerivationError(f"not real: {statement}\nat {point}")
                larger = mpmath.re(a - b) > 0 and not equal
                holds = larger or (equal and relation == ">=")
            else:
                holds = equal if relation == "=" else not equal
            if holds:
                compared += 1
                break
        else:
            values = f"left {mpmath.nstr(a, 12)}, right {mpmath.nstr(b, 12)}"
            near = ", which agree to 12 digits but not further" if _look_equal(a, b) else ""
            raise DerivationError(f"false: {statement}\nat {point}: {values}{near}")
    if compared == 0:
        raise DerivationError(f"defined at no point of the domain that was tried: {statement}")
    return compared


def _look_equal(a: Any, b: Any) -> bool:
    return bool(a != b and mpmath.nstr(a, 12) == mpmath.nstr(b, 12))


# --- The prover ----------------------------------------------------------------------------------


def _prove(
    left: Expr,
    right: Expr,
    relation: _Relation,
    where: Domain | None,
    *,
    partial: bool = False,
) -> Proof:
    where = where or {}
    statement = f"{sp.sstr(left)} {relation} {sp.sstr(right)}"
    left, right = _evaluate(_exact(left), where), _evaluate(_exact(right), where)
    checked = _confront(left, right, relation, where, CHECKS, partial)
    difference = _parametrise_arrays(left - right, where)
    how: str | None
    if relation == "=":
        how = _zero(difference, where)
    elif relation == "!=":
        how = "assumptions" if _canonical(difference).is_nonzero else None
    else:
        how = _nonnegative(difference, where, strict=relation == ">")
    if how is not None:
        return Proof("symbolic", statement, how, checked)
    points = _confront(left, right, relation, where, POINTS, partial)
    details = f"{points} points, {DIGITS} digits"
    return Proof("numeric", statement, details, points)


def prove_equal(left: Expr, right: Expr, *, where: Domain | None = None) -> Proof:
    """Show that two expressions are equal wherever both are defined on their domain.

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
    return _prove(left, right, "=", where)


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
        return _prove(fact.lhs, fact.rhs, "=", where)
    if isinstance(fact, sp.Ne):
        return _prove(fact.lhs, fact.rhs, "!=", where)
    if isinstance(fact, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        strict = isinstance(fact, sp.Gt | sp.Lt)
        return _prove(fact.gts, fact.lts, ">" if strict else ">=", where)
    raise TypeError(f"cannot prove a {type(fact).__name__}: expected an equation or inequality")


# --- Display -------------------------------------------------------------------------------------

_SAME_MINIMISER = r"\overset{\text{argmin}}{\sim}"
_WIDTH = 44  # characters of a reason that fit beside nothing on a narrow screen

# Characters that a reason may hold and that \text{} cannot.
_MATH = {
    "σ": r"\sigma", "μ": r"\mu", "τ": r"\tau", "δ": r"\delta", "π": r"\pi", "ρ": r"\rho",
    "ŷ": r"\hat{y}", "ȳ": r"\bar{y}", "σ̂": r"\hat{\sigma}", "²": "^{2}", "½": r"\tfrac{1}{2}",
    "ᵢ": "_{i}", "ₖ": "_{k}", "∏": r"\textstyle\prod", "Σ": r"\textstyle\sum", "√": r"\surd",
    "−": "-", "÷": r"\div", "·": r"\cdot", "×": r"\times", "≥": r"\ge", "≤": r"\le",
    "≠": r"\ne", "→": r"\to", "∞": r"\infty", "∈": r"\in", "ℓ": r"\ell",
}  # fmt: skip
_ESCAPED = {c: "\\" + c for c in "#%&_{}$"} | {"\\": r"\backslash", "^": r"\char94", "~": r"\sim"}


def _latex_text(words: str) -> str:
    """Words for math mode: text in ``\\text{}``, Greek letters and signs as math."""
    pieces: list[str] = []
    run = ""
    for character in words:
        if character in _MATH:
            if run:
                pieces.append(rf"\text{{{run}}}")
            pieces.append(
                "{" + _MATH[character] + "}" if character not in "²ᵢₖ" else _MATH[character]
            )
            run = ""
        else:
            run += _ESCAPED.get(character, character)
    if run:
        pieces.append(rf"\text{{{run}}}")
    return "".join(pieces)


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes
    ----------
    relation : ``"start"`` (given), ``"apply"`` (a function of the line before), ``"="`` or
        ``"argmin"`` (same minimiser as the line before)
    expression : the SymPy expression
    reason : why, in words
    name : LaTeX of the left-hand side, if the line has one of its own
    proofs : what was proved when the line was added
    scale, offset : of an argmin line: the line before is scale · this + offset
    through : of an argmin line: the increasing function that gives the line before, if not affine
    shown : LaTeX shown in place of the expression's own (a sum of named losses)
    """

    relation: Literal["start", "apply", "=", "argmin"]
    expression: Expr
    reason: str
    name: str = ""
    proofs: tuple[Proof, ...] = ()
    scale: Expr = None
    offset: Expr = None
    through: Expr = None
    shown: str = ""

    @property
    def method(self) -> str:
        """The weakest method among the proofs of this line."""
        return "numeric" if any(p.method == "numeric" for p in self.proofs) else "symbolic"

    def _dropped(self, show: Callable[[Expr], str], words: Callable[[str], str]) -> str:
        """What an argmin line leaves out."""
        if self.through is not None:
            u = self.through.variables[0]
            return (
                words("the line above is ")
                + show(self.through.expr)
                + words(" with ")
                + show(u)
                + words(" = this line")
            )
        parts = []
        if self.scale not in (None, 1):
            parts.append(words("divided by ") + show(self.scale))
        if self.offset not in (None, 0):
            parts.append(words("dropped ") + show(self.offset))
        return words("; ").join(parts)

    def _label(self) -> str:
        if self.method == "symbolic":
            return ""
        points = min(p.points for p in self.proofs if p.method == "numeric")
        return f"checked numerically at {points} points, not proved"

    def latex_rows(self) -> list[str]:
        sign = _SAME_MINIMISER if self.relation == "argmin" else "="
        rows = [f"{self.name} &{sign} {self.shown or latex(self.expression)}".lstrip()]
        small = [_latex_text(part) for part in textwrap.wrap(self.reason, _WIDTH)]
        if dropped := self._dropped(latex, _latex_text):
            small.append(dropped)
        if label := self._label():
            small += [_latex_text(part) for part in textwrap.wrap(label, _WIDTH)]
        return rows + [rf"&\quad {{\footnotesize {part}}}" for part in small]

    def text_rows(self) -> list[str]:
        sign = "has the same argmin as" if self.relation == "argmin" else "="
        name = _plain_name(self.name)
        rows = [f"{name + ' ' if name else ''}{sign} {sp.sstr(self.expression, order='lex')}"]
        notes = [self.reason, self._dropped(lambda e: str(sp.sstr(e)), str), self._label()]
        return rows + [f"    ({note})" for note in notes if note]


def _plain_name(name: str) -> str:
    for command, plain in (
        (r"\ln", "ln"),
        (r"\hat{y}", "ŷ"),
        (r"\mid", "|"),
        (r"\,", " "),
        (r"\ell", "ℓ"),
        (r"\hat{\sigma}", "σ̂"),
        (r"\mu", "μ"),
    ):
        name = name.replace(command, plain)
    return name.replace("{", "").replace("}", "")


# --- The derivation ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Derivation:
    """A chain of expressions, each tied to the one before by a proof.

    A derivation never changes: every method returns a longer one, so a step that raises leaves
    the derivation as it was.

    Examples
    --------
    >>> from sympy import Symbol, cosh, sinh
    >>> x = Symbol("x", real=True)
    >>> d = Derivation.start("An identity", cosh(x) ** 2 - sinh(x) ** 2, "given")
    >>> print(d.step(1, "write both with exponentials"))
    An identity
    = -sinh(x)**2 + cosh(x)**2
        (given)
    = 1
        (write both with exponentials)
    """

    title: str
    lines: tuple[Line, ...]
    where: Domain
    checks: tuple[tuple[str, Proof], ...] = ()
    loss: Expr = None

    @classmethod
    def start(
        cls, title: str, expression: Expr, reason: str, *, name: str = "",
        where: Domain | None = None,
    ) -> Derivation:  # fmt: skip
        """Begin with an expression that is given. `name` is the LaTeX of its left-hand side."""
        first = Line("start", sp.sympify(expression), reason, name=name)
        return cls(title, (first,), dict(where or {}))

    @property
    def expression(self) -> Expr:
        """The expression of the last line."""
        return self.lines[-1].expression

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Every proof, in order: those of the lines, then those of the checks."""
        of_lines = [proof for line in self.lines for proof in line.proofs]
        return (*of_lines, *(proof for _, proof in self.checks))

    @property
    def method(self) -> str:
        """``"symbolic"`` if every proof is, else ``"numeric"``."""
        return "numeric" if any(p.method == "numeric" for p in self.proofs) else "symbolic"

    def _add(self, line: Line) -> Derivation:
        if self.loss is not None:
            raise DerivationError(f"the derivation {self.title!r} is concluded")
        return replace(self, lines=(*self.lines, line))

    def apply(self, function: Callable[[Expr], Expr], reason: str, *, name: str) -> Derivation:
        """Go on with a function of the last line, such as the product over a sample, or −ln."""
        return self._add(Line("apply", function(self.expression), reason, name=name))

    def step(self, expression: Expr, reason: str) -> Derivation:
        """Add a line that equals the last one."""
        expression = sp.sympify(expression)
        proof = prove_equal(self.expression, expression, where=self.where)
        return self._add(Line("=", expression, reason, proofs=(proof,)))

    def same_minimiser(
        self, expression: Expr, reason: str, *, variable: Any, scale: Expr = None,
        offset: Expr = None, through: Expr = None,
    ) -> Derivation:  # fmt: skip
        """Add a line with the same minimiser as the last one in the variable (or variables).

        The last line must be ``scale · expression + offset`` with ``scale > 0`` and both free of
        the variable. They are found if not given. Or give ``through``, a `Lambda` g of a positive
        or nonnegative symbol, strictly increasing, with last line = g(expression).
        """
        variables = tuple(variable) if isinstance(variable, list | tuple) else (variable,)
        new, last = sp.sympify(expression), self.expression
        if through is not None:
            return self._through(through, new, reason, variables)
        if scale is None:
            scale = _ratio(last, new, variables)
        if offset is None:
            offset = _offset(last, new, scale, variables)
        scale, offset = sp.sympify(scale), sp.sympify(offset)
        for what, value in (("the factor", scale), ("the dropped term", offset)):
            for v in variables:
                if value.has(v):
                    raise DerivationError(f"{what} {value} depends on {v}")
        proofs = (
            prove_equal(last, scale * new + offset, where=self.where),
            prove(scale > 0, where=self.where),
        )
        return self._add(Line("argmin", new, reason, proofs=proofs, scale=scale, offset=offset))

    def _through(
        self, through: Expr, new: Expr, reason: str, variables: tuple[Any, ...]
    ) -> Derivation:
        u = through.variables[0]
        if u.is_nonnegative is not True:
            raise DerivationError(f"the argument {u} of the function must be declared nonnegative")
        for v in variables:
            if through.expr.has(v):
                raise DerivationError(f"the function {through.expr} depends on {v}")
        inside = sp.Dummy("u", positive=True)  # at u = 0 the function is continued by its limit
        proofs = (
            prove_equal(self.expression, through(new), where=self.where),
            prove(through(inside).diff(inside) > 0, where=self.where),
            prove(new >= 0, where=self.where),
        )
        return self._add(Line("argmin", new, reason, proofs=proofs, through=through))

    def minimise_over(self, variable: Expr, at: Expr, reason: str, *, name: str) -> Derivation:
        """Go on with the minimum over one variable (a profile), attained at `at`."""
        proofs = _minimum(self.expression, variable, at, self.where)
        least = self.expression.subs(variable, at)
        return self._add(Line("apply", least, reason, name=name, proofs=proofs))

    def minimum(self, variable: Expr, at: Expr, reason: str) -> Derivation:
        """Record that the last line is least at `at`: stationary there, and convex.

        Convex in the variable, or, for a positive variable, in its logarithm; either makes the
        stationary point the global minimum.
        """
        checks = tuple(
            (reason, proof) for proof in _minimum(self.expression, variable, at, self.where)
        )
        return replace(self, checks=self.checks + checks)

    def check(self, fact: Any, reason: str) -> Derivation:
        """Record a fact that the chain relies on, such as "the density integrates to one"."""
        return replace(self, checks=(*self.checks, (reason, prove(fact, where=self.where))))

    def conclude(
        self, loss: Expr, reason: str, *, samples: Mapping[Any, Any], over: Any,
        name: str = r"\ell(y_i, \hat{y}_i)",
    ) -> Derivation:  # fmt: skip
        """End: the last line is the mean of `loss` over the sample.

        Parameters
        ----------
        loss : the loss of one sample.
        samples : what each of its symbols is in sample i: ``{y: Y[i]}``; for an array a function
            of its indices: ``{p: lambda k: P[i, k]}``.
        over : ``(i, 1, n)``
        name : LaTeX of one sample's loss in the last line.
        """
        index, lower, upper = map(sp.sympify, over)
        each = _in_sample(loss, samples)
        mean = sp.Sum(each, (index, lower, upper)) / (upper - lower + 1)
        proof = prove_equal(self.expression, mean, where=self.where)
        prefix = rf"\frac{{1}}{{{latex(upper - lower + 1)}}}"
        shown = rf"{prefix}\sum_{{{latex(index)}={latex(lower)}}}^{{{latex(upper)}}} {name}"
        line = Line("=", mean, reason, proofs=(proof,), shown=shown)
        return replace(self._add(line), loss=sp.sympify(loss))

    # Display

    def latex(self) -> str:
        """One aligned chain, without the surrounding dollar signs."""
        rows = [row for line in self.lines for row in line.latex_rows()]
        chain = " \\\\\n".join(rows)
        return f"\\begin{{aligned}}\n{chain}\n\\end{{aligned}}"

    def _repr_markdown_(self) -> str:
        parts = [f"**{self.title}**", f"$$\n{self.latex()}\n$$"]
        if any(line.relation == "argmin" for line in self.lines):
            parts.append(
                f"${_SAME_MINIMISER}$ joins two functions that are least at the same "
                "point, though their values differ."
            )
        if self.checks:
            parts.append(
                "Also "
                + ("proved" if all(p.method == "symbolic" for _, p in self.checks) else "checked")
                + ": "
                + "; ".join(self._reasons())
                + "."
            )
        return "\n\n".join(parts)

    def _reasons(self) -> list[str]:
        """The reason of each check once; numeric ones say so."""
        numeric = {reason for reason, p in self.checks if p.method == "numeric"}
        return [
            f"{reason} (numerically, not proved)" if reason in numeric else reason
            for reason in dict.fromkeys(reason for reason, _ in self.checks)
        ]

    def __str__(self) -> str:
        rows = [self.title, *(row for line in self.lines for row in line.text_rows())]
        if self.checks:
            rows.append("Also: " + "; ".join(self._reasons()))
        return "\n".join(rows)

    __repr__ = __str__


def _in_sample(loss: Expr, samples: Mapping[Any, Any]) -> Expr:
    loss = sp.sympify(loss)
    for symbol, element in samples.items():
        if isinstance(symbol, sp.IndexedBase):
            loss = loss.replace(
                lambda e, symbol=symbol: isinstance(e, sp.Indexed) and e.base == symbol,
                lambda e, element=element: element(*e.indices),
            )
        else:
            loss = loss.xreplace({symbol: element})
    return loss


def _terms(expression: Expr, variables: tuple[Any, ...]) -> dict[Expr, Expr]:
    """Coefficient of each term's part that holds a sum or a variable; only those that vary."""
    found: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(_canonical(_exact(expression))):
        if term.has(*variables):
            factor, core = term.as_independent(sp.Sum, *variables, as_Add=False)
            found[core] = found.get(core, sp.S.Zero) + factor
    return found


def _ratio(last: Expr, new: Expr, variables: tuple[Any, ...]) -> Expr:
    """A guess at the factor between two expressions; it is proved afterwards."""
    old_terms, new_terms = _terms(last, variables), _terms(new, variables)
    for core in sorted(new_terms, key=sp.default_sort_key):
        if core in old_terms:
            return sp.simplify(old_terms[core] / new_terms[core])
    raise DerivationError(f"no factor found between {last} and {new}; give scale and offset")


def _offset(last: Expr, new: Expr, scale: Expr, variables: tuple[Any, ...]) -> Expr:
    """A guess at the dropped terms: as they stand in the last line where that is possible."""
    shown = sp.Add(*(t for t in sp.Add.make_args(last) if not t.has(*variables)))
    exact = _canonical(_exact(last - scale * new))
    if _canonical(_exact(shown) - exact) == 0:
        return shown
    indices = sorted({s.variables[0] for s in last.atoms(sp.Sum)}, key=sp.default_sort_key)
    names = indices[0] if indices else sp.Symbol("i", integer=True)
    return exact.xreplace({_index(1): names})


def _minimum(expression: Expr, variable: Expr, at: Expr, where: Domain) -> tuple[Proof, ...]:
    slope = expression.diff(variable)
    # At the edge of the domain (a rate of 0) the slope may be undefined: those points are left out.
    stationary = _prove(slope.subs(variable, at), sp.S.Zero, "=", where, partial=True)
    inside = _within(variable, sp.sympify(at), where)
    try:
        convex = prove(slope.diff(variable) >= 0, where=where)
    except DerivationError:
        if not variable.is_positive:
            raise
        u = sp.Dummy("u", real=True)
        in_logarithm = expression.subs(variable, sp.exp(u))
        convex = prove(in_logarithm.diff(u, 2) >= 0, where=where)
        statement = f"convex in log({variable}): {convex.statement}".replace("_u", "u")
        convex = replace(convex, statement=statement)
    return (stationary, *inside, convex)


def _within(variable: Expr, at: Expr, where: Domain) -> tuple[Proof, ...]:
    """The point lies in the closure of the variable's domain."""
    domain = where.get(variable)
    facts = [(at, sp.S.Zero)] if variable.is_nonnegative else []
    if isinstance(domain, sp.Interval):
        facts += [(at, domain.start)] if domain.start.is_finite else []
        facts += [(domain.end, at)] if domain.end.is_finite else []
    return tuple(_prove(more, less, ">=", where) for more, less in facts)
