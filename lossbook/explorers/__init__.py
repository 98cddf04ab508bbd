"""The figures with sliders, computed where they are read, by the formulas of the losses.

`explore` makes the recurring one, losses and their derivatives against the prediction, from
`Curve`s and `Slider`s. A figure of another kind is an `Explorer` of Altair panels.
"""

from lossbook.book._extras import needed

needed("chapters", "altair")

from lossbook.explorers import _angles as angles  # noqa: E402
from lossbook.explorers import _bowls as bowls  # noqa: E402
from lossbook.explorers import _decisions as decisions  # noqa: E402
from lossbook.explorers import _densities as densities  # noqa: E402
from lossbook.explorers import _digits as digits  # noqa: E402
from lossbook.explorers import _experiments as experiments  # noqa: E402
from lossbook.explorers import _forecasts as forecasts  # noqa: E402
from lossbook.explorers import _landing as landing  # noqa: E402
from lossbook.explorers import _order as order  # noqa: E402
from lossbook.explorers import _overlap as overlap  # noqa: E402
from lossbook.explorers import _playground as playground  # noqa: E402
from lossbook.explorers import _triplets as triplets  # noqa: E402
from lossbook.explorers import _variances as variances  # noqa: E402
from lossbook.explorers._curves import Curve, explore  # noqa: E402
from lossbook.explorers._explorer import MIME, TEXT, Choice, Drag, Explorer, Slider  # noqa: E402

__all__ = [
    "MIME",
    "TEXT",
    "Choice",
    "Curve",
    "Drag",
    "Explorer",
    "Slider",
    "angles",
    "bowls",
    "decisions",
    "densities",
    "digits",
    "experiments",
    "explore",
    "forecasts",
    "landing",
    "order",
    "overlap",
    "playground",
    "triplets",
    "variances",
]
