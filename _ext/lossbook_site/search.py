"""The search finds Chinese names, whole or in part.

Sphinx's English search takes an unbroken run of Chinese characters for one word. The names of the
book are short, so each part of a run, from two characters on, goes into the index as a word of its
own: 散度 is found within KL散度, and 交叉熵 within 二元交叉熵损失.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

import lossbook

CHINESE = re.compile(r"[\u3400-\u9fff]+")
LONGEST = 8  # longer parts of a run are not indexed; the run itself is


class SearchBoth(SearchEnglish):
    """English words as Sphinx splits and stems them, and the parts of Chinese ones."""

    def split(self, input: str) -> list[str]:
        """Return the words to index."""
        return [part for word in super().split(input) for part in parts(word)]


def parts(word: str) -> Iterator[str]:
    """Yield a word, then what it is made of if Chinese is in it."""
    yield word
    runs = CHINESE.findall(word)
    if runs:
        yield from filter(None, CHINESE.split(word))
    for run in runs:
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + LONGEST, len(run)) + 1):
                yield run[start:end]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, in place of the English search."""
    app.add_search_language(SearchBoth)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
