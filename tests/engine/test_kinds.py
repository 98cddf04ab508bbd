"""What a kernel may be: rows with one truth, lists with a mask, batches; and arrays as parameters.

Small losses are declared here, as a reader would declare one, and run on every library.
"""

import numpy as np
import pytest
from libraries import Dask, Jax, Library, Torch

import lossbook
from lossbook import loss
from lossbook.engine import FEATURES, ITEMS, LABEL, REAL, Arguments, Domain, Kernel, Real

LIBRARIES = [np, Library, Torch, Jax, Dask]
every_library = pytest.mark.parametrize(
    "library", LIBRARIES, ids=lambda kind: getattr(kind, "module", "numpy")
)


class Numpy(Library):
    module = "numpy"


@pytest.fixture
def arrays(library):
    """Return the library: its own arrays made of NumPy's, and back."""
    return (Numpy if library is np else library)()


def result(arrays, x):
    return np.asarray(x if isinstance(x, float) else arrays.numpy(x))


# --- rows with one number as their truth ---------------------------------------------------


PAIR = Real("two numbers, a middle and a width", r"\mathbb{R}^2", rows=True, width=2)


@loss(
    Kernel(
        lambda xp, y, p: (p[:, 0] - y) ** 2 + p[:, 1],
        lambda xp, y, p: xp.stack([2 * (p[:, 0] - y), xp.ones_like(y)], axis=-1),
        lambda xp, y, p: xp.stack([2 * xp.ones_like(y), xp.zeros_like(y)], axis=-1),
        None,
        y_true=REAL,
        y_pred=PAIR,
        signed=True,
    )
)
def middle(y_true, y_pred, *, axis=-1, sample_weight=None, reduction="mean"):
    """Squared error of the middle, plus the width."""
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis)


@every_library
def test_a_row_of_predictions_for_one_number(arrays):
    y, p = np.array([1.0, 2.0, 4.0]), np.array([[1.0, -3.0], [3.0, 1.0], [4.0, 0.5]])
    a, b = arrays.array(y), arrays.array(p)
    assert result(arrays, middle(a, b, reduction="none")).tolist() == [-3, 2, 0.5]
    assert float(result(arrays, middle(a, b, reduction="sum"))) == -0.5
    turned = middle.gradient(a, arrays.array(p.T.copy()), axis=0, reduction="sum")
    assert result(arrays, turned).tolist() == [[0, 2, 0], [1, 1, 1]]
    assert result(arrays, middle.hessian(a, b, reduction="sum")).tolist() == [[2, 0]] * 3
    with pytest.raises(ValueError, match=r"rows of 3; expected rows of 2: two numbers, a middle"):
        middle(a, arrays.array(np.ones((3, 3))))


# --- lists, with a mask --------------------------------------------------------------------


def _spread_of_scores(xp, y, s, where):
    return xp.sum(xp.where(where, (s - y) ** 2, xp.zeros_like(s)), axis=-1)


@loss(
    Kernel(
        _spread_of_scores,
        lambda xp, y, s, where: xp.where(where, 2 * (s - y), xp.zeros_like(s)),
        lambda xp, y, s, where: xp.where(where, 2 * xp.ones_like(s), xp.zeros_like(s)),
        None,
        y_true=ITEMS,
        y_pred=ITEMS,
        lists=True,
    )
)
def masked(y_true, y_pred, *, where=None, axis=-1, sample_weight=None, reduction="mean"):
    """Sum over the items that are there."""
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis, where=where)


@every_library
def test_a_list_with_items_that_are_not_there(arrays):
    y = np.array([[1.0, 2.0, np.nan], [0.0, 1.0, 3.0]])
    s = np.array([[3.0, 2.0, np.inf], [0.0, 0.0, 0.0]])
    where = np.array([[True, True, False], [True, True, True]])
    a, b, mask = map(arrays.array, (y, s, where))
    assert result(arrays, masked(a, b, where=mask, reduction="none")).tolist() == [4, 10]
    slope = result(arrays, masked.gradient(a, b, where=mask, reduction="sum"))
    assert slope.tolist() == [[4, 0, 0], [0, -2, -6]]
    turned = (arrays.array(x.T.copy()) for x in (y, s))
    mask = arrays.array(where.T.copy())
    assert float(result(arrays, masked(*turned, where=mask, axis=0))) == 7
    whole = masked(arrays.array(s[1:]), arrays.array(y[1:]), reduction="sum")
    assert float(result(arrays, whole)) == 10
    with pytest.raises(ValueError, match=r"where has shape \(2, 2\) and y_pred \(2, 3\)"):
        masked(a, b, where=arrays.array(where[:, :2]))
    with pytest.raises(TypeError, match=r"where: .*expected booleans"):
        masked(a, b, where=arrays.array(where.astype(float)))


