"""What the pages hold, kept by page, and pages that are made of it when all have been read.

A page's own entries are forgotten when it is read again, and taken over from other processes. The
ledger and the page of corrections have to be whole, whatever the order in which pages are read: a
directive leaves a `Later` in its place, which is replaced once every page is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util.docutils import SphinxDirective

import lossbook

T = TypeVar("T")
Store = dict[str, Any]
# By the name of a directive: what makes the content of its place.
MAKERS: dict[str, Callable[[BuildEnvironment, str], list[nodes.Node]]] = {}


class Registry(Generic[T]):
    """Entries of one kind, by page.

    Parameters
    ----------
    name : str
        Under which they are kept in the environment.
    entries_of : callable
        Returns the entries of a page that has been read.
    """

    def __init__(
        self, name: str, entries_of: Callable[[Sphinx, nodes.document, str], list[T]]
    ) -> None:
        self.name, self.entries_of = f"lossbook_{name}", entries_of

    def store(self, env: BuildEnvironment) -> dict[str, list[T]]:
        """Return the entries of every page that has some."""
        if not hasattr(env, self.name):
            setattr(env, self.name, {})
        found: dict[str, list[T]] = getattr(env, self.name)
        return found

    def entries(self, env: BuildEnvironment) -> Iterator[T]:
        """Yield the entries of all pages, in the order in which these are read by people."""
        store = self.store(env)
        for docname in reading_order(env):
            yield from store.get(docname, [])

    def connect(self, app: Sphinx) -> None:
        """Keep the entries up to date."""

        def read(app: Sphinx, doctree: nodes.document) -> None:
            docname = app.env.docname
            if entries := self.entries_of(app, doctree, docname):
                self.store(app.env)[docname] = entries

        def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
            self.store(env).pop(docname, None)

        def merge(app: Sphinx, env: BuildEnvironment, docnames: Any, other: Any) -> None:
            for docname in docnames:
                if docname in self.store(other):
                    self.store(env)[docname] = self.store(other)[docname]

        app.connect("doctree-read", read)
        app.connect("env-purge-doc", purge)
        app.connect("env-merge-info", merge)


def reading_order(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages of the book as its table of contents has them, then any other."""
    seen: set[str] = set()

    def below(docname: str) -> Iterator[str]:
        if docname not in seen:
            seen.add(docname)
            yield docname
            for child in env.toctree_includes.get(docname, []):
                yield from below(child)

    yield from below(env.config.root_doc)
    yield from sorted(env.found_docs - seen)


# --- pages that are made last -------------------------------------------------------------------


class Later(nodes.General, nodes.Element):
    """The place of what a directive makes of all pages."""


class LaterDirective(SphinxDirective):
    """Leaves the place of what `MAKERS` has under the directive's name."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        late(self.env)[self.env.docname] = [*late(self.env).get(self.env.docname, []), self.name]
        return [Later(maker=self.name)]


def late(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the directives that leave places, by page."""
    if not hasattr(env, "lossbook_late"):
        env.lossbook_late = {}
    found: dict[str, list[str]] = env.lossbook_late
    return found


def page_of(env: BuildEnvironment, name: str) -> str | None:
    """Return the page on which a directive stands."""
    return next((page for page, names in late(env).items() if name in names), None)


def outdated(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """Read the pages that are made of all others again when one of these has changed."""
    return list(late(env)) if any(changes) else []


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the places of a page that is read again."""
    late(env).pop(docname, None)


def take_over(app: Sphinx, env: BuildEnvironment, docnames: Any, other: Any) -> None:
    """Take over the places that another process has read."""
    late(env).update({page: names for page, names in late(other).items() if page in docnames})


def fill(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Fill the places, now that all pages have been read; return the pages that have changed."""
    for docname in late(env):
        doctree = env.get_doctree(docname)
        for place in list(doctree.findall(Later)):
            place.replace_self(MAKERS[place["maker"]](env, docname))
        env.prepare_settings(docname)  # the collector takes the page's name from there
        TocTreeCollector().process_doc(app, doctree)
        env.temp_data.clear()
        app.builder.write_doctree(docname, doctree)
    return list(late(env))


def later(app: Sphinx, name: str, maker: Callable[[BuildEnvironment, str], Any]) -> None:
    """Register a directive whose place is filled by `maker(env, docname)`."""
    MAKERS[name] = maker
    app.add_directive(name, LaterDirective)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(Later)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", take_over)
    app.connect("env-updated", fill)
    return {"version": lossbook.__version__, "env_version": 1, "parallel_read_safe": True}
