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

class _AmSoftmaxDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `am_softmax` returns.

        Takes the arguments of `am_softmax` and raises what it raises. With ``reduction="none"`` it is
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
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _AmSoftmax(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        scale: float | ArrayLike = ...,
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
        scale: float | ArrayLike = ...,
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
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _AmSoftmaxDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _AmSoftmaxDerivative: ...  # type: ignore[override]

am_softmax: _AmSoftmax
"""AM-Softmax, the additive margin softmax; CosFace is the same loss.

.. math::
    \\ell(t, c) = \\ln\\Big(e^{s(c_t - m)} + \\sum_{k \\neq t} e^{s c_k}\\Big) - s(c_t - m),
    \\qquad c_k = \\cos\\theta_k

The true cosine has to lead by m before the softmax counts it as ahead [1]_ [2]_. With all
cosines 0, as at the start of a training, the loss is ln(1 + (C−1)e^(sm)), a little more than
s·m + ln(C−1).

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Cosines c in [−1, 1], as in :obj:`normface`.
margin : float
    m ≥ 0, taken off the true cosine.
scale : float or array_like
    s > 0, as in :obj:`normface`.
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
.. [1] F. Wang, J. Cheng, W. Liu, H. Liu, "Additive margin softmax for face verification", IEEE
   Signal Processing Letters 25 (2018), 926–930.
.. [2] H. Wang, Y. Wang, Z. Zhou, X. Ji, D. Gong, J. Zhou, Z. Li, W. Liu, "CosFace: large margin
   cosine loss for deep face recognition", CVPR 2018, 5265–5274.

Examples
--------
>>> from lossbook import am_softmax, cosface
>>> print(f"{am_softmax([0], [[0.0] * 10]):.6f}")
12.697228
>>> cosface is am_softmax
True
"""

class _ArcfaceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `arcface` returns.

        Takes the arguments of `arcface` and raises what it raises. With ``reduction="none"`` it is
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
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Arcface(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        scale: float | ArrayLike = ...,
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
        scale: float | ArrayLike = ...,
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
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _ArcfaceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _ArcfaceDerivative: ...  # type: ignore[override]

arcface: _Arcface
"""ArcFace: a margin added to the angle.

.. math::
    \\ell(t, c) = \\ln\\Big(e^{s \\cos(\\theta_t + m)} + \\sum_{k \\neq t} e^{s c_k}\\Big)
    - s \\cos(\\theta_t + m), \\qquad c_k = \\cos\\theta_k

As printed in [1]_, also past θ = π − m, where cos(θ + m) rises again: none of the usual
fallbacks is built in. At |cos θ_t| = 1 the gradient by the true cosine is infinite, which is
its limit; by the angle, and by the feature through it, it is finite.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Cosines c in [−1, 1], as in :obj:`normface`.
margin : float
    m in [0, π), in radians, added to the true angle.
scale : float or array_like
    s > 0, as in :obj:`normface`.
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
.. [1] J. Deng, J. Guo, N. Xue, S. Zafeiriou, "ArcFace: additive angular margin loss for deep
   face recognition", CVPR 2019, 4690–4699, equation 3.

Examples
--------
>>> from lossbook import arcface
>>> print(f"{arcface([0], [[0.8, 0.2, -0.1]]):.6e}")
1.097707e-06
"""

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

class _CenterLossDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        centers: ArrayLike,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `center_loss` returns.

        Takes the arguments of `center_loss` and raises what it raises. With ``reduction="none"`` it is
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
        centers: ArrayLike,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _CenterLoss(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        centers: ArrayLike,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        centers: ArrayLike,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["none"],
    ) -> NDArray[Any]: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        centers: ArrayLike,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _CenterLossDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _CenterLossDerivative: ...  # type: ignore[override]

center_loss: _CenterLoss
"""Center loss: half the squared distance from the centre of the class.

.. math:: \\ell(t, x) = \\tfrac12 \\lVert x - c_t \\rVert^2

It is added to a softmax loss, which does not draw a class together by itself [1]_. Centres are
held fixed; the gradient by centre k is −Σ(x − c_k) over its samples.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., d)
    Features x, real numbers.
centers : array_like, shape (C, d)
    The centres c of the classes.
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
.. [1] Y. Wen, K. Zhang, Z. Li, Y. Qiao, "A discriminative feature learning approach for deep
   face recognition", ECCV 2016, 499–515, equation 2.

Examples
--------
>>> from lossbook import center_loss
>>> center_loss([0, 1], [[1, 2], [3, 0]], centers=[[0, 0], [2, 1]], reduction="sum")
3.5
"""

class _ContrastiveDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `contrastive` returns.

        Takes the arguments of `contrastive` and raises what it raises. With ``reduction="none"`` it is
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
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Contrastive(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
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
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _ContrastiveDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _ContrastiveDerivative: ...  # type: ignore[override]

contrastive: _Contrastive
"""Contrastive loss of distances.

.. math:: \\ell(y, d) = \\tfrac12 \\left(y\\, d^2 + (1 - y) \\max(0,\\; m - d)^2\\right)

What belongs together is drawn together, what does not is pushed apart as far as the margin
[1]_, where y is 1 for what belongs together (there it is 0).

Parameters
----------
y_true : array_like
    1 for two of the same kind, 0 for two of different kinds.
y_pred : array_like of the same shape
    Distances d ≥ 0.
margin : float
    The distance m > 0 from which on two different ones cost nothing.
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
.. [1] R. Hadsell, S. Chopra, Y. LeCun, "Dimensionality reduction by learning an invariant
   mapping", CVPR 2006, 1735–1742, equation 4.

Examples
--------
>>> from lossbook import contrastive
>>> contrastive([1, 0, 0], [0.5, 0.5, 2.0], reduction="none")
array([0.125, 0.125, 0.   ])
"""

cosface = am_softmax

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

class _InfoNceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        temperature: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `info_nce` returns.

        Takes the arguments of `info_nce` and raises what it raises. With ``reduction="none"`` it is
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
        temperature: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _InfoNce(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        temperature: float = ...,
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
        temperature: float = ...,
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
        temperature: float = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _InfoNceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _InfoNceDerivative: ...  # type: ignore[override]

info_nce: _InfoNce
"""InfoNCE: cross-entropy of similarities, of which one belongs to the positive.

.. math:: \\ell(t, s) = \\ln \\sum_k e^{s_k / \\tau} - \\frac{s_t}{\\tau}

The positive stands among the N candidates and in the sum [1]_. Of independent candidates,
ln N minus the expected loss is at most their mutual information with what is sought, whatever
gives the similarities; it never exceeds ln N.

Parameters
----------
y_true : array_like of int, shape (...)
    Which candidate t is the positive, 0 … N−1.
y_pred : array_like, shape (..., N)
    Similarities s, real numbers. Nothing is normalised: for cosines, give cosines. A candidate
    of similarity −inf is out.
temperature : float
    τ > 0, by which the similarities are divided.
axis : int
    The axis of `y_pred` that holds the candidates.
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
.. [1] A. van den Oord, Y. Li, O. Vinyals, "Representation learning with contrastive predictive
   coding", arXiv:1807.03748, 2018, section 2.3.

Examples
--------
>>> from lossbook import info_nce
>>> print(f"{info_nce([0], [[0.9, 0.1, -0.2]]):.6e}")
3.521023e-04
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

class _LambdarankDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `lambdarank` returns.

        Takes the arguments of `lambdarank` and raises what it raises. With ``reduction="none"`` it is
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Lambdarank(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _LambdarankDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _LambdarankDerivative: ...  # type: ignore[override]

lambdarank: _Lambdarank
"""LambdaRank: RankNet's pairs, weighted by what exchanging them does to NDCG.

.. math::
    \\ell(y, s) = \\sum_{(i, j) : y_i > y_j}
    |\\Delta\\mathrm{NDCG}_{ij}| \\ln\\left(1 + e^{s_j - s_i}\\right),
    \\qquad
    |\\Delta\\mathrm{NDCG}_{ij}| = \\frac{\\left|2^{y_i} - 2^{y_j}\\right|}{\\mathrm{DCG}^*}
    \\left|\\frac{1}{\\log_2(1 + r_i)} - \\frac{1}{\\log_2(1 + r_j)}\\right|

with r the ranks by the current scores, equal scores in the order given, and DCG* the largest
discounted cumulative gain, Σ (2^y − 1)/log₂(1 + rank) over the items in the order of their
relevance [1]_. Gradient and hessian hold the weights fixed: they are the λ of LambdaRank, and
the value is what they are the derivatives of between two exchanges. It is a sum over the
pairs. A list without a pair that differs in relevance costs 0.

Parameters
----------
y_true : array_like, shape (..., n)
    Relevances y ≥ 0, such as grades 0 … 4.
y_pred : array_like of the same shape
    Scores s, real numbers.
axis : int
    The axis that holds the items of a list.
where : array_like of bool of the same shape, optional
    Which items are there, as in :obj:`ranknet`.
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
.. [1] C. Burges, R. Ragno, Q. Le, "Learning to rank with nonsmooth cost functions", NIPS 19
   (2006), 193–200.

Examples
--------
>>> from lossbook import lambdarank
>>> print(f"{lambdarank([[2, 0, 1]], [[0.5, 1.5, 0.0]]):.6f}")
0.668949
>>> lambdarank.gradient([[2, 0, 1]], [[0.5, 1.5, 0.0]]).round(4)
array([[-0.2502,  0.3355, -0.0854]])
"""

class _ListmleDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `listmle` returns.

        Takes the arguments of `listmle` and raises what it raises. With ``reduction="none"`` it is
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Listmle(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _ListmleDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _ListmleDerivative: ...  # type: ignore[override]

listmle: _Listmle
"""ListMLE: the negative log-likelihood of an order in the model of Plackett and Luce.

.. math::
    \\ell(y, s) = \\sum_{k=1}^{n} \\left(\\ln \\sum_{l=k}^{n} e^{s_{\\pi(l)}} - s_{\\pi(k)}\\right),
    \\qquad y_{\\pi(1)} \\geq y_{\\pi(2)} \\geq \\dots \\geq y_{\\pi(n)}

The items are drawn one after the other, each with probability softmax(s) among those left
[1]_. Equal relevances count as drawn in the order given, so a list of equal items has a loss
too; a list of one item costs 0.

Parameters
----------
y_true : array_like, shape (..., n)
    Relevances y, real numbers: larger is better. Only their order matters.
y_pred : array_like of the same shape
    Scores s, real numbers.
axis : int
    The axis that holds the items of a list.
where : array_like of bool of the same shape, optional
    Which items are there, as in :obj:`ranknet`.
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
.. [1] F. Xia, T.-Y. Liu, J. Wang, W. Zhang, H. Li, "Listwise approach to learning to rank:
   theory and algorithm", ICML 2008, 1192–1199.

Examples
--------
>>> from lossbook import listmle
>>> print(f"{listmle([[1, 0]], [[100.0, 0.0]]):.6e}")
3.720076e-44
"""

class _ListnetDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `listnet` returns.

        Takes the arguments of `listnet` and raises what it raises. With ``reduction="none"`` it is
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Listnet(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _ListnetDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _ListnetDerivative: ...  # type: ignore[override]

listnet: _Listnet
"""ListNet: cross-entropy of two softmaxes, of relevances and of scores.

.. math::
    \\ell(y, s) = \\sum_k q_k \\left(\\ln \\sum_i e^{s_i} - s_k\\right),
    \\qquad q = \\operatorname{softmax}(y)

The top-one form of [1]_: q_k and softmax(s)_k are the probabilities that item k comes first.
Its least value is not 0 but the entropy of q, which scores y + constant reach. A list of one
item costs 0.

Parameters
----------
y_true : array_like, shape (..., n)
    Relevances y, real numbers. Their differences matter, not only their order.
y_pred : array_like of the same shape
    Scores s, real numbers.
axis : int
    The axis that holds the items of a list.
where : array_like of bool of the same shape, optional
    Which items are there, as in :obj:`ranknet`.
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
.. [1] Z. Cao, T. Qin, T.-Y. Liu, M.-F. Tsai, H. Li, "Learning to rank: from pairwise approach
   to listwise approach", ICML 2007, 129–136.

Examples
--------
>>> from lossbook import listnet
>>> print(f"{listnet([[0, 1, 2]], [[2.0, 0.0, 1.0]]):.6f}")
1.562304
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

class _NormfaceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `normface` returns.

        Takes the arguments of `normface` and raises what it raises. With ``reduction="none"`` it is
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
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Normface(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        scale: float | ArrayLike = ...,
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
        scale: float | ArrayLike = ...,
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
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _NormfaceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _NormfaceDerivative: ...  # type: ignore[override]

normface: _Normface
"""NormFace: cross-entropy of scaled cosines.

.. math:: \\ell(t, c) = \\ln \\sum_k e^{s c_k} - s c_t, \\qquad c_k = \\cos\\theta_k

The softmax loss of features and class directions that are both of length 1 [1]_. The scale
decides how far it can fall: over C classes not below ln(1 + (C−1)e^(−sC/(C−1))).

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Cosines c in [−1, 1] of the feature with each class direction. Beyond by rounding, at most
    1e-6 (1e-4 in float32), counts as ±1.
scale : float or array_like
    s > 0; or one for each sample (the shape of the samples), or for each cosine (the shape of
    `y_pred`), such as the product of the two lengths. Gradients hold it fixed.
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
.. [1] F. Wang, X. Xiang, J. Cheng, A. L. Yuille, "NormFace: L2 hypersphere embedding for face
   verification", ACM Multimedia 2017, 1041–1049.

Examples
--------
>>> from lossbook import normface
>>> print(f"{normface([0], [[0.8, 0.2, -0.1]], scale=10.0):.6f}")
0.002599
"""

class _PairwiseHingeDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        axis: int = ...,
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `pairwise_hinge` returns.

        Takes the arguments of `pairwise_hinge` and raises what it raises. With ``reduction="none"`` it is
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _PairwiseHinge(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        axis: int = ...,
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _PairwiseHingeDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _PairwiseHingeDerivative: ...  # type: ignore[override]

pairwise_hinge: _PairwiseHinge
"""Pairwise hinge loss of a list.

.. math::
    \\ell(y, s) = \\frac{1}{|P|} \\sum_{(i, j) \\in P} \\max\\left(0,\\; m - (s_i - s_j)\\right),
    \\qquad P = \\{(i, j) : y_i > y_j\\}

The loss of the ranking support vector machine [1]_: a pair is free once the better item leads
by the margin. At that kink the gradient is 0. A list without such a pair costs 0.

Parameters
----------
y_true : array_like, shape (..., n)
    Relevances y, real numbers: larger is better. Only their order matters.
y_pred : array_like of the same shape
    Scores s, real numbers.
margin : float
    The lead m > 0 from which on a pair is free.
axis : int
    The axis that holds the items of a list.
where : array_like of bool of the same shape, optional
    Which items are there, as in :obj:`ranknet`.
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
.. [1] R. Herbrich, T. Graepel, K. Obermayer, "Large margin rank boundaries for ordinal
   regression", in *Advances in Large Margin Classifiers*, MIT Press, 2000, 115–132.

Examples
--------
>>> from lossbook import pairwise_hinge
>>> pairwise_hinge([[2, 1, 0]], [[2.0, 1.5, 0.0]], reduction="none")
array([0.16666667])
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

class _RanknetDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `ranknet` returns.

        Takes the arguments of `ranknet` and raises what it raises. With ``reduction="none"`` it is
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Ranknet(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        axis: int = ...,
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
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
        where: ArrayLike | None = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _RanknetDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _RanknetDerivative: ...  # type: ignore[override]

ranknet: _Ranknet
"""RankNet: the logistic loss of the pairs of a list.

.. math::
    \\ell(y, s) = \\frac{1}{|P|} \\sum_{(i, j) \\in P} \\ln\\left(1 + e^{s_j - s_i}\\right),
    \\qquad P = \\{(i, j) : y_i > y_j\\}

The negative log-likelihood of the order of each pair in the model of Bradley and Terry, where
i comes before j with probability σ(s_i − s_j) [1]_; averaged over the pairs that differ in
relevance. A list without one costs 0.

Parameters
----------
y_true : array_like, shape (..., n)
    Relevances y, real numbers: larger is better. Only their order matters.
y_pred : array_like of the same shape
    Scores s, real numbers.
axis : int
    The axis that holds the items of a list.
where : array_like of bool of the same shape, optional
    Which items are there: lists of unequal length are filled up to one length. What stands
    in the other places does not matter, and their gradient is 0.
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
.. [1] C. Burges, T. Shaked, E. Renshaw, A. Lazier, M. Deeds, N. Hamilton, G. Hullender,
   "Learning to rank using gradient descent", ICML 2005, 89–96.

Examples
--------
>>> from lossbook import ranknet
>>> print(f"{ranknet([[2, 1, 0]], [[2.0, 1.0, 3.0]]):.6f}")
1.251150
>>> ranknet([[1, 1]], [[0.0, 5.0]])
0.0
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

class _SpherefaceDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: int = ...,
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `sphereface` returns.

        Takes the arguments of `sphereface` and raises what it raises. With ``reduction="none"`` it is
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
        margin: int = ...,
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _Sphereface(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: int = ...,
        scale: float | ArrayLike = ...,
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
        margin: int = ...,
        scale: float | ArrayLike = ...,
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
        margin: int = ...,
        scale: float | ArrayLike = ...,
        axis: int = ...,
        sample_weight: ArrayLike | None = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _SpherefaceDerivative: ...  # type: ignore[override]
    @property
    def hessian(self) -> _SpherefaceDerivative: ...  # type: ignore[override]

sphereface: _Sphereface
"""SphereFace, A-Softmax and L-Softmax: the angle multiplied by a margin.

.. math::
    \\ell(t, c) = \\ln\\Big(e^{s \\psi(\\theta_t)} + \\sum_{k \\neq t} e^{s c_k}\\Big)
    - s \\psi(\\theta_t),
    \\qquad \\psi(\\theta) = (-1)^k \\cos m\\theta - 2k,
    \\quad k = \\lfloor m\\theta/\\pi \\rfloor

ψ falls over the whole half circle, where cos mθ would rise again. With `scale` ‖x‖ it is
A-Softmax [1]_, with ‖w_k‖‖x‖ L-Softmax [2]_.

Parameters
----------
y_true : array_like of int, shape (...)
    Labels t, 0 … C−1.
y_pred : array_like, shape (..., C)
    Cosines c in [−1, 1], as in :obj:`normface`.
margin : int
    m ≥ 1, by which the true angle is multiplied.
scale : float or array_like
    s > 0, as in :obj:`normface`.
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
.. [1] W. Liu, Y. Wen, Z. Yu, M. Li, B. Raj, L. Song, "SphereFace: deep hypersphere embedding
   for face recognition", CVPR 2017, 212–220.
.. [2] W. Liu, Y. Wen, Z. Yu, M. Yang, "Large-margin softmax loss for convolutional neural
   networks", ICML 2016, 507–516.

Examples
--------
>>> from lossbook import sphereface
>>> print(f"{sphereface([0], [[0.0, -1.0]]):.6f}")
2.126928
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

class _SupervisedContrastiveDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        temperature: float = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `supervised_contrastive` returns.

        Takes the arguments of `supervised_contrastive` and raises what it raises. With ``reduction="none"`` it is
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
        temperature: float = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _SupervisedContrastive(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        temperature: float = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        temperature: float = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _SupervisedContrastiveDerivative: ...  # type: ignore[override]

supervised_contrastive: _SupervisedContrastive
"""Supervised contrastive loss of a batch of embeddings.

.. math::
    \\ell_a = -\\frac{1}{|P_a|} \\sum_{p \\in P_a}
    \\ln \\frac{e^{s_{ap}/\\tau}}{\\sum_{k \\neq a} e^{s_{ak}/\\tau}},
    \\qquad s_{ak} = \\cos(x_a, x_k), \\quad P_a = \\{p \\neq a : t_p = t_a\\}

averaged over the anchors that have a positive [1]_. The embeddings are normalised inside. Each
positive also stands in the sums of the others, so that the loss is not 0 at its least; with
one positive each it is the NT-Xent of SimCLR.

Parameters
----------
y_true : array_like of int, shape (n,)
    Labels; two of the same class are needed.
y_pred : array_like, shape (n, d)
    Embeddings x, real numbers, of any length. A row of zeros, which has no direction, has
    cosine 0 with all others, and its gradient is 0.
temperature : float
    τ > 0, by which the cosines are divided.
reduction : {"mean", "sum"}
    The mean over the anchors that have a positive, or their sum.

Returns
-------
float
    From arrays of PyTorch, JAX or another library of the array standard, an array of that
    library; Dask's have to be computed first.

Raises
------
ValueError
    If the shapes do not fit, or no two labels are equal.
TypeError
    If an array does not hold real numbers.

References
----------
.. [1] P. Khosla, P. Teterwak, C. Wang, A. Sarna, Y. Tian, P. Isola, A. Maschinot, C. Liu,
   D. Krishnan, "Supervised contrastive learning", NeurIPS 33 (2020), 18661–18673, equation 2.

Examples
--------
>>> from lossbook import supervised_contrastive
>>> z = [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [-0.6, 0.8]]
>>> print(f"{supervised_contrastive([0, 0, 1, 1], z, temperature=0.5):.6f}")
0.430190
"""

class _TripletMarginDerivative:
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        distance: Literal["euclidean", "squared_euclidean", "cosine"] = ...,
        mining: Literal["all", "active", "hard", "semihard"] = ...,
        soft: bool = ...,
        reduction: str = ...,
    ) -> Any:
        """Return the first derivative, by each `y_pred`, of what `triplet_margin` returns.

        Takes the arguments of `triplet_margin` and raises what it raises. With ``reduction="none"`` it is
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
        distance: Literal["euclidean", "squared_euclidean", "cosine"] = ...,
        mining: Literal["all", "active", "hard", "semihard"] = ...,
        soft: bool = ...,
        reduction: str = ...,
    ) -> NDArray[Any]: ...

class _TripletMargin(Loss[...]):
    @overload
    def __call__(
        self,
        y_true: Any,
        y_pred: Foreign | Tensor,
        *,
        margin: float = ...,
        distance: Literal["euclidean", "squared_euclidean", "cosine"] = ...,
        mining: Literal["all", "active", "hard", "semihard"] = ...,
        soft: bool = ...,
        reduction: str = ...,
    ) -> Any: ...
    @overload
    def __call__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        margin: float = ...,
        distance: Literal["euclidean", "squared_euclidean", "cosine"] = ...,
        mining: Literal["all", "active", "hard", "semihard"] = ...,
        soft: bool = ...,
        reduction: Literal["mean", "sum"] = ...,
    ) -> float: ...
    @property
    def gradient(self) -> _TripletMarginDerivative: ...  # type: ignore[override]

triplet_margin: _TripletMargin
"""Triplet loss of a batch of embeddings.

.. math:: \\ell = \\max(0,\\; d(x_a, x_p) - d(x_a, x_n) + m)

An anchor a has to be nearer, by the margin, to a positive p of its own class than to a
negative n of another [1]_. With `soft` a triplet costs ln(1 + exp(d_ap − d_an)), without a
margin [2]_. The loss is the mean over the triplets that `mining` looks at; the embeddings are
taken as they are. The distance of two equal ones has the gradient 0.

Parameters
----------
y_true : array_like of int, shape (n,)
    Labels; two of the same class, and another one, are needed.
y_pred : array_like, shape (n, d)
    Embeddings x, real numbers.
margin : float
    m > 0; without effect where `soft`.
distance : {"euclidean", "squared_euclidean", "cosine"}
    ‖u − v‖, its square, or 1 − cos. A row of zeros has cosine 0 with all others.
mining : {"all", "active", "hard", "semihard"}
    Over which triplets the mean is taken: all; those that cost something (0 if none does);
    each anchor's farthest positive with its nearest negative; each anchor's and positive's
    nearest negative that is farther than the positive, or, where none is, the farthest.
    Of equals the first.
soft : bool
    Whether to take the smooth form.
reduction : {"mean", "sum"}
    The mean over those triplets, or their sum.

Returns
-------
float
    From arrays of PyTorch, JAX or another library of the array standard, an array of that
    library; Dask's have to be computed first.

Raises
------
ValueError
    If the shapes do not fit, or no triplet can be made.
TypeError
    If an array does not hold real numbers.

References
----------
.. [1] F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet: a unified embedding for face
   recognition and clustering", CVPR 2015, 815–823.
.. [2] A. Hermans, L. Beyer, B. Leibe, "In defense of the triplet loss for person
   re-identification", arXiv:1703.07737, 2017.

Examples
--------
>>> from lossbook import triplet_margin
>>> triplet_margin([0, 0, 1], [[0.0, 0.0], [3.0, 4.0], [0.0, 2.0]], margin=1.0, reduction="sum")
6.39444872453601
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
    "am_softmax",
    "arcface",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "center_loss",
    "contrastive",
    "cosface",
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
    "info_nce",
    "jaccard",
    "jensen_shannon",
    "kl_divergence",
    "lambdarank",
    "listmle",
    "listnet",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "multiclass_hinge",
    "normface",
    "pairwise_hinge",
    "pinball",
    "poisson_deviance",
    "pseudo_huber",
    "ranknet",
    "root_mean_squared_error",
    "sparse_categorical_crossentropy",
    "sparse_categorical_focal_crossentropy",
    "sphereface",
    "squared_hinge",
    "supervised_contrastive",
    "triplet_margin",
    "tversky",
    "tweedie_deviance",
]
