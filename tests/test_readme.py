"""The README tells the truth: its example, its commands and its links."""

import doctest
import re
import tomllib
from pathlib import Path

import lossbook

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_examples_print_what_the_readme_says() -> None:
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", README, re.M | re.S))
    test = doctest.DocTestParser().get_doctest(code, {}, "README", "README.md", 0)
    assert len(test.examples) >= 3
    assert doctest.DocTestRunner().run(test).failed == 0


def test_it_lists_the_losses_of_the_package() -> None:
    table = README.partition("\nThe losses:\n")[2].partition("\n## ")[0]
    named = re.findall(r"`(\w+)`", table)
    public = {n for n in lossbook.__all__ if isinstance(getattr(lossbook, n), lossbook.Loss)}
    assert set(named) == public
    assert len(named) == len(public)


def test_one_reads_then_tries_then_installs_then_builds() -> None:
    headings = re.findall(r"^## (.+)$", README, re.M)
    assert headings[:4] == ["Read", "Try", "Install", "Build"]


def test_on_an_index_no_relative_link_or_picture_is_left() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    text = README
    for rule in project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        text = re.sub(rule["pattern"], rule["replacement"], text)
    assert re.findall(r"!\[|<img|<source|\]\((?!https?:)[^)]*\)", text) == []
    assert "## Try" in text
    assert "all losses at a glance" in text


def test_every_command_named_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "chapters/index.md"]:
        text = (ROOT / document).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M))
        assert named
        assert named <= targets


def test_every_target_with_a_description_is_listed_as_phony() -> None:
    phony = " ".join(re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)", MAKEFILE, re.M))
    described = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))
    assert described <= set(phony.replace("\\", " ").split())


def test_every_link_within_the_repository_leads_somewhere() -> None:
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]:
        text = (ROOT / document).read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#]+)|(?:src|srcset)=\"([^\"]+)", text):
            link = "".join(link)
            assert "://" in link or (ROOT / link).exists(), f"{document}: {link}"


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {lossbook.__version__}\n" in citation
    assert f"Version {lossbook.__version__}." in README
