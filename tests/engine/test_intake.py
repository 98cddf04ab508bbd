"""What people hand over: what each kind of object gets, in every argument of every loss.

The table is that of given.py, of which the package page shows a part.
"""

import decimal
import fractions
import importlib
import inspect
import os
import pickle
import re
import subprocess
import sys
import textwrap

import libraries
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from given import GIVEN, OF_TENSORFLOW, PAGE, UNITS, Tensor, X, page
from oracle import CASES, NAMES, draw, generator

import lossbook

rows = pytest.mark.parametrize(
    ("given", "message"),
    [(given, message) for given, _, message in GIVEN],
    ids=[name.replace(" ", "_") for _, name, _ in GIVEN],
)
every_loss = pytest.mark.parametrize(("loss", "flags"), CASES, ids=NAMES)


def call(loss, flags, argument, given):
    """Call the loss with valid arguments but for one."""
    y, p = draw(generator(60), loss, flags, (3,))
    arguments = {"y_true": y, "y_pred": p, **flags, argument: given}
    return loss(**arguments), loss.gradient(**arguments)


@rows
def test_what_each_kind_of_object_gets(given, message):
    if message is None:
        expected = call(lossbook.huber, {}, "y_true", X)
        got = call(lossbook.huber, {}, "y_true", given())
        assert got[0] == expected[0]
        assert np.array_equal(got[1], expected[1])
        return
    with pytest.raises(TypeError) as error:
        call(lossbook.huber, {}, "y_true", given())
    assert re.search(f"^y_true: .*{message}", str(error.value))
    assert "\n" not in str(error.value)


@every_loss
@pytest.mark.parametrize("argument", ["y_true", "y_pred", "sample_weight"])
def test_every_argument_of_every_loss_is_looked_at(loss, flags, argument):
    if argument not in inspect.signature(loss).parameters:
        return
    for given, _, message in GIVEN:
        if message is not None:
            with pytest.raises(TypeError, match=rf"^{argument}: "):
                call(loss, flags, argument, given())


def parameters():
    """Return every parameter of a loss that is one number."""
    found = []
    for loss, flags in CASES:
        for name, parameter in inspect.signature(loss).parameters.items():
            if type(parameter.default) is float:
                found.append(
                    pytest.param(loss, flags, name, id=f"{loss.__name__}-{name}-{len(flags)}")
                )
    return found


@pytest.mark.parametrize(("loss", "flags", "name"), parameters())
def test_a_parameter_is_one_plain_number(loss, flags, name):
    for given in (
        "a",
        b"1",
        None,
        1j,
        decimal.Decimal("0.5"),
        0.5 * UNITS.dimensionless,
        np.ma.masked_array(0.5, False),
        Tensor(),
        {0: 1.0},
        *([] if name == "scale" else [[[0.5]]]),  # a scale may be an array of the right shape
    ):
        with pytest.raises(TypeError, match=rf"^{name}: [^\n]*expected"):
            call(loss, flags, name, given)
    value = inspect.signature(loss).parameters[name].default or 0.5
    expected = call(loss, flags, name, value)
    for given in (np.float64(value), np.array(value), fractions.Fraction(value)):
        got = call(loss, flags, name, given)
        assert got[0] == expected[0]
        assert np.array_equal(got[1], expected[1])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # TensorFlow's own, where it is installed
def test_the_package_page_shows_the_table():
    """`python tests/support/given.py` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


# --- what the table does not show ----------------------------------------------------------


def of(module, kind):
    """Return a class as a library's that is not installed here."""
    kind.__module__ = module
    return kind


