"""What a user writes, and what a type checker makes of it; test_typing.py compares the comments.

Not run: only mypy reads it.
"""

from typing import reveal_type

import numpy as np

import lossbook
from lossbook import huber, sparse_categorical_crossentropy

y = np.array([1.0, 2.0])

reveal_type(huber(y, [1.0, 3.0], delta=2.0))  # float
reveal_type(huber(y, y, reduction="sum"))  # float
reveal_type(huber(y, y, reduction="none"))  # numpy.ndarray[tuple[Any, ...], numpy.dtype[Any]]
reveal_type(huber.gradient(y, y))  # numpy.ndarray[tuple[Any, ...], numpy.dtype[Any]]
reveal_type(lossbook.root_mean_squared_error(y, y))  # float
reveal_type(sparse_categorical_crossentropy([0], [[1.0, 0.0]], from_logits=True))  # float
whole: int = huber(y, y)  # error: assignment
huber(y, y, delta="wide")  # error: call-overload
huber(y, y, reduction="average")  # error: call-overload
huber(y, y, 2.0)  # error: call-overload
lossbook.hinge([1], [0.5], margin=2.0)  # error: call-overload
