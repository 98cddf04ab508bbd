"""The prover: what is true passes, what is false raises and names the point."""

import pytest
import sympy as sp

from lossbook.proof import DerivationError, prove, prove_equal

n, size = sp.symbols("n N", integer=True, positive=True)
count = sp.Symbol("n_0", integer=True, nonnegative=True)
i, j, k, m = sp.symbols("i j k m", integer=True)
Y, H = (sp.IndexedBase(name, real=True) for name in ("y", "yhat"))
P, Q = (sp.IndexedBase(name, positive=True) for name in ("p", "q"))
NONZERO = sp.IndexedBase("z", real=True, nonzero=True)
sigma, a, b = sp.symbols("sigma a b", positive=True)
x, y, z = sp.symbols("x y z", real=True)
w = sp.Symbol("w", nonnegative=True)
c = sp.Symbol("c")
p, tau = sp.symbols("p tau", real=True)
UNIT = sp.Interval.open(0, 1)
RSS = sp.Sum((Y[i] - H[i]) ** 2, (i, 1, n))
NLL = n * sp.log(2 * sp.pi * sigma**2) / 2 + RSS / (2 * sigma**2)

TRUE = {
    "log of a product": (
        -sp.log(sp.Product(sp.exp(-(Y[i] ** 2)) / sigma, (i, 1, n))),
        n * sp.log(sigma) + sp.Sum(Y[j] ** 2, (j, 1, n)),
    ),
    "another index": (sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[j - 1], (j, 2, n + 1))),
    "nested sums": (
        sp.Sum(sp.Sum(a * H[i] * Y[k], (k, 1, n)) + 1, (i, 1, n)),
        a * sp.Sum(H[i] * sp.Sum(Y[k], (k, 1, n)), (i, 1, n)) + n,
    ),
    "maximum": (sp.Max(x, y), (x + y + sp.Abs(x - y)) / 2),
    "maximum of positive numbers": (sp.Max(a, b), (a + b + sp.Abs(a - b)) / 2),
    "softplus": (sp.log(1 + sp.exp(z)), sp.Max(z, 0) + sp.log(1 + sp.exp(-sp.Abs(z)))),
    "softplus in a sum": (
        sp.Sum(sp.log(1 + sp.exp(Y[i])), (i, 1, n)),
        sp.Sum(sp.Max(Y[i], 0) + sp.log(1 + sp.exp(-sp.Abs(Y[i]))), (i, 1, n)),
    ),
    "log cosh": (
        sp.log(sp.cosh(x)),
        sp.Abs(x) + sp.log(1 + sp.exp(-2 * sp.Abs(x))) - sp.log(2),
    ),
    "a piece of each sign": (
        sp.Max(tau * x, (tau - 1) * x),
        sp.Piecewise((tau * x, x >= 0), ((tau - 1) * x, True)),
    ),
    "a complex identity": (sp.sin(c) ** 2 + sp.cos(c) ** 2, 1),
    "an integral": (sp.Integral(sp.exp(-(x**2)), (x, -sp.oo, sp.oo)), sp.sqrt(sp.pi)),
    "an exact float": (0.5 * x, x / 2),
    "a float in a power": (x**2.0, x**2),
    "held from evaluation": (sp.UnevaluatedExpr(x + y) ** 2, x**2 + 2 * x * y + y**2),
    "an index declared positive": (
        sp.Sum(2 * sp.Symbol("i", positive=True), (sp.Symbol("i", positive=True), -2, n)),
        n * (n + 1) - 6,
    ),
    "indices of three loops": (
        sp.Sum(
            Y[i] * sp.Sum(H[j] * sp.Sum(P[k] * Q[j], (k, 1, n)) + H[j] ** 2, (j, 1, n)), (i, 1, n)
        ),
        sp.Sum(Y[i], (i, 1, n))
        * (sp.Sum(H[i] * Q[i], (i, 1, n)) * sp.Sum(P[i], (i, 1, n)) + sp.Sum(H[i] ** 2, (i, 1, n))),
    ),
    "two indices at once": (
        sp.Sum(Y[i] * H[j], (i, 1, n), (j, 1, n)),
        sp.Sum(Y[i], (i, 1, n)) * sp.Sum(H[i], (i, 1, n)),
    ),
    "a series": (sp.Sum(a**k * sp.exp(-a) / sp.factorial(k), (k, 0, sp.oo)), 1),
    "a limit": (sp.Limit((1 + x / a) ** a, a, sp.oo), sp.exp(x)),
    "a limit from the left": (sp.Limit(sp.Abs(x) / x, x, 0, dir="-"), -1),
    "an integral over a bounded domain": (
        sp.Integral(x * sp.exp(-a * x), (x, 0, 1)),
        (1 - (1 + a) * sp.exp(-a)) / a**2,
    ),
    "an integral with a parameter of the domain": (sp.Integral(z ** (tau - 1), (z, 0, 1)), 1 / tau),
    "an integral over the inside of a closed domain": (sp.Integral(z**p, (z, 0, 1)), 1 / (p + 1)),
    "a double integral": (sp.Integral(x * y, (x, 0, 1), (y, 0, 2)), 1),
    "an antiderivative": (sp.Integral(2 * x, x), x**2),
    "an integral that quadrature cannot follow": (
        sp.Integral(1 / sp.sqrt(sp.Abs(2 * x - 1)), (x, 0, 1)),
        2,
    ),
    "sums of unknown length": (
        sp.Sum(Y[i], (i, m, n)) * (x + y),
        x * sp.Sum(Y[i], (i, m, n)) + y * sp.Sum(Y[i], (i, m, n)),
    ),
    "a condition on two symbols": (sp.Piecewise((x, x > y), (y, True)), sp.Max(x, y)),
    "two conditions": (
        sp.Piecewise((x, (x > 0) & (y > 0)), (0, True)),
        sp.Heaviside(y, 0) * sp.Max(x, 0),
    ),
    "a nested root": (sp.sqrt(3 + 2 * sp.sqrt(2)), 1 + sp.sqrt(2)),
    "a derivative": (sp.Derivative(sp.log(sp.cosh(x)), x), sp.tanh(x)),
    "a quotient of sums": (sp.Sum(P[i] * (1 + a), (i, 1, n)) / sp.Sum(P[i], (i, 1, n)), 1 + a),
    "an absolute value of a sum": (sp.Abs(sp.Sum(P[i], (i, 1, n))), sp.Sum(P[i], (i, 1, n))),
    "a function of several logs": (sp.log(sp.exp(x) + sp.exp(y)), x + sp.log(1 + sp.exp(y - x))),
}
FALSE = {
    "sign": (NLL, NLL - RSS / sigma**2),
    "off by one below": (sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i], (i, 0, n))),
    "off by one above": (sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i], (i, 1, n - 1))),
    "shift the wrong way": (sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i + 1], (i, 2, n + 1))),
    "n terms counted once": (sp.Sum(sigma + Y[i], (i, 1, n)), sigma + sp.Sum(Y[i], (i, 1, n))),
    "log of a product of any signs": (sp.log(x * y), sp.log(x) + sp.log(y)),
    "log of a square": (sp.log(x**2), 2 * sp.log(x)),
    "root of a square": (sp.sqrt(x**2), x),
    "a power of a power": ((c**2) ** sp.Rational(1, 2), c),
    "a third in seven digits": (x / 3, 0.3333333 * x),
    "a third in sixteen digits": (x / 3, 0.3333333333333333 * x),
    "a tenth": (x / 10, 0.1 * x),
    "a hole in the domain": ((x**2 - 1) / (x - 1), x + 1),
    "differs by 1e-30": (x, x + sp.Rational(1, 10**30)),
    "differs only where the sign is negative": (sp.Abs(x), sp.Max(x, 0)),
    "cancels at sixty digits": (sp.exp(-200 * a), 0),
    "nothing but small": (sp.exp(-(10**6) * (1 + x**2)), 0),
    "an exception at 7": (sp.Piecewise((0, sp.Eq(x, 7)), (1, True)), 1),
    "an exception at 7/3 of another symbol": (
        sp.tanh(y),
        sp.tanh(y) + sp.Piecewise((1, sp.Eq(w, sp.Rational(7, 3))), (0, True)),
    ),
    "an exception at the integer 12": (sp.Piecewise((0, sp.Eq(m, 12)), (1, True)), 1),
    "an exception at n = 7": (
        sp.Piecewise((0, sp.Eq(n, 7)), (sp.Sum(Y[i] ** 2, (i, 1, n)), True)),
        sp.Sum(Y[i] ** 2, (i, 1, n)),
    ),
    "a hole at 7": ((x**2 - 49) / (x - 7), x + 7),
    "a hole at 1/3": ((9 * x**2 - 1) / (3 * x - 1), 3 * x + 1),
    "true up to 100": (sp.Max(x, 100), 100),
    "a root that turns at 100": (sp.sqrt((x - 100) ** 2), 100 - x),
    "two numbers of terms": (sp.Sum(Y[i], (i, 1, n)), sp.Sum(Y[i], (i, 1, size))),
    "the mean of no term": (sp.Sum(a, (i, 1, count)) / count, a),
    "a sum that begins after its end": (sp.Sum(1, (i, 3, n)), n - 2),
    "the square of a sum": (sp.Sum(Y[i], (i, 1, n)) ** 2, sp.Sum(Y[i] ** 2, (i, 1, n))),
    "the sum of a product": (
        sp.Sum(Y[i] * H[i], (i, 1, n)),
        sp.Sum(Y[i], (i, 1, n)) * sp.Sum(H[i], (i, 1, n)) / n,
    ),
    "a sign at zero": (sp.sign(x) ** 2, 1),
    "no case of a Piecewise": (sp.Piecewise((x, x > 0)), x),
    "a branch of the complex logarithm": (sp.log(sp.exp(c)), c),
    "a branch of the complex root": (sp.sqrt(1 / c), 1 / sp.sqrt(c)),
    "an inverse beyond its branch": (sp.acos(sp.cos(x)), x),
    "orthogonal but for equal frequencies": (
        sp.Integral(sp.cos(m * x) * sp.cos(n * x), (x, 0, 2 * sp.pi)),
        0,
    ),
    "a limit with the wrong value": (sp.Limit(sp.sin(x) / x, x, sp.oo), 1),
    "a series by a factor": (sp.Sum(1 / k**2, (k, 1, sp.oo)), sp.pi**2 / 8),
    "an integral by a factor": (sp.Integral(sp.exp(-(x**2)), (x, -sp.oo, sp.oo)), sp.pi),
}


