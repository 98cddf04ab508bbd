"""The same losses in other libraries, each called as its own documentation says.

    python benchmarks/peers.py INPUTS.npz OUTPUTS.npz

evaluates every library that the interpreter at hand can import, on the inputs that
`benchmarks/accuracy.py` wrote; the package itself is not needed. An adapter undoes a convention and
nothing else: the order of the arguments, a factor ½, percent for fractions, a mean of one element.
Where a library takes logarithms or residuals, they are computed with NumPy as its user would.
"""

import importlib.metadata
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

Result = tuple[Any, Any]  # value and gradient of every sample; None for what a library lacks
Adapter = Callable[..., Result]
Library = tuple[str, dict[str, Adapter]]  # name and version; the losses it has


def version(*names: str) -> str:
    """Return the versions of these distributions."""
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def scipy() -> Library:
    """Return the losses that scipy.special has, or has the one function for."""
    from scipy import special

    def sparse(t: Any, z: Any) -> Result:
        return -special.log_softmax(z, axis=-1)[np.arange(len(t)), t], None

    return version("scipy"), {
        "huber": lambda y, p, delta: (special.huber(p.dtype.type(delta), p - y), None),
        "pseudo_huber": lambda y, p, delta: (
            special.pseudo_huber(p.dtype.type(delta), p - y),
            None,
        ),
        "categorical_crossentropy-logits": lambda y, z: (
            -(y * special.log_softmax(z, axis=-1)).sum(axis=-1),
            None,
        ),
        "sparse_categorical_crossentropy-logits": sparse,
        "kl_divergence": lambda y, p: (special.rel_entr(y, p).sum(axis=-1), None),
        "entropy": lambda p, q: (special.entr(p).sum(axis=-1), None),
    }


def sklearn() -> Library:
    """Return the losses that scikit-learn's estimators minimise, and two of its metrics."""
    from sklearn import metrics
    from sklearn._loss import loss as losses

    def of(loss: Any, factor: float = 1) -> Adapter:
        def run(y: Any, p: Any, **parameters: float) -> Result:
            made = loss(**parameters) if not loss_takes_classes(loss) else loss(p.shape[-1])
            arguments = {"y_true": y.astype(p.dtype), "raw_prediction": np.ascontiguousarray(p)}
            value, slope = made.loss(**arguments), made.gradient(**arguments)
            return factor * value, factor * slope

        return run

    def loss_takes_classes(loss: Any) -> bool:
        return loss is losses.HalfMultinomialLoss

    def deviance(loss: Any, **fixed: float) -> Adapter:
        """Return the deviance: twice a half loss, of which a term in y alone is left out."""

        def run(y: Any, raw: Any, **parameters: float) -> Result:
            made = loss(**parameters, **fixed)
            y = y.astype(raw.dtype)
            value = made.loss(y_true=y, raw_prediction=raw) + made.constant_to_optimal_zero(y)
            return 2 * value, 2 * made.gradient(y_true=y, raw_prediction=raw)

        return run

    def each(metric: Callable[..., float]) -> Adapter:
        """Return a metric, which is a mean, of one sample after the other."""

        def run(y: Any, p: Any, **parameters: float) -> Result:
            pairs = zip(y[:, None], p[:, None], strict=True)
            return np.array([metric(a, b, **parameters) for a, b in pairs]), None

        return run

    def percentage(y: Any, p: Any) -> Result:
        raw = metrics.mean_absolute_percentage_error(y[None], p[None], multioutput="raw_values")
        return raw, None

    return version("scikit-learn"), {
        "mean_squared_error": of(losses.HalfSquaredError, 2),
        "mean_absolute_error": of(losses.AbsoluteError),
        "mean_absolute_percentage_error": percentage,
        "huber": of(losses.HuberLoss),
        "pinball": of(losses.PinballLoss),
        "binary_crossentropy-logits": of(losses.HalfBinomialLoss),
        "sparse_categorical_crossentropy-logits": of(losses.HalfMultinomialLoss),
        "poisson_deviance": each(metrics.mean_poisson_deviance),
        "poisson_deviance-log": deviance(losses.HalfPoissonLoss),
        "gamma_deviance": each(metrics.mean_gamma_deviance),
        "gamma_deviance-log": deviance(losses.HalfGammaLoss),
        "tweedie_deviance": each(metrics.mean_tweedie_deviance),
        "tweedie_deviance-log": deviance(losses.HalfTweedieLoss),
        "mean_squared_logarithmic_error": each(metrics.mean_squared_log_error),
    }


