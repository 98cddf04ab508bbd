"""The losses on the arrays of other libraries: PyTorch, JAX, Dask and the array standard.

`make peers` runs all of it. Where a library is not installed its tests are left out, and the
report's head says so.
"""

import math
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from libraries import Dask, Jax, Library, Torch
from oracle import CASES, NAMES, draw, generator, kernel
from rows import ROWS

import lossbook

# PyTorch's own, while it is imported further and while it compiles
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]

every_loss = pytest.mark.parametrize(("loss", "flags"), CASES, ids=NAMES)
inf, nan = math.inf, math.nan


def library(*kinds):
    names = [kind.module.partition(".")[0] for kind in kinds]
    return pytest.mark.parametrize("library", kinds, ids=names, indirect=True)


every_library = library(Library, Torch, Jax, Dask)
not_dask = library(Library, Torch, Jax)
autodiff = library(Torch, Jax)


@pytest.fixture(name="library")
def _library(request):
    return request.param()


@pytest.fixture
def torch():
    return Torch().xp


@pytest.fixture
def jax():
    return Jax().jax


@pytest.fixture
def dask():
    return Dask()


def both(loss, *args, **kwargs):
    return loss(*args, **kwargs), loss.gradient(*args, **kwargs)


def everything(loss, *args, **kwargs):
    hessian = [loss.hessian(*args, **kwargs)] if hasattr(loss, "hessian") else []
    return [*both(loss, *args, **kwargs), *hessian]


def reductions(loss):
    averages = "reduction" in loss.__signature__.parameters
    return [{"reduction": r} for r in ("mean", "sum", "none")] if averages else [{}]


def ulps(got, wanted):
    """Return the largest difference, in units in the last place of what is wanted."""
    got, wanted = np.asarray(got), np.asarray(wanted)
    assert got.shape == wanted.shape
    with np.errstate(invalid="ignore"):
        error = np.abs(got.astype(float) - wanted) / np.spacing(np.abs(wanted))
    same = (got == wanted) | (np.isnan(got) & np.isnan(wanted))
    return float(np.max(np.where(same, 0, np.where(np.isnan(error), inf, error))))


# --- the same results ----------------------------------------------------------------------------

# The worst difference from NumPy's results, measured over the samples below on a processor with
# AVX-512, in ulps. Two are added for processors whose last bits differ. JAX's log1p is the least
# accurate function: of -0.05 it is off by tens of ulps.
ROOM = {"array_api_strict": 5, "torch": 4, "jax.numpy": 9, "dask.array": 4}
WORSE = {
    # Its curvature has a root near one of the samples.
    ("torch", "generalized_crossentropy from_logits"): 15,
    ("jax.numpy", "mean_squared_logarithmic_error"): 22,
    ("jax.numpy", "poisson_deviance from_log"): 46,
    ("jax.numpy", "gamma_deviance from_log"): 45,
    ("jax.numpy", "tweedie_deviance from_log"): 50,
    ("jax.numpy", "binary_focal_crossentropy"): 89,
    ("jax.numpy", "generalized_crossentropy from_logits"): 28,
    ("jax.numpy", "gaussian_crps"): 382,  # in the tail, where exp of a large number is small
    ("jax.numpy", "binary_crossentropy"): 27,
    ("jax.numpy", "lambdarank"): 14,
    ("jax.numpy", "listmle"): 12,
    ("jax.numpy", "info_nce"): 126,
}
AT_EDGES = {"jax.numpy": 3}  # measured: of the focal loss from logits


@every_library
@every_loss
def test_value_and_derivatives_are_those_of_numpy(library, loss, flags):
    rng = generator(51)
    y, p = draw(rng, loss, flags, (9, 5))
    w = rng.uniform(0, 2, 9)
    w[3] = 0
    name = " ".join([loss.__name__, *flags])
    room = WORSE.get((library.module, name), ROOM[library.module]) + 2
    flushed = np.finfo(float).tiny if library.module == "jax.numpy" else 0  # it has no subnormals
    ours = [library.array(x) for x in (y, p, w)]
    for keywords in reductions(loss):
        for last in (None, -1):
            weights = (
                ({}, {}) if last is None else ({"sample_weight": w}, {"sample_weight": ours[2]})
            )
            expected = everything(loss, y, p, **weights[0], **keywords, **flags)
            results = everything(loss, *ours[:2], **weights[1], **keywords, **flags)
            for got, wanted in zip(results, expected, strict=True):
                assert type(got) is type(ours[1])
                assert got.dtype == ours[1].dtype
                wanted = np.where(np.abs(wanted) < flushed, 0.0, wanted)
                assert ulps(library.numpy(got), wanted) <= room


