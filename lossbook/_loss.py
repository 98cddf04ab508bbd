"""What a loss is: one object with value, derivatives, formula and card.

A loss is declared by a function whose signature and docstring are the loss's own and whose body
checks the loss's parameters. It returns the arguments, checked, and the decorator `loss` joins it
with its kernels, which evaluate them:

    @loss(
        Kernel(_huber, _huber_slope, _huber_curvature, "regression.huber", y_true=REAL, y_pred=REAL)
    )
    def huber(y_true, y_pred, *, delta=1.0, sample_weight=None, reduction="mean"):
        \"\"\"Huber loss: …\"\"\"
        return Arguments(y_true, y_pred, sample_weight, reduction, delta=positive("delta", delta))
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import update_wrapper
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from lossbook.engine import Arguments, Kernel, differentiate, evaluate

if TYPE_CHECKING:
    import sympy

    from lossbook.formulas import Specification

P = ParamSpec("P")

# The flags that choose another kernel, and how a card announces it.
LINKS = {"from_logits": "From logits:", "from_log": "From the logarithm of the mean:"}

# What every loss documents alike is written once, here; `_documented` puts it in its place.
WEIGHT = """\
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of {samples}, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
"""
REDUCTION = """\
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.
"""
RETURNS = """
Returns
-------
{returns}
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

