"""What all tests share: the same examples on every run, and no window for a figure."""

import os

import libraries
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# A failure must be seen again by whoever looks for it; a slow machine is no failure.
settings.register_profile("lossbook", derandomize=True, deadline=None)
settings.load_profile("lossbook")


def pytest_report_header():
    """Say which libraries' tests are left out."""
    absent = ", ".join(sorted(libraries.missing()))
    return absent and f"not installed, so not tested: {absent} (make peers tests them)"


def pytest_collection_modifyitems(config, items):
    """Leave out the tests of array libraries that are not installed."""
    absent = libraries.missing()
    gone = [item for item in items if libraries.needed(item) & absent]
    config.hook.pytest_deselected(items=gone)
    items[:] = [item for item in items if item not in set(gone)]