@every_library
def test_measures_of_information(library):
    rng = generator(52)
    p, q = rng.dirichlet(np.ones(4), 6), rng.dirichlet(np.ones(4), 6)
    for measure, arguments in (
        (lossbook.entropy, (p,)),
        (lossbook.cross_entropy, (p, q)),
        (lossbook.jensen_shannon, (p, q)),
    ):
        got = measure(*map(library.array, arguments))
        assert ulps(library.numpy(got), measure(*arguments)) <= ROOM[library.module] + 2


@every_library
@every_loss
def test_the_axis_of_the_classes_and_single_samples(library, loss, flags):
    y, p = draw(generator(53), loss, flags, (3, 2))
    if "axis" in loss.__signature__.parameters:
        whole = y.ndim == p.ndim
        moved = np.moveaxis(y, -1, 0) if whole else y, np.moveaxis(p, -1, 0)
        expected = both(loss, *moved, axis=0, **flags)
        results = both(loss, *map(library.array, moved), axis=0, **flags)
        for got, wanted in zip(results, expected, strict=True):
            assert library.numpy(got) == pytest.approx(wanted, rel=1e-14)
    one = y[0, 0], p[0, 0]
    results = both(loss, *(library.array(np.asarray(x)) for x in one), **flags)
    for got, wanted in zip(results, both(loss, *one, **flags), strict=True):
        assert got.shape == np.shape(wanted)
        assert library.numpy(got) == pytest.approx(wanted, rel=1e-14)


@every_library
def test_a_mean_is_a_number_of_the_library(library):
    mean = lossbook.huber(library.array(np.zeros(3)), library.array(np.full(3, 3.0)))
    assert type(mean) is type(library.array(np.zeros(3)))
    assert mean.shape == ()
    assert float(mean) == 2.5


# --- edges ---------------------------------------------------------------------------------------

# Kinks, ties, zeros, infinities, saturated and hopeless predictions.
every_edge = pytest.mark.parametrize(
    ("loss", "flags", "y", "p"),
    [(ROWS[name].loss, ROWS[name].flags, *map(np.array, ROWS[name].edges)) for name in NAMES],
    ids=NAMES,
)


@every_library
@every_edge
def test_edges_are_those_of_numpy(library, loss, flags, y, p):
    for keywords in reductions(loss):
        expected = both(loss, y, p, **keywords, **flags)
        results = both(loss, library.array(y), library.array(p), **keywords, **flags)
        for got, wanted in zip(results, expected, strict=True):
            assert ulps(library.numpy(got), wanted) <= AT_EDGES.get(library.module, 2)


@every_library
@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_the_root_of_a_mean_square_that_is_no_float(library, size):
    y, p = library.array(np.zeros(2)), library.array(np.full(2, size))
    value, gradient = both(lossbook.root_mean_squared_error, y, p)
    assert float(value) == pytest.approx(size, rel=4e-16)
    assert library.numpy(gradient) == pytest.approx(0.5, rel=4e-16)


@every_library
def test_the_mean_is_finite_where_the_sum_is_not(library):
    y, p = library.array(np.zeros(8)), library.array(np.full(8, 1e308))
    w = library.array(np.full(8, 1e308))
    assert float(lossbook.mean_absolute_error(y, p)) == pytest.approx(1e308, rel=4e-16)
    assert float(lossbook.mean_absolute_error(y, p, reduction="sum")) == inf
    weighted = lossbook.mean_absolute_error(y, p, sample_weight=w)
    assert float(weighted) == pytest.approx(1e308, rel=4e-16)
    gradient = lossbook.mean_absolute_error.gradient(y, p, sample_weight=w)
    assert library.numpy(gradient) == pytest.approx(1 / 8, rel=4e-16)


@every_library
@every_loss
@pytest.mark.parametrize("bad", [nan, inf, 7.0])
def test_weight_zero_is_out(library, loss, flags, bad):
    """Whatever the sample holds: nan, or a value outside the domain."""
    y, p = draw(generator(54), loss, flags)
    w = np.array([1, 0, 2, 0.5, 0, 1])
    y = y.astype(float)
    y[1], p[4] = bad, bad
    expected = both(loss, y, p, sample_weight=w, **flags)
    y, p, w = map(library.array, (y, p, w))
    for got, wanted in zip(both(loss, y, p, sample_weight=w, **flags), expected, strict=True):
        assert library.numpy(got) == pytest.approx(wanted, rel=1e-13)


