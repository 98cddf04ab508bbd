"""A loss as an object: signature, documentation, card, source, pickle."""

import ast
import copy
import doctest
import importlib
import inspect
import pickle
import pkgutil
import pydoc
import subprocess
import sys

import libraries
import numpy as np
import pytest
import sympy as sp
from oracle import CASES, LOSSES, draw, generator, kernel, row_of
from rows import ROWS

import lossbook

every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)


def test_all_names():
    """What is exported is the losses' names and what declares one; the package page shows all."""
    assert set(lossbook.__all__) == {"Loss", "loss", *lossbook.losses.__all__}
    assert len(set(lossbook.losses.__all__)) == len(lossbook.losses.__all__)


def test_every_loss_has_its_row():
    """A new loss gets a row in tests/support/rows.py: all that goes over the losses reads it."""
    losses = [x for x in vars(lossbook).values() if isinstance(x, lossbook.Loss)]
    cases = {x.__name__ + link.replace("from_", "-") for x in losses for link in ("", *x.links)}
    assert set(ROWS) == cases


@every_loss
def test_signature(loss):
    parameters = list(inspect.signature(loss).parameters.values())
    assert [p.name for p in parameters[:2]] == ["y_true", "y_pred"]
    assert all(p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters[:2])
    required = {p.name for p in parameters[2:] if p.default is p.empty}
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters[2:])
    assert required == set(row_of(loss).keywords)
    names = [p.name for p in parameters]
    assert ("sample_weight" in names) != loss.kernel().batch
    if loss is not lossbook.root_mean_squared_error:
        assert inspect.signature(loss).parameters["reduction"].default == "mean"
    defaults = {"delta": 1.0, "quantile": 0.5, "axis": -1, "from_logits": False}
    defaults |= {"pos_weight": 1.0, "label_smoothing": 0.0, "ignore_index": None}
    for p in parameters:
        assert p.default == defaults.get(p.name, p.default)


def test_margins_by_default():
    margins = {
        loss.__name__: inspect.signature(loss).parameters["margin"].default
        for loss in LOSSES
        if "margin" in inspect.signature(loss).parameters
    }
    assert margins == {
        "multiclass_hinge": 1.0,
        "crammer_singer_hinge": 1.0,
        "pairwise_hinge": 1.0,
        "am_softmax": 0.35,
        "arcface": 0.5,
        "sphereface": 4,
        "contrastive": 1.0,
        "triplet_margin": 0.2,
    }


@every_loss
def test_unknown_keywords_and_positions(loss):
    flags = row_of(loss).flags
    y, p = draw(generator(50), loss, flags)
    for function in (loss, loss.gradient):
        with pytest.raises(TypeError, match="unknown"):
            function(y, p, unknown=1)
        with pytest.raises(TypeError):
            function(y, p, None)
        with pytest.raises(TypeError):
            function(y)
    assert loss(y_pred=p, y_true=y, **flags) == loss(y, p, **flags)


@every_loss
def test_help(loss):
    """Every parameter is documented, with the shared sections once each."""
    text = pydoc.plain(pydoc.render_doc(loss))
    assert loss.__doc__.split("\n")[0] in text
    for title in ("Parameters", "Returns", "Raises", "Examples"):
        assert loss.__doc__.count(f"\n{title}\n---") == 1
    parameters = inspect.signature(loss).parameters
    documented = [line.split(" :")[0] for line in loss.__doc__.split("\n") if " : " in line]
    named = {name.strip() for names in documented for name in names.split(",")}
    assert set(parameters) <= named
    assert not {"{samples}", "{returns}"} & set(loss.__doc__.split())
    for line in loss.__doc__.split("\n"):
        assert len(line) <= 100


@every_loss
def test_names_and_types(loss):
    assert loss.__module__.startswith("lossbook.")
    assert loss is getattr(importlib.import_module(loss.__module__), loss.__name__)
    assert loss.title == loss.__doc__.split("\n")[0].rstrip(".")
    assert inspect.isroutine(loss)  # so help() and Sphinx document it as a function
    assert repr(loss).startswith(f"<loss {loss.__name__}(y_true, y_pred, *, ")
    assert ("sample_weight=None" in repr(loss)) != loss.kernel().batch


def test_repr():
    assert repr(lossbook.pinball) == (
        "<loss pinball(y_true, y_pred, *, quantile=0.5, sample_weight=None, reduction='mean')>"
    )


@every_loss
def test_pickle_and_copy(loss):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(loss, protocol)) is loss
    assert copy.copy(loss) is loss
    assert copy.deepcopy({"loss": [loss]})["loss"][0] is loss


def test_a_configuration_names_a_loss():
    """Keras stores one with a model, and makes the loss of it again."""
    assert lossbook.Loss.from_config(lossbook.huber.get_config()) is lossbook.huber
    for name in ("cubed", "C"):  # what is not there, and what is no loss
        with pytest.raises(ImportError, match=f"{name}: no loss of this name in lossbook.formulas"):
            lossbook.Loss.from_config({"module": "lossbook.formulas", "name": name})


def test_loss_as_an_attribute_is_the_loss():
    class Model:
        criterion = lossbook.huber

    assert Model().criterion is lossbook.huber
    assert Model().criterion(0.0, 0.5) == 0.125


