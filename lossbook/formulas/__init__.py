"""The SymPy specification of every loss: the truth that the kernels are tested against.

The formulas are of one sample and say what is meant, not how it is computed. Classes are
numbered 0 … C−1, as labels are. A file a family, the twin of the one in `lossbook.losses`; a loss
holds its specification, as `lossbook.huber.specification()`.
"""

from lossbook.formulas._printing import latex
from lossbook.formulas._specification import Specification, resolve
from lossbook.formulas._symbols import (
    C,
    D,
    Iverson,
    MaxOver,
    alpha,
    beta,
    cs,
    delta,
    eta,
    f,
    gamma,
    i,
    j,
    k,
    m,
    mu,
    n,
    p,
    ps,
    q,
    smooth,
    ss,
    t,
    tau,
    xi,
    xs,
    y,
    yhat,
    yhats,
    ys,
    z,
    zs,
)
from lossbook.formulas._vega import expression


def specification(name: str, from_logits: bool = False) -> Specification:
    """Return the specification of a loss by its name."""
    import lossbook

    made: Specification = getattr(lossbook, name).specification("from_logits" * from_logits)
    return made


__all__ = [
    "C",
    "D",
    "Iverson",
    "MaxOver",
    "Specification",
    "alpha",
    "beta",
    "cs",
    "delta",
    "eta",
    "expression",
    "f",
    "gamma",
    "i",
    "j",
    "k",
    "latex",
    "m",
    "mu",
    "n",
    "p",
    "ps",
    "q",
    "resolve",
    "smooth",
    "specification",
    "ss",
    "t",
    "tau",
    "xi",
    "xs",
    "y",
    "yhat",
    "yhats",
    "ys",
    "z",
    "zs",
]