# --- dtypes and devices --------------------------------------------------------------------------


@every_library
@every_loss
def test_float32_stays(library, loss, flags):
    y, p = draw(generator(55), loss, flags, dtype=np.float32)
    ours = library.array(y), library.array(p)
    for keywords in reductions(loss)[-1:]:
        expected = both(loss, y, p, **keywords, **flags)
        for got, wanted in zip(both(loss, *ours, **keywords, **flags), expected, strict=True):
            assert got.dtype == ours[1].dtype
            assert library.numpy(got) == pytest.approx(wanted, rel=3e-6, abs=1e-7)


@every_library
def test_integers_become_float64(library):
    y, p = library.array(np.array([16, 1], np.uint8)), library.array(np.array([0, 3], np.uint8))
    value, gradient = both(lossbook.mean_squared_error, y, p)
    assert float(value) == 130
    assert library.numpy(gradient).dtype == np.float64
    assert library.numpy(gradient).tolist() == [-16, 2]
    bits = library.array(np.array([True, False]))
    assert float(lossbook.binary_crossentropy(bits, bits)) == 0


@every_library
def test_a_parameter_too_small_for_float32(library):
    y, p = (library.array(np.full(2, x, np.float32)) for x in (0, 2))
    assert float(lossbook.huber(y, p, delta=1e-60)) == 0  # 2e-60 as a float32
    assert float(lossbook.pseudo_huber(y, p, delta=1e60)) == pytest.approx(2)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@every_loss
def test_half_precision_is_computed_in_float32(torch, loss, flags, dtype):
    dtype = getattr(torch, dtype)
    # multiples of 1/64, which both have
    y, p = (torch.from_numpy(x) for x in draw(generator(56), loss, flags, dtype=np.float16))
    narrow = [x.to(dtype) if x.is_floating_point() else x for x in (y, p)]
    wide = [x.float() if x.is_floating_point() else x for x in narrow]
    for keywords in reductions(loss):
        pairs = zip(
            both(loss, *narrow, **keywords, **flags),
            both(loss, *wide, **keywords, **flags),
            strict=True,
        )
        for got, wanted in pairs:
            assert got.dtype == dtype
            assert torch.equal(got, wanted.to(dtype))


@every_loss
def test_the_device_stays(torch, loss, flags):
    """On the device "meta", which has shapes and no values; a value from elsewhere would fail."""
    y, p = (torch.from_numpy(x).to("meta") for x in draw(generator(57), loss, flags))
    w = torch.ones(6, device="meta")
    for keywords in reductions(loss):
        for result in both(loss, y, p, sample_weight=w, **keywords, **flags):
            assert result.device == p.device


@every_loss
def test_a_device_of_the_array_standard_stays(loss, flags):
    """array-api-strict has three devices, and refuses to compute with arrays of two of them."""
    xp = Library().xp
    device = xp.Device("device1")
    y, p = (xp.asarray(x, device=device) for x in draw(generator(57), loss, flags))
    for keywords in reductions(loss)[-1:]:
        for result in both(loss, y, p, **keywords, **flags):
            assert result.device == device


def test_arrays_on_two_devices_are_refused():
    xp = Library().xp
    one, two = (xp.ones(2, device=xp.Device(name)) for name in ("device1", "device2"))
    assert float(lossbook.huber(one, [1.0, 3.0], sample_weight=[1, 3])) == 1.125  # lists go along
    for function in (lossbook.huber, lossbook.huber.gradient):
        with pytest.raises(TypeError, match=r"y_pred: .*device2.*device1.*, as by y_pred\.to"):
            function(one, two)
        with pytest.raises(TypeError, match=r"sample_weight: an array on the device"):
            function(one, one, sample_weight=two)


