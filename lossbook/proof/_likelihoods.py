"""Losses from likelihoods: each function returns the finished derivation of one loss.

All follow one frame. A density says how the truth y_i scatters about the prediction; the
likelihood of an independent sample is the product of the densities; its negative logarithm is a
sum; what does not depend on the prediction is dropped; what is left is the mean of a loss. The
last step proves that this loss is the formula of the book (`lossbook.formulas`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import sympy as sp
from mpmath import mp

from lossbook.formulas import C, _crossentropy, _regression, i, k, n, p, ps, tau, y, yhat, ys, z
from lossbook.proof._derivation import Derivation
from lossbook.proof._statement import Domain

__all__ = [
    "DERIVATIONS",
    "asymmetric_laplace",
    "bernoulli",
    "bernoulli_logit",
    "best_constant",
    "categorical",
    "gaussian",
    "gaussian_fitted_scale",
    "hyperbolic_secant",
    "laplace",
    "poisson",
]

Expr = Any

sigma, b = sp.symbols("sigma b", positive=True)
mu = sp.Symbol("mu", positive=True)  # the Poisson mean

# Arrays over the sample. Truth and prediction keep the names of the book's symbols.
Y = sp.IndexedBase("y", real=True)
YHAT = sp.IndexedBase("yhat", real=True)
Z = sp.IndexedBase("z", real=True)
P = sp.IndexedBase("p", positive=True)
MU = sp.IndexedBase("mu", positive=True)
COUNT = sp.IndexedBase("y", integer=True, nonnegative=True)

SAMPLE = (i, 1, n)
CLASSES = (k, 0, C - 1)
BINARY = sp.FiniteSet(0, 1)
_OUTCOME = sp.Symbol("c", integer=True, nonnegative=True)
OPEN_UNIT = sp.Interval.open(0, 1)

_NLL = r"-\ln L"
_PAIR = {y: Y[i], yhat: YHAT[i]}


def _total(term: Expr) -> Expr:
    """Return the sum over the sample."""
    return sp.Sum(term, SAMPLE)


def _negative_log_likelihood(
    title: str, density: Expr, name: str, reason: str, where: Domain | None = None
) -> Derivation:
    """Go from density to likelihood to its negative logarithm: the same for every loss."""
    return (
        Derivation.start(title, density, reason, name=name, where=where)
        .apply(
            lambda e: sp.Product(e, SAMPLE),
            "independent samples: the densities multiply",
            name="L",
        )
        .apply(lambda e: -sp.log(e), "least where the likelihood is greatest", name=_NLL)
    )


_SIZE = sp.Symbol("e", positive=True)  # |y − ŷ|: a density is folded at its centre


def _of_residual(
    title: str, density: Expr, reason: str, folded: Expr, where: Domain | None = None
) -> Derivation:
    """Begin with a density of y around ŷ, and check that it integrates to one.

    `folded` is an antiderivative of f(ŷ + e) + f(ŷ − e); from 0 to ∞ it must grow by one.
    """
    both = density.subs(Y[i], YHAT[i] + _SIZE) + density.subs(Y[i], YHAT[i] - _SIZE)
    growth = sp.Limit(folded, _SIZE, sp.oo) - folded.subs(_SIZE, 0)
    one = "the density integrates to one"
    return (
        _negative_log_likelihood(title, density, r"f(y_i \mid \hat{y}_i)", reason, where)
        .check(sp.Eq(sp.Derivative(folded, _SIZE), both), one)
        .check(sp.Eq(growth, 1), one)
    )


_SUM = "log of a product of positive factors"
_FREE = "what is free of ŷ does not move the minimum"
_MEAN = "the mean of the loss over the sample"


def _gaussian_sum(title: str) -> Derivation:
    residual = Y[i] - YHAT[i]
    # Held back from evaluation, so that the reader sees one root.
    norm = sp.UnevaluatedExpr(sp.Pow(2 * sp.pi * sigma**2, -sp.Rational(1, 2), evaluate=False))
    density = norm * sp.exp(-(residual**2) / (2 * sigma**2))
    return (
        _of_residual(
            title,
            density,
            "normal errors, one σ for all samples",
            sp.erf(_SIZE / (sp.sqrt(2) * sigma)),
        )
        .step(_total(sp.log(2 * sp.pi * sigma**2) / 2 + residual**2 / (2 * sigma**2)), _SUM)
        .step(
            n * sp.log(2 * sp.pi * sigma**2) / 2 + _total(residual**2) / (2 * sigma**2),
            "equal terms counted, σ taken out of the sum",
        )
    )


@cache
def gaussian() -> Derivation:
    """Derive the mean squared error from normal errors with a known common σ."""
    return (
        _gaussian_sum("Gaussian → mean squared error")
        .same_minimiser(_total((Y[i] - YHAT[i]) ** 2) / n, _FREE, variable=YHAT)
        .conclude(_regression.mean_squared_error.value, _MEAN, samples=_PAIR, over=SAMPLE)
    )


@cache
def gaussian_fitted_scale() -> Derivation:
    """Derive the mean squared error from normal errors with a common σ that is fitted too.

    The best σ² is RSS/n for every prediction. What is left is an increasing function of the mean
    squared error. With a σ(x) that is learned for each sample this fails: the negative
    log-likelihood then has no lower bound, and the prediction is a weighted least-squares fit.
    """
    mean_square = _total((Y[i] - YHAT[i]) ** 2) / n
    u = sp.Symbol("u", nonnegative=True)
    constant = n * sp.log(2 * sp.pi) / 2 + n / 2
    return (
        _gaussian_sum("Gaussian with fitted σ → mean squared error")
        .minimise_over(
            sigma,
            sp.sqrt(mean_square),
            "least over σ at σ² = RSS/n, whatever ŷ is",
            name=r"\min_{\sigma}(-\ln L)",
        )
        .step(n * sp.log(mean_square) / 2 + constant, "the square root out of the log")
        .same_minimiser(
            mean_square,
            "an increasing function keeps the minimiser",
            variable=YHAT,
            through=sp.Lambda(u, n * sp.log(u) / 2 + constant),
        )
        .conclude(_regression.mean_squared_error.value, _MEAN, samples=_PAIR, over=SAMPLE)
    )


@cache
def laplace() -> Derivation:
    """Derive the mean absolute error from Laplace errors with a known common scale b."""
    size = sp.Abs(YHAT[i] - Y[i])
    return (
        _of_residual(
            "Laplace → mean absolute error",
            sp.exp(-size / b) / (2 * b),
            "Laplace errors, scale b",
            -sp.exp(-_SIZE / b),
        )
        .step(_total(sp.log(2 * b) + size / b), _SUM)
        .step(n * sp.log(2 * b) + _total(size) / b, "equal terms counted, b taken out")
        .same_minimiser(_total(size) / n, _FREE, variable=YHAT)
        .conclude(_regression.mean_absolute_error.value, _MEAN, samples=_PAIR, over=SAMPLE)
    )


@cache
def hyperbolic_secant() -> Derivation:
    """Derive log-cosh from errors with the density 1/(π cosh e)."""
    hyperbolic = sp.cosh(Y[i] - YHAT[i])
    return (
        _of_residual(
            "Hyperbolic secant → log-cosh",
            1 / (sp.pi * hyperbolic),
            "errors with a hyperbolic secant density",
            4 / sp.pi * sp.atan(sp.exp(_SIZE)),
        )
        .step(_total(sp.log(sp.pi) + sp.log(hyperbolic)), _SUM)
        .step(n * sp.log(sp.pi) + _total(sp.log(hyperbolic)), "equal terms counted")
        .same_minimiser(_total(sp.log(hyperbolic)) / n, _FREE, variable=YHAT)
        .conclude(_regression.log_cosh.value, _MEAN, samples=_PAIR, over=SAMPLE)
    )


@cache
def asymmetric_laplace() -> Derivation:
    """Derive the pinball loss from asymmetric Laplace errors with τ in (0, 1)."""
    tilted = sp.Max(tau * (Y[i] - YHAT[i]), (tau - 1) * (Y[i] - YHAT[i]))
    return (
        _of_residual(
            "Asymmetric Laplace → pinball",
            tau * (1 - tau) * sp.exp(-tilted / b) / b,
            "asymmetric Laplace errors, scale b",
            -tau * sp.exp((tau - 1) * _SIZE / b) - (1 - tau) * sp.exp(-tau * _SIZE / b),
            {tau: OPEN_UNIT},
        )
        .step(_total(sp.log(b / (tau * (1 - tau))) + tilted / b), _SUM)
        .step(
            n * sp.log(b / (tau * (1 - tau))) + _total(tilted) / b,
            "equal terms counted, b taken out",
        )
        .same_minimiser(_total(tilted) / n, _FREE, variable=YHAT)
        .conclude(_regression.pinball.value, _MEAN, samples=_PAIR, over=SAMPLE)
    )


def _sums_to_one(mass: Expr) -> Expr:
    """Return the statement that the probabilities of y = 0 and y = 1 sum to one."""
    return sp.Eq(sp.Sum(mass.subs(Y[i], _OUTCOME), (_OUTCOME, 0, 1)), 1, evaluate=False)


@cache
def bernoulli() -> Derivation:
    """Derive the binary cross-entropy from binary outcomes, 1 with probability p_i."""
    mass = P[i] ** Y[i] * (1 - P[i]) ** (1 - Y[i])
    each = -Y[i] * sp.log(P[i]) - (1 - Y[i]) * sp.log(1 - P[i])
    return (
        _negative_log_likelihood(
            "Bernoulli → binary cross-entropy",
            mass,
            r"P(y_i \mid p_i)",
            "y is 1 with probability p, else 0",
            {P: OPEN_UNIT, Y: BINARY},
        )
        .check(_sums_to_one(mass), "the probabilities sum to one")
        .step(_total(each), "log of a product of positive factors")
        .same_minimiser(_total(each) / n, "a mean has the minimiser of its sum", variable=P)
        .conclude(
            _crossentropy.binary.value,
            _MEAN,
            samples={y: Y[i], p: P[i]},
            over=SAMPLE,
            name=r"\ell(y_i, p_i)",
        )
    )


@cache
def bernoulli_logit() -> Derivation:
    """Derive the cross-entropy of a logit from binary outcomes with p = 1/(1 + exp(−z)).

    One line is the form that never overflows: max(z, 0) − y·z + ln(1 + exp(−abs(z))).
    """
    probability = 1 / (1 + sp.exp(-Z[i]))
    mass = sp.Mul(
        sp.Pow(probability, Y[i], evaluate=False),
        sp.Pow(1 - probability, 1 - Y[i], evaluate=False),
        evaluate=False,
    )
    softplus = sp.log(1 + sp.exp(Z[i]))
    stable = sp.Max(Z[i], 0) - Y[i] * Z[i] + sp.log(1 + sp.exp(-sp.Abs(Z[i])))
    return (
        _negative_log_likelihood(
            "Bernoulli from the logit → binary cross-entropy",
            mass,
            r"P(y_i \mid z_i)",
            "y is 1 with probability 1/(1 + exp(−z))",
            {Y: BINARY},
        )
        .check(_sums_to_one(mass), "the probabilities sum to one")
        .step(
            _total(Y[i] * sp.log(1 + sp.exp(-Z[i])) + (1 - Y[i]) * softplus),
            "log of a product of positive factors",
        )
        .step(_total(stable), "no exponential of a positive number is left")
        .step(_total(softplus - Y[i] * Z[i]), "the same as one softplus")
        .same_minimiser(
            _total(softplus - Y[i] * Z[i]) / n, "a mean has the minimiser of its sum", variable=Z
        )
        .conclude(
            _crossentropy.binary_logits.value,
            _MEAN,
            samples={y: Y[i], z: Z[i]},
            over=SAMPLE,
            name=r"\ell(y_i, z_i)",
        )
    )


@cache
def categorical() -> Derivation:
    """Derive the categorical cross-entropy from C classes, class k with probability p_ik.

    y_i is one-hot: 1 at the class that came, else 0.
    """
    mass = sp.Product(P[i, k] ** Y[i, k], CLASSES)
    each = sp.Sum(Y[i, k] * sp.log(P[i, k]), CLASSES)
    return (
        _negative_log_likelihood(
            "Categorical → categorical cross-entropy",
            mass,
            r"P(y_i \mid p_i)",
            "class k comes with probability pₖ; y is one-hot",
            {P: OPEN_UNIT},
        )
        .step(-_total(each), "log of a product of positive factors")
        .same_minimiser(-_total(each) / n, "a mean has the minimiser of its sum", variable=P)
        .conclude(
            _crossentropy.categorical.value,
            _MEAN,
            samples={ys: lambda c: Y[i, c], ps: lambda c: P[i, c]},
            over=SAMPLE,
            name=r"\ell(y_i, p_i)",
        )
    )


@cache
def poisson() -> Derivation:
    """Derive the Poisson loss μ − y ln μ from counts with mean μ_i."""
    mass = MU[i] ** COUNT[i] * sp.exp(-MU[i]) / sp.factorial(COUNT[i])
    each = MU[i] - COUNT[i] * sp.log(MU[i])
    return (
        _negative_log_likelihood(
            "Poisson → Poisson loss", mass, r"P(y_i \mid \mu_i)", "counts with mean μ"
        )
        .check(
            sp.Eq(sp.Sum(mass.subs(COUNT[i], _OUTCOME), (_OUTCOME, 0, sp.oo)), 1),
            "the probabilities sum to one",
        )
        .step(_total(each + sp.log(sp.factorial(COUNT[i]))), "log of a product of positive factors")
        .step(_total(each) + _total(sp.log(sp.factorial(COUNT[i]))), "two sums")
        .same_minimiser(
            _total(each) / n, "what is free of μ does not move the minimum", variable=MU
        )
        .conclude(
            mu - y * sp.log(mu),
            _MEAN,
            samples={y: COUNT[i], mu: MU[i]},
            over=SAMPLE,
            name=r"\ell(y_i, \mu_i)",
        )
    )


DERIVATIONS: Mapping[str, Callable[[], Derivation]] = {
    "gaussian": gaussian,
    "gaussian_fitted_scale": gaussian_fitted_scale,
    "laplace": laplace,
    "hyperbolic_secant": hyperbolic_secant,
    "asymmetric_laplace": asymmetric_laplace,
    "bernoulli": bernoulli,
    "bernoulli_logit": bernoulli_logit,
    "categorical": categorical,
    "poisson": poisson,
}


def best_constant(loss: Expr, truth: Sequence[float], **parameters: float) -> tuple[float, float]:
    """Return the interval of constants with the least mean loss on data (often one point).

    Parameters
    ----------
    loss : the convex loss of one sample, as `Derivation.loss` of y and one prediction.
    truth : the sample of y.
    parameters : values of other symbols, by name: ``tau=0.9``.

    Raises
    ------
    ValueError
        If the loss has not exactly one free symbol beside y and the parameters.
    """
    data = [float(value) for value in truth]
    loss = loss.subs({s: parameters[s.name] for s in loss.free_symbols if s.name in parameters})
    predictions = sorted(loss.free_symbols - {y}, key=str)
    if len(predictions) != 1 or not data:
        raise ValueError(f"expected data and one prediction, got {len(data)} and {predictions}")
    prediction = predictions[0]
    low, high = min(data), max(data)
    if loss.has(sp.Abs, sp.Max):  # piecewise linear: least at data points and between them
        value = sp.lambdify((y, prediction), loss, "math")
        costs = {c: math.fsum(value(t, c) for t in data) for c in data}
        least = min(costs.values())
        best = [c for c, cost in costs.items() if math.isclose(cost, least, rel_tol=1e-12)]
        return min(best), max(best)
    slope = sp.lambdify((y, prediction), loss.diff(prediction), "math")
    if prediction.name == "z":
        low, high = -50.0, 50.0  # a logit is on another scale than the truth
    elif prediction.is_positive:
        low = max(low, 1e-12)
        high = min(high, 1 - 1e-12) if prediction == p else high

    def total(c: float) -> float:
        return math.fsum(slope(t, c) for t in data)

    if low >= high:
        return low, low
    root = float(
        mp.findroot(total, (low, high), solver="bisect", tol=1e-18, maxsteps=100, verify=False)
    )
    return root, root