"""
DERIVATIVE = """Return the {order} derivative, by each `y_pred`, of what `{name}` returns.

    Takes the arguments of `{name}` and raises what it raises. With ``reduction="none"`` it is
    each sample's own derivative, times its weight.{more}

    Returns
    -------
    numpy.ndarray
        An array of the shape of `y_pred`, of the library that the arguments are of.
    """

DIAGONAL = """ It is the diagonal of the Hessian; at a kink, and
    where the loss is straight, it is 0."""


class Fixed:
    """What is made once and then has no attributes to set.

    A parameter that were set and never read would be wrong in silence. (Sphinx and other tools set
    names of their own, with underscores.)
    """

    __qualname__: str
    _finished = False

    def __setattr__(self, name: str, value: Any) -> None:
        if self._finished and not name.startswith("_"):
            called = self.__qualname__.rpartition("<locals>.")[2]
            raise AttributeError(
                f"{called}.{name}: a loss has no attributes to set; give parameters in the "
                f"call, or fix one with functools.partial({called}, {name}=...)"
            )
        super().__setattr__(name, value)


class Loss(Fixed, Generic[P]):
    """A loss function: call it for the value, `gradient` and `hessian` for its derivatives.

    The losses of this package are made by the decorator `loss`, and so is one of your own; see
    their own documentation for what they compute.
    """

    __name__: str

    def __init__(self, declaration: Callable[P, Arguments], kernels: dict[str, Kernel]) -> None:
        update_wrapper(self, declaration)
        self.__doc__ = _documented(declaration, kernels[""])
        self.__signature__ = inspect.signature(declaration).replace(
            return_annotation=inspect.Signature.empty
        )
        self._declaration, self._kernels = declaration, kernels
        self._gradient, self._hessian = Derivative(self, 1), Derivative(self, 2)
        self._compiled: Loss[P] | None = None
        self._finished = True

    # What a call returns depends on its `reduction`: a float, or with "none" an array. ParamSpec
    # cannot tell the two apart, and a union would make every caller cast.
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Return the loss: a float, or with reduction="none" an array of the samples' losses.

        From arrays of another library than NumPy it is an array of that library.
        """
        arguments = self._declaration(*args, **kwargs)
        return evaluate(self._kernels[arguments.link], arguments)

    @property
    def gradient(self) -> Derivative[P]:
        """The derivative of the loss by `y_pred`: call it with the arguments of the loss."""
        return self._gradient

    @property
    def hessian(self) -> Derivative[P]:
        """The second derivative by each `y_pred`; AttributeError for a loss of whole batches."""
        if self.kernel().curvature is None:
            raise AttributeError(
                f"{self.__name__} has no hessian: "
                "it is no sum over samples, whose second derivatives would be a diagonal"
            )
        return self._hessian

    @property
    def compiled(self) -> Loss[P]:
        """The same loss with the loop over its elements fused and compiled, by numba.

        A call reads NumPy's arrays once and writes nothing on the way. It takes, gives and raises
        what the loss does; its first call with arrays of a type compiles for them, which takes
        a second or so, and keeps that on the disk. It gains where the arrays are contiguous; other
        arrays and other libraries' are evaluated as by the loss itself, and so are the deviances
        from logarithms and the Tweedie deviance. A loss whose samples are rows or batches gains
        nothing, and is its own. ImportError without numba, which the extra
        `fast` brings.
        """
        if self._compiled is None:
            try:
                from lossbook.engine import _fused as fused
            except ModuleNotFoundError as error:
                if error.name != "numba":
                    raise
                raise ImportError(
                    f"{self.__name__}.compiled needs numba: pip install 'lossbook[fast]'"
                ) from None
            takes = any(map(fused.takes, self._kernels.values()))
            self._compiled = Compiled(self, fused) if takes else self
        return self._compiled

    @property
    def formula(self) -> sympy.Expr:
        """The loss of one sample as a SymPy expression: the specification of the kernel."""
        return self.specification().value

    @property
    def logit_formula(self) -> sympy.Expr:
        """The loss of one sample as a function of logits; AttributeError where it takes none."""
        return self.specification("from_logits").value

    @property
    def log_formula(self) -> sympy.Expr:
        """The loss as a function of the mean's logarithm; AttributeError where it takes none."""
        return self.specification("from_log").value

    @property
    def symbols(self) -> dict[str, sympy.Basic]:
        """The symbol that stands in the formula for each argument, by the argument's name."""
        return dict(self.specification().symbols)

    @property
    def links(self) -> tuple[str, ...]:
        """The names of the flags that make the loss take another kind of prediction."""
        return tuple(name for name in self._kernels if name)

    def kernel(self, link: str = "") -> Kernel:
        """Return the functions that a call runs, with a flag such as "from_logits" or without."""
        if link not in self._kernels:
            what = "logits" if link == "from_logits" else link
            raise AttributeError(f"{self.__name__} takes no {what}")
        return self._kernels[link]

    def specification(self, link: str = "") -> Specification:
        """Return what the kernel is to compute, as SymPy expressions: value and derivatives."""
        # SymPy is imported only when it is asked for.
        from lossbook.formulas import resolve

        return resolve(self.kernel(link).formula)

    @property
    def source(self) -> str:
        """The source text of the kernels and of all they call, in the order of the package."""
        functions: set[Any] = set()
        for kernel in self._kernels.values():
            for function in (kernel.value, kernel.derivative, kernel.curvature):
                functions |= _called(function) if function else set()
        ordered = sorted(functions, key=lambda function: function.__code__.co_firstlineno)
        return "\n\n\n".join(inspect.getsource(function).rstrip() for function in ordered)

    @property
    def title(self) -> str:
        """The first line of the documentation, without its full stop."""
        return (self.__doc__ or self.__name__).split("\n", 1)[0].rstrip(".")

    def __repr__(self) -> str:
        parameters = self.__signature__.parameters.values()
        bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
        return f"<loss {self.__name__}{inspect.Signature(bare)}>"

    def __get__(self, instance: object, owner: type | None = None) -> Loss[P]:
        """Return the loss itself: what has `__get__`, help() and Sphinx document as a function."""
        return self

    def __reduce__(self) -> str:
        return self.__name__  # pickled by name, as a function is

    # Keras asks an object for these two when it saves and loads a model that was compiled with it.
    def get_config(self) -> dict[str, str]:
        """Return where the loss is found by name: its module and its name."""
        return {"module": self.__module__, "name": self.__name__}

    @staticmethod
    def from_config(config: dict[str, str]) -> Loss[Any]:
        """Return the loss that `get_config` described; ImportError where there is none."""
        module = import_module(config["module"])
        found = getattr(module, config["name"], None)
        if not isinstance(found, Loss):
            raise ImportError(f"{config['name']}: no loss of this name in {config['module']}")
        return found

    def _repr_markdown_(self) -> str:
        """Return the card a notebook shows: name, formula, derivatives and domain."""
        rows = [f"**{self.title}** `{self.__name__}`"]
        for link, kernel in self._kernels.items():
            if link:
                rows.append(LINKS[link])
            specification = self.specification(link)
            rows.append(f"$${specification.latex}$$")
            rows.append(f"$${specification.gradient_latex}$$")
            if specification.hessian is not None:
                rows.append(f"$${specification.hessian_latex}$$")
            truth, prediction = (specification.symbol_latex(n) for n in ("y_true", "y_pred"))
            rows.append(
                f"${truth} \\in {kernel.y_true.latex}$, ${prediction} \\in {kernel.y_pred.latex}$"
            )
        return "\n\n".join(rows)


