"""Derivations that cannot be false: every step is proved when it is added.

A `Derivation` is a chain of expressions. Each line is tied to the one before it by a relation:
equal, "has the same minimiser", or a function applied to it. The tie is proved when the line is
added. A false step raises `DerivationError`. The page shows the object, so it shows only lines
that were proved.

How a tie is proved, symbolically or, labelled so, numerically, is the matter of `lossbook.proof`.
The module knows SymPy and no loss.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sympy as sp

from lossbook.formulas import latex
from lossbook.proof._canonical import canonical, exact
from lossbook.proof._definedness import tidy, unresolved
from lossbook.proof._domains import check_domain, domain_in_words, parametrise
from lossbook.proof._loops import bound_indices, standard_index
from lossbook.proof._prover import decide, deciding, prove
from lossbook.proof._smoothness import require_smooth
from lossbook.proof._statement import DerivationError, Domain, Expr, Proof
from lossbook.proof._symbolic import nonnegative, zero

__all__ = ["Derivation", "DerivationError", "Line", "Proof", "prove"]

# --- Display -------------------------------------------------------------------------------------

_SAME_MINIMISER = r"\overset{\text{argmin}}{\sim}"
_WIDTH = 44  # characters of a reason that fit beside nothing on a narrow screen

# Characters that a reason may hold and that \text{} cannot.
_MATH = {
    "σ": r"\sigma", "μ": r"\mu", "τ": r"\tau", "δ": r"\delta", "π": r"\pi", "ρ": r"\rho",
    "ŷ": r"\hat{y}", "ȳ": r"\bar{y}", "σ̂": r"\hat{\sigma}", "²": "^{2}", "½": r"\tfrac{1}{2}",
    "ᵢ": "_{i}", "ₖ": "_{k}", "∏": r"\textstyle\prod", "Σ": r"\textstyle\sum", "√": r"\surd",
    "−": "-", "÷": r"\div", "·": r"\cdot", "×": r"\times", "≥": r"\ge", "≤": r"\le",
    "≠": r"\ne", "→": r"\to", "∞": r"\infty", "∈": r"\in", "ℓ": r"\ell",
}  # fmt: skip
_ESCAPED = {c: "\\" + c for c in "#%&_{}$"} | {"\\": r"\backslash", "^": r"\char94", "~": r"\sim"}


def _latex_text(words: str) -> str:
    r"""Return words for math mode: text in ``\text{}``, Greek letters and signs as math."""
    pieces: list[str] = []
    run = ""
    for character in words:
        if character in _MATH:
            if run:
                pieces.append(rf"\text{{{run}}}")
            pieces.append(
                "{" + _MATH[character] + "}" if character not in "²ᵢₖ" else _MATH[character]
            )
            run = ""
        else:
            run += _ESCAPED.get(character, character)
    if run:
        pieces.append(rf"\text{{{run}}}")
    return "".join(pieces)


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes
    ----------
    relation : ``"start"`` (given), ``"apply"`` (a function of the line before), ``"="`` or
        ``"argmin"`` (same minimiser as the line before)
    expression : the SymPy expression
    reason : why, in words
    name : LaTeX of the left-hand side, if the line has one of its own
    proofs : what was proved when the line was added
    scale, offset : of an argmin line: the line before is scale · this + offset
    through : of an argmin line: the increasing function that gives the line before, if not affine
    shown : LaTeX shown in place of the expression's own (a sum of named losses)
    applied : of an apply line: what was done to the line before, which is called u
    """

    relation: Literal["start", "apply", "=", "argmin"]
    expression: Expr
    reason: str
    name: str = ""
    proofs: tuple[Proof, ...] = ()
    scale: Expr = None
    offset: Expr = None
    through: Expr = None
    shown: str = ""
    applied: Expr = None
    above: str = "u"  # what stands for the line above in `applied`

    @property
    def method(self) -> str:
        """The weakest method among the proofs of this line."""
        return "numeric" if any(p.method == "numeric" for p in self.proofs) else "symbolic"

    def _dropped(self, show: Callable[[Expr], str], words: Callable[[str], str]) -> str:
        """Say what was done to the line above, or what an argmin line leaves out."""
        if self.applied is not None:
            return show(self.applied) + words(f" with {self.above} = the line above")
        if self.through is not None:
            u = self.through.variables[0]
            return (
                words("the line above is ")
                + show(self.through.expr)
                + words(" with ")
                + show(u)
                + words(" = this line")
            )
        parts = []
        if self.scale not in (None, 1):
            parts.append(words("divided by ") + show(self.scale))
        if self.offset not in (None, 0):
            parts.append(words("dropped ") + show(self.offset))
        return words("; ").join(parts)

    def _label(self) -> str:
        if self.method == "symbolic":
            return ""
        points = min(p.points for p in self.proofs if p.method == "numeric")
        return f"checked numerically ({points} points), not proved"

    def latex_rows(self) -> list[str]:
        """Return the rows of an aligned block: the expression, then its reason."""
        sign = _SAME_MINIMISER if self.relation == "argmin" else "="
        rows = [f"{self.name} &{sign} {self.shown or latex(self.expression)}".lstrip()]
        small = [
            _latex_text(part) for part in textwrap.wrap(self.reason, _WIDTH, break_on_hyphens=False)
        ]
        if dropped := self._dropped(latex, _latex_text):
            small.append(dropped)
        if label := self._label():
            small += [_latex_text(part) for part in textwrap.wrap(label, _WIDTH)]
        return rows + [rf"&\quad {{\footnotesize {part}}}" for part in small]

    def text_rows(self) -> list[str]:
        """Return the same as plain text."""
        sign = "has the same argmin as" if self.relation == "argmin" else "="
        name = _plain_name(self.name)
        rows = [f"{name + ' ' if name else ''}{sign} {sp.sstr(self.expression)}"]
        notes = [self.reason, self._dropped(lambda e: str(sp.sstr(e)), str), self._label()]
        return rows + [f"    ({note})" for note in notes if note]


