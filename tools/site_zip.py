"""Pack a folder into a zip that is the same, byte by byte, whenever its files are the same.

Called as `python tools/site_zip.py FOLDER ZIP`.
"""

import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can give; files have no other here


def pack(folder: Path, target: Path) -> None:
    """Write all files of `folder`, sorted by name, into the zip `target`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with ZipFile(target, "w") as archive:
        for path in files:
            name = f"lossbook/{path.relative_to(folder).as_posix()}"
            entry = ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            # The level goes with each entry: that of the archive does not reach one made here.
            archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED, compresslevel=9)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {len(files)} files")


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