def test_jax_without_float64(jax):
    with jax.enable_x64(False):
        y, p = jax.numpy.arange(3), jax.numpy.asarray([0.5, 1.0, 4.0])
        w = jax.numpy.asarray([1.0, 2.0, 3.0])
        value, gradient = both(lossbook.huber, y, p, sample_weight=w)
        assert value.dtype == gradient.dtype == np.float32
        assert float(value) == pytest.approx((0.125 + 4.5) / 6)
        value = lossbook.sparse_categorical_crossentropy([1], p[None], from_logits=True)
        assert value.dtype == np.float32
        size = jax.numpy.asarray([1e25, 1e25])
        assert float(lossbook.root_mean_squared_error(size * 0, size)) == pytest.approx(1e25)
        with pytest.raises(ValueError, match="delta: 1e-60; expected a float32"):
            lossbook.huber(p, p, delta=1e-60)


# --- bad input -----------------------------------------------------------------------------------

BAD = {
    "shape": (lossbook.huber, (np.zeros(3), np.zeros((3, 1))), {}),
    "empty": (lossbook.huber, (np.zeros(0), np.zeros(0)), {}),
    "complex": (lossbook.huber, (np.zeros(2), np.zeros(2) * 1j), {}),
    "reduction": (lossbook.huber, (np.zeros(2), np.zeros(2)), {"reduction": "average"}),
    "axis": (lossbook.kl_divergence, (np.eye(2), np.eye(2)), {"axis": 2}),
    "axis-type": (lossbook.kl_divergence, (np.eye(2), np.eye(2)), {"axis": None}),
    "delta": (lossbook.huber, (np.zeros(2), np.zeros(2)), {"delta": 0}),
    "unit": (lossbook.binary_crossentropy, (np.array([0.0, 2.0]), np.array([0.5, 0.5])), {}),
    "prediction": (lossbook.binary_crossentropy, (np.array([0, 1]), np.array([0.5, -0.25])), {}),
    "sign": (lossbook.hinge, (np.array([0, 1]), np.zeros(2)), {}),
    "zero": (lossbook.mean_absolute_percentage_error, (np.array([1.0, 0]), np.zeros(2)), {}),
    "label": (lossbook.sparse_categorical_crossentropy, (np.array([0, 2]), np.eye(2)), {}),
    "label-part": (lossbook.multiclass_hinge, (np.array([0, 0.5]), np.eye(2)), {}),
    "sum": (lossbook.kl_divergence, (np.eye(2), np.array([[0.5, 0.5], [0.5, 0.625]])), {}),
    "row": (lossbook.kl_divergence, (np.eye(2), np.array([[0.5, 0.5], [1.25, -0.25]])), {}),
    "weight": (lossbook.huber, (np.zeros(2), np.zeros(2)), {"sample_weight": [1.0, -1.0]}),
    "weight-nan": (lossbook.huber, (np.zeros(2), np.zeros(2)), {"sample_weight": [1.0, nan]}),
    "weights": (lossbook.huber, (np.zeros(2), np.zeros(2)), {"sample_weight": [0.0, 0.0]}),
    "weight-shape": (lossbook.huber, (np.zeros(2), np.zeros(2)), {"sample_weight": [1.0]}),
}
every_error = pytest.mark.parametrize(("loss", "arrays", "keywords"), BAD.values(), ids=BAD)


def error_of(function, *args, **kwargs):
    with pytest.raises((ValueError, TypeError)) as error:
        function(*args, **kwargs)
    return error.type, str(error.value)


@every_library
@every_error
def test_bad_input_gets_the_error_that_numpy_gets(library, loss, arrays, keywords):
    def call(function, make, compute):
        made = {k: make(np.array(v)) if k == "sample_weight" else v for k, v in keywords.items()}
        return compute(function(*map(make, arrays), **made))

    for function in (loss, loss.gradient):
        kind, text = error_of(call, function, np.asarray, np.asarray)
        got = error_of(call, function, library.array, library.numpy)
        assert got[0] is kind
        if "dtype" in text:  # which every library spells its own way
            assert got[1].split(":")[0] == text.split(":")[0]
        else:
            assert got[1] == text


@every_library
def test_arrays_of_two_libraries(library):
    ours, other = library.array(np.ones(2)), np.ones(2)
    kind = f"{type(ours).__module__.partition('.')[0]}.{type(ours).__qualname__}"
    for function in (lossbook.huber, lossbook.huber.gradient):
        message = f"y_true is a {kind} and y_pred a numpy.ndarray; expected arrays of one library"
        assert error_of(function, ours, other) == (TypeError, message)
        message = f"y_pred is a {kind} and y_true a numpy.ndarray; expected arrays of one library"
        assert error_of(function, other, ours) == (TypeError, message)
        message = f"sample_weight is a {kind} and y_true a numpy.ndarray; expected arrays of one"
        with pytest.raises(TypeError, match=message):
            function(other, other, sample_weight=ours)


