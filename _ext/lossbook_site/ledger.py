"""The ledger: every claim of the book with its evidence, counted and listed.

The directive `{ledger}` makes it from the claims of all pages that were read, so a claim stands in
it because it ran. Before the list stands a form that filters it; `_static/ledger.js` shows the form
and does the filtering, and without the script the whole list is there.
"""

from __future__ import annotations

import html
from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import lossbook
from lossbook_site.claims import CLAIMS, KINDS, Claim, reference
from lossbook_site.registry import later
from lossbook_site.tables import link, row, table
from lossbook_site.words import typeset

FORM = """
<form class="lb-filter" role="search" aria-label="Filter the ledger" hidden>
<p><label for="lb-kind">Kind</label>
<select id="lb-kind" name="kind"><option value="">every kind</option>{kinds}</select></p>
<p><label for="lb-chapter">Chapter</label>
<select id="lb-chapter" name="chapter"><option value="">every chapter</option>{chapters}
</select></p>
<p><label for="lb-words">Words</label>
<input id="lb-words" name="words" type="search" autocomplete="off" spellcheck="false"></p>
<p><button type="reset">Show all</button></p>
<p class="lb-count" role="status" aria-live="polite"></p>
</form>
"""


def ledger(env: BuildEnvironment, docname: str) -> list[nodes.Node]:
    """Return the counts, the form, and for every chapter a section with its claims."""
    chapters: dict[str, list[Claim]] = {}
    for claim in CLAIMS.entries(env):
        chapters.setdefault(claim.chapter, []).append(claim)
    pages = {page: env.app.builder.get_relative_uri(docname, page) for page in chapters}
    sections = [section(claims, pages[page]) for page, claims in chapters.items()]
    return [counts(chapters, pages), form(chapters), *sections]


def counts(chapters: dict[str, list[Claim]], pages: dict[str, str]) -> nodes.Node:
    """Return the table of chapters and kinds: how many claims of each kind a chapter makes."""
    rows = []
    total: Counter[str] = Counter()
    for chapter, claims in chapters.items():
        tally = Counter(claim.kind for claim in claims)
        total += tally
        rows.append(row(link(claims[0].title, pages[chapter]), *numbers(tally)))
    rows.append(row("all chapters", *numbers(total)))
    return table(["chapter", *KINDS, "all"], rows, [40, 15, 15, 15, 15])


def section(claims: list[Claim], page: str) -> nodes.section:
    """Return the section of a chapter, its claims in reading order."""
    name = section_id(claims[0].chapter)
    found = nodes.section("", nodes.title("", claims[0].title), ids=[name], names=[name])
    found += nodes.paragraph("", "", link("Read the chapter", page), nodes.Text("."))
    found += table(["no.", "claim", "evidence"], [entry(claim) for claim in claims], [9, 53, 38])
    return found


def entry(claim: Claim) -> nodes.row:
    """Return the row of a claim: number and link, sentence and id, kind and evidence."""
    name = nodes.paragraph("", "", nodes.literal("", claim.id), classes=["lb-id"])
    kind = nodes.inline("", claim.kind, classes=["lb-kind", f"lb-{claim.kind}"])
    summary = claim.summary[:1].lower() + claim.summary[1:]  # it goes on after the colon
    evidence = [nodes.paragraph("", "", kind, nodes.Text(": "), *typeset(summary))]
    for detail in claim.details:
        # The formulas themselves stand in the chapter.
        if claim.kind != "proved" or detail.startswith("domain: "):
            evidence.append(nodes.paragraph("", "", *typeset(detail)))
    return row(
        reference(claim.id, word=""),
        [nodes.paragraph("", "", *typeset(claim.claim)), name],
        evidence,
        ids=[f"ledger-{claim.id}"],
        classes=["lb-claim", f"lb-{claim.kind}"],
    )


def numbers(tally: Counter[str]) -> list[str]:
    """Return the counts of the kinds and their sum, as text."""
    return [*(str(tally[kind]) for kind in KINDS), str(tally.total())]


def section_id(chapter: str) -> str:
    """Return the anchor of a chapter's section."""
    return f"ledger-of-{chapter.rpartition('/')[2]}"


def form(chapters: dict[str, list[Claim]]) -> nodes.Node:
    """Return the form that filters the list."""
    kinds = "".join(f'<option value="{kind}">{kind}</option>' for kind in KINDS)
    titles = "".join(
        f'<option value="{section_id(chapter)}">{html.escape(claims[0].title)}</option>'
        for chapter, claims in chapters.items()
    )
    return nodes.raw("", FORM.format(kinds=kinds, chapters=titles), format="html")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.claims")
    later(app, "ledger", ledger)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
