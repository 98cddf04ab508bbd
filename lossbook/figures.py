"""The drawing style of the book, and the figures that several chapters share."""

from lossbook.book._figures import (
    COLOURS,
    DASHES,
    INK,
    STYLE,
    mark,
    use_style,
    value_and_gradient,
)

__all__ = ["COLOURS", "DASHES", "INK", "STYLE", "mark", "use_style", "value_and_gradient"]
