"""False statements, by kind: every one is refused, with one line that says why.

A kind is a way in which a computer algebra system can be led to believe what is not so. Where a
kind can be generated it is: a true statement is broken at a point, at an edge, by a size, a sign,
an index or a domain. `proved` is the door that every statement of a chapter goes through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sympy as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lossbook.derivation import Derivation, DerivationError, Line
from lossbook.evidence import EvidenceError, proved

oo, pi, half = sp.oo, sp.pi, sp.Rational(1, 2)
root2, third = sp.sqrt(2), sp.Rational(1, 3)
x, y, z, q = sp.symbols("x y z q", real=True)
a, b = sp.symbols("a b", positive=True)
w = sp.Symbol("w", nonnegative=True)
p = sp.Symbol("p", real=True)
n = sp.Symbol("n", integer=True, positive=True)
m = sp.Symbol("m", integer=True)
i, j, k = sp.symbols("i j k", integer=True)
Y, H = sp.IndexedBase("y", real=True), sp.IndexedBase("h", real=True)
P = sp.IndexedBase("p", positive=True)
UNIT = {p: sp.Interval.open(0, 1)}
CLOSED = {p: sp.Interval(0, 1)}


def eq(left: Any, right: Any) -> Any:
    return sp.Eq(left, right, evaluate=False)


def ge(left: Any, right: Any) -> Any:
    return sp.Ge(left, right, evaluate=False)


def gt(left: Any, right: Any) -> Any:
    return sp.Gt(left, right, evaluate=False)


def lt(left: Any, right: Any) -> Any:
    return sp.Lt(left, right, evaluate=False)


def held(numerator: Any, denominator: Any) -> Any:
    """Return a quotient that SymPy does not cancel on its own."""
    return sp.Mul(numerator, sp.Pow(denominator, -1, evaluate=False), evaluate=False)


def step(at: Any, variable: Any = x, below: Any = 0, above: Any = 1) -> Any:
    return sp.Piecewise((below, variable < at), (above, True))


Case = tuple[str, Any, dict[Any, Any]]


# --- Integrals -----------------------------------------------------------------------------------


def integrals() -> Iterator[Case]:
    # A pole inside the range: the antiderivative at the ends says something, the integral does not.
    for pole in (half, third, root2 / 2, pi / 4, sp.Rational(9, 10)):
        for power in (1, 2, 3, 4):
            f = 1 / (x - pole) ** power
            antiderivative = sp.integrate(f, x)
            value = antiderivative.subs(x, 1) - antiderivative.subs(x, 0)
            yield f"pole {pole} {power}", eq(sp.Integral(f, (x, 0, 1)), value), {}
    for f, domain in ((1 / (x - p) ** 2, UNIT), (1 / (x - p) ** 2 + y, UNIT)):
        double = sp.Integral(f, (x, 0, 1), (y, 0, 1))
        yield f"a square below 0 {f}", lt(double, 0), domain
        yield f"its antiderivative {f}", eq(double, -1 / (p * (1 - p))), domain
    yield (
        "one of three variables",
        lt(sp.Integral((x - p) ** -2, (z, 0, 1), (x, 0, 1), (y, 0, 1)), 0),
        UNIT,
    )
    yield "edge of a rate", eq(sp.Integral(sp.exp(-w * x), (x, 0, oo)), 1 / w), {}
    yield "a rate of any sign", eq(sp.Integral(sp.exp(-q * x), (x, 0, oo)), 1 / q), {}
    yield "a power of any size", eq(sp.Integral(x**q, (x, 0, 1)), 1 / (q + 1)), {}
    yield "frequency 0", eq(sp.Integral(sp.cos(q * x), (x, 0, 1)), sp.sin(q) / q), {}
    yield "equal frequencies", eq(sp.Integral(sp.cos(m * x) * sp.cos(n * x), (x, 0, 2 * pi)), 0), {}
    yield "harmonic", eq(sp.Integral(1 / x, (x, 1, oo)), 0), {}
    yield "at 0", eq(sp.Integral(1 / x, (x, 0, 1)), 0), {}
    yield "odd, and divergent", eq(sp.Integral(x, (x, -oo, oo)), 0), {}
    yield "a principal value", eq(sp.Integral(1 / x, (x, -1, 1)), 0), {}
    yield "half of it complex", eq(sp.Integral(sp.sqrt(x), (x, -1, 1)), sp.Rational(2, 3)), {}
    yield "complex", gt(sp.Integral(sp.log(x - 2), (x, 0, 1)), -10), {}
    yield "a sine without end", eq(sp.Integral(sp.sin(x), (x, 0, oo)), 1), {}
    yield "the sign of a parameter", eq(sp.Integral(sp.sin(w * x) / x, (x, 0, oo)), pi / 2), {}
    yield "a jump inside", eq(sp.Integral(sp.sign(x - p), (x, 0, 1)), 1), UNIT
    yield "the other sign", eq(sp.Integral(sp.Abs(x - p), (x, 0, 1)), half - p), UNIT
    yield "no dx", eq(sp.Integral(2 * x, x), x**2 + 1), {}
    yield "an end beyond the pole", eq(sp.Integral(1 / x**2, (x, -1, a)), -1 / a - 1), {}
    yield "ends the wrong way", eq(sp.Integral(x, (x, 1, 0)), half), {}
    for wrong in (1, 2 * sp.sqrt(pi), pi, sp.sqrt(pi) + sp.Rational(1, 10**6)):
        yield f"Gauss {wrong}", eq(sp.Integral(sp.exp(-(x**2)), (x, -oo, oo)), wrong), {}


# --- Limits --------------------------------------------------------------------------------------


def limits() -> Iterator[Case]:
    t = sp.Symbol("t", positive=True)
    for c in (w, w**2, sp.sqrt(w), p, p * (1 - p), (p - half) ** 2, (p - root2 / 2) ** 2):
        domain = CLOSED if c.has(p) else {}
        yield f"saturation {c}", eq(sp.Limit(t * c / (1 + t * c), t, oo), 1), domain
        yield f"decay {c}", eq(sp.Limit(sp.exp(-c * t), t, oo), 0), domain
        yield f"arc {c}", eq(sp.Limit(sp.atan(c * t), t, oo), pi / 2), domain
    yield "tanh of any sign", eq(sp.Limit(sp.tanh(x * t), t, oo), 1), {}
    yield "power of any base", eq(sp.Limit(p**t, t, oo), 0), CLOSED
    yield "power of any exponent", eq(sp.Limit(t**q, t, oo), 0), {}
    yield "two rates", eq(sp.Limit(sp.exp(-(a - b) * t), t, oo), 0), {}
    yield (
        "two rates in a ratio",
        eq(sp.Limit(sp.exp(a * t) / (sp.exp(a * t) + sp.exp(b * t)), t, oo), 1),
        {},
    )
    yield "from both sides", eq(sp.Limit(sp.Abs(x) / x, x, 0, dir="+-"), 1), {}
    yield "from the other side", eq(sp.Limit(sp.Abs(x) / x, x, 0, dir="-"), 1), {}
    yield "a step", eq(sp.Limit(step(1), x, 1, dir="-"), 1), {}
    yield "oscillation", eq(sp.Limit(sp.sin(pi * t), t, oo), 0), {}
    yield "slow", eq(sp.Limit(1 / sp.log(t) + third, t, oo), 0), {}
    yield "almost", eq(sp.Limit(sp.sin(t) / t, t, 0), 1 + sp.Rational(1, 10**12)), {}
    yield "e", eq(sp.Limit((1 + 1 / t) ** t, t, oo), sp.Rational(2718281828, 10**9)), {}
    yield "Huber", eq(sp.Limit(sp.sqrt(t**2 + q * t) - t, t, oo), q), {}
    yield "infinite", eq(sp.Limit(sp.log(t), t, oo), 10**9), {}
    yield "the place of a pole", eq(sp.Limit(1 / (x - q), x, q), 0), {}


# --- Derivatives ---------------------------------------------------------------------------------


def derivatives() -> Iterator[Case]:
    D = sp.Derivative
    for at in (0, 1, root2, third, -pi):
        yield f"a jump at {at}", eq(D(step(at), x), 0), {}
        yield f"a kink at {at}", eq(D(sp.Abs(x - at), x), sp.sign(x - at)), {}
        yield f"a corner at {at}", eq(D(sp.Max(x, at), x), step(at)), {}
        yield f"a sign at {at}", eq(D(sp.sign(x - at), x), 0), {}
        yield f"a jump in a slope at {at}", eq(D(step(at, x, x**2, x**2 + 1), x), 2 * x), {}
        yield (
            f"a hinge squared, twice, at {at}",
            eq(D(sp.Max(0, x - at) ** 2, (x, 2)), 2 * step(at)),
            {},
        )
    for edge in (y, y**2, 2 * y + 1):
        yield f"a moving kink {edge}", eq(D(sp.Abs(x - edge), x), sp.sign(x - edge)), {}
        yield f"a moving jump {edge}", eq(D(step(edge), x), 0), {}
    yield "root at 0", eq(D(sp.sqrt(w), w), 1 / (2 * sp.sqrt(w))), {}
    yield "a root of |x|", gt(D(sp.sqrt(sp.Abs(x)), x) ** 2, 0), {}
    yield "floor", eq(D(sp.floor(x), x), 0), {}
    yield "Heaviside", eq(D(sp.Heaviside(x), x), 0), {}
    yield "a maximum of two", eq(D(sp.Max(x, y), x), step(y)), {}
    yield "pinball", eq(D(sp.Max(p * x, (p - 1) * x), x), step(0, x, p - 1, p)), UNIT
    yield "at the closed end", eq(D(sp.sqrt(p), p), 1 / (2 * sp.sqrt(p))), CLOSED
    yield "log of |x| as a constant", eq(D(sp.sign(x) * sp.log(2), x), 0), {}
    yield "the wrong slope", eq(D(sp.log(sp.cosh(x)), x), sp.tanh(x) ** 2), {}
    yield "the wrong order", eq(D(x**4, (x, 2)), 4 * x**3), {}
    yield "another variable", eq(D(x**2 * y, y), 2 * x * y), {}
    yield "complex", eq(D(sp.Abs(sp.Symbol("c")) ** 2, sp.Symbol("c")), 0), {}


# --- Denominators --------------------------------------------------------------------------------


def denominators() -> Iterator[Case]:
    for hole in (0, 1, -7, third, root2, pi, sp.exp(1), sp.cbrt(2), 1000, sp.Rational(22, 7)):
        yield f"a hole at {hole}", eq(held((x - hole) * (x + 3), x - hole), x + 3), {}
        yield f"a ratio of itself {hole}", eq(held(x - hole, x - hole), 1), {}
    yield "a difference of squares", eq((x**2 - 2) / (x - root2), x + root2), {}
    yield "a cube", eq((x**3 - 2) / (x - sp.cbrt(2)), x**2 + sp.cbrt(2) * x + sp.cbrt(4)), {}
    yield "of two symbols", eq((x**2 - y**2) / (x - y), x + y), {}
    yield "a sum of squares", eq((x**4 - y**4) / (x**2 + y**2), x**2 - y**2), {}
    yield "sine", eq(sp.sin(2 * x) / sp.sin(x), 2 * sp.cos(x)), {}
    yield "tangent", eq(sp.tan(x) * sp.cos(x), sp.sin(x)), {}
    yield "exponential", eq((sp.exp(2 * x) - 4) / (sp.exp(x) - 2), sp.exp(x) + 2), {}
    yield "logarithm", eq(held(sp.log(a) ** 2, sp.log(a)), sp.log(a)), {}
    yield "hyperbolic", eq(held(sp.sinh(2 * x), sp.sinh(x)), 2 * sp.cosh(x)), {}
    yield "absolute value", eq(held(x, sp.Abs(x)), sp.sign(x)), {}
    yield "nonnegative", eq(held(w**2, w), w), {}
    yield "root", eq(held(w, sp.sqrt(w)), sp.sqrt(w)), {}
    yield "closed end", eq(held(p * (1 - p), 1 - p), p), CLOSED
    yield "middle", eq(held(p**2 - sp.Rational(1, 4), p - half), p + half), UNIT
    yield "golden", eq((p**2 + p - 1) / (p - (sp.sqrt(5) - 1) / 2), p + (sp.sqrt(5) + 1) / 2), UNIT
    length = sp.sqrt(sp.Sum(Y[j] ** 2, (j, 1, n)))
    yield "a unit vector", eq(sp.Sum((Y[i] / length) ** 2, (i, 1, n)), 1), {}
    yield "weights", eq(sp.Sum(Y[i] / sp.Sum(Y[j], (j, 1, n)), (i, 1, n)), 1), {}
    yield "a mean over nonnegative weights", eq(sp.Sum(w / sp.Sum(w, (j, 1, n)), (i, 1, n)), 1), {}
    yield (
        "in each term",
        eq(sp.Sum(held(Y[i] ** 2 - 1, Y[i] - 1), (i, 1, n)), sp.Sum(Y[i] + 1, (i, 1, n))),
        {},
    )
    yield "at one index", eq(sp.Sum(held(i**2 - 9, i - 3), (i, 1, n)), sp.Sum(i + 3, (i, 1, n))), {}
    yield (
        "at a late index",
        eq(sp.Sum(held(i**2 - 2500, i - 50), (i, 1, n)), sp.Sum(i + 50, (i, 1, n))),
        {},
    )
    residual, total = (sp.Sum(e, (i, 1, n)) for e in ((Y[i] - H[i]) ** 2, Y[i] ** 2))
    yield "R²", sp.Le(1 - residual / total, 1, evaluate=False), {}
    yield "a square over itself is positive", gt(held(x**2, x**2), 0), {}
    yield (
        "an inequality with a hole",
        ge(held((x - root2) ** 2, x - root2) + 9 * x**2 + 9, -100),
        {},
    )
    yield (
        "inverse of an inverse",
        eq(sp.Pow(sp.Pow(x, -1, evaluate=False), -1, evaluate=False), x),
        {},
    )
    yield "a power of 0", eq(sp.Mul(w**q, w ** (-q), evaluate=False), 1), {}
    yield "factorials", eq(sp.factorial(x) / sp.factorial(x - 1), x), {}
    yield "gamma", eq(sp.gamma(x + 1) / sp.gamma(x), x), {}
    yield "Piecewise at its own hole", eq(sp.Piecewise((held(x**2, x), x >= 0), (x, True)), x), {}


# --- Sums ----------------------------------------------------------------------------------------


def sums() -> Iterator[Case]:
    for power, total in ((0, m), (1, m * (m + 1) / 2), (2, m * (m + 1) * (2 * m + 1) / 6)):
        yield f"any integer {power}", eq(sp.Sum(i**power, (i, 1, m)), total), {}
        yield f"a real bound {power}", eq(sp.Sum(i**power, (i, 1, a)), total.subs(m, a)), {}
        yield f"from any integer {power}", ge(sp.Sum(i**power, (i, m, 10)), -(10**9)), {}
    closed = {1: n * (n + 1) / 2, 2: n * (n + 1) * (2 * n + 1) / 6, 3: (n * (n + 1) / 2) ** 2}
    for power, total in closed.items():
        for what, wrong in (
            ("plus 1", total + 1),
            ("one less", total.subs(n, n - 1)),
            ("doubled", 2 * total),
            ("true up to 9", total + sp.prod(n - v for v in range(1, 10))),
            ("true up to 200", total + step(200, n)),
            ("true up to 5000", total + step(5000, n)),
        ):
            yield f"{power} {what}", eq(sp.Sum(i**power, (i, 1, n)), wrong), {}
    yield "geometric at 1", eq(sp.Sum(x**i, (i, 0, n)), (1 - x ** (n + 1)) / (1 - x)), {}
    yield "geometric, endless", eq(sp.Sum(p**i, (i, 0, oo)), 1 / (1 - p)), CLOSED
    yield "harmonic", lt(sp.Sum(1 / i, (i, 1, n)), 10), {}
    yield "bounded by 50", sp.Le(sp.Sum(1, (i, 1, n)), 50, evaluate=False), {}
    yield "bounded by 10**6", sp.Le(sp.Sum(1, (i, 1, n)), 10**6, evaluate=False), {}
    yield "terms dropped", eq(sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i], (i, 1, n - 1))), {}
    yield "a term from outside", eq(sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i], (i, 0, n))), {}
    yield "shifted the wrong way", eq(sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i + 1], (i, 1, n))), {}
    yield "telescoped wrongly", eq(sp.Sum(Y[i + 1] - Y[i], (i, 1, n)), Y[n] - Y[1]), {}
    yield "square of a sum", eq(sp.Sum(Y[i], (i, 1, n)) ** 2, sp.Sum(Y[i] ** 2, (i, 1, n))), {}
    yield (
        "product of sums",
        eq(sp.Sum(Y[i] * H[i], (i, 1, n)), sp.Sum(Y[i], (i, 1, n)) * sp.Sum(H[i], (i, 1, n))),
        {},
    )
    yield "reversed", eq(sp.Sum(Y[i], (i, n, 1)), sp.Sum(Y[i], (i, 1, n))), {}
    yield "begun late", eq(sp.Sum(1, (i, 3, n)), n - 2), {}
    yield "half steps", eq(sp.Sum(1, (i, half, n)), n), {}
    yield (
        "Cauchy–Schwarz turned",
        ge(sp.Sum(Y[i], (i, 1, n)) ** 2, n * sp.Sum(Y[i] ** 2, (i, 1, n))),
        {},
    )
    yield "without n", ge(sp.Sum(Y[i] ** 2, (i, 1, n)), sp.Sum(Y[i], (i, 1, n)) ** 2), {}
    yield "more than its part", gt(sp.Sum(P[i], (i, 1, n)), P[1]), {}
    yield "a part from outside", ge(sp.Sum(P[i], (i, 1, n)), P[2]), {}
    yield "the mean is the first", eq(sp.Sum(Y[i], (i, 1, n)) / n, Y[1]), {}
    yield "product of equal factors", eq(sp.Product(a, (i, 1, n)), a * n), {}
    yield "an empty product", eq(sp.Product(w, (i, 1, m)), w**m), {}
    inner = sp.Sum(Y[i], (i, 1, i))
    yield (
        "an inner index of the same name",
        eq(sp.Sum(inner, (i, 1, n)), sp.Sum(Y[i] * n, (i, 1, n))),
        {},
    )
    yield "an index as its own bound", eq(sp.Sum(sp.Sum(1, (j, 1, i)), (i, 1, n)), n**2), {}
    yield "a series that diverges", eq(sp.Sum(1 / k, (k, 1, oo)), 100), {}
    yield "a series by a factor", eq(sp.Sum(1 / k**2, (k, 1, oo)), pi**2 / 8), {}
    yield "a series, nearly", eq(sp.Sum(1 / k**2, (k, 1, oo)), sp.Rational(16449, 10**4)), {}
    yield "an alternating one", eq(sp.Sum((-1) ** k, (k, 0, oo)), half), {}


# --- Hidden constants, strictness, signs ---------------------------------------------------------


def hidden() -> Iterator[Case]:
    for bound in (sp.exp(20), 10**6, 10**30, sp.Rational(10**9, 7), sp.factorial(25), pi**40):
        yield f"x ≤ {bound}", sp.Le(x, bound, evaluate=False), {}
        yield f"a ≥ 1/{bound}", ge(a, 1 / sp.sympify(bound)), {}
    for at in (root2, pi, third, sp.exp(1), sp.sqrt(3) / 5, 10**7 + third):
        yield f"strict at {at}", gt((x - at) ** 2, 0), {}
        yield f"unequal at {at}", sp.Ne(x, at, evaluate=False), {}
        yield f"a point at {at}", eq(sp.Piecewise((1, sp.Eq(x, at)), (0, True)), 0), {}
        yield f"below 0 around {at}", ge((x - at) ** 2, sp.Rational(1, 10**20)), {}
    yield "a double root", gt((x**2 - 2) ** 2 + (y**2 - 3) ** 2, 0), {}
    yield "a tangent from below", gt(sp.exp(x), sp.exp(1) * x), {}
    yield "the entropy at its top", lt(-p * sp.log(p) - (1 - p) * sp.log(1 - p), sp.log(2)), UNIT
    yield "AM–GM, strict", gt(x**2 + y**2, 2 * x * y), {}
    yield "a cubic", ge(a**3 - 3 * a + sp.Rational(19, 10), 0), {}
    yield "a quartic", ge(x**4 - 3 * x**2 + sp.Rational(9, 4) - sp.Rational(1, 10**15), 0), {}
    yield "monotone", ge(sp.sin(a), 0), {}
    yield "far out", ge(sp.exp(x) * sp.Rational(1, 10**40) + 1, x**3), {}
    yield (
        "Jensen turned",
        ge(sp.log((a + b) / 2) * 2, 2 * sp.log(a) + sp.log(b) - sp.log(a) + sp.Rational(1, 10**9)),
        {},
    )
    yield "closed end", gt(p * (1 - p), 0), CLOSED
    yield "irrational end", gt(x, root2), {x: sp.Interval(root2, 3)}
    yield "both irrational ends", gt(pi**2 - x**2, 0), {x: sp.Interval(0, pi)}
    yield "one of three", eq(x**3, x), {x: sp.FiniteSet(0, 1, 2)}
    yield "the sign of a product", ge(x * y, 0), {}
    yield "root of a square", eq(sp.sqrt(sp.Pow(x + 1, 2)), x + 1), {}
    yield "log of a square", eq(sp.log(x**2 + 0), 2 * sp.log(x)), {}
    yield "a branch", eq(sp.log(sp.exp(sp.Symbol("c"))), sp.Symbol("c")), {}
    yield "an inverse", eq(sp.acos(sp.cos(x)), x), {}


# --- Closed ends ---------------------------------------------------------------------------------


def closed_ends() -> Iterator[Case]:
    """What holds in the whole interval but at an end that belongs to it, and is no special number:
    the values inside come as near as one likes."""
    for low in (
        root2,
        sp.cbrt(2),
        sp.exp(1),
        pi,
        sp.log(3),
        sp.sqrt(5) / 7,
        sp.Rational(1234, 997),
    ):
        here = {p: sp.Interval(low, low + 3)}
        yield f"above {low}", gt(p, low), here
        yield f"a square above {low}", gt(p**2, low**2), here
        yield f"positive above {low}", gt((p - low) * (1 + p**2), 0), here
        below = {p: sp.Interval(low - 3, low)}
        yield f"below {low}", lt(p, low), below
        yield f"an exponential below {low}", lt(sp.exp(p), sp.exp(low)), below
    for high in (root2, sp.cbrt(5), pi, sp.exp(2)):
        unit = {p: sp.Interval(0, high)}
        yield f"a parabola at {high}", gt(high**2 - p**2, 0), unit
        yield f"an arch at {high}", gt((p + 1) * (high - p), 0), unit
        yield f"one open, one closed {high}", gt(p * (high - p), 0), {p: sp.Interval(0, high, True)}


KINDS: dict[str, Callable[[], Iterator[Case]]] = {
    f.__name__: f for f in (integrals, limits, derivatives, denominators, sums, closed_ends, hidden)
}
STATEMENTS = [
    pytest.param(fact, where, id=f"{kind}-{label}")
    for kind, cases in KINDS.items()
    for label, fact, where in cases()
]


def refused(*facts: Any, **arguments: Any) -> str:
    """Return the one line with which `proved` refuses."""
    with pytest.raises(EvidenceError) as caught:
        proved("false-claim", "This does not hold.", *facts, **arguments)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) > len("false-claim: ") + 10
    return message


@pytest.mark.parametrize(("fact", "where"), STATEMENTS)
def test_false_statements_are_refused(fact: Any, where: dict[Any, Any]) -> None:
    message = refused(fact, where=where, seconds=20)
    assert "Error:" not in message  # no accident inside SymPy or the engine: a reason


# --- True statements, broken ---------------------------------------------------------------------

TRUE = [
    ((x + y) ** 2, x**2 + 2 * x * y + y**2),
    (sp.log(sp.exp(x) + sp.exp(y)), x + sp.log(1 + sp.exp(y - x))),
    (sp.Max(x, y), (x + y + sp.Abs(x - y)) / 2),
    (sp.tanh(x), (sp.exp(2 * x) - 1) / (sp.exp(2 * x) + 1)),
    (sp.sqrt(1 + x**2) - 1, x**2 / (1 + sp.sqrt(1 + x**2))),
    (sp.sin(x) ** 2, 1 - sp.cos(x) ** 2),
    (sp.log(a * b), sp.log(a) + sp.log(b)),
    (sp.Abs(x) * sp.sign(x), x),
    (sp.Sum(i * x, (i, 1, n)), x * n * (n + 1) / 2),
]
# Points that no list of special numbers holds.
POINTS = st.builds(
    lambda numerator, denominator, root: sp.Rational(numerator, denominator) * sp.sqrt(root),
    st.integers(-(10**6), 10**6),
    st.integers(1, 997),
    st.sampled_from([1, 2, 3, 5, 7]),
)
SIZES = st.fractions(min_value=-9, max_value=9).filter(bool).map(sp.Rational)


def broken(left: Any, right: Any, how: str, at: Any, size: Any) -> Any:
    """Return the statement with one flaw."""
    variable = min((s for s in left.free_symbols if s in (x, a)), key=str)
    at = sp.Abs(at) + 1 if variable is a else at
    return {
        "at a point": eq(left, right + sp.Piecewise((size, sp.Eq(variable, at)), (0, True))),
        "beyond a point": eq(left + sp.Piecewise((size, variable > at), (0, True)), right),
        "by a kink": eq(left, right + size * sp.Max(0, variable - at)),
        "by a hole": eq(held(left * (variable - at), variable - at), right),
        "by a constant": eq(left, right + size * sp.Rational(1, 10**25)),
        "by a factor": eq(left * (1 + size * sp.Rational(1, 10**25)), right),
        "by a slope": eq(left, right + size * variable / 10**12),
        "made strict": gt(left, right) if size > 0 else lt(left, right),
    }[how]


@given(
    true=st.sampled_from(TRUE),
    how=st.sampled_from(
        [
            "at a point",
            "beyond a point",
            "by a kink",
            "by a hole",
            "by a constant",
            "by a factor",
            "by a slope",
            "made strict",
        ]
    ),
    at=POINTS,
    size=SIZES,
)
@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
def test_a_true_statement_broken_is_refused(true: Any, how: str, at: Any, size: Any) -> None:
    refused(broken(*true, how, at, size), seconds=20)


# --- Derivations ---------------------------------------------------------------------------------

RSS = sp.Sum((Y[i] - x) ** 2, (i, 1, n))
u, v = sp.Symbol("u", nonnegative=True), sp.Symbol("v", positive=True)
JUMP = sp.Piecewise((5, sp.Eq(u, 0)), (u, True))
NAMESAKE = sp.Symbol("x", positive=True)


def start(expression: Any, where: Any = None) -> Derivation:
    return Derivation.start("A title", sp.sympify(expression), "given", where=where)


def least(expression: Any, variable: Any, at: Any, where: Any = None) -> Callable[[], Derivation]:
    return lambda: start(expression, where).minimum(variable, at, "wrong")


def profile(expression: Any, variable: Any, at: Any, where: Any = None) -> Callable[[], Any]:
    return lambda: start(expression, where).minimise_over(variable, at, "wrong", name="M")


def same(last: Any, new: Any, **arguments: Any) -> Callable[[], Derivation]:
    return lambda: start(last).same_minimiser(new, "wrong", **arguments)


MINIMA = {
    "at i": (x**4 / 4 + x**2 / 2, x, sp.I),
    "at −i": (x**4 / 4 + x**2 / 2, x, -sp.I),
    "at a complex root": (sp.cosh(x), x, 2 * pi * sp.I),
    "at ∞": (sp.exp(-x), x, oo),
    "at −∞": (sp.exp(x), x, -oo),
    "at an end that is left out": (v**2, v, 0),
    "of a falling function": (1 / v, v, oo),
    "outside": ((a + 1) ** 2, a, -1),
    "not stationary": ((x - 1) ** 2, x, 2),
    "a maximum": (-(x**2), x, 0),
    "a saddle": (x**3, x, 0),
    "one of two": ((x**2 - 1) ** 2, x, 1),
    "beside a lower one": (x**4 - 2 * x**2 + x / 10, x, 1),
    "of nothing": (y**2, x, 0),
    "of a constant": (sp.Integer(3), x, 0),
    "of a namesake": (NAMESAKE**2 - 2 * NAMESAKE, x, 1),
    "at itself": ((x - y) ** 2, x, 2 * x - y),
    "at one element": (RSS, x, Y[1]),
    "at the summand of the index": (RSS, x, Y[i]),
    "at the sum": (RSS, x, sp.Sum(Y[i], (i, 1, n))),
    "at nan": (x**2, x, sp.nan),
    "of |x|": (sp.Abs(x) - x / 2, x, 0),
    "of a jump": (sp.Piecewise((x**2, x < 5), (-1, True)), x, 0),
    "with a pole": (x**2 + 1 / (x - 3), x, 0),
    "of a wave": (sp.cos(x), x, pi),
    "where the root is not real": ((x**2 - y) ** 2 / 4 + x**2, x, sp.sqrt(y - 2)),
}
CHAINS: dict[str, Callable[[], Any]] = {
    **{f"minimum {k}": least(*v) for k, v in MINIMA.items()},
    **{f"minimise_over {k}": profile(*v) for k, v in MINIMA.items()},
    "minimum beyond an interval": least((p - 2) ** 2, p, 2, UNIT),
    "minimum at the open end": least(p**2, p, 0, UNIT),
    "minimum at the other end": least((p - 1) ** 2, p, 1, UNIT),
    "minimum of a set": least((p - half) ** 2, p, half, {p: sp.FiniteSet(0, 1)}),
    "minimum of an integer": least((m - half) ** 2, m, half),
    "same_minimiser of no variable": same(y**2, y**2, variable=x),
    "same_minimiser of a namesake": same(x**2 + 1, x**2, variable=NAMESAKE),
    "same_minimiser of a bound index": same(RSS, RSS, variable=i),
    "same_minimiser by a negative factor": same(-(x**2), x**2, variable=x, scale=-1),
    "same_minimiser by a factor of any sign": same(y * x**2, x**2, variable=x),
    "same_minimiser by a factor 0": same(w * x**2, x**2, variable=x, scale=w, offset=0),
    "same_minimiser that drops the variable": same(x**2 + x, x**2, variable=x),
    "same_minimiser that drops it by hand": same(x**2 + x, x**2, variable=x, scale=1, offset=x),
    "same_minimiser with an infinite offset": same(x**2, x**2, variable=x, scale=1, offset=oo),
    "same_minimiser of another function": same(x**2, x**4, variable=x),
    "through a jump at 0": same(JUMP.subs(u, x**2), x**2, variable=x, through=sp.Lambda(u, JUMP)),
    "through a falling function": same(-(x**2), x**2, variable=x, through=sp.Lambda(u, -u)),
    "through a constant": same(sp.Integer(1) + 0 * x, x**2, variable=x, through=sp.Lambda(u, 1)),
    "through a wave": same(sp.sin(x**2), x**2, variable=x, through=sp.Lambda(u, sp.sin(u))),
    "through a pole": same(-1 / (x**2 - 7), x**2, variable=x, through=sp.Lambda(u, -1 / (u - 7))),
    "through a step": same(sp.floor(x**2), x**2, variable=x, through=sp.Lambda(u, sp.floor(u))),
    "through the variable": same(x**2 * x, x**2, variable=x, through=sp.Lambda(u, u * x)),
    "through a negative line": same(
        sp.log(1 + x), x, variable=x, through=sp.Lambda(u, sp.log(1 + u))
    ),
    "step off by one": lambda: start(RSS).step(RSS + 1, ""),
    "step to another index": lambda: start(RSS).step(sp.Sum((Y[1] - x) ** 2, (i, 1, n)), ""),
    "step over a hole": lambda: start(held(x**2, x)).step(x, ""),
    "step over a jump": lambda: start(sp.Derivative(sp.sign(x), x)).step(0, ""),
    "check of a truth": lambda: start(x).check(True, ""),
    "check of what SymPy evaluates away": lambda: start(x).check(x**2 >= 0, ""),
    "check of a falsehood": lambda: start(x).check(eq(x, y), ""),
    "apply without a name": lambda: start(x).apply(lambda e: e + 1, "", name=""),
    "apply of something else": lambda: start(x).apply(lambda e: y, "", name="f"),
    "apply of a part": lambda: start(x**2).apply(lambda e: e.args[0], "", name="f"),
    "apply of a derivative taken": lambda: start(x**2).apply(lambda e: e.diff(x), "", name="f"),
    "apply by substitution": lambda: start(x**2).apply(lambda e: e.subs(x, 3), "", name="f"),
    "where of a stranger": lambda: start(x, {y: sp.Interval(0, 1)}),
    "where of a namesake": lambda: start(x, {NAMESAKE: sp.Interval(1, 2)}),
    "where wider than declared": lambda: start(a, {a: sp.Interval(-1, 1)}),
}
MEAN3 = sp.Sum(Y[i], (i, 1, 3)) / 3
ELEMENT = sp.Symbol("y_0", real=True)


def concluded(last: Any, loss: Any, samples: Any, over: Any = (i, 1, n)) -> Callable[[], Any]:
    return lambda: start(last).conclude(loss, "wrong", samples=samples, over=over)


PAIR = {x: H[i], y: Y[i]}
SQUARES = sp.Sum((Y[i] - H[i]) ** 2, (i, 1, n)) / n
CHAINS |= {
    "conclude captures an index": concluded(
        Y[1] + Y[2] + Y[3], sp.Sum(ELEMENT, (i, 1, 3)), {ELEMENT: Y[i]}, (i, 1, 3)
    ),
    "conclude captures it in a product": concluded(
        Y[1] * Y[2], sp.Product(ELEMENT, (i, 1, 2)), {ELEMENT: Y[i]}, (i, 1, 2)
    ),
    "conclude captures an integral's variable": concluded(
        SQUARES, sp.Integral(2 * ELEMENT, (i, 0, 1)), {ELEMENT: Y[i]}
    ),
    "conclude half": concluded(SQUARES, (x - y) ** 2 / 2, PAIR),
    "conclude another loss": concluded(SQUARES, sp.Abs(x - y), PAIR),
    "conclude the sum": concluded(n * SQUARES, (x - y) ** 2, PAIR),
    "conclude another range": concluded(SQUARES, (x - y) ** 2, PAIR, (i, 0, n)),
    "conclude without samples": concluded(SQUARES, (x - y) ** 2, {}),
    "conclude one pair": concluded(SQUARES, (x - y) ** 2, {x: H[1], y: Y[1]}),
    "conclude a wrong pair": concluded(SQUARES, (x - y) ** 2, {x: H[i + 1], y: Y[i]}),
}


@pytest.mark.parametrize("chain", CHAINS)
def test_false_derivations_are_refused(chain: str) -> None:
    with pytest.raises(DerivationError) as caught:
        CHAINS[chain]()
    assert "\n" not in str(caught.value)


EMPTY = {
    "given only": start(sp.Eq(1, 2, evaluate=False)),
    "given and applied": start(x).apply(lambda e: -sp.log(e), "", name="f"),
    "a line without proof": Derivation("t", (Line("start", x, ""), Line("=", y, "")), {}),
    "an argmin without proof": Derivation("t", (Line("start", x, ""), Line("argmin", y, "")), {}),
    "a proved line, one without": Derivation(
        "t", (*start(x**2).step(x * x, "").lines, Line("=", y, "")), {}
    ),
}


@pytest.mark.parametrize("name", EMPTY)
def test_derivations_that_prove_nothing_are_refused(name: str) -> None:
    assert "proves nothing" in refused(EMPTY[name])


class Pretender:
    """Whatever has proofs is no derivation."""

    def __repr__(self):
        return "a pretender"

    proofs = ()
    title = "t"


NOTHING = [
    True,
    False,
    None,
    1,
    1.0,
    "x",
    x,
    "x = y",
    [gt(x**2, -1)],
    Pretender(),
    sp.true,
    sp.S.false,
    sp.Eq(x, x),
    eq(x + 1, x + 1),
    x**2 >= 0,
    sp.Function("f")(x),
    sp.Interval(0, 1),
    eq(sp.Function("f")(x), 0),
    eq(sp.oo, sp.oo + x),
    eq(sp.zoo, sp.zoo * 2),
    eq(
        sp.Symbol("A", commutative=False) * sp.Symbol("B", commutative=False),
        sp.Symbol("B", commutative=False) * sp.Symbol("A", commutative=False),
    ),
    eq(
        sp.Symbol("e", extended_real=True) - sp.Symbol("e", extended_real=True) + 1,
        1 + 0 * x + sp.Symbol("e", extended_real=True) * 0,
    ),
]


@pytest.mark.parametrize("fact", NOTHING, ids=str)
def test_what_is_no_statement_is_refused(fact: Any) -> None:
    refused(fact)


POSITIVE_AS_TWO = gt(a + 1, 0)
DOMAINS = {
    "a stranger": ({y: sp.Interval(0, 1)}, gt(x**2 + 1, 0)),
    "a namesake": ({sp.Symbol("x"): sp.Interval(0, 1)}, ge(x, 0)),
    "a namesake array": ({sp.IndexedBase("y"): sp.Interval(0, 1)}, ge(sp.Sum(Y[i], (i, 1, n)), 0)),
    "a label": ({Y.label: sp.Interval(0, 1)}, ge(sp.Sum(Y[i] ** 2 + 1, (i, 1, n)), 0)),
    "a bound index": ({i: sp.Interval(0, 1)}, ge(sp.Sum(Y[i] ** 2, (i, 1, n)), 0)),
    "wider than positive": ({a: sp.Interval(-1, 1)}, POSITIVE_AS_TWO),
    "with 0, though positive": ({a: sp.Interval(0, 1)}, POSITIVE_AS_TWO),
    "wider than nonnegative": ({w: sp.Interval(-2, 1)}, gt(w + 3, 0)),
    "a half line": ({a: sp.Interval.open(-oo, 0)}, POSITIVE_AS_TWO),
    "a number that is not allowed": ({n: sp.FiniteSet(half)}, gt(n, 0)),
    "an empty set": ({x: sp.S.EmptySet}, gt(x, 5)),
    "an empty interval": ({x: sp.Interval(2, 1)}, gt(x, 5)),
    "an interval without integers": ({m: sp.Interval.open(0, 1)}, gt(m, 5)),
    "no set": ({x: (0, 1)}, gt(x**2 + 1, 0)),
    "no symbol": ({"x": sp.Interval(0, 1)}, gt(x + 2, 0)),
    "an expression": ({x + 1: sp.Interval(0, 1)}, gt(x + 2, 0)),
    "only in the other fact": ({y: sp.Interval(0, 1)}, ge(x, -1)),
}


@pytest.mark.parametrize("name", DOMAINS)
def test_domains_that_say_something_else_are_refused(name: str) -> None:
    where, fact = DOMAINS[name]
    refused(fact, where=where)


def test_there_are_enough_of_them() -> None:
    by_kind = len(STATEMENTS) + len(CHAINS) + len(EMPTY) + len(NOTHING) + len(DOMAINS)
    assert by_kind > 400