@autodiff
def test_a_library_and_array_api_strict(library):
    other = Library()
    with pytest.raises(TypeError, match=r"y_true is a .* and y_pred a .*; expected arrays of one"):
        lossbook.huber(library.array(np.ones(2)), other.array(np.ones(2)))


@every_library
def test_lists_and_numbers_become_arrays_of_the_library(library):
    y = library.array(np.array([0.0, 0.0]))
    value = lossbook.huber(y, [0.5, 3.0], sample_weight=(1, 3))
    assert type(value) is type(y)
    assert float(value) == (0.125 + 3 * 2.5) / 4
    assert float(lossbook.huber(np.float64(1), library.array(np.array(0.5)))) == 0.125


def test_pytorch_needs_array_api_compat(torch, monkeypatch):
    monkeypatch.setitem(sys.modules, "array_api_compat", None)
    with pytest.raises(ModuleNotFoundError, match="pip install array-api-compat"):
        lossbook.huber(torch.zeros(2), torch.zeros(2))


# --- automatic differentiation -------------------------------------------------------------------


@autodiff
@every_edge
def test_autodiff_is_the_gradient_at_the_edges(library, loss, flags, y, p):
    """The subgradient of a kink, the first of a tie, no nan from 0·log 0 or a masked class."""
    truth = library.array(y)
    for keywords in reductions(loss)[:1]:
        derivative = library.gradient(lambda p: loss(truth, p, **keywords, **flags), p)  # noqa: B023
        room = AT_EDGES.get(library.module, 2)
        assert ulps(derivative, loss.gradient(y, p, **keywords, **flags)) <= room


@autodiff
@every_loss
def test_autodiff_is_the_gradient(library, loss, flags):
    rng = generator(58)
    y, p = draw(rng, loss, flags, (9,))
    w = rng.uniform(0, 2, 9)
    w[3], p[3] = 0, nan
    truth, weight = library.array(y), library.array(w)
    derivative = library.gradient(lambda p: loss(truth, p, sample_weight=weight, **flags), p)
    ours = loss.gradient(truth, library.array(p), sample_weight=weight, **flags)
    assert ulps(derivative, library.numpy(ours)) <= 3


@autodiff
def test_autodiff_of_each_samples_loss(library):
    y, p = np.zeros(3), np.array([0.5, -3.0, 2.0])
    truth, factors = library.array(y), library.array(np.array([2.0, 3.0, 0.0]))
    derivative = library.gradient(
        lambda p: (factors * lossbook.huber(truth, p, reduction="none")).sum(), p
    )
    assert derivative.tolist() == [1.0, -3.0, 0.0]


@autodiff
def test_autodiff_by_the_truth(library):
    """It goes through the formula of the value."""
    p = np.array([0.25, 0.75])
    derivative = library.gradient(
        lambda y: lossbook.kl_divergence(y, library.array(p)), np.array([0.5, 0.5])
    )
    assert derivative == pytest.approx(np.log(0.5 / p) + 1)
    derivative = library.gradient(lossbook.entropy, p)
    assert derivative == pytest.approx(-np.log(p) - 1)
    for other in (p, p[::-1].copy()):
        derivative = library.gradient(
            lambda q: lossbook.jensen_shannon(library.array(other), q),  # noqa: B023
            p,
        )
        assert derivative == pytest.approx(np.log(2 * p / (p + other)) / 2, abs=1e-16)


@every_library
def test_weight_0_is_out_of_rmses_gradient_even_where_the_root_is_nan(library):
    y, p, w = (library.array(np.array(x)) for x in ([0.0, 0.0], [nan, 1.0], [1.0, 0.0]))
    slope = library.numpy(lossbook.root_mean_squared_error.gradient(y, p, sample_weight=w))
    assert math.isnan(slope[0])
    assert slope[1] == 0


@autodiff
def test_second_derivatives_where_positive_logits_are_equal(library):
    z = np.array([1.5, 1.5, 0.0])
    p = np.exp(z - 1.5) / np.exp(z - 1.5).sum()

    def softmax(z):
        return lossbook.sparse_categorical_crossentropy([1], z[None, :], from_logits=True)

    expected = np.diag(p) - np.outer(p, p)
    assert library.hessian(softmax, z) == pytest.approx(expected, rel=1e-12, abs=1e-16)


