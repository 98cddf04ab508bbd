"""The derivation: what is true passes, what is false raises and leaves no trace."""

import doctest
import sys

import pytest
import sympy as sp

from lossbook.derivation import Derivation, DerivationError
from lossbook.likelihoods import laplace

n = sp.Symbol("n", integer=True, positive=True)
i = sp.Symbol("i", integer=True)
Y, H = (sp.IndexedBase(name, real=True) for name in ("y", "yhat"))
sigma, a, b = sp.symbols("sigma a b", positive=True)
x, y, z = sp.symbols("x y z", real=True)
RSS = sp.Sum((Y[i] - H[i]) ** 2, (i, 1, n))
NLL = n * sp.log(2 * sp.pi * sigma**2) / 2 + RSS / (2 * sigma**2)


def drop(u: sp.Expr) -> sp.Expr:
    return sp.Piecewise((u, u < 7), (u - 100, True))


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
        (2 * x**2, x**2 + x, {"variable": x}, "depends on x"),
        (x**2 + x, x**2, {"variable": x, "scale": 1, "offset": x}, "depends on x"),
        (y * x**2, x**2, {"variable": x}, "false"),  # the factor y may be negative
        (sp.Integer(0) * x, x**2, {"variable": x, "scale": 0, "offset": 0}, "x does not occur"),
        (x**2, x, {"variable": x, "through": sp.Lambda(z, z**2)}, "nonnegative"),
        (-sp.log(a), a, {"variable": a, "through": sp.Lambda(b, -sp.log(b))}, "false"),
        (a * b, a, {"variable": [a, b], "through": sp.Lambda(sigma, sigma * b)}, "depends on b"),
        # It rises on both sides of 7 and falls at it.
        (drop(a), a, {"variable": a, "through": sp.Lambda(b, drop(b))}, "smooth"),
        (-1 / (a - 7), a, {"variable": a, "through": sp.Lambda(b, -1 / (b - 7))}, "smooth"),
    ],
)
def test_wrong_minimisers_raise(start, new, arguments, message) -> None:
    with pytest.raises(DerivationError, match=message):
        Derivation.start("t", start, "given").same_minimiser(new, "wrong", **arguments)


@pytest.mark.parametrize(("name", "letter"), [("x", "u"), ("u", "v"), ("v", "u")])
def test_the_letter_for_the_line_above_is_no_symbol_of_it(name: str, letter: str) -> None:
    """Of a line in u, `d/du u with u = the line above` would be 1."""
    t = sp.Symbol(name, positive=True)
    d = Derivation.start("t", t**2, "given").apply(
        lambda line: sp.Derivative(line, t), "the slope", name="s"
    )
    assert f"Derivative({letter}, {name}) with {letter} = the line above" in str(d)


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


@pytest.mark.parametrize(
    ("function", "variable", "at", "domain", "recorded"),
    [
        ((x - sp.Rational(1, 3)) ** 2, x, sp.Rational(1, 3), sp.Interval(0, 1), ["≥ 0", "1 ≥"]),
        ((x - sp.sqrt(2)) ** 2, x, sp.sqrt(2), sp.Interval(1, 2), ["sqrt(2) ≥ 1", "2 ≥ sqrt(2)"]),
        (1 / a + a, a, 1, None, ["1 > 0"]),
    ],
)
def test_the_place_of_a_minimum_in_its_domain_is_recorded(function, variable, at, domain, recorded):
    """A reader can see that the point was shown to lie in the domain, and so can a mark."""
    where = {variable: domain} if domain else {}
    d = Derivation.start("t", function, "given", where=where).minimum(variable, at, "least")
    shown = [proof.statement.replace(">=", "≥") for _, proof in d.checks]
    for fact in recorded:
        assert [line for line in shown[1:-1] if fact in line], (fact, shown)
    assert len(shown) == 2 + len(recorded)


NEGATIVE, NONZERO = sp.Symbol("v", negative=True), sp.Symbol("v", real=True, nonzero=True)
INTEGER = sp.Symbol("v", integer=True)
HALF = sp.Rational(1, 2)
TWO_PARABOLAS = sp.Piecewise((x**2, x <= 1), (2 * (x - 2) ** 2 - 1, True))