def named(where: dict[sp.Basic, sp.Set], *expressions: sp.Basic) -> dict[sp.Basic, sp.Set]:
    """Return the domains of what occurs: others are refused."""
    occurring = sp.Tuple(*expressions).free_symbols
    return {symbol: domain for symbol, domain in where.items() if symbol in occurring}


@pytest.mark.parametrize("case", TRUE)
def test_true_equations_are_proved_by_sympy(case: str) -> None:
    where = named({tau: UNIT, p: sp.Interval(0, 1)}, *TRUE[case])
    assert prove_equal(*TRUE[case], where=where).method == "symbolic"


@pytest.mark.parametrize("case", FALSE)
def test_false_equations_raise(case: str) -> None:
    with pytest.raises(DerivationError, match="false"):
        prove_equal(*FALSE[case])


def test_the_error_names_the_point() -> None:
    with pytest.raises(DerivationError, match=r"at x = -\S+: left \S+, right -\S+"):
        prove_equal(sp.sqrt(x**2), x)


def test_the_domain_decides() -> None:
    log_odds = sp.log(p / (1 - p)), sp.log(p) - sp.log(1 - p)
    assert prove_equal(*log_odds, where={p: UNIT}).method == "symbolic"
    with pytest.raises(DerivationError):
        prove_equal(*log_odds)
    in_sum = [sp.Sum(e.subs(p, P[i]), (i, 1, n)) for e in log_odds]
    assert prove_equal(*in_sum, where={P: UNIT}).method == "symbolic"
    with pytest.raises(DerivationError):
        prove_equal(*in_sum)
    assert prove_equal(x**2, x, where={x: sp.FiniteSet(0, 1)}).method == "symbolic"
    with pytest.raises(DerivationError):
        prove_equal(x**2, x, where={x: sp.FiniteSet(0, 1, 2)})
    assert prove_equal(sp.Abs(x - 1), 1 - x, where={x: sp.Interval(0, 1)}).method == "symbolic"


