"""What all tests share: the same examples on every run, and no window for a figure."""

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# A failure must be seen again by whoever looks for it; a slow machine is no failure.
settings.register_profile("lossbook", derandomize=True, deadline=None)
settings.load_profile("lossbook")