@autodiff
@pytest.mark.parametrize("logit", [0.0, 1.5, -2.0, 40.0])
def test_second_derivatives(library, logit):
    """p(1 − p) and diag(p) − ppᵀ, where all logits are equal too."""

    def binary(z):
        return lossbook.binary_crossentropy(library.array(np.array(1.0)), z, from_logits=True)

    p, not_p = 1 / (1 + math.exp(-logit)), 1 / (1 + math.exp(logit))
    assert library.hessian(binary, np.array(logit)) == pytest.approx(p * not_p, rel=1e-15)

    def softmax(z):
        return lossbook.sparse_categorical_crossentropy([1], z[None, :], from_logits=True)

    z = np.array([logit, 0.0, 0.0])
    p = np.exp(z - max(z)) / np.exp(z - max(z)).sum()
    expected = np.diag(p) - np.outer(p, p)
    assert library.hessian(softmax, z) == pytest.approx(expected, rel=1e-12, abs=1e-16)


@every_edge
def test_jax_jit(jax, loss, flags, y, p):
    truth = jax.numpy.asarray(y)

    @jax.jit
    def all_three(p):
        value = loss(truth, p, **flags)
        return value, loss.gradient(truth, p, **flags), jax.grad(loss, 1)(truth, p, **flags)

    value, gradient, derivative = all_three(p)
    # Measured. XLA makes one exponential of a product of two, and rounds the sum of exponents.
    room = 14 if loss is lossbook.generalized_crossentropy else 4
    assert ulps(value, loss(y, p, **flags)) <= 2
    assert ulps(gradient, loss.gradient(y, p, **flags)) <= room
    assert ulps(derivative, loss.gradient(y, p, **flags)) <= room


@autodiff
@every_edge
def test_vmap(library, loss, flags, y, p):
    vmap = library.xp.vmap if library.module == "torch" else library.jax.vmap
    values = vmap(lambda y, p: loss(y, p, **flags))(library.array(y), library.array(p))
    expected = [loss(*pair, **flags) for pair in zip(y, p, strict=True)]
    assert ulps(library.numpy(values), expected) <= 2


@every_loss
def test_torch_compile(torch, loss, flags):
    """In one graph, nothing left to the interpreter.

    With the backend "aot_eager", which traces and differentiates as the default one does but
    does not generate C++, which takes a minute a loss.
    """
    y, p = draw(generator(59), loss, flags)
    w = np.array([1, 0, 2, 0.5, 0, 1])
    y, w, predictions = torch.from_numpy(y), torch.from_numpy(w), torch.from_numpy(p)
    # Lists are made arrays by NumPy, which the graph does not hold.
    lists = {name for name, value in flags.items() if isinstance(value, list)}
    flags = flags | {name: torch.tensor(flags[name], dtype=torch.float64) for name in lists}
    expected = both(loss, y, predictions, sample_weight=w, **flags)
    torch.compiler.reset()

    @torch.compile(backend="aot_eager", fullgraph=True)
    def compiled(p):
        return both(loss, y, p, sample_weight=w, **flags)

    value, gradient = compiled(predictions.requires_grad_())
    value.backward()
    assert ulps(value.detach(), expected[0]) <= 2
    assert ulps(gradient.detach(), expected[1]) <= 2
    assert ulps(predictions.grad, expected[1]) <= 3


def test_torch_func(torch):
    """Forward mode, reverse mode and one over the other, of a batch."""
    y = torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64)
    z = torch.tensor([[0.0, 1.0, -1.0], [2.0, 0.0, 0.5]], dtype=torch.float64)

    def loss(z):
        return lossbook.binary_crossentropy(y, z, from_logits=True)

    slopes = torch.func.vmap(torch.func.grad(loss))(z)
    assert torch.equal(slopes, torch.func.vmap(torch.func.jacfwd(loss))(z))
    for row, slope in zip(z, slopes, strict=True):
        assert torch.allclose(
            lossbook.binary_crossentropy.gradient(y, row, from_logits=True), slope
        )


