"""One loss, many libraries: the calls that give the package's numbers, and what differs.

Each library has a file of `Cell`s: for a loss of the package the call that gives the same number,
the call that a reader would write first, and in which way that one differs. `verify` runs them.

    python -m conventions --write

runs what the interpreter at hand can import and renews those libraries in
`chapters/data/conventions.json`, which the book reads. `tests/test_conventions.py` runs everything
again and fails where an installed library no longer does what is stored.
"""