def test_an_integer_symbol_is_not_split_over_half_integers() -> None:
    m = sp.Symbol("m", integer=True)
    assert prove_equal(sp.Abs(m - 3), sp.Max(m - 3, 3 - m)).method == "symbolic"
    with pytest.raises(DerivationError):  # false for odd m only
        prove_equal(sp.Abs(m) * sp.sin(sp.pi * m / 2) ** 2, 0)


def test_what_sympy_cannot_decide_is_labelled_numeric() -> None:
    proof = prove_equal(sp.acos(x / (1 + x**2)), sp.pi / 2 - sp.asin(x / (1 + x**2)))
    assert proof.method == "numeric"
    assert proof.points == 240
    assert str(proof).startswith("checked numerically, not proved (240 points, 60 digits)")
    assert str(prove_equal(x, x)).startswith("proved by SymPy")


def test_what_cannot_be_evaluated_is_refused() -> None:
    f = sp.Function("f")
    with pytest.raises(DerivationError, match="cannot be evaluated"):
        prove_equal(sp.Integral(f(x), (x, 0, 1)), 0)
    for unknown in (f(x), sp.zoo):
        with pytest.raises(DerivationError, match="cannot be evaluated"):
            prove_equal(unknown, 0)
    unbounded, oscillating = sp.Integral(1 / x, (x, 0, 1)), sp.Limit(sp.sin(x), x, sp.oo)
    for unknown in (sp.DiracDelta(x), oscillating):
        with pytest.raises(DerivationError, match="cannot be evaluated"):
            prove_equal(unknown, 0)
    with pytest.raises(DerivationError, match="not finite"):
        prove_equal(unbounded, sp.oo)
    with pytest.raises(DerivationError, match="no point of the domain"):
        prove_equal(sp.nan, sp.nan)
    with pytest.raises(DerivationError, match="the left is undefined"):
        prove_equal(sp.nan, 1)


