"""Statements proved by SymPy.

Two kinds of proof exist, and a `Proof` says which one it is.

``symbolic``
    SymPy shows that the difference is zero (or positive) by transformations that hold on the
    whole domain: no ``force=True``, no guess. Sums are taken apart term by term. ``Abs``,
    ``Max``, ``Min``, ``sign`` and ``Piecewise`` are split into cases.
``numeric``
    SymPy could not decide. Both sides agree to 50 digits, computed with 60, at many points of
    the domain. That is strong evidence and not a proof; the page says so.

Before anything is rewritten, the conditions under which the statement means something are read off
(`_definedness`) and proved over the domain: a denominator that SymPy would cancel is not zero, a
sum runs forwards, what is compared is real. Where both sides share a condition that is not shown,
the proof keeps it and says so; where only one has it, the statement is not proved.

A condition is used by putting in what meets it (`_logic`); that a sum has a given value by adding a
multiple of what it lacks, which is 0 (`_totals`); a maximum over an index as one of its terms, or
as what no term exceeds (`_maxima`). What is then shown holds for more than was asked.

Every symbolic verdict is also confronted with numbers first, so that a false statement is refused
with the point at which it fails, whatever a simplifier would have made of it. The points include
those at which the statement itself suggests an exception: a zero of a denominator, the edge of a
condition, an empty sum. Derivatives are taken only of functions that have one; SymPy's values of
integrals, limits and series are held against numbers, also at the edges of the domain.

The subpackage knows SymPy and no loss.
"""

from lossbook.proof._prover import prove, prove_equal, prove_integral
from lossbook.proof._statement import DerivationError, Proof

__all__ = ["DerivationError", "Proof", "prove", "prove_equal", "prove_integral"]