def _plain_name(name: str) -> str:
    for command, plain in (
        (r"\ln", "ln"),
        (r"\hat{y}", "ŷ"),
        (r"\mid", "|"),
        (r"\,", " "),
        (r"\ell", "ℓ"),
        (r"\hat{\sigma}", "σ̂"),
        (r"\mu", "μ"),
        (r"\sigma", "σ"),
        (r"\min", "min"),
    ):
        name = name.replace(command, plain)
    return name.replace("{", "").replace("}", "")


# --- The derivation ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Derivation:
    """A chain of expressions, each tied to the one before by a proof.

    A derivation never changes: every method returns a longer one, so a step that raises leaves
    the derivation as it was.

    Examples
    --------
    >>> from sympy import Symbol, cosh, sinh
    >>> x = Symbol("x", real=True)
    >>> d = Derivation.start("An identity", cosh(x) ** 2 - sinh(x) ** 2, "given")
    >>> print(d.step(1, "write both with exponentials"))
    An identity
    = -sinh(x)**2 + cosh(x)**2
        (given)
    = 1
        (write both with exponentials)
    Domain: x real
    """

    title: str
    lines: tuple[Line, ...]
    where: Domain
    checks: tuple[tuple[str, Proof], ...] = ()
    loss: Expr = None

    @classmethod
    def start(
        cls, title: str, expression: Expr, reason: str, *, name: str = "",
        where: Domain | None = None,
    ) -> Derivation:  # fmt: skip
        """Begin with an expression that is given. `name` is the LaTeX of its left-hand side."""
        expression = sp.sympify(expression)
        check_domain(where or {}, [expression])
        return cls(title, (Line("start", expression, reason, name=name),), dict(where or {}))

    @property
    def expression(self) -> Expr:
        """The expression of the last line."""
        return self.lines[-1].expression

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Every proof, in order: those of the lines, then those of the checks."""
        of_lines = [proof for line in self.lines for proof in line.proofs]
        return (*of_lines, *(proof for _, proof in self.checks))

    def evidence(self) -> tuple[Proof, ...]:
        """Return the proofs, once there is one and every line that needs one has one.

        Raises
        ------
        DerivationError
            If nothing was proved: a chain of lines that are given shows nothing.
        """
        bare = [x for x in self.lines if x.relation in ("=", "argmin") and not x.proofs]
        if bare or not self.proofs:
            raise DerivationError(f"the derivation {self.title!r} proves nothing")
        return self.proofs

    @property
    def method(self) -> str:
        """``"symbolic"`` if every proof is, else ``"numeric"``."""
        return "numeric" if any(p.method == "numeric" for p in self.proofs) else "symbolic"

    @property
    def conditions(self) -> tuple[Any, ...]:
        """What the proofs suppose beyond the domain of the symbols, each once."""
        return tidy([c for proof in self.proofs for c in proof.conditions])

    def domain(self, show: Callable[[Any], str] = sp.sstr) -> str:
        """Say in words over which values all of it holds."""
        lines = [line.expression for line in self.lines]
        indices = set().union(*map(bound_indices, lines))  # of one sample, where it stands free
        return domain_in_words(lines, self.where, self.conditions, show, besides=indices)

    def _add(self, line: Line) -> Derivation:
        if self.loss is not None:
            raise DerivationError(f"the derivation {self.title!r} is concluded")
        return replace(self, lines=(*self.lines, line))

    def apply(self, function: Callable[[Expr], Expr], reason: str, *, name: str) -> Derivation:
        """Go on with a function of the last line, such as the product over a sample, or −ln.

        The function takes the line as a whole; what it does to it is shown.
        """
        if not name.strip():
            raise DerivationError("apply: name the new left-hand side; it is not the one above")
        whole = sp.Function("u")(*sorted(self.expression.free_symbols, key=sp.default_sort_key))
        with deciding(f"apply to {self.title!r}"):
            applied, new = sp.sympify(function(whole)), sp.sympify(function(self.expression))
            if not applied.has(whole) or applied.xreplace({whole: self.expression}) != new:
                raise DerivationError(
                    "apply: expected a function of the whole line, such as lambda e: -log(e); "
                    "to rewrite the line use `step`"
                )
        taken = {symbol.name for symbol in applied.free_symbols | self.expression.free_symbols}
        above = next(letter for letter in ("u", "v", "w", "L", "line") if letter not in taken)
        applied = applied.xreplace({whole: sp.Symbol(above)})
        return self._add(Line("apply", new, reason, name=name, applied=applied, above=above))

    def step(self, expression: Expr, reason: str) -> Derivation:
        """Add a line that equals the last one."""
        expression = sp.sympify(expression)
        with deciding(f"{self.expression} = {expression}"):
            proof = decide(self.expression, expression, "=", self.where)
        return self._add(Line("=", expression, reason, proofs=(proof,)))

    def same_minimiser(
        self, expression: Expr, reason: str, *, variable: Any, scale: Expr = None,
        offset: Expr = None, through: Expr = None,
    ) -> Derivation:  # fmt: skip
        """Add a line with the same minimiser as the last one in the variable (or variables).

        The last line must be ``scale · expression + offset`` with ``scale > 0`` and both free of
        the variable. They are found if not given. Or give ``through``, a `Lambda` g of a positive
        or nonnegative symbol, strictly increasing, with last line = g(expression).
        """
        variables = tuple(variable) if isinstance(variable, list | tuple) else (variable,)
        new, last = sp.sympify(expression), self.expression
        with deciding(f"{new} has the same minimiser as {last}"):
            for v in variables:
                _require_free(last, v)
            if through is not None:
                return self._through(through, new, reason, variables)
            if scale is None:
                scale = _ratio(last, new, variables)
            if offset is None:
                offset = _offset(last, new, scale, variables)
            scale, offset = sp.sympify(scale), sp.sympify(offset)
            for what, value in (("the factor", scale), ("the dropped term", offset)):
                _require_free_of(value, variables, what)
            proofs = (
                decide(last, scale * new + offset, "=", self.where),
                decide(scale, sp.S.Zero, ">", self.where),
            )
        return self._add(Line("argmin", new, reason, proofs=proofs, scale=scale, offset=offset))

    def _through(
        self, through: Expr, new: Expr, reason: str, variables: tuple[Any, ...]
    ) -> Derivation:
        u = through.variables[0]
        if u.is_nonnegative is not True:
            raise DerivationError(f"the argument {u} of the function must be declared nonnegative")
        _require_free_of(through.expr, variables, "the function")
        inside, closed = sp.Dummy("u", positive=True), sp.Dummy("u", nonnegative=True)
        require_smooth(through(inside), inside, self.where)
        conditions: tuple[Any, ...] = ()
        proofs = [
            decide(self.expression, through(new), "=", self.where),
            decide(through(inside).diff(inside), sp.S.Zero, ">", self.where),
        ]
        proofs.append(decide(new, sp.S.Zero, ">=", self.where))
        try:
            require_smooth(through(closed), closed, self.where)  # it rises from 0 on ...
        except DerivationError:
            positive = nonnegative(parametrise(new, self.where), self.where, strict=True)
            if positive is None:  # ... or this line never comes down to 0, or 0 is left out
                if through(0).is_finite is not False:
                    raise
                conditions = (sp.Gt(new, 0, evaluate=False),)
        proofs[-1] = replace(proofs[-1], conditions=proofs[-1].conditions + conditions)
        return self._add(Line("argmin", new, reason, proofs=tuple(proofs), through=through))

    def minimise_over(self, variable: Expr, at: Expr, reason: str, *, name: str) -> Derivation:
        """Go on with the minimum over one variable (a profile), attained at `at`."""
        at = sp.sympify(at)
        proofs = _minimum(self.expression, variable, at, self.where)
        least = self.expression.subs(variable, at)
        return self._add(Line("apply", least, reason, name=name, proofs=proofs))

    def minimum(self, variable: Expr, at: Expr, reason: str) -> Derivation:
        """Record that the last line is least at `at`: stationary there, and convex.

        Convex in the variable, or, for a positive variable, in its logarithm; either makes the
        stationary point the global minimum. The point must lie in the domain; where that is shown
        only for its closure (a rate of 0 among positive rates) the inside is a condition, and is
        shown as one.
        """
        checks = tuple(
            (reason, proof) for proof in _minimum(self.expression, variable, at, self.where)
        )
        return replace(self, checks=self.checks + checks)

    def check(self, fact: Any, reason: str) -> Derivation:
        """Record a fact that the chain relies on, such as "the density integrates to one"."""
        symbols = sp.sympify(fact).free_symbols if isinstance(fact, sp.Basic) else set()
        arrays = fact.atoms(sp.IndexedBase) if isinstance(fact, sp.Basic) else set()
        where = {k: v for k, v in self.where.items() if k in symbols | arrays}
        return replace(self, checks=(*self.checks, (reason, prove(fact, where=where))))

    def conclude(
        self, loss: Expr, reason: str, *, samples: Mapping[Any, Any], over: Any,
        name: str = r"\ell(y_i, \hat{y}_i)",
    ) -> Derivation:  # fmt: skip
        """End: the last line is the mean of `loss` over the sample.

        Parameters
        ----------
        loss : the loss of one sample.
        samples : what each of its symbols is in sample i: ``{y: Y[i]}``; for an array a function
            of its indices: ``{p: lambda k: P[i, k]}``.
        over : ``(i, 1, n)``
        name : LaTeX of one sample's loss in the last line.
        """
        index, lower, upper = map(sp.sympify, over)
        loss = sp.sympify(loss)
        if taken := bound_indices(loss) & ({index} | _symbols_of(samples)):
            names = ", ".join(sorted(map(str, taken)))
            raise DerivationError(f"{names} is an index of the loss and of the sample: rename one")
        each = _in_sample(loss, samples)
        mean = sp.Sum(each, (index, lower, upper)) / (upper - lower + 1)
        with deciding(f"{self.expression} is the mean of {loss}"):
            proof = decide(self.expression, mean, "=", self.where)
        prefix = rf"\frac{{1}}{{{latex(upper - lower + 1)}}}"
        shown = rf"{prefix}\sum_{{{latex(index)}={latex(lower)}}}^{{{latex(upper)}}} {name}"
        line = Line("=", mean, reason, proofs=(proof,), shown=shown)
        return replace(self._add(line), loss=loss)

    # Display

    def latex(self) -> str:
        """One aligned chain, without the surrounding dollar signs."""
        rows = [row for line in self.lines for row in line.latex_rows()]
        if self.loss is not None:
            rows.append(rf"\ell &= {latex(self.loss)}")
        chain = " \\\\\n".join(rows)
        return f"\\begin{{aligned}}\n{chain}\n\\end{{aligned}}"

    def _repr_markdown_(self) -> str:
        parts = [f"**{self.title}**", f"$$\n{self.latex()}\n$$"]
        if any(line.relation == "argmin" for line in self.lines):
            parts.append(
                f"${_SAME_MINIMISER}$ joins two functions that are least at the same "
                "point, though their values differ."
            )
        if self.checks:
            parts.append(self._also())
        return "\n\n".join([*parts, *self._over()])

    def _over(self) -> list[str]:
        """Return the paragraph that says over which values the derivation holds."""
        domain = self.domain(lambda e: f"${latex(e)}$")
        return [f"Domain: {domain}."] if domain else []

    def _also(self) -> str:
        """Name what was proved beside the chain."""
        symbolic = all(proof.method == "symbolic" for _, proof in self.checks)
        return f"Also {'proved' if symbolic else 'checked'}: {'; '.join(self._reasons())}."

    def brief(self) -> Brief:
        """Return a view for a page that has shown the steps which all likelihoods share."""
        return Brief(self)

    def _reasons(self) -> list[str]:
        """Give the reason of each check once; numeric ones say so."""
        numeric = {reason for reason, p in self.checks if p.method == "numeric"}
        return [
            f"{reason} (numerically, not proved)" if reason in numeric else reason
            for reason in dict.fromkeys(reason for reason, _ in self.checks)
        ]

    def __str__(self) -> str:
        rows = [self.title, *(row for line in self.lines for row in line.text_rows())]
        if self.loss is not None:
            rows.append(f"where ℓ = {sp.sstr(self.loss)} is the loss of one sample")
        if self.checks:
            rows.append("Also: " + "; ".join(self._reasons()))
        if domain := self.domain():
            rows.append(f"Domain: {domain}")
        return "\n".join(rows)

    __repr__ = __str__


@dataclass(frozen=True)
class Brief:
    """A derivation shown without its ``"apply"`` lines, such as the product and its logarithm.

    The line after the last of them takes over its name. Nothing is left unproved: the view holds
    the whole derivation.
    """

    derivation: Derivation

    def _lines(self) -> list[Line]:
        first, *rest = self.derivation.lines
        applied = [k for k, line in enumerate(rest) if line.relation == "apply"]
        if not applied or applied[-1] + 1 == len(rest):
            return [first, *rest]
        after = rest[applied[-1] + 1 :]
        return [first, replace(after[0], name=rest[applied[-1]].name), *after[1:]]

    def _repr_markdown_(self) -> str:
        whole = self.derivation
        shown = replace(whole, lines=tuple(self._lines()))
        parts = [f"**{whole.title}**", f"$$\n{shown.latex()}\n$$"]
        if whole.checks:
            parts.append(whole._also())
        return "\n\n".join([*parts, *whole._over()])

    def __str__(self) -> str:
        return str(replace(self.derivation, lines=tuple(self._lines())))

    __repr__ = __str__


def _in_sample(loss: Expr, samples: Mapping[Any, Any]) -> Expr:
    loss = sp.sympify(loss)
    for symbol, element in samples.items():
        if isinstance(symbol, sp.IndexedBase):
            loss = loss.replace(
                lambda e, symbol=symbol: isinstance(e, sp.Indexed) and e.base == symbol,
                lambda e, element=element: element(*e.indices),
            )
        else:
            loss = loss.xreplace({symbol: element})
    return loss


def _terms(expression: Expr, variables: tuple[Any, ...]) -> dict[Expr, Expr]:
    """Coefficient of each term's part that holds a sum or a variable; only those that vary."""
    found: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(canonical(exact(expression))):
        if term.has(*variables):
            factor, core = term.as_independent(sp.Sum, *variables, as_Add=False)
            found[core] = found.get(core, sp.S.Zero) + factor
    return found