@pytest.mark.parametrize(("loss", "flags"), CASES)
def test_source_holds_the_kernels(loss, flags):
    k = kernel(loss, flags)
    for function in filter(None, (k.value, k.derivative, k.curvature)):
        assert inspect.getsource(function).rstrip() in loss.source
    compile(loss.source, loss.__name__, "exec")
    assert loss.source.startswith("def _")


@every_loss
def test_source_is_whole_and_of_the_losss_own_modules(loss):
    kernels = [loss.kernel(link) for link in ("", *loss.links)]
    modules = {sys.modules[k.value.__module__] for k in kernels}
    own = {name for module in modules for name, x in vars(module).items()
           if inspect.isfunction(x) and x.__module__ == module.__name__}  # fmt: skip
    source = ast.parse(loss.source)
    named = {node.id for node in ast.walk(source) if isinstance(node, ast.Name)}
    assert named & own <= {function.name for function in source.body} <= own


@every_loss
def test_formula_and_symbols(loss):
    assert isinstance(loss.formula, sp.Expr)
    assert loss.formula == loss.specification().value
    symbols = loss.symbols
    assert list(symbols)[:2] == ["y_true", "y_pred"]
    assert set(symbols) <= set(inspect.signature(loss).parameters)
    symbols.clear()
    assert loss.symbols


@every_loss
def test_logit_formula(loss):
    if "from_logits" in inspect.signature(loss).parameters:
        assert isinstance(loss.logit_formula, sp.Expr)
        assert loss.logit_formula != loss.formula
    else:
        with pytest.raises(AttributeError, match=f"{loss.__name__} takes no logits"):
            _ = loss.logit_formula
        assert not hasattr(loss, "logit_formula")


CARDS = """
import hashlib, lossbook
for name in lossbook.__all__:
    loss = getattr(lossbook, name)
    if isinstance(loss, lossbook.Loss) and name == loss.__name__:  # cosface is am_softmax
        print(name, hashlib.sha256(loss._repr_markdown_().encode()).hexdigest())
"""


def test_cards_are_the_same_in_every_process():
    """Whatever the seed of Python's hashes, by which SymPy could order its terms."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", CARDS],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "271828")
    }
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(LOSSES)


@every_loss
def test_card(loss):
    card = loss._repr_markdown_()
    assert card.startswith(f"**{loss.title}** `{loss.__name__}`")
    assert ("From logits:" in card) == ("from_logits" in loss.links)
    equations = 3 if hasattr(loss, "hessian") else 2
    assert card.count("$$") == 2 * equations * (1 + len(loss.links))
    assert r"\ell = " in card
    assert r"\frac{\partial \ell}" in card
    assert r" \in " in card
    for unreadable in (
        r"\operatorname{log}",
        r"\log",
        r"\theta",
        "Heaviside",
        r"\begin{cases} \end",
    ):
        assert unreadable not in card  # \theta is how SymPy prints a step


def test_a_card_as_it_reads():
    assert lossbook.mean_squared_error._repr_markdown_() == "\n\n".join(
        [
            "**Squared error (MSE)** `mean_squared_error`",
            r"$$\ell = \left(\hat{y} - y\right)^{2}$$",
            r"$$\frac{\partial \ell}{\partial \hat{y}} = 2 \left(\hat{y} - y\right)$$",
            r"$$\frac{\partial^2 \ell}{\partial \hat{y}^2} = 2$$",
            r"$y \in \mathbb{R}$, $\hat{y} \in \mathbb{R}$",
        ]
    )


# lossbook.engine.arrays._torch needs PyTorch, and so on.
ABSENT = {f"lossbook.engine.arrays._{name}" for name in libraries.missing()}
MODULES = sorted(
    {module.name for module in pkgutil.walk_packages(lossbook.__path__, "lossbook.")} - ABSENT
)


@pytest.mark.parametrize("name", ["lossbook", *MODULES])
def test_doctests(name):
    module = importlib.import_module(name)
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for test in finder.find(module):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


@every_loss
def test_every_loss_has_an_example_that_runs(loss):
    """A Loss is no function, so doctest does not find its docstring by itself."""
    (test,) = doctest.DocTestFinder(recurse=False).find(
        type("Page", (), {"__doc__": loss.__doc__, "__module__": __name__}), loss.__name__, globs={}
    )
    assert test.examples
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_gradient_of_a_training_step():
    """What a loss is for: the steepest descent on its own gradient finds the mean."""
    y, c = np.array([1.0, 2.0, 6.0]), 0.0
    for _ in range(200):
        c -= 0.1 * lossbook.mean_squared_error.gradient(y, np.full(3, c)).sum()
    assert c == pytest.approx(3.0, rel=1e-12)


@every_loss
def test_derivatives_have_the_signature_of_their_loss(loss):
    for name in ("gradient", "hessian"):
        if not hasattr(loss, name):
            assert loss.kernel().batch
            continue
        derivative = getattr(loss, name)
        assert inspect.signature(derivative) == inspect.signature(loss)
        assert pickle.loads(pickle.dumps(derivative)) is derivative
        assert f"`{loss.__name__}`" in inspect.getdoc(derivative)
        assert repr(derivative) == f"<{name} of {loss!r}>"


def test_a_loss_stored_in_a_class_is_no_method():
    class Model:
        loss = lossbook.huber
        slope = lossbook.huber.gradient

    assert Model().loss([0.0], [0.5]) == 0.125
    assert Model().slope([0.0], [0.5]) == [0.5]
