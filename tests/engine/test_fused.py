"""The compiled loops: the same answers, errors and digits as the plain way, and the same object."""

import inspect
import math
import pickle
import subprocess
import sys
from dataclasses import replace

import mpmath
import numpy as np
import pytest
from grids import GRIDS
from oracle import CASES, LOSSES, NAMES, Definition, draw, generator, kernel, log_uniform, ulps

import lossbook
from lossbook.engine import _dispatch, _vector
from lossbook.engine import _fused as fused

REFUSED = {
    "gamma_deviance-log",
    "poisson_deviance-log",
    "tweedie_deviance",
    "tweedie_deviance-log",
}
FUSED = [
    case
    for case, name in zip(CASES, NAMES, strict=True)
    if fused.takes(kernel(*case)) and name not in REFUSED
]
every_fused = pytest.mark.parametrize(
    ("loss", "flags"), FUSED, ids=[NAMES[CASES.index(case)] for case in FUSED]
)
NONE = {"reduction": "none"}


@pytest.fixture
def alone(monkeypatch):
    """Let nothing go the plain way."""

    def refuse(*_):
        raise AssertionError("went the plain way")

    monkeypatch.setattr(_dispatch, "evaluate", refuse)
    monkeypatch.setattr(_dispatch, "differentiate", refuse)


def functions(loss):
    return [f for f in (loss, loss.gradient, getattr(loss, "hessian", None)) if f]


def averages(loss):
    return "reduction" in inspect.signature(loss).parameters


# --- the functions of one number -----------------------------------------------------------------


def numbers_of(name):
    rng = np.random.default_rng(7)
    both = np.concatenate([3 * rng.normal(size=1500), log_uniform(rng, -323, 2, 500)])
    positive = np.concatenate([10.0 ** rng.uniform(-323, 308, 500), 1 + rng.normal(size=500) / 50])
    return {
        "exp": np.concatenate([rng.uniform(-746, 710, 1000), both, [-745.1, 709.78]]),
        "expm1": np.concatenate([rng.uniform(-40, 709, 500), both, [0.3836631471573707]]),
        "log": np.concatenate([positive, rng.uniform(0, 2, 1000), [5e-324, 1.7e308]]),
        "log1p": np.concatenate([positive, rng.uniform(-1, 2, 1500), [0.41736460707372863]]),
        "tanh": np.concatenate([both, rng.uniform(-1, 1, 1000), [-0.06181480127988845]]),
    }[name]


# Behind the bounds stand the worst over these and two hundred thousand more: 1.01, 1.17, 0.76,
# 0.83 and 2.08, with fused multiply-adds and without.
@pytest.mark.parametrize(
    ("name", "bound"),
    [("exp", 1.1), ("expm1", 1.2), ("log", 0.8), ("log1p", 0.9), ("tanh", 2.1)],
)
def test_functions_of_one_number(name, bound):
    function, true = getattr(_vector, name), getattr(mpmath, name)
    with mpmath.workdps(60):
        for x in numbers_of(name):
            error = ulps(np.float64(function(float(x))), true(mpmath.mpf(float(x))))
            assert error <= bound, (x, error)


@pytest.mark.parametrize("name", ["exp", "expm1", "log", "log1p", "tanh"])
def test_ends_of_the_functions(name):
    """Infinities, nan, both zeros and what overflows, as NumPy has it, signs included."""
    ends = [0.0, -0.0, math.inf, -math.inf, math.nan, -1.0, 1.0, 1e308, -1e308, -750.0, 710.0]
    for x in ends:
        with np.errstate(all="ignore"):
            wanted = getattr(np, name)(x)
        got = getattr(_vector, name)(x)
        assert got == pytest.approx(wanted, rel=4e-16, nan_ok=True)
        assert math.isnan(wanted) or math.copysign(1, got) == math.copysign(1, wanted)


@pytest.mark.parametrize("name", ["sign", "floor", "abs", "isnan", "isinf", "sqrt"])
def test_plain_functions(name):
    for x in (0.0, 2.25, -0.5, math.inf, math.nan, -7.0):
        if not (name == "sqrt" and x < 0):
            assert np.array_equal(getattr(_vector, name)(x), getattr(np, name)(x), equal_nan=True)


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_the_larger_and_the_smaller(name):
    for a in (1.0, -2.0, math.nan, math.inf):
        for b in (0.0, 1.0, math.nan):
            wanted = getattr(np, name)(a, b)
            assert np.array_equal(getattr(_vector, name)(a, b), wanted, equal_nan=True)


# --- digits --------------------------------------------------------------------------------------

