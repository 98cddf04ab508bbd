"""The README tells the truth: its example, its commands and its links."""

import doctest
import re
from pathlib import Path

import readme_picture

import lossbook

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_examples_print_what_the_readme_says() -> None:
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", README, re.M | re.S))
    test = doctest.DocTestParser().get_doctest(code, {}, "README", "README.md", 0)
    assert len(test.examples) >= 3
    assert doctest.DocTestRunner().run(test).failed == 0


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
        for link in re.findall(r"\]\(([^)#]+)", text):
            assert "://" in link or (ROOT / link).exists(), f"{document}: {link}"


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {lossbook.__version__}\n" in citation
    assert f"Version {lossbook.__version__}." in README


def test_the_picture_is_the_chapters() -> None:
    assert readme_picture.PICTURE.read_text(encoding="utf-8") == readme_picture.picture()
