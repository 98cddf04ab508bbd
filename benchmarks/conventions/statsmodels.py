"""statsmodels: the norms of its robust regression and the deviances of its families."""

from .cells import Cell, Library

ELEMENT = "no mean: one number an element"


def norm(case: str, name: str, factor: str = "1", **more: str) -> Cell:
    """Return the cell of a norm: `rho` is the loss, `psi` its derivative by the residual."""
    own = f"norms.{name}.rho(y_pred - y_true)"
    slope = f"norms.{name}.psi(y_pred - y_true)"
    inverse = "" if factor == "1" else "2 * "
    return Cell(
        case,
        f"robust.norms.{name.partition('(')[0]}",
        f"{inverse}{own}.mean()",
        bare=own,
        mean=ELEMENT,
        factor=factor,
        gradient=f"{inverse}{slope} / y_pred.size",
        **more,
    )


def family(case: str, name: str, **more: str) -> Cell:
    """Return the cell of the deviance of a family: a sum, not halved."""
    own = f"families.{name}.deviance(y_true, y_pred)"
    return Cell(
        case,
        f"families.{name.partition('(')[0]}",
        f"{own} / y_true.size",
        bare=own,
        mean="sum",
        weighted=own[:-1] + ", var_weights=w[:, None])",
        weights="Σwℓ",
        **more,
    )


STATSMODELS = Library(
    name="statsmodels",
    distributions=("statsmodels",),
    setup="from statsmodels.genmod import families\nfrom statsmodels.robust import norms",
    cells=(
        norm("mean_squared_error", "LeastSquares()", "1 / 2"),
        norm("huber", "HuberT(t=1.5)", note="δ is called t; without it 1.345."),
        Cell(
            "binary_crossentropy",
            "families.Binomial",
            "families.Binomial().deviance(y_true, y_pred) / (2 * y_true.size)",
            bare="families.Binomial().deviance(y_true, y_pred)",
            mean="sum",
            factor="2",
            note="For labels 0 and 1 the deviance is twice the summed loss.",
        ),
        family("mean_squared_error", "Gaussian()"),
        family("poisson_deviance", "Poisson()"),
        Cell(
            "poisson_deviance",
            "families.NegativeBinomial",
            "",
            bare="families.NegativeBinomial(alpha=0.5).deviance(y_true, y_pred)",
            unlike="the deviance of another family, which tends to Poisson's as alpha tends to 0",
        ),
        family("gamma_deviance", "Gamma()"),
        family(
            "tweedie_deviance",
            "Tweedie(var_power=1.3)",
            note="The power is called var_power; without it it is 1.",
        ),
    ),
)