# --- arrays as parameters, a label that is out, a table ------------------------------------


def _scaled(xp, t, p, scale):
    return xp.sum(p * scale, axis=-1)


@loss(
    Kernel(
        _scaled,
        lambda xp, t, p, scale: scale * xp.ones_like(p),
        lambda xp, t, p, scale: xp.zeros_like(p),
        None,
        y_true=LABEL,
        y_pred=FEATURES,
        signed=True,
    )
)
def scaled(y_true, y_pred, *, scale, ignore=None, axis=-1, sample_weight=None, reduction="mean"):
    """Sum of a row times a scale for all, for each sample or for each entry."""
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        ignore=ignore,
        aligned={"scale": scale},
    )


@every_library
def test_a_parameter_of_the_samples_or_of_the_predictions_shape(arrays):
    t, p = arrays.array(np.array([0, 1])), arrays.array(np.array([[1.0, 2.0], [3.0, 4.0]]))
    for scale, expected in (
        (np.array([1.0, 10.0]), [3, 70]),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), [5, 25]),
    ):
        values = scaled(t, p, scale=arrays.array(scale), reduction="none")
        assert result(arrays, values).tolist() == expected
        slope = scaled.gradient(t, p, scale=arrays.array(scale), reduction="sum")
        wanted = scale * np.ones((2, 2)) if scale.ndim > 1 else scale[:, None] * np.ones((2, 2))
        assert result(arrays, slope).tolist() == wanted.tolist()
    with pytest.raises(ValueError, match=r"scale has shape \(3,\); expected one number, the shape"):
        scaled(t, p, scale=arrays.array(np.ones(3)))


@pytest.mark.parametrize("library", LIBRARIES[:-1], ids=lambda kind: getattr(kind, "module", ""))
@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_an_array_of_a_parameter_is_positive(arrays, bad):
    t, p = arrays.array(np.array([0, 1])), arrays.array(np.ones((2, 2)))
    with pytest.raises(ValueError, match=rf"scale: {bad} at index \(1,\); expected finite numbers"):
        scaled(t, p, scale=arrays.array(np.array([1.0, bad])))


@every_library
def test_samples_with_the_ignored_label_are_out(arrays):
    t = arrays.array(np.array([0, -100, 1]))
    p = arrays.array(np.array([[1.0, 2.0], [np.nan, 0.0], [3.0, 4.0]]))
    keywords = {"scale": arrays.array(np.ones(3)), "ignore": -100}
    assert float(result(arrays, scaled(t, p, **keywords))) == 5
    assert result(arrays, scaled(t, p, **keywords, reduction="none")).tolist() == [3, 0, 7]
    weight = arrays.array(np.array([3.0, 5.0, 1.0]))
    assert float(result(arrays, scaled(t, p, **keywords, sample_weight=weight))) == 4


@loss(
    Kernel(
        lambda xp, t, x, centers: xp.sum((x - xp.take(centers, t, axis=0)) ** 2, axis=-1),
        lambda xp, t, x, centers: 2 * (x - xp.take(centers, t, axis=0)),
        lambda xp, t, x, centers: 2 * xp.ones_like(x),
        None,
        y_true=LABEL,
        y_pred=FEATURES,
    )
)
def to_centers(y_true, y_pred, *, centers, sample_weight=None, reduction="mean"):
    """Squared distance to the center of the label."""
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        whole={"centers": centers},
        labels=np.shape(centers)[0],
    )


@every_library
def test_a_table_that_every_sample_sees_whole(arrays):
    centers = np.array([[0.0, 0.0], [1.0, 1.0], [5.0, 0.0]])
    t, x = arrays.array(np.array([2, 1])), arrays.array(np.array([[4.0, 1.0], [1.0, 1.0]]))
    table = arrays.array(centers)
    assert result(arrays, to_centers(t, x, centers=table, reduction="none")).tolist() == [2, 0]
    with pytest.raises(ValueError, match="expected integer labels 0 to 2"):
        result(arrays, to_centers(arrays.array(np.array([3, 0])), x, centers=table))


