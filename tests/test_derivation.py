"""The prover and the derivation: what is true passes, what is false raises and names the point."""

import doctest

import pytest
import sympy as sp

import lossbook.derivation
from lossbook.derivation import Derivation, DerivationError, prove, prove_equal

n = sp.Symbol("n", integer=True, positive=True)
i, j, k = sp.symbols("i j k", integer=True)
Y, H = (sp.IndexedBase(name, real=True) for name in ("y", "yhat"))
P = sp.IndexedBase("p", positive=True)
sigma, a, b = sp.symbols("sigma a b", positive=True)
x, y, z = sp.symbols("x y z", real=True)
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
    "an integral by a factor": (sp.Integral(sp.exp(-(x**2)), (x, -sp.oo, sp.oo)), sp.pi),
}


@pytest.mark.parametrize("case", TRUE)
def test_true_equations_are_proved_by_sympy(case: str) -> None:
    assert prove_equal(*TRUE[case], where={tau: UNIT}).method == "symbolic"


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
    with pytest.raises(DerivationError, match="no point of the domain"):
        prove_equal(sp.nan, sp.nan)
    with pytest.raises(DerivationError, match="the left is undefined"):
        prove_equal(sp.nan, 1)


@pytest.mark.parametrize(
    "fact",
    [
        sp.true,
        x**2 + y**2 >= 2 * x * y,
        x**2 + 1 > 0,
        p * (1 - p) > 0,
        sp.Rational(1, 4) >= p * (1 - p),
        sp.Le(sp.Abs(x + y), sp.Abs(x) + sp.Abs(y), evaluate=False),
        RSS >= 0,
        sp.Sum(a * P[i], (i, 1, n)) > 0,
        sp.Ne(sp.exp(x), 0, evaluate=False),
        sp.And(sp.Eq(sp.Abs(x) ** 2, x**2, evaluate=False), x**2 >= 0, evaluate=False),
    ],
    ids=str,
)
def test_facts_are_proved(fact: sp.Basic) -> None:
    assert prove(fact, where={p: UNIT}).method == "symbolic"


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
    with pytest.raises(TypeError, match="cannot prove"):
        prove(sp.Or(x > 0, y > 0))


def test_a_false_step_leaves_the_derivation_as_it_was() -> None:
    d = Derivation.start("t", NLL, "given", name="N")
    before = str(d), d.latex(), len(d.lines)
    for expression in (NLL + 1, -NLL, RSS):
        with pytest.raises(DerivationError):
            d.step(expression, "wrong")
    with pytest.raises(DerivationError):
        d.same_minimiser(-RSS, "wrong", variable=H)
    with pytest.raises(DerivationError):
        d.check(sp.Eq(x, y), "wrong")
    assert (str(d), d.latex(), len(d.lines)) == before
    with pytest.raises(AttributeError):
        d.title = "other"  # type: ignore[misc]


def test_same_minimiser_finds_what_is_dropped() -> None:
    d = Derivation.start("t", NLL, "given").same_minimiser(RSS / n, "why", variable=H)
    line = d.lines[-1]
    assert line.scale == n / (2 * sigma**2)
    assert line.offset == n * sp.log(2 * sp.pi * sigma**2) / 2
    assert "divided by n/(2*sigma**2); dropped n*log(2*pi*sigma**2)/2" in str(d)
    hidden = Derivation.start("t", sp.Sum((Y[i] - H[i]) ** 2 + Y[i] ** 4, (i, 1, n)), "given")
    hidden = hidden.same_minimiser(RSS, "why", variable=H)  # the dropped terms sit inside a sum
    assert hidden.lines[-1].offset == sp.Sum(Y[i] ** 4, (i, 1, n))