# Every grid of a loss that goes element by element, with each of its derivatives.
DIGITS = [
    (name, order)
    for name, grid in GRIDS.items()
    if not isinstance(grid, Definition)
    and (grid.loss, {grid.link: True} if grid.link else {}) in FUSED
    and grid.loss is not lossbook.root_mean_squared_error
    for order in (0, 1, 2)
]


@pytest.mark.parametrize(("name", "order"), DIGITS)
def test_formula(alone, name, order):
    """Within the bounds of the plain way; in float32 right to the last bit, of what it is given."""
    for dtype in (np.float64, np.float32):
        replace(GRIDS[name], compiled=True).check(dtype, order)


# --- the same answers ----------------------------------------------------------------------------


def test_every_loss_that_goes_element_by_element_is_compiled():
    for loss in LOSSES:
        by_elements = not (loss.kernel().by_rows or loss.kernel().batch)
        assert (loss.compiled is not loss) == by_elements
    assert len(FUSED) >= 16


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_numba_cannot_compile_goes_the_plain_way(name):
    """Deviances whose kernels make lists of coefficients; they are asked once."""
    loss, flags = CASES[NAMES.index(name)]
    y, p = draw(generator(80), loss, flags, (20,))
    assert loss.compiled(y, p, **flags) == loss(y, p, **flags)
    arguments = loss._declaration(y, p, **flags)
    assert fused._Call.of(kernel(loss, flags), arguments) is None


@every_fused
def test_answers(alone, loss, flags):
    y, p = draw(generator(81), loss, flags, (1300,))
    for reduction in ("mean", "sum", "none") if averages(loss) else (None,):
        keywords = dict(flags) if reduction is None else {**flags, "reduction": reduction}
        _compare(loss, (y, p), keywords)


@every_fused
def test_weighted_answers(alone, loss, flags):
    rng = generator(82)
    y, p = draw(rng, loss, flags, (700,))
    w = rng.uniform(0, 2, 700)
    w[::7] = 0
    p[7], y[14] = np.nan, np.nan  # out, whatever they hold
    _compare(loss, (y, p), {**flags, "sample_weight": w})
    if averages(loss):
        _compare(loss, (y, p), {**flags, "sample_weight": w, "reduction": "none"})


def _compare(loss, arrays, keywords):
    """Compare with the plain way, to a few ulps of the largest: within their common bounds."""
    plain, quick = functions(loss), functions(loss.compiled)
    if loss is lossbook.root_mean_squared_error:  # its second derivative goes the plain way
        plain, quick = plain[:2], quick[:2]
    for one, other in zip(plain, quick, strict=True):
        got = other(*arrays, **keywords)
        wanted = _plainly(one, *arrays, **keywords)
        assert type(got) is type(wanted)
        assert np.shape(got) == np.shape(wanted)
        if isinstance(got, np.ndarray):
            assert got.dtype == wanted.dtype
        largest = float(np.max(np.abs(wanted)))  # smaller ones may be differences of such
        assert got == pytest.approx(wanted, rel=3e-15, abs=1e-15 * largest)


def _plainly(function, *args, **kwargs):
    """Call a loss or derivative past the fixture `alone`."""
    from lossbook.engine import _evaluation

    loss = getattr(function, "_loss", function)
    arguments = loss._declaration(*args, **kwargs)
    one = loss.kernel(arguments.link)
    if function is loss:
        return _evaluation.evaluate(one, arguments)
    return _evaluation.differentiate(one, arguments, function._order)


@pytest.mark.parametrize("dtype", [np.float32, np.int64, np.int8, np.uint8, np.bool_])
def test_types(alone, dtype):
    rng = generator(83)
    y, p = (rng.integers(0, 2, 999).astype(dtype) for _ in range(2))
    both = [
        (lossbook.mean_absolute_error, {}),
        (lossbook.binary_crossentropy, {"from_logits": True}),
    ]
    for loss, flags in both:
        for reduction in ("mean", "none"):
            keywords = {**flags, "reduction": reduction}
            got, wanted = loss.compiled(y, p, **keywords), _plainly(loss, y, p, **keywords)
            assert got == pytest.approx(wanted, rel=1e-6 if dtype is np.float32 else 1e-15)
            assert np.asarray(got).dtype == np.asarray(wanted).dtype
    wide = rng.normal(size=999)  # two types at once
    got = lossbook.mean_squared_error.compiled(y, wide, **NONE)
    assert got.dtype == np.float64
    assert np.array_equal(got, (wide - y) ** 2)


def test_float32_is_computed_in_float64():
    y, p = np.array([0.1], np.float32), np.array([1e30], np.float32)
    assert lossbook.mean_squared_error.compiled(y, p) == pytest.approx(1e60, rel=1e-6)
    assert np.isinf(lossbook.mean_squared_error.compiled(y, p, **NONE)[0])  # no float32


