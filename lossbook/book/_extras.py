"""One guard for what the package does not depend on: it says what to install."""

from __future__ import annotations

import importlib.util

# What is installed under another name than it is imported by.
PACKAGES = {
    "home_assistant_intents": "home-assistant-intents",
    "myst_nb": "myst-nb",
    "sklearn": "scikit-learn",
}


def needed(extra: str, *modules: str) -> None:
    """Raise ModuleNotFoundError that names the extra which brings the first missing module."""
    for name in modules:
        if importlib.util.find_spec(name) is None:
            package = PACKAGES.get(name, name)
            raise ModuleNotFoundError(
                f"{package} is not installed: pip install 'lossbook[{extra}]'", name=name
            )