def test_missing_values_of_tables():
    """A column's count of them, as polars and pyarrow tell it: NumPy would make them nan."""

    class Column:
        null_count = 1
        __array__ = Tensor.__array__

    class DataFrame(Column):
        columns = ("a",)

        def null_count(self):
            return self

        def get_columns(self):
            return [column]

    class Table:
        __array__ = Tensor.__array__

        @property
        def columns(self):
            return [column]

    column = of("polars", Column)()
    for table in (column, of("polars", DataFrame)(), of("pyarrow", Table)()):
        with pytest.raises(TypeError, match=r"^y_true: a.* with missing values; .*weight 0$"):
            lossbook.huber(table, X)
        with pytest.raises(TypeError, match=r"with missing values at index \(1,\)"):
            lossbook.huber([X, table], [X, X])
        type(column).null_count = 0
        assert lossbook.huber(table, X) == 0
        type(column).null_count = 1
    missing = xr.DataArray(pd.array([1, None, 3], dtype="Int64"))
    with pytest.raises(TypeError, match=r"^y_true: a missing value at index \(1,\)"):
        lossbook.huber(missing, X)


def test_dtypes_of_pandas():
    """Numbers of its own keep their width; of others nobody knows what they mean."""
    narrow = pd.Series(X, dtype="Float32")
    assert lossbook.huber(narrow, narrow, reduction="none").dtype == np.float32
    assert lossbook.huber(pd.Series([1, 0, 1], dtype="category"), [1, 0, 1]) == 0
    assert lossbook.huber(pd.Series(pd.arrays.SparseArray([0, 0, 1])), [0, 0, 1]) == 0

    class Series:
        dtype = of("units", type("Metre", (), {"__str__": lambda self: "m", "kind": "f"}))()
        __array__ = Tensor.__array__

    with pytest.raises(TypeError, match=r"^y_true: a pandas.Series of dtype m; expected"):
        lossbook.huber(of("pandas", Series)(), X)


def test_an_array_whose_namespace_the_kernels_cannot_use():
    """One that is sparse, or that wraps NumPy's to follow it, as Autograd's boxes do."""

    class Box:
        def __array_namespace__(self):
            return np

    class Sparse(Box):
        device = "cpu"

        def todense(self):
            return X

    with pytest.raises(TypeError, match=r"^y_pred: a boxes.Box; expected an array of real"):
        lossbook.huber([0.0], of("boxes", Box)())
    with pytest.raises(TypeError, match=r"^y_pred: a sparse array \(a grids.Sparse.*x.todense\(\)"):
        lossbook.huber(X, of("grids", Sparse)())


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({0: 1.0}, "a dict"),
        (np.ma.masked_array(X), "a masked array"),
        (X * UNITS.metre, "an array with a unit"),
        (Tensor(), "a tensor of a library"),
    ],
)
def test_what_has_a_way_out_has_it_beside_another_librarys_array(given, what):
    with pytest.raises(TypeError, match=rf"^y_pred: {what}.*; expected an array of real numbers: "):
        lossbook.huber(libraries.Library().array(X), given)


LONG = np.zeros((9, 1))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda x: lossbook.huber(X, X, reduction=x),
            "reduction: a numpy.ndarray; expected 'mean'",
        ),
        (lambda x: lossbook.triplet_margin([0], LONG, reduction=x), "reduction: a numpy.ndarray"),
        (
            lambda x: lossbook.triplet_margin([0], LONG, mining=x),
            "mining: a numpy.ndarray; .*'all'",
        ),
        (
            lambda x: lossbook.kl_divergence(LONG, LONG, axis=x),
            "axis: a numpy.ndarray; expected an",
        ),
        (lambda x: lossbook.hinge(X, X, sample_weight=[x, None]), r"sample_weight: None at index"),
        (
            lambda x: lossbook.binary_crossentropy(X, X, from_logits=x),
            "from_logits: a numpy.ndarray; expected True or False",
        ),
        (
            lambda x: lossbook.sparse_categorical_crossentropy([0], [[1.0]], ignore_index=x),
            "ignore_index: a numpy.ndarray; expected an integer or None",
        ),
    ],
    ids=["reduction", "batch", "mining", "axis", "list", "flag", "label"],
)
def test_what_is_no_word_or_number_is_named_in_one_line(call, said):
    """The text of an array has several."""
    with pytest.raises((TypeError, ValueError), match=f"^{said}.*$") as error:
        call(LONG)
    assert "\n" not in str(error.value)