INEQUALITIES = [
    sp.log(a) <= a - 1,
    sp.exp(x) >= 1 + x,
    sp.exp(x) > x,
    sp.log(sp.cosh(x)) <= x**2 / 2,
    sp.Abs(x) >= sp.log(sp.cosh(x)),
    sp.log(1 + a) < a,
    sp.tanh(a) < a,
    sp.sqrt(1 + x**2) - 1 <= x**2 / 2,
    a * sp.log(a / b) - a + b >= 0,
    sp.Sum(P[i] * sp.log(P[i] / Q[i]) - P[i] + Q[i], (i, 1, n)) >= 0,
    -p * sp.log(p) - (1 - p) * sp.log(1 - p) <= sp.log(2),
    (1 + a**2) * sp.exp(x) * (sp.exp(x) - 1 - x) >= 0,
]


@pytest.mark.parametrize("fact", INEQUALITIES, ids=str)
def test_inequalities_by_their_slope(fact: sp.Basic) -> None:
    assert prove(fact, where=named({p: UNIT}, fact)).method == "symbolic"


@pytest.mark.parametrize(
    "fact",
    [
        sp.log(a) < a - 1,  # equal at 1
        sp.exp(x) > 1 + x,  # equal at 0
        sp.log(1 + w) > 0,  # w may be 0
        sp.log(a) <= a - 1 - sp.Rational(1, 10**9),
        a**3 - 3 * a + sp.Rational(19, 10) >= 0,  # stationary at 1, and there below 0
        sp.Piecewise((x**2, x < 11), (-1, x < 12), (x**2, True)) >= 0,  # a jump
        x + 1 / x >= 2,  # a pole
        sp.Le(x, 1000),
        sp.Max(x, y) > sp.Min(x, y),
        sp.Abs(x - sp.Rational(1, 3)) >= sp.Rational(1, 10**12),
        sp.Sum(Y[i] ** 2 + 1, (i, 1, count)) > 0,  # no term
        sp.Sum(P[i], (i, 1, n)) > P[1],  # one term
        sp.Gt(sp.Abs(sp.Sum(sp.I * NONZERO[i], (i, 1, n))), 0, evaluate=False),  # may cancel
        sp.Sum(sp.Max(x, Y[i]), (i, 1, n)) ** 2 >= sp.Rational(1, 10**9),
        sp.Abs(c) >= 2 * c,  # not real
        sp.Ne(x**2, 2 * x - 1),
    ],
    ids=str,
)
def test_false_inequalities_raise(fact: sp.Basic) -> None:
    with pytest.raises(DerivationError):
        prove(fact)


