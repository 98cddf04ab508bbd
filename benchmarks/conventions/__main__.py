"""Run the cells of every library that can be imported; with --write store what they give.

    python -m conventions [--write] [--only torchvision "Segmentation Models"]

A library that is not installed, or not named, keeps what was stored of it, with its versions and
date.
"""

import argparse

from .store import TABLE, installed, measure, read, write


def main() -> None:
    """Run and print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.name}")
    parser.add_argument("--only", nargs="+", metavar="LIBRARY", help="leave out the others")
    arguments = parser.parse_args()
    table = read()
    for library in installed():
        if arguments.only and library.name not in arguments.only:
            continue
        entry = measure(library)
        table["libraries"][library.name] = entry
        versions = ", ".join(f"{name} {version}" for name, version in entry["versions"].items())
        print(f"{library.name}: {len(entry['cells'])} cells ({versions})")
    if arguments.write:
        write(table)


if __name__ == "__main__":
    main()