@pytest.mark.parametrize(
    ("function", "variable", "at", "domain", "message"),
    [
        ((NEGATIVE - 1) ** 2, NEGATIVE, 1, None, "false"),
        (NONZERO**2, NONZERO, 0, None, "interval"),
        ((INTEGER - HALF) ** 2, INTEGER, HALF, None, "interval"),
        ((x - HALF) ** 2, x, HALF, sp.FiniteSet(0, 1), "interval"),
        ((x - 2) ** 2, x, 2, sp.Interval(0, 1), "false"),
        ((x + 2) ** 2, x, -2, sp.Interval(0, 1), "false"),
        ((x - y) ** 2, x, 2 * x - y, None, "depends on x"),
        # Each has a convex part with a stationary point, and is less on the other side of a
        # kink or a pole.
        (TWO_PARABOLAS, x, 0, None, "smooth"),
        (x**2 - sp.Abs(x - 1), x, HALF, None, "smooth"),
        (x**2 + x - sp.log(x**2), x, (sp.sqrt(17) - 1) / 4, None, "smooth"),
        (1 / x**2 + 2 * x, x, 1, None, "smooth"),
    ],
)
def test_a_stationary_point_that_is_not_the_minimum(function, variable, at, domain, message):
    d = Derivation.start("t", function, "given", where=domain and {variable: domain})
    with pytest.raises(DerivationError, match=message):
        d.minimum(variable, at, "wrong")


def test_smooth_functions_have_a_minimum() -> None:
    """Every kind of expression that is known to be smooth, and each kind of domain."""
    nonpositive = sp.Symbol("v", nonpositive=True)
    p, q = sp.symbols("p q", real=True)
    unit = {p: sp.Interval.open(0, 1), q: sp.Interval.open(0, 1)}
    for function, variable, at, where in (
        ((nonpositive + 1) ** 2, nonpositive, -1, {}),
        (sp.log(sp.cosh(x - y)), x, y, {}),
        (sp.exp(x) - x, x, 0, {}),
        (sp.sqrt(1 + x**2) + y**2, x, 0, {}),
        (a**a, a, sp.exp(-1), {}),
        (1 / a + a, a, 1, {}),
        ((x - HALF) ** 2 / (1 + y**2), x, HALF, {x: sp.Interval(0, 1)}),
        (-q * sp.log(p) - (1 - q) * sp.log(1 - p), p, q, unit),
    ):
        d = Derivation.start("t", function, "given", where=where)
        assert d.minimum(variable, at, "least").method == "symbolic", function


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
    d = d.step(sp.pi / 2 - sp.asin(x / (1 + x**2)), "a_b")
    assert "Also" not in d._repr_markdown_()
    d = d.check(sp.Ge(x**2, 0, evaluate=False), "squares")
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


def test_a_brief_view_leaves_out_what_was_applied_and_proves_no_less() -> None:
    whole = laplace()
    applied = [line.name for line in whole.lines if line.relation == "apply"]
    assert len(applied) == 2
    brief, markdown = str(whole.brief()), whole.brief()._repr_markdown_()
    assert "Product" in str(whole)
    assert "Product" not in brief
    assert markdown.count(r"\prod") == 0
    assert markdown.count(applied[-1]) == 1  # the sum that follows carries its name
    assert "Also proved: the density integrates to one." in markdown
    assert whole.brief().derivation is whole
    assert whole.brief().derivation.proofs == laplace().proofs


def test_a_brief_view_of_a_chain_without_applications_is_the_chain() -> None:
    d = Derivation.start("Squares", (x + 1) ** 2, "given").step(x**2 + 2 * x + 1, "multiplied out")
    assert str(d.brief()) == str(d)


def test_the_example_of_the_docstring() -> None:
    result = doctest.testmod(sys.modules[Derivation.__module__])
    assert result.attempted > 0
    assert result.failed == 0
