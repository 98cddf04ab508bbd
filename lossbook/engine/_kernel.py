"""The words in which a loss is declared: its kernel, and the arguments of one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from numpy.typing import ArrayLike

from lossbook.engine._domains import LABEL, Domain

if TYPE_CHECKING:
    from lossbook.formulas import Specification

Reduction = Literal["mean", "sum", "none"]
KernelArray: TypeAlias = Any  # an array of whichever library's namespace the kernel is given
Formula: TypeAlias = "str | Specification | Callable[[], Specification]"


class Internal(Enum):
    """Reductions that belong to one loss and cannot be asked for."""

    ROOT_MEAN = "root mean"


@dataclass(frozen=True)
class Kernel:
    """A loss of one sample and its derivatives, what they mean, and where they are defined.

    All functions are called `(xp, y_true, y_pred, **parameters)`, `xp` being the array namespace.
    There are four kinds, told apart by the domains and by `batch`:

    - element by element: both arrays are `(n,)`;
    - by rows: predictions `(n, C)`; truths `(n, C)`, or `(n,)` where they are labels or numbers;
    - lists: rows, with a mask `where` `(n, C)` of the entries that are there; the others hold 0;
    - batches: labels `(n,)` and embeddings `(n, d)` of one batch that cannot be taken apart.

    Attributes
    ----------
    value : callable
        One number a sample; of a batch the pair (sum of the terms, their number).
    derivative : callable
        The derivative by every prediction, in their shape; of a batch that of the sum.
    curvature : callable or None
        The second derivative by every prediction, in their shape. A batch has none.
    formula : Specification, callable that returns one, or str
        What the functions are to compute; a string names an object of `lossbook.formulas`, as
        "regression.huber", so that SymPy is imported only when it is asked for. None for what is
        no loss.
    y_true, y_pred : Domain
        What the arguments may hold.
    root : callable or None
        Where the value is the square of something, that: sums are then taken without the squares.
    signed : bool
        Whether a sample's loss can be negative.
    lists, batch : bool
        Whether the kernel takes `where`, and whether it takes a whole batch.
    lacks : callable or None
        Given the labels of a batch, returns which pairs it needs and lacks, "" where none.
    hint : str
        What an error on a prediction outside its domain says beside it.
    truth_hint : str
        Likewise of a truth.
    """

    value: Callable[..., Any]
    derivative: Callable[..., KernelArray]
    curvature: Callable[..., KernelArray] | None
    formula: Formula | None
    y_true: Domain = field(kw_only=True)
    y_pred: Domain = field(kw_only=True)
    root: Callable[..., KernelArray] | None = None
    signed: bool = False
    lists: bool = False
    batch: bool = False
    lacks: Callable[[Any], str] | None = None
    hint: str = ""
    truth_hint: str = ""

    # Both are read at every call.
    by_rows: bool = field(init=False)
    labelled: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_rows", self.y_pred.rows)
        object.__setattr__(self, "labelled", self.y_true is LABEL)

    def derivative_of(self, order: int) -> Callable[..., KernelArray]:
        """Return the function of the first or the second derivative."""
        function = self.derivative if order == 1 else self.curvature
        assert function is not None
        return function


class Arguments:
    """The arguments of one call, as a loss received them, its own parameters checked.

    Parameters
    ----------
    y_true, y_pred, sample_weight, reduction
        As given; the engine checks them.
    axis : int
        The axis of a row, of the predictions.
    link : str
        "from_logits" or "from_log" where the loss is to run that kernel, else "".
    names : (str, str)
        What the caller calls `y_true` and `y_pred`.
    domains : (Domain, Domain) or None
        Those of `y_true` and `y_pred` where a parameter decides them, instead of the kernel's.
    ignore : int or None
        A label whose samples are out.
    where : array_like of bool or None
        Which items of a list are there, in the shape of `y_pred`.
    aligned : mapping of str to array_like
        Parameters that are an array of positive numbers, of the samples' or of `y_pred`'s shape.
        Kernels get them `(n, 1)` or `(n, C)`.
    columns : mapping of str to tuple of floats
        Parameters with a number for each entry of the last axis of `y_pred`, along which `y_true`
        is repeated.
    whole : mapping of str to array_like
        Parameters that are an array of real numbers which every sample sees whole.
    labels : int or None
        How many labels there are, where that is not the length of a row.
    **parameters : float
        Parameters that are numbers; of a batch also words and flags.
    """

    __slots__ = (
        "aligned",
        "axis",
        "columns",
        "domains",
        "ignore",
        "labels",
        "link",
        "names",
        "parameters",
        "plain",
        "reduction",
        "sample_weight",
        "where",
        "whole",
        "y_pred",
        "y_true",
    )

    def __init__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        sample_weight: ArrayLike | None,
        reduction: Reduction | Internal,
        *,
        axis: int = -1,
        link: str = "",
        names: tuple[str, str] = ("y_true", "y_pred"),
        domains: tuple[Domain, Domain] | None = None,
        ignore: int | None = None,
        where: ArrayLike | None = None,
        aligned: Mapping[str, ArrayLike] | None = None,
        columns: Mapping[str, tuple[float, ...]] | None = None,
        whole: Mapping[str, ArrayLike] | None = None,
        labels: int | None = None,
        **parameters: Any,
    ) -> None:
        self.y_true, self.y_pred, self.sample_weight = y_true, y_pred, sample_weight
        self.reduction, self.axis, self.link, self.names = reduction, axis, link, names
        self.domains, self.ignore, self.where, self.labels = domains, ignore, where, labels
        self.aligned, self.columns, self.whole = aligned, columns, whole
        self.parameters = parameters
        # Whether nothing is given but truths, predictions and numbers; asked at every call.
        self.plain = (
            where is None
            and ignore is None
            and aligned is None
            and columns is None
            and whole is None
        )

    def arrays(self) -> dict[str, Any]:
        """Return the arguments that are arrays, by name; None where one is not given."""
        given = {
            self.names[0]: self.y_true,
            self.names[1]: self.y_pred,
            "sample_weight": self.sample_weight,
            "where": self.where,
        }
        return {**given, **(self.aligned or {}), **(self.whole or {})}

    def replaced(self, arrays: Mapping[str, Any]) -> Arguments:
        """Return the same call with other arrays, named as in `arrays()`."""
        other = Arguments(
            arrays[self.names[0]],
            arrays[self.names[1]],
            arrays["sample_weight"],
            self.reduction,
            axis=self.axis,
            link=self.link,
            names=self.names,
            domains=self.domains,
            ignore=self.ignore,
            where=arrays["where"],
            aligned=self.aligned and {name: arrays[name] for name in self.aligned},
            columns=self.columns,
            whole=self.whole and {name: arrays[name] for name in self.whole},
            labels=self.labels,
        )
        other.parameters = self.parameters
        return other
