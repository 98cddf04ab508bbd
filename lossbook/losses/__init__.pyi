"""Made by tools/stubs.py from the losses themselves: `make stubs`."""

from collections.abc import Sequence
from typing import Any, Literal, Protocol, overload

from numpy.typing import ArrayLike, NDArray

from lossbook._loss import Loss

class Foreign(Protocol):
    """An array of the array standard that is not NumPy's: JAX's, CuPy's, Dask's."""

    def __array_namespace__(self) -> Any: ...
    @property
    def at(self) -> Any: ...

class Tensor(Protocol):
    """A tensor of PyTorch's."""

    @property
    def requires_grad(self) -> bool: ...

class _BinaryCrossentropyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_logits: bool = ...,
        pos_weight: float = ...,
        label_smoothing: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `binary_crossentropy` returns.

        Takes the arguments of `binary_crossentropy` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        pos_weight: float = ...,
        label_smoothing: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _BinaryCrossentropy(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_logits: bool = ...,
        pos_weight: float = ...,
        label_smoothing: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        pos_weight: float = ...,
        label_smoothing: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        pos_weight: float = ...,
        label_smoothing: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _BinaryCrossentropyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _BinaryCrossentropyDerivative: ...  # type: ignore[override]

binary_crossentropy: _BinaryCrossentropy
"""Binary cross-entropy (BCE), also called log loss.

.. math:: \\ell(y, p) = -y \\ln p - (1 - y) \\ln(1 - p)

or, of a logit z with p = σ(z),

.. math:: \\ell(y, z) = \\ln(1 + e^z) - y z

The negative log-likelihood of a Bernoulli variable, in nats [1]_. Nothing is clipped:
0·log 0 = 0 and −log 0 = inf. With a `pos_weight` w and a `label_smoothing` ε it is

.. math::
    \\ell(y, p) = -w\\,y' \\ln p - (1 - y') \\ln(1 - p),
    \\qquad y' = (1 - \\varepsilon)\\, y + \\tfrac{\\varepsilon}{2}

Parameters
----------
y_true : array_like
    Targets in [0, 1]: labels, or probabilities.
y_pred : array_like of the same shape
    Probabilities p in [0, 1]; with `from_logits`, real logits z, ±inf included.
from_logits : bool
    Whether `y_pred` holds logits. Prefer them: p = σ(z) has lost the tail near 1.
pos_weight : float
    w, what a positive target costs beside a negative one; finite, > 0. It is no weight of the
    sample: the mean still divides by Σ sample_weight.
label_smoothing : float
    ε, the part of the target that is spread evenly over both labels, 0 ≤ ε < 1.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press, 2016, section
   6.2.2.2.

Examples
--------
>>> from lossbook import binary_crossentropy
>>> binary_crossentropy([1, 0], [0.5, 0.0], reduction="none")
array([0.69314718, 0.        ])
>>> binary_crossentropy(1, -1000.0, from_logits=True)
1000.0
>>> binary_crossentropy(1, -1000.0, from_logits=True, pos_weight=3.0)
3000.0
"""

class _CategoricalCrossentropyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `categorical_crossentropy` returns.

        Takes the arguments of `categorical_crossentropy` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _CategoricalCrossentropy(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _CategoricalCrossentropyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _CategoricalCrossentropyDerivative: ...  # type: ignore[override]

categorical_crossentropy: _CategoricalCrossentropy
"""Categorical cross-entropy (CCE) of target distributions.

.. math::
    \\ell(y, p) = -\\sum_k y_k \\ln p_k,
    \\qquad p = \\operatorname{softmax}(z) \\text{ for logits } z

The negative log-likelihood of a categorical variable, in nats, averaged over the target
distribution. With respect to logits its gradient is p − y. Nothing is clipped.

Parameters
----------
y_true : array_like, shape (..., C)
    Target distributions, the classes along `axis`; one-hot rows for labels.
y_pred : array_like of the same shape
    Predicted distributions p; with `from_logits`, real logits z. A class masked by a logit
    of −inf has probability 0.
from_logits : bool
    Whether `y_pred` holds logits.
label_smoothing : float
    ε, the part of the target that is spread evenly over the classes, 0 ≤ ε < 1: the target is
    (1 − ε)y + ε/C.
axis : int
    The axis that holds the classes.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of shape (...), or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import categorical_crossentropy
>>> categorical_crossentropy([[0.5, 0.5, 0.0]], [[0.25, 0.25, 0.5]])
1.3862943611198906
>>> categorical_crossentropy([[0, 1]], [[0.0, 1000.0]], from_logits=True)
0.0
"""

class _CrammerSingerHingeDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `crammer_singer_hinge` returns.

        Takes the arguments of `crammer_singer_hinge` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _CrammerSingerHinge(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _CrammerSingerHingeDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _CrammerSingerHingeDerivative: ...  # type: ignore[override]

crammer_singer_hinge: _CrammerSingerHinge
"""Multiclass hinge loss of Crammer and Singer: the worst wrong class only.

.. math:: \\ell(t, s) = \\max\\bigl(0,\\; m + \\max_{k \\ne t} s_k - s_t\\bigr)

Only the strongest wrong class is charged [1]_. Where several tie, the gradient goes to the
first of them; at the kink it is 0.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Scores s, the classes along `axis`.
margin : float
    m, finite, > 0.
axis : int
    The axis of `y_pred` that holds the classes.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of shape (...), or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] K. Crammer, Y. Singer, "On the algorithmic implementation of multiclass kernel-based
   vector machines", Journal of Machine Learning Research 2 (2001), 265–292.

Examples
--------
>>> from lossbook import crammer_singer_hinge
>>> crammer_singer_hinge([0], [[1.0, 0.5, 0.75]])
0.75
"""

def cross_entropy(p: ArrayLike, q: ArrayLike, *, axis: int = -1) -> Any:
    """Return the cross-entropy of each pair of distributions, in nats.

    .. math:: H(p, q) = -\\sum_k p_k \\ln q_k = H(p) + \\mathrm{KL}(p \\| q)

    Parameters
    ----------
    p, q : array_like of one shape (..., C)
        Distributions along `axis`: p the truth, q the one that codes it. inf where q = 0 < p.
    axis : int
        The axis that holds the classes.

    Returns
    -------
    numpy.floating or numpy.ndarray of shape (...)
        One value a pair.

    Raises
    ------
    ValueError
        If the shapes differ, or `p` or `q` does not hold distributions or has no such axis.
    TypeError
        If `p` or `q` does not hold real numbers.

    Examples
    --------
    >>> from lossbook import cross_entropy
    >>> float(cross_entropy([0.5, 0.5], [0.25, 0.75]))
    0.8369882167858358
    """

def entropy(p: ArrayLike, *, axis: int = -1) -> Any:
    """Return the Shannon entropy of each distribution, in nats.

    .. math:: H(p) = -\\sum_k p_k \\ln p_k

    Parameters
    ----------
    p : array_like, shape (..., C)
        Distributions along `axis`. 0·log 0 is 0.
    axis : int
        The axis that holds the classes.

    Returns
    -------
    numpy.floating or numpy.ndarray of shape (...)
        One value a distribution, between 0 and ln C.

    Raises
    ------
    ValueError
        If `p` does not hold distributions or has no such axis.
    TypeError
        If `p` does not hold real numbers.

    Examples
    --------
    >>> from lossbook import entropy
    >>> float(entropy([0.5, 0.5]))
    0.6931471805599453
    """

class _HingeDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `hinge` returns.

        Takes the arguments of `hinge` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Hinge(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _HingeDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _HingeDerivative: ...  # type: ignore[override]

hinge: _Hinge
"""Hinge loss.

.. math:: \\ell(y, f) = \\max(0,\\; 1 - y f)

Zero from a margin y·f of 1 on, not from a correct sign on: y = 1, f = 0.3 costs 0.7. It is
the loss of the soft-margin support vector machine [1]_. At y·f = 1, the kink, the gradient
is 0.

Parameters
----------
y_true : array_like
    Labels, −1 or +1.
y_pred : array_like of the same shape
    Scores f, real numbers.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] C. Cortes, V. Vapnik, "Support-vector networks", Machine Learning 20 (1995), 273–297.

Examples
--------
>>> from lossbook import hinge
>>> hinge([1, 1, -1], [2.0, 0.25, 0.5], reduction="none")
array([0.  , 0.75, 1.5 ])
"""

class _HuberDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `huber` returns.

        Takes the arguments of `huber` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Huber(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _HuberDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _HuberDerivative: ...  # type: ignore[override]

huber: _Huber
"""Huber loss.

.. math::
    \\ell(y, \\hat y) = \\begin{cases}
        \\tfrac12 e^2 & |e| \\le \\delta \\\\
        \\delta\\,(|e| - \\tfrac12\\delta) & |e| > \\delta
    \\end{cases}
    \\qquad e = \\hat y - y

Quadratic near 0, linear beyond δ [1]_. For δ → ∞ it tends to e²/2; for δ → 0 it tends to 0,
and the loss divided by δ tends to |e|.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit. The loss is in that unit squared.
delta : float
    The residual, in the unit of the data, at which the loss turns linear; finite, > 0.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] P. J. Huber, "Robust estimation of a location parameter", The Annals of Mathematical
   Statistics 35 (1964), 73–101.

Examples
--------
>>> from lossbook import huber
>>> huber([0.0, 0.0], [0.5, 3.0], reduction="none")
array([0.125, 2.5  ])
"""

def jensen_shannon(p: ArrayLike, q: ArrayLike, *, axis: int = -1) -> Any:
    """Return the Jensen–Shannon divergence of each pair of distributions, in nats.

    .. math::
        \\mathrm{JS}(p, q) = \\tfrac12 \\mathrm{KL}(p \\| m) + \\tfrac12 \\mathrm{KL}(q \\| m),
        \\qquad m = \\tfrac12 (p + q)

    Symmetric, and never more than ln 2 [1]_. (SciPy's ``jensenshannon`` is its square root.)

    Parameters
    ----------
    p, q : array_like of one shape (..., C)
        Distributions along `axis`.
    axis : int
        The axis that holds the classes.

    Returns
    -------
    numpy.floating or numpy.ndarray of shape (...)
        One value a pair.

    Raises
    ------
    ValueError
        If the shapes differ, or `p` or `q` does not hold distributions or has no such axis.
    TypeError
        If `p` or `q` does not hold real numbers.

    References
    ----------
    .. [1] J. Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on
       Information Theory 37 (1991), 145–151.

    Examples
    --------
    >>> from lossbook import jensen_shannon
    >>> float(jensen_shannon([1.0, 0.0], [0.0, 1.0]))
    0.6931471805599453
    """

class _KlDivergenceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `kl_divergence` returns.

        Takes the arguments of `kl_divergence` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _KlDivergence(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _KlDivergenceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _KlDivergenceDerivative: ...  # type: ignore[override]

kl_divergence: _KlDivergence
"""Kullback–Leibler divergence of a prediction from the truth.

.. math:: \\mathrm{KL}(y \\| p) = \\sum_k y_k \\ln \\frac{y_k}{p_k}

The cross-entropy less the entropy of the truth, in nats [1]_: never negative, 0 only if the
two are equal, and not symmetric. A term with y = 0 is 0; one with p = 0 < y is inf.

Parameters
----------
y_true : array_like, shape (..., C)
    The true distributions, the classes along `axis`.
y_pred : array_like of the same shape
    The predicted distributions.
axis : int
    The axis that holds the classes.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of shape (...), or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] T. M. Cover, J. A. Thomas, *Elements of Information Theory*, 2nd ed., Wiley, 2006,
   section 2.3.

Examples
--------
>>> from lossbook import kl_divergence
>>> kl_divergence([[0.5, 0.5]], [[0.25, 0.75]])
0.14384103622589045
>>> kl_divergence([[0.5, 0.5]], [[1.0, 0.0]])
inf
"""

class _LogCoshDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `log_cosh` returns.

        Takes the arguments of `log_cosh` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _LogCosh(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _LogCoshDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _LogCoshDerivative: ...  # type: ignore[override]

log_cosh: _LogCosh
"""Log-cosh loss.

.. math:: \\ell(y, \\hat y) = \\ln\\cosh(\\hat y - y)

About e²/2 near 0 and |e| − ln 2 far out, with derivatives of every order. It is the negative
log-likelihood of a hyperbolic secant distribution, up to a constant.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, as pure numbers: divide data with a unit by a scale first.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import log_cosh
>>> log_cosh(0.0, 2.0**-30) == 2.0**-61
True
>>> log_cosh(0.0, 1000.0)
999.3068528194401
"""

class _MeanAbsoluteErrorDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `mean_absolute_error` returns.

        Takes the arguments of `mean_absolute_error` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _MeanAbsoluteError(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _MeanAbsoluteErrorDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _MeanAbsoluteErrorDerivative: ...  # type: ignore[override]

mean_absolute_error: _MeanAbsoluteError
"""Absolute error (MAE).

.. math:: \\ell(y, \\hat y) = |\\hat y - y|

Its best constant is the median; it is the negative log-likelihood of a Laplace distribution
with fixed scale, up to scale and constant. At e = 0, a kink, the gradient is 0.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit, which is also the loss's.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import mean_absolute_error
>>> mean_absolute_error([1.0, 2.0], [1.5, 4.0])
1.25
"""

class _MeanAbsolutePercentageErrorDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `mean_absolute_percentage_error` returns.

        Takes the arguments of `mean_absolute_percentage_error` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _MeanAbsolutePercentageError(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _MeanAbsolutePercentageErrorDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _MeanAbsolutePercentageErrorDerivative: ...  # type: ignore[override]

mean_absolute_percentage_error: _MeanAbsolutePercentageError
"""Absolute percentage error (MAPE), as a fraction.

.. math:: \\ell(y, \\hat y) = \\frac{|\\hat y - y|}{|y|}

A fraction, not percent: 0.1 is an error of ten percent. Its best constant is the median of
the distribution with density proportional to f(y)/|y| [1]_, which for positive data is never
above the median.

Parameters
----------
y_true : array_like without zeros
    Truth. A sample of weight 0 is out, so its truth may be zero.
y_pred : array_like of the same shape
    Prediction, in the unit of `y_true`.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] T. Gneiting, "Making and evaluating point forecasts", Journal of the American
   Statistical Association 106 (2011), 746–762.

Examples
--------
>>> from lossbook import mean_absolute_percentage_error
>>> mean_absolute_percentage_error([4.0, 8.0], [5.0, 4.0])
0.375
"""

class _MeanSquaredErrorDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `mean_squared_error` returns.

        Takes the arguments of `mean_squared_error` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _MeanSquaredError(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _MeanSquaredErrorDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _MeanSquaredErrorDerivative: ...  # type: ignore[override]

mean_squared_error: _MeanSquaredError
"""Squared error (MSE).

.. math:: \\ell(y, \\hat y) = (\\hat y - y)^2

Its best constant is the mean; it is the negative log-likelihood of a Gaussian with fixed
variance, up to scale and constant [1]_.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit. The loss is in that unit squared.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press, 2016, section 5.5.

Examples
--------
>>> from lossbook import mean_squared_error
>>> mean_squared_error([1.0, 2.0], [1.5, 4.0])
2.125
>>> mean_squared_error.gradient([1.0, 2.0], [1.5, 4.0])
array([0.5, 2. ])
"""

class _MulticlassHingeDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `multiclass_hinge` returns.

        Takes the arguments of `multiclass_hinge` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _MulticlassHinge(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _MulticlassHingeDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _MulticlassHingeDerivative: ...  # type: ignore[override]

multiclass_hinge: _MulticlassHinge
"""Multiclass hinge loss of Weston and Watkins: the sum over the wrong classes.

.. math:: \\ell(t, s) = \\sum_{k \\ne t} \\max(0,\\; m + s_k - s_t)

Every wrong class that comes within the margin of the true one is charged [1]_. A class at
the kink has gradient 0. PyTorch's ``MultiMarginLoss`` is this divided by C.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Scores s, the classes along `axis`.
margin : float
    m, finite, > 0.
axis : int
    The axis of `y_pred` that holds the classes.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of shape (...), or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] J. Weston, C. Watkins, "Support vector machines for multi-class pattern recognition",
   Proceedings of ESANN 1999, 219–224.

Examples
--------
>>> from lossbook import multiclass_hinge
>>> multiclass_hinge([0], [[1.0, 0.5, 0.75]])
1.25
"""

class _PinballDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        quantile: float | Sequence[float] = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `pinball` returns.

        Takes the arguments of `pinball` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        quantile: float | Sequence[float] = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Pinball(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        quantile: float | Sequence[float] = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        quantile: float | Sequence[float] = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        quantile: float | Sequence[float] = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _PinballDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _PinballDerivative: ...  # type: ignore[override]

pinball: _Pinball
"""Pinball loss, also called quantile loss.

.. math:: \\ell(y, \\hat y) = \\max\\bigl(\\tau\\,(y - \\hat y),\\; (\\tau - 1)\\,(y - \\hat y)\\bigr)

A prediction too low costs τ a unit, one too high 1 − τ. Its best constant is the τ-quantile
[1]_; τ = ½ is half the absolute error. At e = 0, a kink, the gradient is 0.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit, which is also the loss's. With several quantiles
    `y_true` is (...) and `y_pred` (..., q), a prediction a quantile.
quantile : float, or sequence of q floats
    τ, the probability whose quantile is asked for, 0 < τ < 1. Of several each prediction has
    a loss of its own; the mean is that of all.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

References
----------
.. [1] R. Koenker, G. Bassett, "Regression quantiles", Econometrica 46 (1978), 33–50.

Examples
--------
>>> from lossbook import pinball
>>> pinball([10.0, 10.0], [8.0, 12.0], quantile=0.75, reduction="none")
array([1.5, 0.5])
>>> pinball([10.0], [[8.0, 12.0]], quantile=[0.25, 0.75], reduction="none")
array([[0.5, 0.5]])
"""

class _PseudoHuberDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `pseudo_huber` returns.

        Takes the arguments of `pseudo_huber` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _PseudoHuber(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        delta: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _PseudoHuberDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _PseudoHuberDerivative: ...  # type: ignore[override]

pseudo_huber: _PseudoHuber
"""Pseudo-Huber loss.

.. math:: \\ell(y, \\hat y) = \\delta^2\\left(\\sqrt{1 + (e/\\delta)^2} - 1\\right),
    \\qquad e = \\hat y - y

About e²/2 near 0 and δ|e| − δ² far out, with derivatives of every order.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit. The loss is in that unit squared.
delta : float
    The scale, in the unit of the data, at which the loss bends; finite, > 0.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import pseudo_huber
>>> pseudo_huber(0.0, 4.0, delta=3.0)
6.0
"""

class _RootMeanSquaredErrorDerivative:
    @overload
    def __call__(
        self, y_true: Any, y_pred: Foreign | Tensor, *, sample_weight: ArrayLike | None = ...
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `root_mean_squared_error` returns.

        Takes the arguments of `root_mean_squared_error` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike | None = ...
    ) -> NDArray[Any]: ...

class _RootMeanSquaredError(Loss[...]):
    @overload
    def __call__(
        self, y_true: Any, y_pred: Foreign | Tensor, *, sample_weight: ArrayLike | None = ...
    ) -> Any: ...
    @overload
    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike | None = ...
    ) -> float: ...
    @property
    def gradient(self) -> _RootMeanSquaredErrorDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _RootMeanSquaredErrorDerivative: ...  # type: ignore[override]

root_mean_squared_error: _RootMeanSquaredError
"""Root mean squared error (RMSE).

.. math:: \\sqrt{\\tfrac1n \\sum_i (\\hat y_i - y_i)^2}

The square root of :obj:`mean_squared_error`, in the unit of the data. It is not an average
of samples' losses, so it has no `reduction`, and the RMSE of two halves does not average to
the RMSE of the whole. It has the same minimiser as the MSE. Its gradient at a perfect fit, a
kink, is 0.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.

Returns
-------
float
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import root_mean_squared_error
>>> root_mean_squared_error([0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 4.0])
2.0
"""

class _SparseCategoricalCrossentropyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        ignore_index: int | None = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `sparse_categorical_crossentropy` returns.

        Takes the arguments of `sparse_categorical_crossentropy` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        ignore_index: int | None = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _SparseCategoricalCrossentropy(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        ignore_index: int | None = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        ignore_index: int | None = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_logits: bool = ...,
        label_smoothing: float = ...,
        ignore_index: int | None = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _SparseCategoricalCrossentropyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _SparseCategoricalCrossentropyDerivative: ...  # type: ignore[override]

sparse_categorical_crossentropy: _SparseCategoricalCrossentropy
"""Sparse categorical cross-entropy: the same loss, with labels for one-hot rows.

.. math::
    \\ell(t, p) = -\\ln p_t,
    \\qquad \\ell(t, z) = \\ln \\sum_k e^{z_k} - z_t \\text{ for logits } z

Equal to :obj:`categorical_crossentropy` of the one-hot target to the last bit, without
building it.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Predicted distributions p, the classes along `axis`; with `from_logits`, real logits z.
    A class masked by a logit of −inf has probability 0.
from_logits : bool
    Whether `y_pred` holds logits.
label_smoothing : float
    ε, the part of the target that is spread evenly over the classes, 0 ≤ ε < 1: the target is
    (1 − ε)y + ε/C.
ignore_index : int, optional
    A label whose samples are out, as if their weight were 0; it need not be one of the classes.
axis : int
    The axis of `y_pred` that holds the classes.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of shape (...), or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import sparse_categorical_crossentropy
>>> sparse_categorical_crossentropy([1], [[0.5, 0.5, 0.0]])
0.6931471805599453
>>> print(f"{sparse_categorical_crossentropy([0], [[50.0, 0.0]], from_logits=True):.6e}")
1.928750e-22
"""

class _SquaredHingeDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `squared_hinge` returns.

        Takes the arguments of `squared_hinge` and raises what it raises. With ``reduction="none"`` it is
        each sample's own derivative, times its weight.

        Returns
        -------
        numpy.ndarray
            An array of the shape of `y_pred`, of the library that the arguments are of.
        """
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _SquaredHinge(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _SquaredHingeDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _SquaredHingeDerivative: ...  # type: ignore[override]

squared_hinge: _SquaredHinge
"""Squared hinge loss.

.. math:: \\ell(y, f) = \\max(0,\\; 1 - y f)^2

The hinge squared: once differentiable, and harder on scores far on the wrong side.

Parameters
----------
y_true : array_like
    Labels, −1 or +1.
y_pred : array_like of the same shape
    Scores f, real numbers.
sample_weight : array_like, optional
    Weights w ≥ 0 of the samples: an array of the shape of `y_true`, or of its leading axes
    and repeated along the rest. A sample of weight 0 is out, whatever it holds.
reduction : {"mean", "sum", "none"}
    The mean Σwℓ/Σw, the sum Σwℓ, or each sample's wℓ.

Returns
-------
float or numpy.ndarray
    A float; with ``reduction="none"`` an array of the shape of the samples.
    From arrays of PyTorch, JAX, Dask or another library of the array standard, an array of
    that library, its floating dtype and its device.

Raises
------
ValueError
    If the shapes do not fit, there is no sample, or a value, weight or parameter lies
    outside what is stated above. The message names the argument, the value and its index.
TypeError
    If an array does not hold real numbers, or the arrays are of different libraries.

Examples
--------
>>> from lossbook import squared_hinge
>>> squared_hinge([1, 1, -1], [2.0, 0.5, 0.5], reduction="none")
array([0.  , 0.25, 2.25])
"""

__all__ = [
    "binary_crossentropy",
    "categorical_crossentropy",
    "crammer_singer_hinge",
    "cross_entropy",
    "entropy",
    "hinge",
    "huber",
    "jensen_shannon",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "multiclass_hinge",
    "pinball",
    "pseudo_huber",
    "root_mean_squared_error",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]