def _ratio(last: Expr, new: Expr, variables: tuple[Any, ...]) -> Expr:
    """Guess the factor between two expressions; it is proved afterwards."""
    old_terms, new_terms = _terms(last, variables), _terms(new, variables)
    for core in sorted(new_terms, key=sp.default_sort_key):
        if core in old_terms:
            return sp.simplify(old_terms[core] / new_terms[core])
    raise DerivationError(f"no factor found between {last} and {new}; give scale and offset")


def _offset(last: Expr, new: Expr, scale: Expr, variables: tuple[Any, ...]) -> Expr:
    """Guess the dropped terms: as they stand in the last line where that is possible."""
    shown = sp.Add(*(t for t in sp.Add.make_args(last) if not t.has(*variables)))
    remainder = canonical(exact(last - scale * new))
    if canonical(exact(shown) - remainder) == 0:
        return shown
    indices = sorted({s.variables[0] for s in last.atoms(sp.Sum)}, key=sp.default_sort_key)
    names = indices[0] if indices else sp.Symbol("i", integer=True)
    return remainder.xreplace({standard_index(1): names})


def _require_free(expression: Expr, variable: Any) -> None:
    """Raise unless the expression depends on the variable."""
    free = expression.free_symbols | expression.atoms(sp.IndexedBase)
    if variable not in free:
        namesake = any(str(e) == str(variable) for e in free)
        also = "; only a namesake with other assumptions does" if namesake else ""
        raise DerivationError(f"{variable} does not occur in {expression}{also}")