def torch() -> Library:
    """Return PyTorch's losses, the gradients by its autodiff."""
    import torch
    from torch.nn import functional

    def of(loss: Callable[..., Any]) -> Adapter:
        def run(y: Any, p: Any, **parameters: float) -> Result:
            truth, prediction = torch.from_numpy(y), torch.from_numpy(p).requires_grad_()
            value = loss(prediction, truth, **parameters)
            (slope,) = torch.autograd.grad(value.sum(), prediction)
            return value.detach().numpy(), slope.numpy()

        return run

    none = {"reduction": "none"}

    def gaussian(p: Any, y: Any) -> Any:
        """Return the loss of mean and logarithm of the scale: PyTorch takes the variance."""
        variance = (2 * p[:, 1]).exp()
        return functional.gaussian_nll_loss(p[:, 0], y, variance, full=True, eps=0, **none)

    return version("torch"), {
        "mean_squared_error": of(lambda p, y: functional.mse_loss(p, y, **none)),
        "mean_absolute_error": of(lambda p, y: functional.l1_loss(p, y, **none)),
        "huber": of(lambda p, y, delta: functional.huber_loss(p, y, delta=delta, **none)),
        "multiclass_hinge": of(
            lambda s, t, margin: (
                functional.multi_margin_loss(s, t, margin=margin, **none) * s.shape[-1]
            )
        ),
        "binary_crossentropy": of(lambda p, y: functional.binary_cross_entropy(p, y, **none)),
        "binary_crossentropy-logits": of(
            lambda z, y: functional.binary_cross_entropy_with_logits(z, y, **none)
        ),
        "categorical_crossentropy-logits": of(lambda z, y: functional.cross_entropy(z, y, **none)),
        "sparse_categorical_crossentropy-logits": of(
            lambda z, t: functional.cross_entropy(z, t, **none)
        ),
        "kl_divergence": of(lambda p, y: functional.kl_div(p.log(), y, **none).sum(-1)),
        "gaussian_nll": of(gaussian),
    }


def keras() -> Library:
    """Return Keras's losses on its JAX backend, the gradients by JAX."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras
    from jax import grad, numpy

    def of(loss: Callable[..., Any], rows: bool = False, factor: float = 1) -> Adapter:
        def run(y: Any, p: Any, **parameters: float) -> Result:
            # Keras averages over the last axis: each element becomes an axis of its own. Given
            # NumPy arrays it would turn float64 into its own default, float32.
            truth, prediction = numpy.asarray(y), numpy.asarray(p)
            if not rows:
                truth, prediction = truth[:, None], prediction[:, None]
            value = loss(truth, prediction, **parameters)

            def total(x: Any) -> Any:
                return numpy.sum(loss(truth, x, **parameters))

            slope = grad(total)(prediction)
            return factor * np.asarray(value), factor * np.asarray(slope).reshape(p.shape)

        return run

    k = keras.losses
    logits = {"from_logits": True}

    return version("keras", "jax"), {
        "mean_squared_error": of(k.mean_squared_error),
        "mean_absolute_error": of(k.mean_absolute_error),
        "mean_absolute_percentage_error": of(k.mean_absolute_percentage_error, factor=0.01),
        "huber": of(k.huber),
        "log_cosh": of(k.log_cosh),
        "hinge": of(k.hinge),
        "squared_hinge": of(k.squared_hinge),
        "binary_crossentropy": of(k.binary_crossentropy),
        "binary_crossentropy-logits": of(lambda y, z: k.binary_crossentropy(y, z, **logits)),
        "categorical_crossentropy": of(k.categorical_crossentropy, rows=True),
        "categorical_crossentropy-logits": of(
            lambda y, z: k.categorical_crossentropy(y, z, **logits), rows=True
        ),
        "sparse_categorical_crossentropy": of(k.sparse_categorical_crossentropy, rows=True),
        "sparse_categorical_crossentropy-logits": of(
            lambda t, z: k.sparse_categorical_crossentropy(t, z, **logits), rows=True
        ),
        "kl_divergence": of(k.kl_divergence, rows=True),
        "mean_squared_logarithmic_error": of(k.mean_squared_logarithmic_error),
        "binary_focal_crossentropy": of(k.binary_focal_crossentropy),
        "binary_focal_crossentropy-logits": of(
            lambda y, z, gamma: k.binary_focal_crossentropy(y, z, gamma=gamma, **logits)
        ),
    }


def optax() -> Library:
    """Return optax's losses, the gradients by JAX."""
    import jax
    import optax
    from jax import numpy

    def of(loss: Callable[..., Any]) -> Adapter:
        def run(y: Any, p: Any, **parameters: float) -> Result:
            prediction, truth = numpy.asarray(p), numpy.asarray(y)
            value = loss(prediction, truth, **parameters)
            slope = jax.grad(lambda x: numpy.sum(loss(x, truth, **parameters)))(prediction)
            return np.asarray(value), np.asarray(slope)

        return run

    return version("optax", "jax"), {
        "mean_squared_error": of(optax.squared_error),
        "huber": of(lambda p, y, delta: optax.huber_loss(p, y, delta=delta)),
        "log_cosh": of(optax.log_cosh),
        "hinge": of(optax.hinge_loss),
        "crammer_singer_hinge": of(
            lambda s, t, margin: optax.losses.multiclass_hinge_loss(s / margin, t) * margin
        ),
        "binary_crossentropy-logits": of(optax.sigmoid_binary_cross_entropy),
        "categorical_crossentropy-logits": of(optax.softmax_cross_entropy),
        "sparse_categorical_crossentropy-logits": of(
            optax.softmax_cross_entropy_with_integer_labels
        ),
        "kl_divergence": of(lambda p, y: optax.kl_divergence(numpy.log(p), y)),
        "binary_focal_crossentropy-logits": of(
            lambda z, y, gamma: optax.sigmoid_focal_loss(z, y, gamma=gamma)
        ),
    }


