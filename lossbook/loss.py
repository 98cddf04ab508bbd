"""What a loss is: one object with value, gradient, formula and card.

A loss is declared by a function whose signature and docstring are the loss's own and whose body
checks the loss's parameters; the decorator `loss` joins it with its kernels:

    @loss(Kernel(_huber, _huber_slope, y_true=REAL, y_pred=REAL))
    def huber(y_true, y_pred, *, delta=1.0, sample_weight=None, reduction="mean"):
        \"\"\"Huber loss: …\"\"\"
        return Arguments(y_true, y_pred, sample_weight, reduction, delta=positive("delta", delta))
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from lossbook.domain import Array
from lossbook.evaluation import Arguments, Kernel, differentiate, evaluate

if TYPE_CHECKING:
    import sympy

    from lossbook.formulas import Specification

P = ParamSpec("P")

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
GRADIENT = """Return the derivative, by `y_pred`, of what the same call to `{name}` returns.

    Takes the arguments of `{name}` and raises what it raises. With ``reduction="none"`` it is
    each sample's own derivative, times its weight.

    Returns
    -------
    numpy.ndarray
        An array of the shape of `y_pred`, of the library that the arguments are of.
    """


class Loss(Generic[P]):
    """A loss function: call it for the value, `gradient` for the derivative.

    Losses are made by this package; see their own documentation for what they compute.
    """

    __name__: str

    def __init__(
        self, declaration: Callable[P, Arguments], kernel: Kernel, logit_kernel: Kernel | None
    ) -> None:
        update_wrapper(self, declaration)
        self.__doc__ = _documented(declaration, kernel)
        self.__signature__ = inspect.signature(declaration).replace(
            return_annotation=inspect.Signature.empty
        )
        self._declaration = declaration
        self._kernel, self._logit_kernel = kernel, logit_kernel
        self._gradient = Gradient(self)

    # What a call returns depends on its `reduction`: a float, or with "none" an array. ParamSpec
    # cannot tell the two apart, and a union would make every caller cast.
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Return the loss: a float, or with reduction="none" an array of the samples' losses.

        From arrays of another library than NumPy it is an array of that library.
        """
        arguments = self._declaration(*args, **kwargs)
        return evaluate(self._kernel_for(arguments), arguments)

    @property
    def gradient(self) -> Gradient[P]:
        """The derivative of the loss by `y_pred`: call it with the arguments of the loss."""
        return self._gradient

    @property
    def formula(self) -> sympy.Expr:
        """The loss of one sample as a SymPy expression: the specification of the kernel."""
        return self._specification().value

    @property
    def logit_formula(self) -> sympy.Expr:
        """The loss of one sample as a function of logits; AttributeError where it takes none."""
        if self._logit_kernel is None:
            raise AttributeError(f"{self.__name__} takes no logits")
        return self._specification(from_logits=True).value

    @property
    def symbols(self) -> dict[str, sympy.Basic]:
        """The symbol that stands in the formula for each argument, by the argument's name."""
        return dict(self._specification().symbols)

    @property
    def source(self) -> str:
        """The source text of the kernels and of all they call, in the order of the package."""
        kernels = [self._kernel] + ([self._logit_kernel] if self._logit_kernel else [])
        functions: set[Any] = set()
        for kernel in kernels:
            for function in (kernel.value, kernel.derivative):
                functions |= _called(function)
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

    def _repr_markdown_(self) -> str:
        """Return the card a notebook shows: name, formula, gradient and domain."""
        rows = [f"**{self.title}** `{self.__name__}`"]
        for kernel, flags in ((self._kernel, {}), (self._logit_kernel, {"from_logits": True})):
            if kernel is None:
                continue
            if flags:
                rows.append("From logits:")
            specification = self._specification(**flags)
            rows.append(f"$${specification.latex}$$")
            rows.append(f"$${specification.gradient_latex}$$")
            truth, prediction = (specification.symbol_latex(n) for n in ("y_true", "y_pred"))
            rows.append(
                f"${truth} \\in {kernel.y_true.latex}$, ${prediction} \\in {kernel.y_pred.latex}$"
            )
        return "\n\n".join(rows)

    def _kernel_for(self, arguments: Arguments) -> Kernel:
        if arguments.from_logits:
            assert self._logit_kernel is not None
            return self._logit_kernel
        return self._kernel

    def _specification(self, **flags: bool) -> Specification:
        # SymPy is imported only when it is asked for.
        from lossbook.formulas import specification

        return specification(self.__name__, **flags)


class Gradient(Generic[P]):
    """The derivative of a loss by its prediction, with the signature of the loss."""

    def __init__(self, loss: Loss[P]) -> None:
        self.__name__, self.__module__ = "gradient", loss.__module__
        self.__qualname__ = f"{loss.__name__}.gradient"
        self.__signature__ = loss.__signature__
        self.__doc__ = GRADIENT.format(name=loss.__name__)
        self._loss = loss

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Array:
        """Return the derivative, an array of the shape of `y_pred`."""
        arguments = self._loss._declaration(*args, **kwargs)
        return differentiate(self._loss._kernel_for(arguments), arguments)

    def __get__(self, instance: object, owner: type | None = None) -> Gradient[P]:
        """Return the gradient itself, for the reason given at `Loss.__get__`."""
        return self

    def __repr__(self) -> str:
        return f"<gradient of {self._loss!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (self._loss, "gradient")


def loss(
    kernel: Kernel, logit_kernel: Kernel | None = None
) -> Callable[[Callable[P, Arguments]], Loss[P]]:
    """Return the decorator that makes a declaration and its kernels a loss."""

    def declare(declaration: Callable[P, Arguments]) -> Loss[P]:
        return Loss(declaration, kernel, logit_kernel)

    return declare


def _called(function: Any) -> set[Any]:
    """Return a function and the functions of its module that it calls, directly or not."""
    called = {function}
    for name in function.__code__.co_names:
        other = function.__globals__.get(name)
        if inspect.isfunction(other) and other.__module__ == function.__module__:
            called |= _called(other)
    return called


def _documented(declaration: Callable[..., Arguments], kernel: Kernel) -> str:
    """Return the declaration's docstring with the sections that all losses share."""
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