def test_shapes(alone):
    rng = generator(84)
    y, p = rng.normal(size=(2, 4, 5, 6))
    loss = lossbook.huber
    assert loss.compiled(y, p) == pytest.approx(_plainly(loss, y, p), rel=1e-15)
    assert np.array_equal(loss.compiled.gradient(y, p, **NONE), np.clip(p - y, -1, 1))
    assert loss.compiled(np.array(0.0), np.array(0.5)) == 0.125
    assert loss.compiled.gradient(np.array(0.0), np.array(0.5)).shape == ()


def test_sums_are_rounded_once(alone):
    """Against the exact sum of the same losses, of any length around the lanes."""
    rng = generator(85)
    for size in (1, 2, 3, 100, 511, 512, 513, 1024, 5000, 200_003):
        for x in (rng.normal(size=size), np.full(size, 0.1), np.exp(8 * rng.normal(size=size))):
            got = lossbook.mean_absolute_error.compiled(np.zeros(size), x, reduction="sum")
            exact = math.fsum(np.abs(x))
            assert abs(got - exact) <= math.ulp(exact)
            assert got == exact or size > 10**5


@pytest.mark.parametrize(
    ("y", "p", "w"),
    [
        ([0.0, 0.0], [1e200, 1e200], None),  # squares that overflow
        ([0.0, 0.0], [1.2e154, 1.2e154], None),  # a sum that overflows, where the mean does not
        ([0.0, 0.0], [np.nan, 1.0], None),
        ([0.0, np.inf], [1.0, 2.0], None),
        ([0.0, 0.0], [1e-200, 1e-200], None),  # squares that underflow, under a root
        ([0.0, 1.0], [3.0, 4.0], [1e-310, 1e-310]),  # weights without digits
        ([0.0, 1.0], [3.0, 4.0], [1e308, 1e308]),
        ([0.0, 0.0], [0.0, 0.0], None),  # a perfect fit: the kink of the root
    ],
)
def test_what_needs_care_is_what_the_plain_way_gives(y, p, w):
    arrays = np.array(y), np.array(p)
    keywords = {} if w is None else {"sample_weight": np.array(w)}
    for loss in (lossbook.mean_squared_error, lossbook.root_mean_squared_error):
        for one, other in zip(functions(loss), functions(loss.compiled), strict=True):
            got, wanted = other(*arrays, **keywords), one(*arrays, **keywords)
            assert got == pytest.approx(wanted, rel=1e-15, nan_ok=True)


def test_what_the_loops_do_not_take_goes_the_plain_way():
    rng = generator(86)
    y, p = rng.normal(size=(2, 40))
    loss, quick = lossbook.huber, lossbook.huber.compiled
    for a, b in (
        (y.tolist(), p.tolist()),
        (y[::2], p[::2]),
        (y[::-1], p),
        (np.asfortranarray(y.reshape(5, 8)), np.asfortranarray(p.reshape(5, 8))),
        (y.astype(">f8"), p.astype(">f8")),
        (y.astype(np.float16), p.astype(np.float16)),
        (y.astype(np.longdouble), p.astype(np.longdouble)),
        (np.broadcast_to(0.0, p.shape), p),
        (1.0, 2.0),
    ):
        for one, other in zip(functions(loss), functions(quick), strict=True):
            assert np.array_equal(other(a, b), one(a, b))
    w = np.arange(5.0)  # along the first axis
    matrices = y.reshape(5, 8), p.reshape(5, 8)
    assert quick(*matrices, sample_weight=w) == loss(*matrices, sample_weight=w)
    levels = {"quantile": [0.1, 0.5, 0.9]}
    rows = y[:10], p[:30].reshape(10, 3)
    assert lossbook.pinball.compiled(*rows, **levels) == lossbook.pinball(*rows, **levels)


# --- the same errors -----------------------------------------------------------------------------

PAIR = np.array([0.0, 1.0])


