"""What a chapter needs beside text: the code of a loss, and numbers for the prose."""

from lossbook.book._page import (
    Code,
    code,
    glue,
)

__all__ = ["Code", "code", "glue"]