def test_an_edge_of_the_domain_decides_strictness() -> None:
    fact = sp.Gt(p * (1 - p), 0, evaluate=False)
    assert prove(fact, where={p: UNIT}).method == "symbolic"
    half_line = {p: sp.Interval.open(-sp.oo, -1)}
    assert prove(sp.Gt(p**2, 1, evaluate=False), where=half_line).method == "symbolic"
    for closed in (sp.Interval(0, 1), sp.Interval.Lopen(0, 1), sp.Interval.Ropen(0, 1)):
        assert prove(p * (1 - p) >= 0, where={p: closed}).method == "symbolic"
        with pytest.raises(DerivationError, match=r"at p = [01]:"):
            prove(fact, where={p: closed})
    with pytest.raises(DerivationError, match="at m = 6"):
        prove(sp.Le(m, 5, evaluate=False), where={m: sp.Interval(1, 6)})
    evens = {m: sp.Union(sp.FiniteSet(0), sp.Interval(2, 3))}
    assert prove(sp.Ge(m**2, m, evaluate=False), where=evens).points > 0


def test_a_difference_below_the_first_precision_is_seen() -> None:
    assert prove(sp.Lt(sp.tanh(x), 1, evaluate=False)).method == "symbolic"
    with pytest.raises(DerivationError, match="agree to 12 digits but not further"):
        prove_equal(x, x * (1 + sp.Rational(1, 10**30)))


def test_a_side_that_is_not_real_is_not_larger() -> None:
    with pytest.raises(DerivationError, match="not real"):
        prove(sp.Ge(c + sp.Abs(c) + sp.Abs(c) ** 2, 0, evaluate=False))


def test_what_would_take_too_long_is_left_to_numbers() -> None:
    many = sp.symbols("x:8", real=True)
    kinks = sum(sp.Abs(v + 1) for v in many)
    folded = sum(sp.Max(v + 1, -v - 1) for v in many)
    assert prove_equal(kinks * folded, kinks**2).method == "numeric"
    assert prove(sp.Ge(folded, sp.Rational(1, 2) * kinks, evaluate=False)).method == "numeric"
    arcs = [
        (sp.acos(k * v / (9 + v**2)), sp.asin(k * v / (9 + v**2))) for v in many for k in (1, 2)
    ]
    assert prove_equal(sum(c for c, _ in arcs) + sum(s for _, s in arcs), 8 * sp.pi).points == 240


def test_sums_whose_length_is_not_known_are_left_to_numbers() -> None:
    squares = sp.Ge(sp.Sum(Y[i] ** 2, (i, 1, m)), 0, evaluate=False)
    with pytest.raises(DerivationError, match="the left is undefined"):  # m may be negative
        prove(squares)
    assert prove(squares, where={m: sp.Interval(0, 9)}).method == "numeric"
    two = sp.Sum(Y[i] ** 2 - 2 * Y[i], (i, 1, n)) + n + sp.Sum(H[i] ** 2, (i, 1, size))
    assert prove(two >= 0).method == "numeric"


