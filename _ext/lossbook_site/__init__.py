"""What the book's site needs beyond configuration, as one Sphinx extension.

Each module is an extension of its own, so that a test can build a small book with some of them;
none needs to be named in a configuration.

- what the book says: claims, ledger, said, status, figures;
- which loss, and how it is called: conventions, explained, choice, shapes, glance;
- how a page is read: derivations, cards, cells, frames, names, api;
- what leads from page to page: terms, search, tips;
- how it is delivered: head, weight, pages;
- what other projects do otherwise: patches.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

import lossbook

MODULES = (
    "patches",
    "api",
    "claims",
    "ledger",
    "said",
    "status",
    "figures",
    "derivations",
    "cards",
    "cells",
    "frames",
    "names",
    "conventions",
    "explained",
    "choice",
    "glance",
    "terms",
    "head",
    "search",
    "weight",
    "pages",
    "tips",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every module with Sphinx."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    return {"version": lossbook.__version__, "parallel_read_safe": True}