# --- batches -------------------------------------------------------------------------------


def _count(xp, flags):
    return xp.sum(xp.astype(flags, xp.float64))


def _pairs(xp, labels, x):
    apart = x[:, None, :] - x[None, :, :]
    same = labels[:, None] == labels[None, :]
    distance = xp.sum(apart**2, axis=-1)
    return xp.sum(xp.where(same, distance, xp.zeros_like(distance))) / 2, _count(xp, same) / 2


def _pairs_slope(xp, labels, x):
    apart = x[:, None, :] - x[None, :, :]
    same = (labels[:, None] == labels[None, :])[:, :, None]
    return 2 * xp.sum(xp.where(same, apart, xp.zeros_like(apart)), axis=1)


@loss(
    Kernel(
        _pairs,
        _pairs_slope,
        None,
        None,
        y_true=LABEL,
        y_pred=FEATURES,
        batch=True,
        lacks=lambda t: "" if len(set(t.tolist())) > 1 else "one label; expected at least two",
    )
)
def together(y_true, y_pred, *, reduction="mean"):
    """Squared distances within the classes of a batch."""
    return Arguments(y_true, y_pred, None, reduction)


@pytest.mark.parametrize("library", LIBRARIES[:-1], ids=lambda kind: getattr(kind, "module", ""))
def test_a_batch_is_taken_whole(arrays):
    t = arrays.array(np.array([0, 1, 0, 7]))
    x = arrays.array(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 1.0], [1.0, 0.0]]))
    assert float(result(arrays, together(t, x, reduction="sum"))) == 5
    assert float(result(arrays, together(t, x))) == pytest.approx(5 / 3)
    slope = result(arrays, together.gradient(t, x, reduction="sum"))
    assert slope.tolist() == [[-4, -2], [0, 0], [4, 2], [0, 0]]
    if isinstance(arrays, (Torch, Jax)):
        by_library = arrays.gradient(lambda x: together(t, x, reduction="sum"), arrays.numpy(x))
        assert by_library.tolist() == slope.tolist()
    with pytest.raises(ValueError, match="y_true: one label; expected at least two"):
        together(arrays.array(np.zeros(4)), x)
    with pytest.raises(ValueError, match=r"reduction: 'none'; expected 'mean' or 'sum'"):
        together(t, x, reduction="none")
    with pytest.raises(ValueError, match=r"y_pred has shape \(4,\); expected \(n, d\)"):
        together(t, arrays.array(np.zeros(4)))
    with pytest.raises(ValueError, match=r"label 0.5 at index \(1,\); expected integer labels"):
        together(arrays.array(np.array([0, 0.5, 1, 1])), x)


def test_a_batch_has_no_hessian():
    assert not hasattr(together, "hessian")
    with pytest.raises(AttributeError, match="together has no hessian"):
        _ = together.hessian


@pytest.mark.parametrize("library", [Dask])
def test_a_batch_in_chunks_is_refused(arrays):
    with pytest.raises(TypeError, match=r"y_pred: a Dask array; expected a whole batch"):
        together(arrays.array(np.zeros(4)), arrays.array(np.zeros((4, 2))))


# --- domains -------------------------------------------------------------------------------


class Unheard(Domain):
    """A domain that does not say what lies outside of it."""


@every_library
def test_a_domain_that_does_not_say_what_is_outside_raises(arrays):
    """It must not let everything in, on whichever library."""

    @loss(
        Kernel(
            lambda xp, y, p: p - y,
            lambda xp, y, p: xp.ones_like(p),
            None,
            None,
            y_true=REAL,
            y_pred=Unheard(),
        )
    )
    def lax(y_true, y_pred, *, sample_weight=None, reduction="mean"):
        """Return a difference."""
        return Arguments(y_true, y_pred, sample_weight, reduction)

    with pytest.raises(NotImplementedError, match="Unheard does not say what lies outside"):
        result(arrays, lax(arrays.array(np.zeros(2)), arrays.array(np.ones(2))))


def test_the_losses_know_no_library():
    """The names a loss is declared with are the package's; the tests above need no others."""
    assert lossbook.loss is loss