@pytest.mark.parametrize(
    ("start", "new", "arguments", "message"),
    [
        (NLL, RSS / (2 * sigma**2), {"variable": [H, sigma], "scale": 1}, "depends on sigma"),
        (NLL, RSS, {"variable": [H, sigma], "scale": 1 / (2 * sigma**2)}, "depends on sigma"),
        (NLL, RSS, {"variable": sigma}, "no factor found"),
        (NLL, -RSS, {"variable": H}, "false"),
        (NLL, RSS, {"variable": H, "scale": -1}, "depends on yhat"),
        (NLL, RSS, {"variable": H, "scale": 1 / sigma**2, "offset": 0}, "false"),
        (x**2 + x, x**2, {"variable": x}, "depends on x"),
        (x**2 + x, x**2, {"variable": x, "scale": 1, "offset": x}, "depends on x"),
        (y * x**2, x**2, {"variable": x}, "false"),  # the factor y may be negative
        (sp.Integer(0) * x, x**2, {"variable": x, "scale": 0, "offset": 0}, "false"),
        (x**2, x, {"variable": x, "through": sp.Lambda(z, z**2)}, "nonnegative"),
        (-sp.log(a), a, {"variable": a, "through": sp.Lambda(b, -sp.log(b))}, "false"),
        (a * b, a, {"variable": [a, b], "through": sp.Lambda(sigma, sigma * b)}, "depends on b"),
    ],
)
def test_wrong_minimisers_raise(start, new, arguments, message) -> None:
    with pytest.raises(DerivationError, match=message):
        Derivation.start("t", start, "given").same_minimiser(new, "wrong", **arguments)


def test_through_an_increasing_function() -> None:
    u = sp.Symbol("u", nonnegative=True)
    d = Derivation.start("t", n * sp.log(RSS), "given")
    d = d.same_minimiser(RSS, "ln increases", variable=H, through=sp.Lambda(u, n * sp.log(u)))
    assert d.method == "symbolic"
    assert "the line above is n*log(u) with u = this line" in str(d)


def test_minimum() -> None:
    mean = sp.Sum(Y[i], (i, 1, n)) / n
    d = Derivation.start("t", sp.Sum((Y[i] - x) ** 2, (i, 1, n)) / n, "given")
    assert d.minimum(x, mean, "the mean is best").method == "symbolic"
    for wrong in (mean + 1, sp.Sum(Y[i], (i, 1, n))):
        with pytest.raises(DerivationError):
            d.minimum(x, wrong, "wrong")
    with pytest.raises(DerivationError):  # stationary, but a maximum
        Derivation.start("t", -(x**2), "given").minimum(x, 0, "wrong")
    with pytest.raises(DerivationError):  # stationary, but outside the domain
        Derivation.start("t", (a + 1) ** 2, "given").minimum(a, -1, "wrong")


def test_minimise_over() -> None:
    d = Derivation.start("t", NLL, "given")
    best = d.minimise_over(sigma, sp.sqrt(RSS / n), "fitted", name="M")
    assert best.method == "symbolic"
    assert not best.expression.has(sigma)
    with pytest.raises(DerivationError):
        d.minimise_over(sigma, sp.sqrt(RSS / (n - 1)), "unbiased, not most likely", name="M")
    with pytest.raises(DerivationError):
        d.minimise_over(sigma, RSS / n, "σ² taken for σ", name="M")


def test_conclude_and_no_step_after_it() -> None:
    d = Derivation.start("t", RSS / n, "given")
    samples = {"samples": {x: H[i], y: Y[i]}, "over": (i, 1, n)}
    done = d.conclude((x - y) ** 2, "mean", **samples)
    assert done.loss == (x - y) ** 2
    for wrong in ((x - y) ** 2 / 2, sp.Abs(x - y), (x + y) ** 2):
        with pytest.raises(DerivationError, match="false"):
            d.conclude(wrong, "wrong", **samples)
    with pytest.raises(DerivationError, match="concluded"):
        done.step(RSS / n, "more")


def test_display() -> None:
    hard = sp.acos(x / (1 + x**2))
    d = Derivation.start("A title", hard, "with 100 % & σ² > 0", name="f(x)")
    d = d.step(sp.pi / 2 - sp.asin(x / (1 + x**2)), "a_b").check(x**2 >= 0, "squares")
    markdown = d._repr_markdown_()
    assert markdown.count("$$") == 2
    assert markdown.count(r"\begin{aligned}") == markdown.count(r"\end{aligned}") == 1
    assert r"\text{with 100 \% \& }{\sigma}^{2}\text{ > 0}" in markdown
    assert r"\text{a\_b}" in markdown
    assert r"\text{checked numerically (240 points), not proved}" in markdown
    assert "Also proved: squares." in markdown
    assert d.method == "numeric"
    assert repr(d) == str(d)
    assert str(d).startswith("A title\nf(x) = acos(x/(x**2 + 1))\n    (with 100 % & σ² > 0)\n= ")


def test_the_example_of_the_docstring() -> None:
    result = doctest.testmod(lossbook.derivation)
    assert result.attempted > 0
    assert result.failed == 0