class Compiled(Loss[P]):
    """A loss that is evaluated by compiled loops; see `Loss.compiled`."""

    def __init__(self, plain: Loss[P], engine: ModuleType) -> None:
        self._plain, self._engine = plain, engine
        super().__init__(plain._declaration, plain._kernels)
        self._compiled = self
        self._gradient = CompiledDerivative(self, 1)
        self._hessian = CompiledDerivative(self, 2)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Return the loss, as the loss itself does."""
        arguments = self._declaration(*args, **kwargs)
        return self._engine.evaluate(self._kernels[arguments.link], arguments)

    def __repr__(self) -> str:
        return f"{self._plain!r}.compiled"

    def __reduce__(self) -> Any:
        return getattr, (self._plain, "compiled")


class Derivative(Fixed, Generic[P]):
    """The first or second derivative of a loss by its prediction, with the loss's signature."""

    def __init__(self, loss: Loss[P], order: int) -> None:
        self.__name__, self.__module__ = ("gradient", "hessian")[order - 1], loss.__module__
        self.__qualname__ = f"{loss.__name__}.{self.__name__}"
        self.__signature__ = loss.__signature__
        self.__doc__ = DERIVATIVE.format(
            name=loss.__name__,
            order=("first", "second")[order - 1],
            more=("", DIAGONAL)[order - 1],
        )
        self._loss, self._order = loss, order
        self._finished = True

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Return the derivative, an array of the shape of `y_pred`."""
        arguments = self._loss._declaration(*args, **kwargs)
        return differentiate(self._loss._kernels[arguments.link], arguments, self._order)

    def __get__(self, instance: object, owner: type | None = None) -> Derivative[P]:
        """Return the derivative itself, for the reason given at `Loss.__get__`."""
        return self

    def __repr__(self) -> str:
        return f"<{self.__name__} of {self._loss!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (self._loss, self.__name__)


class CompiledDerivative(Derivative[P]):
    """A derivative that is evaluated by compiled loops."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Return the derivative, an array of the shape of `y_pred`."""
        loss: Any = self._loss
        arguments = loss._declaration(*args, **kwargs)
        kernel = loss._kernels[arguments.link]
        return loss._engine.differentiate(kernel, arguments, self._order)


def loss(kernel: Kernel, **links: Kernel) -> Callable[[Callable[P, Arguments]], Loss[P]]:
    """Return the decorator that makes a declaration and its kernels a loss.

    Parameters
    ----------
    kernel : Kernel
        What a call runs.
    **links : Kernel
        What it runs instead where a flag is set: `from_logits`, `from_log`. The declaration says
        which by the `link` of its arguments.

    Examples
    --------
    >>> import sympy as sp
    >>> from lossbook import loss
    >>> from lossbook.engine import REAL, Arguments, Kernel
    >>> from lossbook.formulas import Specification, y, yhat
    >>> e, symbols = yhat - y, {"y_true": y, "y_pred": yhat}
    >>> formula = Specification(e**4, 4 * e**3, 12 * e**2, symbols)
    >>> @loss(
    ...     Kernel(
    ...         lambda xp, y, p: (p - y) ** 4,
    ...         lambda xp, y, p: 4 * (p - y) ** 3,
    ...         lambda xp, y, p: 12 * (p - y) ** 2,
    ...         formula,
    ...         y_true=REAL,
    ...         y_pred=REAL,
    ...     )
    ... )
    ... def quartic(y_true, y_pred, *, sample_weight=None, reduction="mean"):
    ...     \"\"\"Fourth power of the error.\"\"\"
    ...     return Arguments(y_true, y_pred, sample_weight, reduction)
    >>> quartic([0.0, 0.0], [1.0, 2.0])
    8.5
    >>> quartic.hessian([0.0, 0.0], [1.0, 2.0], reduction="sum")
    array([12., 48.])
    """

    def declare(declaration: Callable[P, Arguments]) -> Loss[P]:
        # A class of its own, named as the loss: Keras looks up the class of an object that it has
        # saved among `custom_objects`, where its user names the loss, as one would a function.
        kind = type(declaration.__name__, (Loss,), {"__module__": declaration.__module__})
        made: Loss[P] = kind(declaration, {"": kernel, **links})
        return made

    return declare


def _called(function: Any, known: frozenset[Any] = frozenset()) -> set[Any]:
    """Return a function and the functions of its module that it calls, directly or not."""
    called = {function}
    inner = [code for code in function.__code__.co_consts if inspect.iscode(code)]  # of lambdas
    for code in (function.__code__, *inner):
        for name in code.co_names:
            other = function.__globals__.get(name)
            ours = inspect.isfunction(other) and other.__module__ == function.__module__
            if ours and other not in known | called:
                called |= _called(other, known | called)
    return called


def _documented(declaration: Callable[..., Arguments], kernel: Kernel) -> str:
    """Return the declaration's docstring with the sections that all losses share.

    A loss of batches shares none of them: it has no weights, and a reduction of its own.
    """
    if kernel.batch:
        return inspect.cleandoc(declaration.__doc__ or "")
    samples = "shape (...)" if kernel.by_rows else "the shape of `y_true`"
    common, returns = WEIGHT.replace("{samples}", samples), "float"
    if "reduction" in inspect.signature(declaration).parameters:
        common += REDUCTION
        returns = (
            "float or numpy.ndarray\n"
            '    A float; with ``reduction="none"`` an array of the shape of the samples.'
        )
    common += RETURNS.replace("{returns}", returns)
    own = inspect.cleandoc(declaration.__doc__ or "")  # as Python 3.13 does when it compiles
    head, mark, tail = own.partition("References\n-")
    if not mark:
        head, mark, tail = own.partition("Examples\n-")
    return head.rstrip() + "\n" + common + mark + tail
