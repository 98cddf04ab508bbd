"""What people hand over: what each kind of object gets, in every argument of every loss.

The table is that of given.py, of which the package page shows a part.
"""

import decimal
import fractions
import importlib
import inspect
import pickle
import re

import libraries
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from given import GIVEN, PAGE, UNITS, Tensor, X, page
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


def test_the_package_page_shows_the_table():
    """`python tests/support/given.py` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


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
