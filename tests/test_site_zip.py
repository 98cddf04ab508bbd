"""The zip of the site is the same whenever its files are."""

import os
import random
import runpy
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import site_zip

FILES = {"index.html": "a page " * 1000, "_static/z.css": "", "_static/a/b.js": "é"}


def folder(path: Path, names: list[str]) -> Path:
    """Make a folder of these files, in this order."""
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(FILES[name], encoding="utf-8")
    return path


def test_neither_the_order_nor_the_time_of_the_files_shows(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", list(FILES))
    two = folder(tmp_path / "two", list(FILES)[::-1])
    os.utime(two / "index.html", (1e9, 1e9))
    (two / "index.html").chmod(0o600)
    zips = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for files, target in zip([one, two], zips, strict=True):
        site_zip.pack(files, target)
    assert zips[0].read_bytes() == zips[1].read_bytes()


def test_it_holds_every_file_in_one_folder_packed_and_to_be_read_by_all(tmp_path: Path) -> None:
    site_zip.pack(folder(tmp_path / "site", list(FILES)), tmp_path / "site.zip")
    with ZipFile(tmp_path / "site.zip") as archive:
        assert archive.namelist() == [f"lossbook/{name}" for name in sorted(FILES)]
        for name, text in FILES.items():
            assert archive.read(f"lossbook/{name}").decode() == text
        for entry in archive.infolist():
            assert entry.compress_type == ZIP_DEFLATED
            assert entry.external_attr >> 16 == 0o644
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert (tmp_path / "site.zip").stat().st_size < 1000


def test_it_is_as_small_as_can_be(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    words = ["loss", "gradient", "of", "the", "margin", "a", "is", "an", "entropy", "and", "slope"]
    text = " ".join(random.Random(0).choices(words, k=20_000)).encode()
    (site / "text").write_bytes(text)
    site_zip.pack(site, tmp_path / "site.zip")
    with ZipFile(tmp_path / "site.zip") as archive:
        (entry,) = archive.infolist()
    *others, best = (len(zlib.compress(text, level)) - 6 for level in range(1, 10))
    assert entry.compress_size == best < min(others)  # zlib's own six bytes are not in a zip


def test_it_is_called_with_the_folder_and_the_zip_and_says_what_it_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = folder(tmp_path / "site", list(FILES))
    (source / "noise").write_bytes(os.urandom(250_000))  # that cannot be packed
    target = tmp_path / "site.zip"
    monkeypatch.setattr("sys.argv", ["site_zip.py", str(source), str(target)])
    runpy.run_path(site_zip.__file__, run_name="__main__")
    assert capsys.readouterr().out == f"{target}: 0.3 MB, 4 files\n"
