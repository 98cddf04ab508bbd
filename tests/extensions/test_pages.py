"""The text of a page is mended, and its policy lets through what stands on it."""

import base64
import hashlib
import re

import pytest
from lossbook_site import pages

HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8" />{}</head></html>'


def policy_of(page: str) -> str:
    """Return the policy of a sealed page."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)" />', page)
    assert found is not None
    return found[1]


# --- the policy -----------------------------------------------------------------------------------


def test_a_script_is_let_through_by_the_hash_of_its_text() -> None:
    text = "let a = '<b>' && 1;\n"
    page = pages.sealed(HEAD.format(f"<script>{text}</script>"))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy_of(page)
    assert f"<script>{text}</script>" in page


def test_data_and_scripts_of_their_own_file_need_no_hash() -> None:
    scripts = '<script type="application/json">{}</script><script src="a.js"></script>'
    assert "script-src 'self';" in policy_of(pages.sealed(HEAD.format(scripts)))


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ('<button onclick="go()">', "onclick"),
        ('<script src="https://example.org/a.js"></script>', "example.org"),
        ('<img src="//example.org/a.png">', "example.org"),
        ('<link rel="stylesheet" href="http://example.org/a.css">', "example.org"),
    ],
)
def test_what_the_policy_would_refuse_fails_the_build(tag: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        pages.sealed(HEAD.format(tag))


def test_links_to_other_hosts_are_no_requests() -> None:
    links = '<a href="https://example.org/">x</a><link rel="canonical" href="https://example.org/">'
    assert policy_of(pages.sealed(HEAD.format(links)))


# --- the text of a page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "mended"),
    [
        ("<th></th>", "<td></td>"),
        ('<th class="blank"> &nbsp; </th>', '<td class="blank"></td>'),
        ("<th>mean</th>", "<th>mean</th>"),
        (
            "<th><math><mi>y</mi></math></th>",
            '<th><math aria-label="y"><mi>y</mi></math></th>',
        ),
    ],
)
def test_a_header_has_a_name_or_is_none(header: str, mended: str) -> None:
    assert pages.HEADER.sub(pages.mend_header, header) == mended


def test_a_tall_formula_states_the_height_of_its_struts() -> None:
    formula = (
        '<div class="math"><span class="katex-display"><span class="katex-html">'
        '<span class="base"><span class="strut" style="height:{}em;vertical-align:-1em;"></span>'
        '<span class="base"><span class="strut" style="height:0.7em;"></span></span></div>'
    )
    mended = pages.DISPLAY.sub(pages.mend_formula, formula.format(4.5))
    assert 'class="katex-display lb-tall" style="--lb-height:4.5000"' in mended
    low = formula.format(1.5)
    assert pages.DISPLAY.sub(pages.mend_formula, low) == low
