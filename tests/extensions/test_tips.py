"""What a link shows before it is followed is cut whole out of the page it leads to."""

from types import SimpleNamespace

import pytest
from lossbook_site import tips
from sphinx.errors import ExtensionError

GLOSSARY = (
    '<dl><dt id="term-margin">margin<a class="headerlink" href="#term-margin">#</a></dt>'
    '<dd><p>A <a href="#term-lead">lead</a>.</p><dl><dd>in</dd></dl></dd>'
    '<dt id="term-x">x</dt></dl>'
)
CHAPTER = (
    '<div class="math" id="equation-eq-a"><div>1</div> + <div>2</div></div><div>after</div>'
    '<div class="lb-evidence" id="claim-c"><p class="lb-statement">So it is.</p><p>how</p>'
    "</div>"
    '<a href="glossary.html#term-margin">m</a> <a href="#claim-c">c</a>'
    '<a href="glossary.html#term-lost">l</a> <a href="other.html#id3">no source</a>'
)


def test_an_element_is_cut_to_its_own_end():
    assert (
        tips.cut(CHAPTER, "equation-eq-a") == '<div class="math"><div>1</div> + <div>2</div></div>'
    )
    assert tips.cut(CHAPTER, "claim-c") == '<p class="lb-statement">So it is.</p>'
    assert tips.cut(GLOSSARY, "term-margin") == (
        '<dt>margin</dt><dd><p>A <a href="#term-lead">lead</a>.</p><dl><dd>in</dd></dl></dd>'
    )
    assert tips.cut(CHAPTER, "equation-eq-b") is None
    with pytest.raises(ExtensionError, match="not closed"):
        tips.element("<p>never", 0)


def test_the_file_has_what_links_to_other_pages_lead_to(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "glossary.html").write_text(GLOSSARY)
    (tmp_path / "chapters" / "first.html").write_text(CHAPTER)
    app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(name="html"))
    tips.write(app, None)
    text = (tmp_path / tips.FILE).read_text()
    assert text.startswith(
        'window.lossbookTips = {"chapters/glossary.html#term-margin":"<dt>margin'
    )
    assert text.count('"chapters/') == 1  # not what stands on the page itself or nowhere