def test_arrays_of_parameters_are_looked_at():
    row = [[0.5, 0.25]]
    for given, _, message in GIVEN:
        if message is not None:
            with pytest.raises(TypeError, match=r"^scale: "):
                lossbook.arcface([0, 1, 0], row * 3, scale=given())
            with pytest.raises((TypeError, ValueError), match=r"^centers"):
                lossbook.center_loss([0], row, centers=given())
    for level in ([0.5], np.ma.masked, UNITS.metre * 0.5, Tensor()):
        with pytest.raises(TypeError, match=r"^quantile: .*expected one real number"):
            lossbook.pinball(X, [X, X, X], quantile=[0.5, level, 0.75])
    assert lossbook.center_loss([0], row, centers=row) == 0


# --- labels of axes ------------------------------------------------------------------------


def test_the_same_labels_in_another_order_are_refused():
    y, p = pd.Series([1.0, 2.0, 3.0], list("abc")), pd.Series([2.0, 1.0, 3.0], list("bac"))
    for function in (lossbook.mean_squared_error, lossbook.huber.gradient):
        with pytest.raises(ValueError, match=r"^y_true and y_pred: the labels of axis 0 are .*rei"):
            function(y, p)
    assert lossbook.mean_squared_error(y, p.reindex(y.index)) == 0
    with pytest.raises(ValueError, match=r"^y_true and sample_weight: the labels of axis 0"):
        lossbook.mean_squared_error(y, np.zeros(3), sample_weight=p)
    table = pd.DataFrame([[0.5, 0.5]], columns=["x", "y"])
    with pytest.raises(ValueError, match="the labels of axis 1 are the same in another order"):
        lossbook.kl_divergence(table, table[["y", "x"]])
    y = xr.DataArray(np.zeros((2, 2)), dims=("a", "b"))
    with pytest.raises(ValueError, match="the dimensions are the same in another order"):
        lossbook.huber(y, y.T)
    y = xr.DataArray(np.zeros(2), dims="t", coords={"t": [1, 2]})
    with pytest.raises(ValueError, match="the labels of axis 't' are the same in another order"):
        lossbook.huber(y, y[::-1])


def test_foreign_labels_or_none_pair_by_position():
    y, p = pd.Series([1.0, 2.0, 3.0], list("abc")), pd.Series([1.0, 2.0, 3.0], list("xyz"))
    assert lossbook.mean_squared_error(y, p) == 0
    assert lossbook.mean_squared_error(y, p.to_numpy()) == 0
    assert lossbook.mean_squared_error(y, p.reset_index(drop=True)) == 0
    twice = pd.Series([1.0, 2.0, 3.0], list("aab"))
    assert lossbook.mean_squared_error(twice, y) == 0


# --- other libraries -----------------------------------------------------------------------


class TestPyTorch:
    """What PyTorch's own objects get."""

    pytestmark = pytest.mark.parametrize("library", [libraries.Torch], ids=["torch"])

    def test_tensors_that_are_no_plain_arrays(self, library):
        torch = library().xp
        x = torch.tensor(X)
        for given, message in (
            (x.to_sparse(), r"y_true: a sparse tensor .*y_true.to_dense\(\)"),
            (
                torch.nested.nested_tensor([x, x[:2]], layout=torch.jagged),
                "y_true: a nested tensor.*to_padded_tensor",
            ),
            (x.float().to(torch.float8_e4m3fn), "y_true: dtype torch.float8.*float32"),
            (x.to("meta"), "y_pred: an array on the device cpu, another is on meta"),
            ([x[0], x[1], x[2]], r"y_true: a torch.Tensor at index \(0,\); .*torch.stack"),
        ):
            for function in (lossbook.huber, lossbook.huber.gradient):
                with pytest.raises(TypeError, match=message):
                    function(given, x)

    def test_a_parameter_given_as_a_tensor_would_leave_the_graph(self, library):
        torch = library().xp
        y, p = torch.zeros(2), torch.ones(2)
        for delta in (torch.tensor(1.0), torch.nn.Parameter(torch.tensor(1.0)), torch.ones(2)):
            with pytest.raises(TypeError, match=r"^delta: a torch.* expected one real number: fl"):
                lossbook.huber(y, p, delta=delta)
        with pytest.raises(TypeError, match=r"^axis: .*expected an integer"):
            lossbook.multiclass_hinge([0], [[1.0, 2.0]], axis=torch.tensor(1))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # TensorFlow's own, and Keras's
