"""What no page and no script names is taken out of the style sheets; scripts wait."""

import pytest
from lossbook_site import weight


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        ("p", True),
        ("p.shown:hover::before", True),
        ("#here > p:nth-child(2n)", True),
        ("p:not(.other)", True),
        ("p[data-x=other]", True),
        (":is(.other, .shown) p", True),
        (".added", True),  # by a script
        (".kind-any", True),  # a script completes it
        ("b", False),
        (".other p", False),
        ("#there", False),
        (":is(.other, b) p", False),
    ],
)
def test_a_rule_stays_if_some_page_or_script_names_what_it_is_about(
    selector: str, kept: bool
) -> None:
    names = weight.Names(
        ['<p class="shown" id="here" data-x>'], ['e.classList.add("added", `kind-${kind}`)']
    )
    assert weight.trimmed(f"{selector} {{ color: red }}", names) == (
        f"{selector}{{color: red}}" if kept else ""
    )


def test_rules_within_a_medium_are_trimmed_and_fonts_stay() -> None:
    css = """@charset "utf-8"; /* x */ @media print { b { top: 0 } p, b { top: 1px } }
        @media screen { b { top: 0 } } @font-face { font-family: F }"""
    trimmed = weight.trimmed(css, weight.Names(["<p>"], []))
    assert trimmed == "@media print{p{top: 1px}}\n@font-face {font-family: F}"


def test_scripts_wait_once_and_the_options_do_not() -> None:
    page = (
        '<script src="s/documentation_options.js?v=1"></script><script src="a.js?v=1"></script>'
        '<script>b</script><script src="s/fontawesome.js" defer></script>'
        '<script src="a.js" defer></script><script data-c src="c.js"></script>'
    )
    assert weight.defer(page, "const O = 1") == (
        "<script>const O = 1</script>\n<script>b</script>"
        '<script src="a.js" defer></script><script defer data-c src="c.js"></script>'
    )