LIBRARIES = {
    "SciPy": scipy,
    "scikit-learn": sklearn,
    "PyTorch": torch,
    "Keras": keras,
    "JAX/optax": optax,
}


# Single inputs at which conventions and rounding show: what is asked, of which loss, the truth, the
# prediction, parameters, and whether the value is meant or the gradient.
INF = float("inf")
EDGES = [
    ("log-cosh of e = 1e-9", "log_cosh", [0.0], [1e-9], {}, "value"),
    ("log-cosh of e = 1000", "log_cosh", [0.0], [1000.0], {}, "value"),
    ("Huber's gradient at e = 1e-17", "huber", [0.0], [1e-17], {"delta": 1.0}, "gradient"),
    ("pseudo-Huber of e = 1e-18", "pseudo_huber", [0.0], [1e-18], {"delta": 1.0}, "value"),
    ("BCE: y = 1, p = 0", "binary_crossentropy", [1.0], [0.0], {}, "value"),
    ("its gradient by p", "binary_crossentropy", [1.0], [0.0], {}, "gradient"),
    ("BCE: y = 1, logit 50", "binary_crossentropy-logits", [1.0], [50.0], {}, "value"),
    ("its gradient", "binary_crossentropy-logits", [1.0], [50.0], {}, "gradient"),
    ("BCE: y = 0, logit −50", "binary_crossentropy-logits", [0.0], [-50.0], {}, "value"),
    ("BCE: y = 1, logit ∞", "binary_crossentropy-logits", [1.0], [INF], {}, "value"),
    (
        "softmax CE, the truth leads by 50",
        "sparse_categorical_crossentropy-logits",
        [0],
        [[50.0, 0.0, 0.0]],
        {},
        "value",
    ),
    (
        "softmax CE, a class masked by −∞",
        "sparse_categorical_crossentropy-logits",
        [0],
        [[0.0, 0.0, -INF]],
        {},
        "value",
    ),
    (
        "the same, one-hot target",
        "categorical_crossentropy-logits",
        [[1.0, 0.0, 0.0]],
        [[0.0, 0.0, -INF]],
        {},
        "value",
    ),
    (
        "KL, both 0 in one class",
        "kl_divergence",
        [[0.5, 0.5, 0.0]],
        [[0.25, 0.75, 0.0]],
        {},
        "value",
    ),
    (
        "KL, 2⁻³⁰ apart",
        "kl_divergence",
        [[0.5, 0.5]],
        [[0.5 + 2.0**-30, 0.5 - 2.0**-30]],
        {},
        "value",
    ),
    ("MAPE: y = 0, ŷ = 1", "mean_absolute_percentage_error", [0.0], [1.0], {}, "value"),
]


def at_edges(adapters: dict[str, Adapter]) -> list[str]:
    """Return what a library gives at every edge, as text; empty where it lacks the loss."""
    texts = []
    for _, loss, y, p, parameters, kind in EDGES:
        text = ""
        if loss in adapters:
            try:
                both = adapters[loss](np.array(y), np.array(p), **parameters)
                computed = both[kind == "gradient"]
                text = "" if computed is None else f"{float(np.ravel(computed)[0]):.4g}"
            except Exception as error:
                text = type(error).__name__
        texts.append(text)
    return texts


def installed() -> Iterator[tuple[str, Library]]:
    """Yield the libraries that can be imported, JAX told to keep float64."""
    os.environ["JAX_ENABLE_X64"] = "1"
    os.environ["JAX_PLATFORMS"] = "cpu"
    for name, library in LIBRARIES.items():
        try:
            yield name, library()
        except ImportError:
            continue


def main(inputs: str, outputs: str) -> None:
    """Evaluate every library on every case that it has the loss for."""
    given = np.load(inputs)
    cases = json.loads(str(given["cases"]))
    results: dict[str, Any] = {}
    versions: dict[str, str] = {}
    edges = {}
    for library, (versions[library], adapters) in installed():
        edges[library] = at_edges(adapters)
        for number, (loss, parameters) in enumerate(cases):
            if loss not in adapters:
                continue
            for dtype in ("float64", "float32"):
                y, p = given[f"{number} {dtype} y"], given[f"{number} {dtype} p"]
                both = adapters[loss](y, p, **parameters[dtype])
                for kind, computed in zip(("value", "gradient"), both, strict=True):
                    if computed is not None:
                        results[f"{library}|{number}|{dtype}|{kind}"] = computed
    np.savez(outputs, versions=json.dumps(versions), edges=json.dumps(edges), **results)


if __name__ == "__main__":
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        main(*sys.argv[1:])