class TestTensorFlow:
    """It is refused, as the derivative would be lost: NumPy's numbers have left the tape."""

    pytestmark = pytest.mark.parametrize("library", [libraries.TensorFlow], ids=["tensorflow"])

    def test_what_each_kind_of_object_gets(self, library):
        tf = library().xp
        for given, _, message in OF_TENSORFLOW:
            for argument in ("y_true", "y_pred", "sample_weight"):
                for loss, flags in CASES:
                    if argument in inspect.signature(loss).parameters:
                        with pytest.raises(TypeError, match=rf"^{argument}: [^\n]*{message}"):
                            call(loss, flags, argument, given(tf))

    def test_whatever_its_dtype_and_wherever_it_is(self, library):
        tf = library().xp
        for dtype in ("float16", "bfloat16", "float32", "int64", "bool", "complex64", "string"):
            x = tf.constant("1") if dtype == "string" else tf.cast(tf.constant(X), dtype)
            with pytest.raises(TypeError, match=r"^y_pred: a tensor of TensorFlow"):
                lossbook.huber(X, x)
        for function in (lossbook.huber, lossbook.huber.gradient, lossbook.huber.compiled):
            with tf.GradientTape(), pytest.raises(TypeError, match=r"^y_pred: .*GradientTape"):
                function(X, tf.Variable(X) * 2)
            traced = tf.function(lambda x: function(X, x), autograph=False)  # noqa: B023
            with pytest.raises(TypeError, match=r"^y_pred: a .*SymbolicTensor.*tf.function"):
                traced(tf.constant(X))
        with pytest.raises(TypeError, match=r"^y_pred: a tensor of TensorFlow"):
            lossbook.huber(libraries.Library().array(X), tf.constant(X))

    def test_parameters(self, library):
        tf = library().xp
        for row in parameters():
            loss, flags, name = row.values
            for given in (tf.constant(0.5), tf.Variable(0.5)):
                with pytest.raises(
                    TypeError, match=rf"^{name}: a tensorflow.*: float\({name}\), out"
                ):
                    call(loss, flags, name, given)
        where, scale = tf.constant([[True, True]]), tf.constant([3.0])
        with pytest.raises(TypeError, match=r"^where: a tensor of TensorFlow"):
            lossbook.ranknet([[0.0, 1.0]], [[0.5, 0.25]], where=where)
        with pytest.raises(TypeError, match=r"^scale: a tensor of TensorFlow"):
            lossbook.normface([0], [[0.5, 0.25]], scale=scale)
        with pytest.raises(TypeError, match=r"^centers: a tensor of TensorFlow"):
            lossbook.center_loss([0], [[0.5, 0.25]], centers=tf.zeros((2, 2)))

    def test_a_keras_model_on_tensorflow(self, library, tmp_path):
        """Training says what to do; the model is saved and loaded with its loss nevertheless."""
        code = f"""
            import keras, numpy as np
            import lossbook

            model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
            model.compile(loss=lossbook.huber, optimizer="sgd")
            for eagerly in (False, True):
                model.compile(loss=lossbook.huber, optimizer="sgd", run_eagerly=eagerly)
                try:
                    model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
                except TypeError as error:
                    print(error)
            model.save({str(tmp_path / "model.keras")!r})
            objects = {{"huber": lossbook.huber}}
            loaded = keras.saving.load_model({str(tmp_path / "model.keras")!r}, objects)
            print(loaded.loss is lossbook.huber)
        """
        environment = os.environ | {"KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": ""}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        traced, eager, loaded = done.stdout.splitlines()
        assert re.match(r"y_true: a .*SymbolicTensor.*Keras with KERAS_BACKEND=jax", traced)
        assert re.match(r"y_true: a .*EagerTensor.*Keras with KERAS_BACKEND=jax", eager)
        assert loaded == "True"