def test_values_are_not_checked_while_a_library_traces(jax, torch):
    """They are not known then. Shapes are."""
    good, bad = jax.numpy.asarray([0.5, 0.5]), jax.numpy.asarray([2.0, 0.5])
    assert math.isnan(float(jax.jit(lossbook.binary_crossentropy)(good, bad)))
    with pytest.raises(ValueError, match=r"y_pred: 2\.0 at index \(0,\)"):
        lossbook.binary_crossentropy(good, bad)
    with pytest.raises(ValueError, match=r"y_true has shape \(2,\) and y_pred \(2, 1\)"):
        jax.jit(lossbook.binary_crossentropy)(good, bad[:, None])
    torch.compiler.reset()
    compiled = torch.compile(lossbook.binary_crossentropy, backend="eager", fullgraph=True)
    assert math.isnan(compiled(torch.tensor([0.5, 0.5]), torch.tensor([2.0, 0.5])))


# --- Dask ----------------------------------------------------------------------------------------


def test_dask_computes_nothing_when_it_is_called(dask):
    def fail(block):
        raise AssertionError("computed")

    lazy = dask.xp.ones((6, 2), chunks=(2, 1)).map_blocks(fail, meta=np.empty((0, 0)))
    for loss in (lossbook.huber, lossbook.root_mean_squared_error, lossbook.kl_divergence):
        for result in both(loss, lazy, lazy):
            with pytest.raises(AssertionError, match="computed"):
                result.compute(scheduler="synchronous")
        with pytest.raises(AssertionError, match="computed"):
            loss.gradient(lazy, lazy, sample_weight=lazy[:, 0]).compute(scheduler="synchronous")


def test_dask_keeps_the_chunks_of_the_samples(dask):
    y, p = dask.xp.zeros((6, 4), chunks=(4, 3)), dask.xp.ones((6, 4), chunks=(4, 3))
    assert lossbook.huber(y, p, reduction="none").chunks == p.chunks
    assert lossbook.huber.gradient(y, p).chunks == p.chunks


def test_dask_chunks_without_samples_and_of_unknown_size(dask):
    p = dask.xp.concatenate([dask.xp.ones(0), dask.xp.ones(3, chunks=2)])
    assert float(lossbook.huber(p * 0, p)) == 0.5
    with pytest.raises(ValueError, match="y_pred has chunks of unknown size"):
        lossbook.huber(p, p[p > 0])


def test_dask_array_larger_than_memory(dask):
    """Two arrays of 800 MB, made chunk by chunk, in a process that may take 300 MB more."""
    code = """
        import resource
        import dask, dask.array as da, numpy as np
        import lossbook

        def part(block_info=None):
            (start, stop), = block_info[None]["array-location"]
            return np.arange(start, stop, dtype=float)

        n = 10**8
        p = da.map_blocks(part, chunks=((2 * 10**6,) * 50,), dtype=float)
        y = da.zeros(n, chunks=2 * 10**6)
        with open("/proc/self/statm") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + 300 * 2**20,) * 2)
        try:
            np.ones(n)
        except MemoryError:
            print("limited")
        with dask.config.set(scheduler="synchronous"):
            print(float(lossbook.mean_absolute_error(y, p)))
            print(float(lossbook.mean_absolute_error.gradient(y, p).sum()))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    limited, mean, total = done.stdout.split()
    assert limited == "limited"
    assert float(mean) == (10**8 - 1) / 2
    assert float(total) == pytest.approx(1 - 1e-8, rel=1e-12)


def test_dask_distributed(dask):
    """On a cluster of two processes: kernels and arguments are sent to them, numbers come back."""
    import distributed

    y, p = draw(generator(60), lossbook.categorical_crossentropy, {"from_logits": True}, (40,))
    options = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "host": "127.0.0.1",
        "dashboard_address": None,
    }
    truth, predictions = dask.xp.from_array(y, chunks=(7, 4)), dask.xp.from_array(p, chunks=(7, 2))
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        assert len(client.scheduler_info()["workers"]) == 2
        ours = both(lossbook.categorical_crossentropy, truth, predictions, from_logits=True)
        results = [result.compute() for result in ours]
        with pytest.raises(ValueError, match=r"y_pred: .* at index .*; expected probabilities"):
            lossbook.categorical_crossentropy(truth, predictions).compute()
    expected = both(lossbook.categorical_crossentropy, y, p, from_logits=True)
    for got, wanted in zip(results, expected, strict=True):
        assert ulps(got, wanted) <= ROOM["dask.array"]


def test_domains_are_the_same_objects_after_pickling():
    import pickle

    for loss, flags in CASES:
        sent = pickle.loads(pickle.dumps(kernel(loss, flags)))
        assert sent.y_true is kernel(loss, flags).y_true
        assert sent.y_pred is kernel(loss, flags).y_pred