def test_domains_of_every_form() -> None:
    for domain in (
        sp.Interval.open(-sp.oo, sp.oo),
        sp.Interval.open(0, sp.oo),
        sp.Interval.Lopen(-sp.oo, 3),
        sp.Union(sp.Interval(0, 1), sp.Interval(2, 3)),
    ):
        assert prove_equal(sp.Abs(p) ** 2, p**2, where={p: domain}).method == "symbolic"


def test_an_empty_domain_is_refused() -> None:
    for domain, message in (
        (sp.FiniteSet(sp.Rational(1, 2)), "goes beyond what is assumed of m, integer"),
        (sp.Interval.open(0, 1), "no value found for m"),
        (sp.S.EmptySet, "the domain of m is empty"),
    ):
        with pytest.raises(DerivationError, match=message):
            prove_equal(sp.cos(m), 1, where={m: domain})


def test_a_wrong_value_of_an_integral_limit_or_series_is_caught(monkeypatch) -> None:
    """SymPy's own value is held against quadrature; here it is made wrong."""
    for given, right in (
        (sp.Integral(sp.exp(-a * x), (x, 0, sp.oo)), 1 / a),
        (sp.Integral(x**2, (x, 1, 0)), -sp.Rational(1, 3)),
        (sp.Limit(sp.sin(a * x) / x, x, 0), a),
        (sp.Limit(sp.tanh(x), x, -sp.oo), sp.S.NegativeOne),
        (sp.Sum(a**k / sp.factorial(k), (k, 0, sp.oo)), sp.exp(a)),
    ):
        assert prove_equal(given, right).method == "symbolic"
        with monkeypatch.context() as patch:
            patch.setattr(type(given), "doit", lambda self, right=right, **hints: 2 * right)
            with pytest.raises(DerivationError, match="not confirmed"):
                prove_equal(given, 2 * right)


@pytest.mark.parametrize(
    "fact",
    [
        x**2 + y**2 >= 2 * x * y,
        sp.Gt(x**2 + 1, 0, evaluate=False),
        p * (1 - p) > 0,
        sp.Rational(1, 4) >= p * (1 - p),
        sp.Le(sp.Abs(x + y), sp.Abs(x) + sp.Abs(y), evaluate=False),
        sp.Ge(RSS, 0, evaluate=False),
        sp.Gt(sp.Sum(a * P[i], (i, 1, n)), 0, evaluate=False),
        sp.Ne(sp.exp(x), 0, evaluate=False),
        sp.And(sp.Eq(sp.Abs(x) ** 2, x**2, evaluate=False), sp.Ge(x**2, 0, evaluate=False)),
        sp.Gt(sp.sin(x) ** 2 + sp.cos(x) ** 2, 0, evaluate=False),
    ],
    ids=str,
)
def test_facts_are_proved(fact: sp.Basic) -> None:
    assert prove(fact, where=named({p: UNIT}, fact)).method == "symbolic"


@pytest.mark.parametrize(
    "fact",
    [sp.false, x**2 > 0, x**2 < 0, a > 1, p * (1 - p) > 0, sp.Sum(Y[i], (i, 1, n)) >= 0,
     sp.Sum(P[i], (i, 1, n - 1)) > 0, sp.Ne(x, 0), sp.Eq(x, y), sp.And(x**2 >= 0, x > 0)],
    ids=str,
)  # fmt: skip
def test_false_facts_raise(fact: sp.Basic) -> None:
    with pytest.raises(DerivationError):
        prove(fact)


def test_other_kinds_of_fact_are_refused() -> None:
    with pytest.raises(DerivationError, match="cannot prove a Contains"):
        prove(sp.Contains(x, sp.S.Integers))
    for truth in (True, sp.true, sp.false, x**2 >= 0):
        with pytest.raises(DerivationError, match="shows nothing"):
            prove(truth)