@pytest.mark.parametrize("library", [libraries.Jax], ids=["jax"])
@pytest.mark.parametrize("dtype", ["bfloat16", "float8_e4m3fn"])
def test_narrow_types_of_numpy_arrays(library, dtype):
    """NumPy has them from ml_dtypes, which comes with JAX."""
    narrow = X.astype(getattr(importlib.import_module("ml_dtypes"), dtype))
    with pytest.raises(TypeError, match=rf'^y_pred: dtype {dtype}; .*x.astype\("float32"\)'):
        lossbook.huber(X, narrow)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras
@pytest.mark.parametrize("library", [libraries.Jax], ids=["jax"])
def test_a_keras_model_compiled_with_a_loss_is_saved_and_loaded(library, tmp_path, monkeypatch):
    """As a plain function is, by its name among `custom_objects`."""
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    keras = importlib.import_module("keras")
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    model.compile(loss=lossbook.huber, optimizer="sgd")
    x = np.ones((4, 2)), np.ones((4, 1))
    expected = model.evaluate(*x, verbose=0)
    model.save(tmp_path / "model.keras")
    objects = {"huber": lossbook.huber}
    loaded = keras.saving.load_model(tmp_path / "model.keras", custom_objects=objects)
    assert loaded.loss is lossbook.huber
    assert loaded.evaluate(*x, verbose=0) == expected


# --- a loss is no place to store things ----------------------------------------------------


@pytest.mark.parametrize("loss", [lossbook.huber, lossbook.kl_divergence])
def test_an_attribute_cannot_be_set(loss):
    for name in ("delta", "gradient", "formula", "anything"):
        with pytest.raises(AttributeError, match=rf"^{loss.__name__}.{name}: .*give parameters in"):
            setattr(loss, name, 3.0)
        for part in (loss.gradient, loss.hessian):
            with pytest.raises(AttributeError, match=rf"^{loss.__name__}.{part.__name__}.{name}: "):
                setattr(part, name, 3.0)
    assert lossbook.Loss.from_config(loss.get_config()) is loss
    with pytest.raises(ImportError, match=r"^hubert: no loss of this name in lossbook\.losses"):
        lossbook.Loss.from_config({"module": loss.__module__, "name": "hubert"})
    assert pickle.loads(pickle.dumps(loss)) is loss


@pytest.mark.parametrize(
    ("value", "said"),
    [("1.5", "'1.5'"), (2j, "2j"), ([1.0], r"\[1.0\]"), (None, "None"), ("9" * 57, "'9{57}'"),
     ("9" * 58, "a str"), ([0.0] * 30, "a list"), ({}, "a dict")],
)  # fmt: skip
def test_a_parameter_that_is_no_number_is_shown_if_it_is_short(value, said):
    with pytest.raises(TypeError, match=f"^delta: {said}; expected one real number"):
        lossbook.huber(0.0, 1.0, delta=value)


def test_bytes_without_fields_are_taken_for_floats_of_few_bits():
    with pytest.raises(TypeError, match=r'x\.astype\("float32"\)'):
        lossbook.huber(np.zeros(2, "V2"), 0.0)
    with pytest.raises(TypeError, match="one of its fields"):
        lossbook.huber(np.zeros(2, [("a", float)]), 0.0)


def test_a_table_with_columns_of_both_kinds_is_taken_and_its_missing_value_found():
    table = pd.DataFrame({"a": [1.0, 2.0], "b": pd.array([3, 4], dtype="Int64")})
    assert lossbook.mean_squared_error(table, np.zeros((2, 2))) == 30 / 4
    table.loc[1, "b"] = pd.NA
    with pytest.raises(TypeError, match=r"a missing value at index \(1, 1\)"):
        lossbook.mean_squared_error(table, np.zeros((2, 2)))
