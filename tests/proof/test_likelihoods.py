"""Every derivation of the book: proved symbolically, equal to the loss, right on data."""

import math
import os
import random
import statistics
import subprocess
import sys

import pytest
import sympy as sp

import lossbook
from lossbook.derivation import Derivation, DerivationError
from lossbook.formulas import i, n, p, y, yhat
from lossbook.likelihoods import DERIVATIONS, MU, SAMPLE, Y, best_constant, mu, poisson

# Twelve numbers with an outlier, an even count and a tie, made up for this test.
DATA = [1.5, 2.0, 2.0, 3.25, 4.0, 4.5, 5.0, 7.0, 8.5, 9.0, 12.0, 60.0]
COUNTS = [0, 3, 1, 4, 1, 5, 9, 2, 6]
BINARY = [0, 1, 1, 0, 1, 1, 1, 0, 1, 1]

LOSSES = {
    "gaussian": lossbook.mean_squared_error.formula,
    "gaussian_fitted_scale": lossbook.mean_squared_error.formula,
    "laplace": lossbook.mean_absolute_error.formula,
    "hyperbolic_secant": lossbook.log_cosh.formula,
    "bernoulli": lossbook.binary_crossentropy.formula,
    "bernoulli_logit": lossbook.binary_crossentropy.logit_formula,
    "categorical": lossbook.categorical_crossentropy.formula,
}


@pytest.mark.parametrize("name", DERIVATIONS)
def test_every_step_is_proved_symbolically(name: str) -> None:
    derivation = DERIVATIONS[name]()
    assert {proof.method for proof in derivation.proofs} == {"symbolic"}
    assert any("one" in reason for reason, _ in derivation.checks) or name == "categorical"
    assert derivation.lines[-1].relation == "="
    assert derivation.lines[-2].relation == "argmin"


@pytest.mark.parametrize("name", LOSSES)
def test_the_conclusion_is_the_loss_of_the_package(name: str) -> None:
    assert DERIVATIONS[name]().loss == LOSSES[name]


def test_pinball_is_the_loss_of_the_package_at_its_default_quantile() -> None:
    derived = DERIVATIONS["asymmetric_laplace"]().loss
    tau = next(s for s in derived.free_symbols if s.name == "tau")
    formula = lossbook.pinball.formula
    default = formula.subs(tau, sp.Rational(1, 2))
    assert sp.simplify(derived.subs(tau, sp.Rational(1, 2)) - default).subs({y: 3, yhat: 1}) == 0
    assert formula.free_symbols <= {y, yhat, tau}


def test_a_wrong_loss_is_refused_at_the_end() -> None:
    unfinished = DERIVATIONS["gaussian"]()
    mean = unfinished.lines[-2].expression
    start = Derivation.start("t", mean, "given")
    with pytest.raises(DerivationError):
        start.conclude(sp.Abs(y - yhat), "wrong", samples={y: Y[i]}, over=SAMPLE)


def test_display_is_stable_between_processes() -> None:
    code = (
        "from lossbook.likelihoods import DERIVATIONS\n"
        "for name in ('gaussian', 'asymmetric_laplace', 'bernoulli', 'poisson'):\n"
        "    d = DERIVATIONS[name]()\n"
        "    print(d._repr_markdown_(), d)\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    ).stdout.decode()
    names = ("gaussian", "asymmetric_laplace", "bernoulli", "poisson")
    here = [DERIVATIONS[name]() for name in names]  # in this process, with its own hash seed
    assert other == "".join(f"{d._repr_markdown_()} {d}\n" for d in here)
    assert other.count(r"\begin{aligned}") == 4


def test_best_constants_on_data() -> None:
    def best(name, data, **parameters):
        return best_constant(DERIVATIONS[name]().loss, data, **parameters)

    assert best("gaussian", DATA)[0] == pytest.approx(statistics.fmean(DATA), rel=1e-14)
    assert best("laplace", DATA) == (4.5, 5.0)  # every median of an even number of values
    assert best("laplace", DATA[:-1]) == (4.5, 4.5)
    for tau in (0.1, 0.3, 0.9):  # n·τ is no integer: the quantile is the ⌈n·τ⌉-th value
        quantile = sorted(DATA)[math.ceil(len(DATA) * tau) - 1]
        assert best("asymmetric_laplace", DATA, tau=tau) == (quantile, quantile)
    assert best("asymmetric_laplace", DATA, tau=0.25) == (2.0, 3.25)  # n·τ = 3: an interval
    centre, _ = best("hyperbolic_secant", DATA)
    assert math.fsum(math.tanh(value - centre) for value in DATA) == pytest.approx(0, abs=1e-12)
    rate = statistics.fmean(BINARY)
    assert best("bernoulli", BINARY)[0] == pytest.approx(rate, rel=1e-13)
    assert best("bernoulli_logit", BINARY)[0] == pytest.approx(
        math.log(rate / (1 - rate)), rel=1e-13
    )
    assert best("poisson", COUNTS)[0] == pytest.approx(statistics.fmean(COUNTS), rel=1e-13)
    assert best("gaussian", [2.0, 2.0]) == (2.0, 2.0)
    with pytest.raises(ValueError, match="one prediction"):
        best("asymmetric_laplace", DATA)
    with pytest.raises(ValueError, match="expected data"):
        best("gaussian", [])


def test_class_rates_are_best_for_categorical_crossentropy() -> None:
    rates = (0.5, 0.3, 0.2)

    def cost(q):
        return -math.fsum(r * math.log(c) for r, c in zip(rates, q, strict=True))

    rng = random.Random(1)
    for _ in range(200):
        weights = [rng.random() + 1e-9 for _ in rates]
        q = [w / math.fsum(weights) for w in weights]
        assert cost(q) > cost(rates)


def test_smooth_best_constants_are_proved() -> None:
    """Mean, rate and mean count: stationary and convex, so least, for every sample."""
    total = sp.Sum(Y[i], SAMPLE)
    binary = {Y: sp.FiniteSet(0, 1), p: sp.Interval.open(0, 1)}
    for name, variable, where in (
        ("gaussian", yhat, {}),
        ("bernoulli", p, binary),
        ("poisson", mu, {Y: sp.FiniteSet(0, 1, 2, 5)}),
    ):
        each = DERIVATIONS[name]().loss.subs(y, Y[i])
        mean = Derivation.start(name, sp.Sum(each, SAMPLE) / n, "one constant", where=where)
        assert mean.minimum(variable, total / n, "the mean is best").method == "symbolic", name


def test_wrong_turns_are_refused() -> None:
    line = poisson().lines[-3].expression  # the sum with ln y! still in it
    start = Derivation.start("t", line, "given")
    kept = sp.Sum(MU[i], SAMPLE)
    with pytest.raises(DerivationError):
        start.same_minimiser(kept / n, "y ln μ dropped though it holds μ", variable=MU)
