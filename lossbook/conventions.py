"""What other libraries call the losses, and what differs: the stored result of their running."""

from lossbook.book._conventions import TABS, Cell, Conventions, Library, one_line, read

__all__ = ["TABS", "Cell", "Conventions", "Library", "one_line", "read"]
