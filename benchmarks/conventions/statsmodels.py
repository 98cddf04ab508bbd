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
            "families.Binomial().deviance(y_true.ravel(), y_pred.ravel()) / (2 * y_true.size)",
            bare="families.Binomial().deviance(y_true.ravel(), y_pred.ravel())",
            mean="sum",
            factor="2",
            note="For labels 0 and 1 the deviance is twice the summed loss.",
        ),
        Cell(
            "poisson_deviance",
            "families.Poisson",
            "families.Poisson().deviance(y_true.ravel(), y_pred.ravel()) / y_true.size",
            bare="families.Poisson().deviance(y_true.ravel(), y_pred.ravel())",
            mean="sum",
        ),
        Cell(
            "gamma_deviance",
            "families.Gamma",
            "families.Gamma().deviance(y_true.ravel(), y_pred.ravel()) / y_true.size",
            bare="families.Gamma().deviance(y_true.ravel(), y_pred.ravel())",
            mean="sum",
        ),
        Cell(
            "tweedie_deviance",
            "families.Tweedie",
            "family = families.Tweedie(var_power=1.3)\n"
            "family.deviance(y_true.ravel(), y_pred.ravel()) / y_true.size",
            bare="families.Tweedie(var_power=1.3).deviance(y_true.ravel(), y_pred.ravel())",
            mean="sum",
        ),
    ),
)