@pytest.mark.parametrize(
    ("loss", "y", "p", "keywords"),
    [
        (lossbook.huber, PAIR, np.zeros(3), {}),
        (lossbook.huber, np.zeros(0), np.zeros(0), {}),
        (lossbook.huber, PAIR, PAIR, {"delta": 0.0}),
        (lossbook.huber, PAIR, PAIR, {"reduction": "median"}),
        (lossbook.huber, PAIR, PAIR, {"reduction": np.array(["mean", "sum"])}),
        (lossbook.huber, PAIR, PAIR, {"sample_weight": np.array([1.0, -1.0])}),
        (lossbook.huber, PAIR, PAIR, {"sample_weight": np.array([1.0, np.nan])}),
        (lossbook.huber, PAIR, PAIR, {"sample_weight": np.array([1.0, np.inf])}),
        (lossbook.huber, PAIR, PAIR, {"sample_weight": np.zeros(2)}),
        (lossbook.huber, PAIR, PAIR, {"sample_weight": np.ones(3)}),
        (lossbook.huber, PAIR.astype(complex), PAIR, {}),
        (lossbook.mean_absolute_percentage_error, PAIR, PAIR, {}),
        (lossbook.hinge, PAIR, PAIR, {}),
        (lossbook.hinge, np.array([1.0, np.nan]), PAIR, {}),
        (lossbook.binary_crossentropy, PAIR, PAIR - 0.5, {}),
        (lossbook.binary_crossentropy, 2 * PAIR, PAIR, {"from_logits": True}),
    ],
)
def test_errors(loss, y, p, keywords):
    for one, other in zip(functions(loss), functions(loss.compiled), strict=True):
        outcomes = []
        for function in (one, other):
            try:
                outcomes.append(str(function(y, p, **keywords)))
            except (TypeError, ValueError) as error:
                outcomes.append((type(error), str(error)))
        assert outcomes[0] == outcomes[1]


def test_a_probability_just_beyond_one_counts_as_one():
    p = np.array([0.5, 1 + 2.0**-52])
    got = lossbook.binary_crossentropy.compiled(np.array([1.0, 1.0]), p, **NONE)
    assert got.tolist() == [math.log(2), 0.0]


def test_a_negative_zero_is_no_other_probability():
    y, p = np.array([1.0, 1.0]), np.array([-0.0, 0.5])
    assert lossbook.binary_crossentropy.compiled.gradient(y, p, **NONE).tolist() == [-math.inf, -2]


def test_weight_0_is_out_of_the_domain_too():
    y, p, w = np.array([0.0, 2.0]), np.array([3.0, 1.0]), np.array([0.0, 1.0])
    loss = lossbook.mean_absolute_percentage_error.compiled
    assert loss(y, p, sample_weight=w) == 0.5
    assert loss.gradient(y, p, sample_weight=w).tolist() == [0, -0.5]


# --- the same object -----------------------------------------------------------------------------


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_object(loss):
    quick = loss.compiled
    assert quick is loss.compiled
    assert quick.compiled is quick
    assert isinstance(quick, lossbook.Loss)
    for name in ("__name__", "__doc__", "title", "symbols", "links", "source"):
        assert getattr(quick, name) == getattr(loss, name)
    assert quick.formula == loss.formula
    assert quick._repr_markdown_() == loss._repr_markdown_()
    for one, other in zip(functions(loss), functions(quick), strict=True):
        assert inspect.signature(one) == inspect.signature(other)
        assert pickle.loads(pickle.dumps(other)) is other
    if quick is not loss:
        assert repr(quick) == f"{loss!r}.compiled"
        with pytest.raises(AttributeError, match="a loss has no attributes to set"):
            quick.delta = 3


def test_nothing_is_compiled_unless_asked_for():
    code = "import sys, numpy as np, lossbook; lossbook.huber(np.ones(9), np.zeros(9))"
    code += "; assert 'numba' not in sys.modules; lossbook.huber.compiled"
    code += "; assert 'numba' in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_numba():
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "import lossbook\n"
        "try:\n    lossbook.huber.compiled\n"
        "except ImportError as error:\n    print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "huber.compiled needs numba: pip install 'lossbook[fast]'\n"


def test_a_loss_of_ones_own():
    """A kernel that calls a function of its module, and one typed into a prompt."""
    from lossbook import loss
    from lossbook.engine import REAL, Arguments, Kernel
    from lossbook.formulas import Specification, y, yhat

    e = yhat - y
    formula = Specification(e**4, 4 * e**3, 12 * e**2, {"y_true": y, "y_pred": yhat})
    namespace = {}
    exec(
        "def quartic(xp, y, p):\n    return fourth(xp, p - y)\n"
        "def fourth(xp, e):\n    return xp.abs(e) ** 4\n"
        "def slope(xp, y, p):\n    return 4 * (p - y) ** 3\n"
        "def curvature(xp, y, p):\n    return 12 * (p - y) ** 2\n",
        namespace,
    )
    value, slope, curvature = (namespace[name] for name in ("quartic", "slope", "curvature"))
    own = Kernel(value, slope, curvature, formula, y_true=REAL, y_pred=REAL)

    @loss(own)
    def quartic(y_true, y_pred, *, sample_weight=None, reduction="mean"):
        """Fourth power of the error."""
        return Arguments(y_true, y_pred, sample_weight, reduction)

    a, b = np.zeros(3), np.array([1.0, 2.0, -3.0])
    assert quartic.compiled(a, b, reduction="sum") == 98
    assert quartic.compiled.gradient(a, b, reduction="sum").tolist() == [4, 32, -108]
    assert quartic.compiled.hessian(a, b, reduction="sum").tolist() == [12, 48, 108]
