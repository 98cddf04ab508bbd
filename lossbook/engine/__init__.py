"""How a call is evaluated: the words a loss is declared with, and what runs it.

A loss of one's own needs these: a `Kernel` of functions with the domains of their arguments, and a
declaration that returns `Arguments`, its parameters checked by `positive`, `open_unit` and their
like. Everything else happens here, once for all losses and for the arrays of all libraries.
"""

from lossbook.engine._dispatch import differentiate, evaluate
from lossbook.engine._domains import (
    ABOVE_MINUS_ONE,
    BINARY,
    COSINES,
    DISTRIBUTION,
    FEATURES,
    GAINS,
    GAUSSIAN,
    ITEMS,
    LABEL,
    MEMBERSHIPS,
    NON_NEGATIVE,
    NON_ZERO,
    POSITIVE,
    REAL,
    SCORES,
    SIGN,
    UNIT,
    Domain,
    Interval,
    Real,
    Setting,
)
from lossbook.engine._intake import as_real, number
from lossbook.engine._kernel import Arguments, Internal, Kernel, KernelArray, Reduction
from lossbook.engine._parameters import (
    below_one,
    flag,
    label,
    link,
    non_negative,
    one_of,
    open_unit,
    positive,
)
from lossbook.engine._sums import total

__all__ = [
    "ABOVE_MINUS_ONE",
    "BINARY",
    "COSINES",
    "DISTRIBUTION",
    "FEATURES",
    "GAINS",
    "GAUSSIAN",
    "ITEMS",
    "LABEL",
    "MEMBERSHIPS",
    "NON_NEGATIVE",
    "NON_ZERO",
    "POSITIVE",
    "REAL",
    "SCORES",
    "SIGN",
    "UNIT",
    "Arguments",
    "Domain",
    "Internal",
    "Interval",
    "Kernel",
    "KernelArray",
    "Real",
    "Reduction",
    "Setting",
    "as_real",
    "below_one",
    "differentiate",
    "evaluate",
    "flag",
    "label",
    "link",
    "non_negative",
    "number",
    "one_of",
    "open_unit",
    "positive",
    "total",
]
