"""The figures with sliders of `lossbook.explorers.playground`, under the name they had."""

from lossbook.explorers._playground import *  # noqa: F403