def _require_free_of(value: Expr, variables: Sequence[Any], what: str) -> None:
    for v in variables:
        if value.has(v):
            raise DerivationError(f"{what} {value} depends on {v}")


def _symbols_of(samples: Mapping[Any, Any]) -> set[Any]:
    """Return the symbols that stand in the elements of the sample."""
    shown = (element for element in samples.values() if isinstance(element, sp.Basic))
    return set().union(*(element.free_symbols for element in shown))


# --- Minima --------------------------------------------------------------------------------------


def _minimum(expression: Expr, variable: Expr, at: Expr, where: Domain) -> tuple[Proof, ...]:
    """Prove that a function of one variable is least at a point of the domain."""
    at = sp.sympify(at)
    with deciding(f"{expression} is least at {variable} = {at}"):
        _require_free(expression, variable)
        _require_free_of(at, (variable,), "the minimum")
        if at.has(sp.oo, sp.zoo, sp.nan) or at.is_infinite:
            raise DerivationError(f"the minimum {at} is not finite")
        if at.is_real is False:
            raise DerivationError(f"the minimum {at} is not real")
        expression, at = exact(expression), exact(at)
        inside = _within(variable, at, where)
        require_smooth(expression, variable, where)
        slope = expression.diff(variable)
        # The slope is defined in the whole domain, and so at the point, which lies in it. What it
        # looks like outside, at points that the conditions leave out, does not matter.
        stationary = decide(slope.subs(variable, at), sp.S.Zero, "=", where, partial=True)
        try:
            convex = decide(slope.diff(variable), sp.S.Zero, ">=", where)
        except DerivationError:
            if not variable.is_positive:
                raise
            u = sp.Dummy("u", real=True)
            in_logarithm = expression.subs(variable, sp.exp(u))
            rest = {k: v for k, v in where.items() if k != variable}
            convex = decide(in_logarithm.diff(u, 2), sp.S.Zero, ">=", rest)
            statement = f"convex in log({variable}): {convex.statement}".replace("_u", "u")
            convex = replace(convex, statement=statement)
    return (stationary, *inside, convex)


