"""Facts proved by SymPy."""

from lossbook.derivation import Proof, prove, prove_equal

__all__ = ["Proof", "prove", "prove_equal"]
