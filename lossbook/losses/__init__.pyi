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

class _BinaryFocalCrossentropyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        gamma: float = ...,
        alpha: float | None = ...,
        from_logits: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `binary_focal_crossentropy` returns.

        Takes the arguments of `binary_focal_crossentropy` and raises what it raises. With ``reduction="none"`` it is
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
        gamma: float = ...,
        alpha: float | None = ...,
        from_logits: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _BinaryFocalCrossentropy(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        gamma: float = ...,
        alpha: float | None = ...,
        from_logits: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        gamma: float = ...,
        alpha: float | None = ...,
        from_logits: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        gamma: float = ...,
        alpha: float | None = ...,
        from_logits: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _BinaryFocalCrossentropyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _BinaryFocalCrossentropyDerivative: ...  # type: ignore[override]

binary_focal_crossentropy: _BinaryFocalCrossentropy
"""Binary focal cross-entropy, also called focal loss.

.. math:: \\ell(y, p) = -\\alpha_t\\,(1 - p_t)^\\gamma \\ln p_t,
    \\qquad p_t = \\begin{cases} p & y = 1 \\\\ 1 - p & y = 0 \\end{cases}

Cross-entropy that counts samples less the surer the model is of the truth [1]_; γ = 0 is
cross-entropy. For γ > 0 it does not ask for the probability of y = 1, but for one closer to ½,
and it is not convex in the logit. The formula of this object is without the factor α_t, which
is 1 unless `alpha` is given.

Parameters
----------
y_true : array_like
    Labels, 0 or 1.
y_pred : array_like of the same shape
    Probabilities p in [0, 1]; with `from_logits`, real logits z with p = σ(z).
gamma : float
    γ, finite, ≥ 0.
alpha : float, optional
    α, 0 < α < 1: the weight α_t of a sample is α where y = 1 and 1 − α where y = 0.
from_logits : bool
    Whether `y_pred` holds logits.
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
.. [1] T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal loss for dense object
   detection", Proceedings of the IEEE International Conference on Computer Vision 2017,
   2980–2988.

Examples
--------
>>> from lossbook import binary_focal_crossentropy
>>> print(f"{binary_focal_crossentropy(1, 0.9):.12f}")
0.001053605157
>>> print(f"{binary_focal_crossentropy(1, 0.9, alpha=0.25):.12f}")
0.000263401289
>>> print(f"{binary_focal_crossentropy(1, 50.0, from_logits=True):.6e}")
7.175096e-66
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

class _DiceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `dice` returns.

        Takes the arguments of `dice` and raises what it raises. With ``reduction="none"`` it is
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
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Dice(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        smooth: float = ...,
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
        smooth: float = ...,
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
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _DiceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _DiceDerivative: ...  # type: ignore[override]

dice: _Dice
"""Dice loss: 1 less the soft Dice coefficient, or F1.

.. math::
    \\ell(y, p) = 1 - \\frac{2I + 2s}{\\sum_i y_i + \\sum_i p_i + 2s}, \\qquad I = \\sum_i y_i p_i

:obj:`tversky` with α = β = ½. The sum below is of p, not of p² [1]_. Libraries that write
(2I + s)/(Σy + Σp + s) have half this s.

Parameters
----------
y_true, y_pred : array_like of one shape (..., n)
    Memberships in [0, 1], those of one mask along `axis`; flatten the pixels of an image.
smooth : float
    s, finite, ≥ 0.
axis : int
    The axis along which a mask lies.
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
.. [1] F. Milletari, N. Navab, S.-A. Ahmadi, "V-Net: fully convolutional neural networks for
   volumetric medical image segmentation", Proceedings of the International Conference on 3D
   Vision 2016, 565–571, has the form with squares.

Examples
--------
>>> from lossbook import dice
>>> dice([1, 1, 0, 0], [1.0, 0.0, 1.0, 0.0])
0.5
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

class _ExpectileDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        level: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `expectile` returns.

        Takes the arguments of `expectile` and raises what it raises. With ``reduction="none"`` it is
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
        level: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Expectile(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        level: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        level: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        level: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _ExpectileDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _ExpectileDerivative: ...  # type: ignore[override]

expectile: _Expectile
"""Expectile loss: the squared error, one side dearer than the other.

.. math:: \\ell(y, \\hat y) = \\bigl|\\tau - [\\hat y > y]\\bigr|\\,(\\hat y - y)^2

A prediction too low costs τ, one too high 1 − τ times its square. Its best constant is the
τ-expectile, which weighs the distances to both sides as the τ-quantile weighs the numbers of
points [1]_; τ = ½ is half the squared error, whose best constant is the mean. At e = 0 the
second derivative jumps; there it is 2τ.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, in the same unit. The loss is in that unit squared.
level : float
    τ, 0 < τ < 1.
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
.. [1] W. K. Newey, J. L. Powell, "Asymmetric least squares estimation and testing",
   Econometrica 55 (1987), 819–847.

Examples
--------
>>> from lossbook import expectile
>>> expectile([10.0, 10.0], [8.0, 12.0], level=0.75, reduction="none")
array([3., 1.])
"""

class _GammaDevianceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `gamma_deviance` returns.

        Takes the arguments of `gamma_deviance` and raises what it raises. With ``reduction="none"`` it is
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
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _GammaDeviance(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _GammaDevianceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _GammaDevianceDerivative: ...  # type: ignore[override]

gamma_deviance: _GammaDeviance
"""Gamma deviance.

.. math:: \\ell(y, \\mu) = 2\\Bigl(\\ln\\frac{\\mu}{y} + \\frac{y}{\\mu} - 1\\Bigr)

Twice the negative log-likelihood of a gamma variable with mean μ and shape 1, less that of
μ = y [1]_. It depends on y/μ only, so it is the same in every unit. Its best constant is the
mean. Convex in η = ln μ; in μ only below 2y.

Parameters
----------
y_true : array_like
    Amounts y > 0.
y_pred : array_like of the same shape
    Means μ > 0, in the unit of `y_true`. With `from_log` their logarithms η, real numbers.
from_log : bool
    Whether `y_pred` holds ln μ.
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
.. [1] P. McCullagh, J. A. Nelder, *Generalized Linear Models*, 2nd ed., Chapman and Hall,
   1989, section 8.3.

Examples
--------
>>> from lossbook import gamma_deviance
>>> print(f"{gamma_deviance(2.0, 3.0):.12f}")
0.144263549550
>>> gamma_deviance.gradient([1.0, 4.0], [2.0, 2.0], reduction="sum")
array([ 0.5, -1. ])
"""

class _GaussianCrpsDerivative:
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
        """Return the first derivative, by each `y_pred`, of what `gaussian_crps` returns.

        Takes the arguments of `gaussian_crps` and raises what it raises. With ``reduction="none"`` it is
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

class _GaussianCrps(Loss[...]):
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
    def gradient(self) -> _GaussianCrpsDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _GaussianCrpsDerivative: ...  # type: ignore[override]

gaussian_crps: _GaussianCrps
"""Continuous ranked probability score (CRPS) of a Gaussian forecast.

.. math:: \\ell(y, (\\mu, s)) = \\sigma\\Bigl[u\\,(2\\Phi(u) - 1) + 2\\varphi(u)
        - \\frac{1}{\\sqrt\\pi}\\Bigr],
    \\qquad u = \\frac{y - \\mu}{\\sigma},\\quad \\sigma = e^s

The integral of (F(x) − [x ≥ y])² over x, F being the distribution function of the forecast
[1]_. For σ → 0 it is |y − μ|, whose unit it has; a far outlier costs its distance and not the
square of it.

Parameters
----------
y_true : array_like, shape (...)
    Truth.
y_pred : array_like, shape (..., 2)
    Along `axis` the mean μ, in the unit of `y_true`, and s = ln σ.
axis : int
    The axis of `y_pred` that holds mean and logarithm of the scale.
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
.. [1] T. Gneiting, A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation",
   Journal of the American Statistical Association 102 (2007), 359–378, section 4.2.

Examples
--------
>>> from lossbook import gaussian_crps
>>> print(f"{gaussian_crps([0.0], [[0.0, 0.0]]):.12f}")
0.233694977255
>>> gaussian_crps([5.0], [[2.0, -1000.0]])
3.0
"""

class _GaussianNllDerivative:
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
        """Return the first derivative, by each `y_pred`, of what `gaussian_nll` returns.

        Takes the arguments of `gaussian_nll` and raises what it raises. With ``reduction="none"`` it is
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

class _GaussianNll(Loss[...]):
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
    def gradient(self) -> _GaussianNllDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _GaussianNllDerivative: ...  # type: ignore[override]

gaussian_nll: _GaussianNll
"""Gaussian negative log-likelihood, of a mean and a scale that are both predicted.

.. math:: \\ell(y, (\\mu, s)) = \\tfrac12 u^2 + s + \\tfrac12 \\ln 2\\pi,
    \\qquad u = \\frac{y - \\mu}{\\sigma},\\quad \\sigma = e^s

In nats [1]_; negative where the density exceeds 1. It has no lower bound: with μ = y it falls
without end as σ goes to 0.

Parameters
----------
y_true : array_like, shape (...)
    Truth.
y_pred : array_like, shape (..., 2)
    Along `axis` the mean μ, in the unit of `y_true`, and s = ln σ.
axis : int
    The axis of `y_pred` that holds mean and logarithm of the scale.
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
.. [1] D. A. Nix, A. S. Weigend, "Estimating the mean and variance of the target probability
   distribution", Proceedings of the IEEE International Conference on Neural Networks 1994,
   55–60.

Examples
--------
>>> from lossbook import gaussian_nll
>>> gaussian_nll([0.0, 2.0], [[0.0, 0.0], [0.0, 0.0]], reduction="none")
array([0.91893853, 2.91893853])
>>> gaussian_nll.gradient([2.0], [[0.0, 0.0]])
array([[-2., -3.]])
"""

class _GeneralizedCrossentropyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        q: float = ...,
        from_logits: bool = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `generalized_crossentropy` returns.

        Takes the arguments of `generalized_crossentropy` and raises what it raises. With ``reduction="none"`` it is
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
        q: float = ...,
        from_logits: bool = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _GeneralizedCrossentropy(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        q: float = ...,
        from_logits: bool = ...,
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
        q: float = ...,
        from_logits: bool = ...,
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
        q: float = ...,
        from_logits: bool = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _GeneralizedCrossentropyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _GeneralizedCrossentropyDerivative: ...  # type: ignore[override]

generalized_crossentropy: _GeneralizedCrossentropy
"""Generalised cross-entropy, for labels of which some are wrong.

.. math:: \\ell(t, p) = \\frac{1 - p_t^{\\,q}}{q},
    \\qquad p = \\operatorname{softmax}(z) \\text{ for logits } z

For q → 0 it tends to −ln p_t; q = 1 is 1 − p_t, half the absolute error of the distribution,
which is robust to labels flipped evenly [1]_. It is at most 1/q, whatever the prediction.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Predicted distributions p, the classes along `axis`; with `from_logits`, real logits z.
    A class masked by a logit of −inf has probability 0.
q : float
    0 < q ≤ 1.
from_logits : bool
    Whether `y_pred` holds logits.
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
.. [1] Z. Zhang, M. R. Sabuncu, "Generalized cross entropy loss for training deep neural
   networks with noisy labels", Advances in Neural Information Processing Systems 31 (2018).

Examples
--------
>>> from lossbook import generalized_crossentropy
>>> generalized_crossentropy([0, 1], [[0.25, 0.75], [1.0, 0.0]], q=0.5, reduction="none")
array([1., 2.])
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

class _JaccardDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `jaccard` returns.

        Takes the arguments of `jaccard` and raises what it raises. With ``reduction="none"`` it is
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
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Jaccard(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        smooth: float = ...,
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
        smooth: float = ...,
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
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _JaccardDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _JaccardDerivative: ...  # type: ignore[override]

jaccard: _Jaccard
"""Jaccard loss: 1 less the soft intersection over union (IoU).

.. math::
    \\ell(y, p) = 1 - \\frac{I + s}{\\sum_i y_i + \\sum_i p_i - I + s}, \\qquad I = \\sum_i y_i p_i

:obj:`tversky` with α = β = 1. With D the Dice loss and s = 0 it is 2D/(1 + D): the two order
predictions alike [1]_.

Parameters
----------
y_true, y_pred : array_like of one shape (..., n)
    Memberships in [0, 1], those of one mask along `axis`; flatten the pixels of an image.
smooth : float
    s, finite, ≥ 0.
axis : int
    The axis along which a mask lies.
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
.. [1] M. A. Rahman, Y. Wang, "Optimizing intersection-over-union in deep neural networks for
   image segmentation", Advances in Visual Computing 2016, Lecture Notes in Computer Science
   10072, 234–244.

Examples
--------
>>> from lossbook import jaccard
>>> jaccard([1, 1, 0, 0], [1.0, 1.0, 1.0, 1.0])
0.5
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

class _MeanSquaredLogarithmicErrorDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `mean_squared_logarithmic_error` returns.

        Takes the arguments of `mean_squared_logarithmic_error` and raises what it raises. With ``reduction="none"`` it is
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

class _MeanSquaredLogarithmicError(Loss[...]):
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
    def gradient(self) -> _MeanSquaredLogarithmicErrorDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _MeanSquaredLogarithmicErrorDerivative: ...  # type: ignore[override]

mean_squared_logarithmic_error: _MeanSquaredLogarithmicError
"""Squared error of logarithms (MSLE).

.. math:: \\ell(y, \\hat y) = \\bigl(\\ln(1 + \\hat y) - \\ln(1 + y)\\bigr)^2

The squared error of ln(1 + y): an error of a factor costs about the same at every size. Its
best constant is exp(E ln(1 + Y)) − 1, at most the mean. Not convex: beyond
ln(1 + ŷ) = 1 + ln(1 + y) it bends the other way.

Parameters
----------
y_true, y_pred : array_like of one shape
    Truth and prediction, both > −1, as pure numbers: the 1 is in the unit of the data.
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
>>> from math import e
>>> from lossbook import mean_squared_logarithmic_error
>>> mean_squared_logarithmic_error([0.0, 0.0], [e - 1, 0.0])
0.5
>>> mean_squared_logarithmic_error(0.0, 2.0**-60) == 2.0**-120
True
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

class _PoissonDevianceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `poisson_deviance` returns.

        Takes the arguments of `poisson_deviance` and raises what it raises. With ``reduction="none"`` it is
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
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _PoissonDeviance(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _PoissonDevianceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _PoissonDevianceDerivative: ...  # type: ignore[override]

poisson_deviance: _PoissonDeviance
"""Poisson deviance.

.. math:: \\ell(y, \\mu) = 2\\Bigl(y \\ln\\frac{y}{\\mu} - y + \\mu\\Bigr)

Twice the negative log-likelihood of a Poisson variable with mean μ, less that of μ = y [1]_:
never negative, 0 only at μ = y. Its best constant is the mean. By η = ln μ the gradient is
2(μ − y).

Parameters
----------
y_true : array_like
    Counts or amounts y ≥ 0; they need not be whole. 0·ln 0 = 0.
y_pred : array_like of the same shape
    Means μ ≥ 0. μ = 0 is inf where y > 0. With `from_log` their logarithms η, real numbers.
from_log : bool
    Whether `y_pred` holds ln μ.
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
.. [1] P. McCullagh, J. A. Nelder, *Generalized Linear Models*, 2nd ed., Chapman and Hall,
   1989, section 2.3.

Examples
--------
>>> from lossbook import poisson_deviance
>>> poisson_deviance([0, 2], [2.0, 2.0], reduction="none")
array([4., 0.])
>>> poisson_deviance(1, 1 + 2.0**-30)
8.673617374498745e-19
>>> poisson_deviance.gradient(3, 0.0, from_log=True)
array(-4.)
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

class _SparseCategoricalFocalCrossentropyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        gamma: float = ...,
        from_logits: bool = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `sparse_categorical_focal_crossentropy` returns.

        Takes the arguments of `sparse_categorical_focal_crossentropy` and raises what it raises. With ``reduction="none"`` it is
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
        gamma: float = ...,
        from_logits: bool = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _SparseCategoricalFocalCrossentropy(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        gamma: float = ...,
        from_logits: bool = ...,
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
        gamma: float = ...,
        from_logits: bool = ...,
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
        gamma: float = ...,
        from_logits: bool = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _SparseCategoricalFocalCrossentropyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _SparseCategoricalFocalCrossentropyDerivative: ...  # type: ignore[override]

sparse_categorical_focal_crossentropy: _SparseCategoricalFocalCrossentropy
"""Focal cross-entropy of several classes, with labels.

.. math:: \\ell(t, p) = -(1 - p_t)^\\gamma \\ln p_t,
    \\qquad p = \\operatorname{softmax}(z) \\text{ for logits } z

:obj:`sparse_categorical_crossentropy` that counts samples less the surer the model is of the
truth [1]_; γ = 0 is that loss.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Predicted distributions p, the classes along `axis`; with `from_logits`, real logits z.
    A class masked by a logit of −inf has probability 0.
gamma : float
    γ, finite, ≥ 0.
from_logits : bool
    Whether `y_pred` holds logits.
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
.. [1] T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal loss for dense object
   detection", Proceedings of the IEEE International Conference on Computer Vision 2017,
   2980–2988.

Examples
--------
>>> from lossbook import sparse_categorical_focal_crossentropy
>>> print(f"{sparse_categorical_focal_crossentropy([1], [[0.5, 0.5, 0.0]]):.12f}")
0.173286795140
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

class _TverskyDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        alpha: float = ...,
        beta: float = ...,
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `tversky` returns.

        Takes the arguments of `tversky` and raises what it raises. With ``reduction="none"`` it is
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
        alpha: float = ...,
        beta: float = ...,
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Tversky(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        alpha: float = ...,
        beta: float = ...,
        smooth: float = ...,
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
        alpha: float = ...,
        beta: float = ...,
        smooth: float = ...,
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
        alpha: float = ...,
        beta: float = ...,
        smooth: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _TverskyDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _TverskyDerivative: ...  # type: ignore[override]

tversky: _Tversky
"""Tversky loss: how much two sets do not overlap.

.. math::
    \\ell(y, p) = 1 - \\frac{I + s}{I + \\alpha F + \\beta M + s}, \\qquad
    I = \\sum_i y_i p_i,\\; F = \\sum_i (1 - y_i)\\,p_i,\\; M = \\sum_i y_i (1 - p_i)

A soft form of Tversky's index of similarity [1]_: I is hit, F false, M missing. With
α = β = ½ it is :obj:`dice`, with α = β = 1 :obj:`jaccard`. A sample is one mask; where both
sides are empty and s = 0, it costs 0 and has gradient 0.

Parameters
----------
y_true, y_pred : array_like of one shape (..., n)
    Memberships in [0, 1], those of one mask along `axis`; flatten the pixels of an image.
alpha, beta : float
    What a false and what a missing part costs; finite, > 0.
smooth : float
    s, finite, ≥ 0: added to both sides of the fraction.
axis : int
    The axis along which a mask lies.
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
.. [1] S. S. M. Salehi, D. Erdogmus, A. Gholipour, "Tversky loss function for image
   segmentation using 3D fully convolutional deep networks", Machine Learning in Medical
   Imaging 2017, Lecture Notes in Computer Science 10541, 379–387.

Examples
--------
>>> from lossbook import tversky
>>> print(f"{tversky([1, 1, 0], [0.8, 0.4, 0.1], alpha=0.3, beta=0.7):.12f}")
0.329608938547
>>> tversky([0, 0], [0.0, 0.0])
0.0
"""

class _TweedieDevianceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        power: float = ...,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `tweedie_deviance` returns.

        Takes the arguments of `tweedie_deviance` and raises what it raises. With ``reduction="none"`` it is
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
        power: float = ...,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _TweedieDeviance(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        power: float = ...,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        power: float = ...,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        power: float = ...,
        from_log: bool = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _TweedieDevianceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _TweedieDevianceDerivative: ...  # type: ignore[override]

tweedie_deviance: _TweedieDeviance
"""Tweedie deviance.

.. math::
    \\ell(y, \\mu) = 2\\left(\\frac{\\max(y, 0)^{2-\\xi}}{(1-\\xi)(2-\\xi)}
        - \\frac{y\\,\\mu^{1-\\xi}}{1-\\xi} + \\frac{\\mu^{2-\\xi}}{2-\\xi}\\right)

Twice the negative log-likelihood of a Tweedie variable with mean μ and variance μ^ξ, less that
of μ = y [1]_. The power ξ = 0 is the squared error, 1 the Poisson deviance and 2 the gamma
deviance, by continuity; between 1 and 2 lie sums of a Poisson number of gamma amounts, which
are 0 with positive probability. Its best constant is the mean, for every power.

Parameters
----------
y_true : array_like
    Amounts: any real number for `power` ≤ 0, y ≥ 0 for 1 ≤ `power` < 2, else y > 0.
y_pred : array_like of the same shape
    Means μ > 0, in the unit of `y_true` (for `power` 1 also 0, for 0 any number). With
    `from_log` their logarithms η, real numbers.
power : float
    ξ, finite, ≤ 0 or ≥ 1: how the variance grows with the mean.
from_log : bool
    Whether `y_pred` holds ln μ.
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
.. [1] B. Jørgensen, "Exponential dispersion models", Journal of the Royal Statistical
   Society B 49 (1987), 127–162.

Examples
--------
>>> from lossbook import tweedie_deviance
>>> print(f"{tweedie_deviance(2.0, 3.0):.12f}")
0.233296884808
>>> tweedie_deviance(0.0, 4.0) == 4 * 4.0**0.5
True
>>> tweedie_deviance([2.0, 4.0], [3.0, 4.0], power=0)
0.5
"""

__all__ = [
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "crammer_singer_hinge",
    "cross_entropy",
    "dice",
    "entropy",
    "expectile",
    "gamma_deviance",
    "gaussian_crps",
    "gaussian_nll",
    "generalized_crossentropy",
    "hinge",
    "huber",
    "jaccard",
    "jensen_shannon",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "multiclass_hinge",
    "pinball",
    "poisson_deviance",
    "pseudo_huber",
    "root_mean_squared_error",
    "sparse_categorical_crossentropy",
    "sparse_categorical_focal_crossentropy",
    "squared_hinge",
    "tversky",
    "tweedie_deviance",
]