_HALF_LINES = {"positive": 1, "nonnegative": 1, "negative": -1, "nonpositive": -1, "real": 0}


def _within(variable: Expr, at: Expr, where: Domain) -> tuple[Proof, ...]:
    """Prove that the point lies in the variable's domain, which is an interval.

    Where only the closure is shown, that it is not an end becomes a condition.
    """
    domain = where.get(variable, sp.S.Reals)
    declared = {
        key: side
        for key, side in _HALF_LINES.items()
        if variable.assumptions0 == sp.Dummy(**{key: True}).assumptions0
    }
    if not declared or not isinstance(domain, sp.Interval):
        raise DerivationError(f"the values of {variable} are not known to form an interval")
    ((sign, side),) = declared.items()
    facts = []  # what is at least what, and whether the end itself is left out
    if side:
        facts.append((side * at, sp.S.Zero, sign in ("positive", "negative")))
    if domain.start.is_finite:
        facts.append((at, domain.start, bool(domain.left_open)))
    if domain.end.is_finite:
        facts.append((domain.end, at, bool(domain.right_open)))
    if not facts:
        _require_real(at, where)
    return tuple(_inside(more, less, is_open, where) for more, less, is_open in facts)


def _require_real(at: Expr, where: Domain) -> None:
    if at.is_real is not True and parametrise(at, where).is_real is not True:
        raise DerivationError(f"the minimum {at} is not known to be real")
    if left := unresolved(at, where):
        raise DerivationError(f"the minimum {at} is defined only where {left[0].relation}")


def _inside(more: Expr, less: Expr, is_open: bool, where: Domain) -> Proof:
    if not is_open:
        return decide(more, less, ">=", where)
    closed = decide(more, less, ">=", where)
    condition = sp.Gt(more, less, evaluate=False)
    try:
        proof = decide(more, less, ">", where)
        if proof.method == "symbolic":
            return proof
    except DerivationError:
        pass
    if zero(parametrise(more - less, where), where) is not None:
        raise DerivationError(f"the minimum lies at an end that the domain leaves out: {condition}")
    return replace(closed, conditions=(*closed.conditions, condition))
