"""The figures with sliders of `lossbook.explorers.experiments`, under the name they had."""

from lossbook.explorers._experiments import *  # noqa: F403
