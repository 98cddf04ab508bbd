"""True statements of the kinds that chapters need: each is proved, and quickly."""

from __future__ import annotations

import time
from typing import Any

import pytest
import sympy as sp

from lossbook.proof import prove, prove_integral

SECONDS = 20  # of the processor, for one statement

oo, pi, half = sp.oo, sp.pi, sp.Rational(1, 2)
x, y, z, e = sp.symbols("x y z e", real=True)
a, b, c, s = sp.symbols("a b c s", positive=True)
w = sp.Symbol("w", nonnegative=True)
p, q, r, τ = sp.symbols("p q r tau", real=True)
γ = sp.Symbol("gamma", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
i, j, k = sp.symbols("i j k", integer=True)
X, Y, Z = (sp.IndexedBase(name, real=True) for name in "xyz")
A, B = (sp.IndexedBase(name, positive=True) for name in "ab")
UNIT = sp.Interval.open(0, 1)
DOMAINS = {p: UNIT, q: UNIT, τ: UNIT}
D = sp.Derivative


def eq(left: Any, right: Any) -> Any:
    return sp.Eq(left, right, evaluate=False)


def ge(left: Any, right: Any) -> Any:
    return sp.Ge(left, right, evaluate=False)


def gt(left: Any, right: Any) -> Any:
    return sp.Gt(left, right, evaluate=False)


def total(term: Any) -> Any:
    return sp.Sum(term, (k, 1, n))


def mean(term: Any) -> Any:
    return total(term) / n


softplus = sp.log(1 + sp.exp(z))
σ = 1 / (1 + sp.exp(-z))
huber = sp.Piecewise((e**2 / 2, sp.Abs(e) <= a), (a * (sp.Abs(e) - a / 2), True))
clipped = sp.Piecewise((e, sp.Abs(e) <= a), (a * sp.sign(e), True))
pinball = sp.Max(τ * e, (τ - 1) * e)
bce = -y * sp.log(p) - (1 - y) * sp.log(1 - p)

IDENTITIES = [
    eq((x + y) ** 3, x**3 + 3 * x**2 * y + 3 * x * y**2 + y**3),
    eq(sp.sqrt(x**2), sp.Abs(x)),
    eq(sp.Max(x, y) + sp.Min(x, y), x + y),
    eq(sp.Max(x, y), (x + y + sp.Abs(x - y)) / 2),
    eq(sp.Abs(x) * sp.sign(x), x),
    eq(sp.sign(x) * sp.Max(sp.Abs(x) - a, 0), sp.Max(x - a, 0) - sp.Max(-x - a, 0)),
    eq(softplus, sp.Max(z, 0) + sp.log(1 + sp.exp(-sp.Abs(z)))),
    eq(softplus - z, softplus.subs(z, -z)),
    eq(σ, 1 - σ.subs(z, -z)),
    eq(σ, (1 + sp.tanh(z / 2)) / 2),
    eq(sp.log(σ / (1 - σ)), z),
    eq(bce.subs(p, σ), softplus - y * z),
    eq(sp.log(sp.cosh(x)), sp.Abs(x) + sp.log(1 + sp.exp(-2 * sp.Abs(x))) - sp.log(2)),
    eq(sp.sqrt(1 + a**2) - 1, a**2 / (1 + sp.sqrt(1 + a**2))),
    eq(pinball, τ * e + sp.Max(-e, 0)),
    eq(pinball, (sp.Abs(e) + (2 * τ - 1) * e) / 2),
    eq(pinball + pinball.subs(e, -e), sp.Abs(e)),
    eq(huber, sp.Piecewise((e**2 / 2, sp.Abs(e) <= a), (a * sp.Abs(e) - a**2 / 2, True))),
    eq(huber.subs({e: c * e, a: c * a}, simultaneous=True), c**2 * huber),
    eq(sp.log(a * b**2 / c), sp.log(a) + 2 * sp.log(b) - sp.log(c)),
    eq(sp.exp(x) * sp.exp(y), sp.exp(x + y)),
    eq(sp.cosh(x) ** 2 - sp.sinh(x) ** 2, 1),
    eq(sp.sin(x + y), sp.sin(x) * sp.cos(y) + sp.cos(x) * sp.sin(y)),
    eq(sp.log(p / (1 - p)), sp.log(p) - sp.log(1 - p)),
    eq((p**2 - q**2) / (p + q), p - q),
    eq((x**4 - 1) / (x**2 + 1), x**2 - 1),
    eq(x / (x * (1 + x**2)), 1 / (1 + x**2) * x / x),
    eq(sp.gamma(a + 1), a * sp.gamma(a)),
    eq(sp.factorial(n), n * sp.factorial(n - 1)),
    eq(sp.sqrt(3 + 2 * sp.sqrt(2)), 1 + sp.sqrt(2)),
    eq(p * (1 - p), sp.Rational(1, 4) - (p - half) ** 2),
    eq(w ** sp.Rational(3, 2), w * sp.sqrt(w)),
    eq(sp.Piecewise((x, x > y), (y, True)), sp.Max(x, y)),
    eq(sp.Heaviside(x, 1), sp.Piecewise((1, x >= 0), (0, True))),
    eq(1 - 1 / (1 + a), a / (1 + a)),
    eq(0.25 * x, x / 4),
]
DERIVATIVES = [
    eq(D(sp.log(sp.cosh(x)), x), sp.tanh(x)),
    eq(D(softplus, z), σ),
    eq(D(softplus, (z, 2)), σ * (1 - σ)),
    eq(D(softplus, (z, 3)), σ * (1 - σ) * (1 - 2 * σ)),
    eq(D(bce, p), (p - y) / (p * (1 - p))),
    eq(D(huber, e), clipped),
    eq(D(sp.Max(0, 1 - x) ** 2, x), -2 * sp.Max(0, 1 - x)),
    eq(D(sp.Abs(x) ** 3, x), 3 * x * sp.Abs(x)),
    eq(D(x * sp.Abs(x), x), 2 * sp.Abs(x)),
    eq(D(sp.Abs(a - 2 * (1 + a)), a), 1),
    eq(D(a**2 * (sp.sqrt(1 + (e / a) ** 2) - 1), e), e / sp.sqrt(1 + (e / a) ** 2)),
    eq(D(1 / x, x), -1 / x**2),
    eq(D(sp.log(a / b), b), -1 / b),
    eq(D(a**γ, γ), a**γ * sp.log(a)),
    eq(D(-((1 - p) ** γ) * sp.log(p), p), γ * (1 - p) ** (γ - 1) * sp.log(p) - (1 - p) ** γ / p),
    eq(D(mean((X[k] - z) ** 2), z), 2 * (z - mean(X[k]))),
    eq(D(sp.log(sp.exp(x) + sp.exp(y) + w), x), sp.exp(x) / (sp.exp(x) + sp.exp(y) + w)),
    eq(D(sp.log(sp.exp(x) + a), x, x), a * sp.exp(x) / (sp.exp(x) + a) ** 2),
    eq(D(sp.atan(x), x), 1 / (1 + x**2)),
    eq(D(sp.exp(-(x**2) / 2), (x, 2)), (x**2 - 1) * sp.exp(-(x**2) / 2)),
    eq(D(sp.erf(x), x), 2 * sp.exp(-(x**2)) / sp.sqrt(pi)),
    eq(D(x**4 * y, x, y), 4 * x**3),
]
SUMS = [
    eq(total(1), n),
    eq(total(k), n * (n + 1) / 2),
    eq(total(k**2), n * (n + 1) * (2 * n + 1) / 6),
    eq(total(k**3), total(k) ** 2),
    eq(total(k**4), n * (n + 1) * (2 * n + 1) * (3 * n**2 + 3 * n - 1) / 30),
    eq(total(2 * k - 1), n**2),
    eq(total(1 / (k * (k + 1))), n / (n + 1)),
    eq(sp.Sum(2**k, (k, 0, n)), 2 ** (n + 1) - 1),
    eq(sp.Sum(3**k, (k, 1, n)), (3 ** (n + 1) - 3) / 2),
    eq(total(x * k + a), x * n * (n + 1) / 2 + a * n),
    eq(
        total(X[k] - mean(X[k]).subs(k, j)),
        total(X[k] - mean(X[j]).subs(k, j)) * 0 + total(X[k]) - n * mean(X[k]),
    ),
    eq(total((X[k] - z) ** 2), total(X[k] ** 2) - 2 * z * total(X[k]) + n * z**2),
    eq(total(X[k] + Y[k]), total(X[k]) + total(Y[k])),
    eq(total(X[k]), sp.Sum(X[k - 1], (k, 2, n + 1))),
    eq(total(X[k]), sp.Sum(X[j], (j, 1, n))),
    eq(sp.log(sp.Product(A[k], (k, 1, n))), total(sp.log(A[k]))),
    eq(total(A[k] / sp.Sum(A[j], (j, 1, n))), 1),
    eq(total(X[k] * sp.Sum(Y[j], (j, 1, n))), total(X[k]) * total(Y[k])),
    eq(sp.Sum(X[k], (k, 1, 3)), X[1] + X[2] + X[3]),
    eq(
        total(X[k] ** 2) * total(Y[k] ** 2) - total(X[k] * Y[k]) ** 2,
        sp.Sum((X[i] * Y[j] - X[j] * Y[i]) ** 2, (i, 1, n), (j, 1, n)) / 2,
    ),
    eq(sp.log(total(sp.exp(Z[k] + z))), z + sp.log(total(sp.exp(Z[k])))),
    eq(sp.Sum(a**k * sp.exp(-a) / sp.factorial(k), (k, 0, oo)), 1),
    eq(sp.Sum(k * a**k * sp.exp(-a) / sp.factorial(k), (k, 0, oo)), a),
    eq(sp.Sum(p * (1 - p) ** k, (k, 0, oo)), 1),
    eq(sp.Sum(1 / k**2, (k, 1, oo)), pi**2 / 6),
    eq(sp.Sum((-1) ** k / (2 * k + 1), (k, 0, oo)), pi / 4),
]
INTEGRALS = [
    eq(sp.Integral(x**2, (x, 0, 1)), sp.Rational(1, 3)),
    eq(sp.Integral(x**2, (x, 1, 0)), -sp.Rational(1, 3)),
    eq(sp.Integral(sp.exp(-(x**2)), (x, -oo, oo)), sp.sqrt(pi)),
    eq(sp.Integral(sp.exp(-a * x), (x, 0, oo)), 1 / a),
    eq(sp.Integral(x * sp.exp(-a * x), (x, 0, oo)), 1 / a**2),
    eq(sp.Integral(x ** (a - 1), (x, 0, 1)), 1 / a),
    eq(sp.Integral(x**p, (x, 0, 1)), 1 / (p + 1)),
    eq(sp.Integral(sp.exp(-x) * sp.Max(a - x, 0), (x, 0, oo)), a - 1 + sp.exp(-a)),
    eq(sp.Integral((a - x) * sp.exp(-x), (x, 0, a)), a - 1 + sp.exp(-a)),
    eq(sp.Integral(sp.Abs(x - half), (x, 0, 1)), sp.Rational(1, 4)),
    eq(sp.Integral(1 / (1 + x**2), (x, -oo, oo)), pi),
    eq(sp.Integral(x * y, (x, 0, 1), (y, 0, 2)), 1),
    eq(sp.Integral(sp.sin(x), (x, 0, pi)), 2),
    eq(sp.Integral(sp.log(x), (x, 0, 1)), -1),
    eq(sp.Integral(1 / sp.sqrt(x), (x, 0, 4)), 4),
    eq(sp.Integral(2 * x, x), x**2),
]
LIMITS = [
    eq(sp.Limit((1 + x / s) ** s, s, oo), sp.exp(x)),
    eq(sp.Limit(sp.sin(x) / x, x, 0), 1),
    eq(sp.Limit(sp.Abs(x) / x, x, 0, dir="-"), -1),
    eq(sp.Limit(s * a / (1 + s * a), s, oo), 1),
    eq(sp.Limit(sp.exp(-a * s), s, oo), 0),
    eq(sp.Limit(sp.log(1 + sp.exp(-s)), s, oo), 0),
    eq(sp.Limit(s * sp.tanh(s) / sp.log(sp.cosh(s)), s, 0), 2),
    eq(sp.Limit(s * sp.tanh(s) / sp.log(sp.cosh(s)), s, oo), 1),
    eq(sp.Limit(s * sp.log(s), s, 0), 0),
    eq(sp.Limit(sp.log(1 + sp.exp(s * a)) / s, s, oo), a),
    eq(sp.Limit(sp.sqrt(s**2 + s) - s, s, oo), half),
    eq(sp.Limit((a**s - 1) / s, s, 0), sp.log(a)),
    eq(sp.Limit(1 / sp.log(s), s, oo), 0),
    eq(sp.Limit(x / s, s, oo), 0),
]
INEQUALITIES = [
    ge(x**2, 0), gt(x**2 + 1, 0), ge(x**2 + y**2, 2 * x * y), ge(x**2 + y**2 + 1, x + y + x * y),
    ge(sp.Abs(x) + sp.Abs(y), sp.Abs(x + y)), ge(sp.Max(x, y), (x + y) / 2),
    ge(a - 1, sp.log(a)), ge(sp.exp(x), 1 + x), gt(sp.exp(x), x), gt(a, sp.log(1 + a)),
    gt(a, sp.tanh(a)), ge(x**2 / 2, sp.log(sp.cosh(x))), ge(sp.Abs(x), sp.log(sp.cosh(x))),
    ge(sp.Abs(x), sp.sqrt(1 + x**2) - 1), ge(x**2 / 2, sp.sqrt(1 + x**2) - 1),
    ge(a * sp.log(a / b) - a + b, 0), ge(sp.log(2), -p * sp.log(p) - (1 - p) * sp.log(1 - p)),
    ge(p * sp.log(p / q) + (1 - p) * sp.log((1 - p) / (1 - q)), 0),
    gt(p * (1 - p), 0), ge(sp.Rational(1, 4), p * (1 - p)), gt(D(softplus, (z, 2)), 0),
    ge(sp.Rational(1, 4), D(softplus, (z, 2))), ge(softplus, sp.Max(z, 0)),
    ge(softplus / sp.log(2), sp.Piecewise((1, z >= 0), (0, True))),
    ge(sp.Max(0, 1 + z), sp.Piecewise((1, z >= 0), (0, True))),
    ge(sp.Max(0, 1 + z) ** 2, sp.Piecewise((1, z >= 0), (0, True))),
    ge(e**2 / 2, huber), ge(huber, 0), ge(pinball, 0),
    ge(-sp.log(p), -((1 - p) ** γ) * sp.log(p)), ge((a**3 + b**3 + c**3) / 3, a * b * c),
    ge((a + b) / 2, sp.sqrt(a * b)), ge(a**2 / 2 + b**2 / 2, a * b), gt(sp.cosh(x), 0),
    ge(total(X[k] ** 2), 0), gt(total(A[k]), 0), ge(total(A[k]), A[1]),
    ge(n * total(X[k] ** 2), total(X[k]) ** 2), ge(mean(X[k] ** 2), mean(X[k]) ** 2),
    ge(total(X[k] ** 2) * total(Y[k] ** 2), total(X[k] * Y[k]) ** 2),
    ge(total(A[k]) * total(1 / A[k]), n**2), ge(n * sp.log(mean(A[k])), total(sp.log(A[k]))),
    ge(total(sp.exp(Z[k])), n * sp.exp(mean(Z[k]))),
    ge(sp.log(total(sp.exp(Z[k]))), mean(Z[k]) + sp.log(n)), ge(sp.log(total(sp.exp(Z[k]))), Z[1]),
    ge(-sp.log(sp.exp(Z[1]) / total(sp.exp(Z[k]))), 0), ge(sp.log(1 + total(A[k]) / a), 0),
    ge(total(A[k] * sp.log(A[k] / B[k])), total(A[k]) * sp.log(total(A[k]) / total(B[k]))),
    ge(total(A[k] * sp.log(A[k] / B[k]) - A[k] + B[k]), 0),
    ge(sp.Sum(sp.log(sp.Sum(sp.exp(Z[j]), (j, i, n))) - Z[i], (i, 1, n)), 0),
    sp.Ne(sp.exp(x), 0, evaluate=False),
]  # fmt: skip
STATEMENTS = {
    "identities": IDENTITIES, "derivatives": DERIVATIVES, "sums": SUMS, "integrals": INTEGRALS,
    "limits": LIMITS, "inequalities": INEQUALITIES,
}  # fmt: skip


@pytest.mark.parametrize(
    "fact",
    [pytest.param(f, id=f"{kind}-{m}") for kind, facts in STATEMENTS.items()
     for m, f in enumerate(facts)],
)  # fmt: skip
def test_true_statements_are_proved(fact: Any) -> None:
    where = {name: domain for name, domain in DOMAINS.items() if name in fact.free_symbols}
    before = time.process_time()
    proof = prove(fact, where=where, seconds=SECONDS)
    assert proof.method == "symbolic", proof
    assert time.process_time() - before < SECONDS


def test_there_are_enough_of_them() -> None:
    assert sum(map(len, STATEMENTS.values())) >= 150


BY_ANTIDERIVATIVE = [
    (sp.exp(-x), (x, 0, oo), 1, -sp.exp(-x)),
    (1 / (1 + x**2), (x, -oo, oo), pi, sp.atan(x)),
    (sp.log(s), (s, 0, 1), -1, s * sp.log(s) - s),
    (s ** (a - 1), (s, 0, 1), 1 / a, s**a / a),
    (1 / (pi * sp.cosh(x)), (x, -oo, oo), 1, 2 / pi * sp.atan(sp.exp(x))),
    (s * sp.exp(-s / a), (s, 0, oo), a**2, -a * (s + a) * sp.exp(-s / a)),
    (2 * s, (s, b, b + c), 2 * b * c + c**2, s**2),
]


@pytest.mark.parametrize("case", range(len(BY_ANTIDERIVATIVE)))
def test_integrals_by_a_given_antiderivative(case: int) -> None:
    function, limit, value, antiderivative = BY_ANTIDERIVATIVE[case]
    proof = prove_integral(function, limit, value, antiderivative=antiderivative)
    assert proof.method == "symbolic"
