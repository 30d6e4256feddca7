"""All declarations of an office, loaded and checked together.

Packaged declarations come first; an office's own folders follow and replace a declaration of
the same kind and name as a whole, so that what is in force is always one readable file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from itertools import product
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from zhiheng.core.declarations.departments import DeclaredDepartment
from zhiheng.core.declarations.industries import Concordance, IndustryTable
from zhiheng.core.declarations.models import (
    Counted,
    DatedValue,
    DeclaredTheme,
    Indicator,
    Parameter,
    Register,
)
from zhiheng.core.declarations.source import DeclarationSource, read_source
from zhiheng.core.errors import DeclarationError, NotFoundError, Problem

PACKAGED = Path(str(resources.files("zhiheng"))) / "declarations"
KINDS: dict[
    str,
    type[
        Register
        | Parameter
        | Indicator
        | DeclaredTheme
        | DeclaredDepartment
        | IndustryTable
        | Concordance
    ],
] = {
    "registers": Register,
    "parameters": Parameter,
    "indicators": Indicator,
    "themes": DeclaredTheme,
    "departments": DeclaredDepartment,
    "industries": IndustryTable,
    "concordances": Concordance,
}
D = TypeVar(
    "D",
    Register,
    Parameter,
    Indicator,
    DeclaredTheme,
    DeclaredDepartment,
    IndustryTable,
    Concordance,
)
Places = dict[str, tuple[str, str]]  # `indicators/patent-filings` → its file and line


@dataclass(frozen=True)
class Catalogue:
    """The declarations in use, by name."""

    registers: Mapping[str, Register]
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    themes: Mapping[str, DeclaredTheme] = field(default_factory=dict)
    departments: Mapping[str, DeclaredDepartment] = field(default_factory=dict)
    industries: Mapping[str, IndustryTable] = field(default_factory=dict)
    concordances: Mapping[str, Concordance] = field(default_factory=dict)

    def register(self, name: str) -> Register:
        """Return a register, or say which there are."""
        return _find(self.registers, name, "register.unknown")

    def indicator(self, name: str) -> Indicator:
        """Return an indicator, or say which there are."""
        return _find(self.indicators, name, "indicator.unknown")

    def theme(self, name: str) -> DeclaredTheme:
        """Return a declared theme, or say which there are."""
        return _find(self.themes, name, "theme.not_declared")

    def industry_table(self, name: str) -> IndustryTable:
        """Return a declared table of industries, or say which there are."""
        return _find(self.industries, name, "industries.unknown")

    def value(self, parameter: str, *, on: date) -> DatedValue:
        """Return the value of a parameter in force on a day, with its source."""
        declared = _find(self.parameters, parameter, "parameter.unknown")
        for dated in declared.values:
            if dated.in_force_on(on):
                return dated
        raise NotFoundError.of("parameter.not_in_force", received=parameter, on=on)


def load_catalogue(*folders: Path) -> Catalogue:
    """Load the packaged declarations and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    places: Places = {}
    roots = (PACKAGED, *folders)
    catalogue = Catalogue(
        registers=_load_kind("registers", Register, roots, problems, places),
        parameters=_load_kind("parameters", Parameter, roots, problems, places),
        indicators=_load_kind("indicators", Indicator, roots, problems, places),
        themes=_load_kind("themes", DeclaredTheme, roots, problems, places),
        departments=_load_kind("departments", DeclaredDepartment, roots, problems, places),
        industries=_load_kind("industries", IndustryTable, roots, problems, places),
        concordances=_load_kind("concordances", Concordance, roots, problems, places),
    )
    if not problems:
        problems.extend(
            problem.at(*places[problem.file]) for problem in reference_problems(catalogue)
        )
    if problems:
        raise DeclarationError(*problems)
    return catalogue


def reference_problems(catalogue: Catalogue) -> list[Problem]:
    """Return a problem for every name in an indicator or fold that nothing declares.

    The problem's file is the declaration, such as `indicators/patent-filings`.
    """
    problems: list[Problem] = []
    for indicator in catalogue.indicators.values():
        problems += indicator_problems(catalogue, indicator)
    for register in catalogue.registers.values():
        where = f"registers/{register.name}"
        if register.fold:
            used = [rule.column for rule in register.fold.columns.values()] + register.fold.order
            problems += _unknown_columns(catalogue, where, register.fold.register_, used)
        for exclusion in register.exclusions:
            tested = [test.column for test in exclusion.where]
            used = [exclusion.key, *tested, *([exclusion.from_] if exclusion.from_ else [])]
            problems += _unknown_columns(catalogue, where, exclusion.register_, used)
        problems += _unknown_terms(catalogue, register)
    return [*problems, *_unknown_successors(catalogue)]


def _unknown_successors(catalogue: Catalogue) -> list[Problem]:
    return [
        Problem("declaration.unknown_department", {"received": name}, f"departments/{each.name}")
        for each in catalogue.departments.values()
        for name in each.successors
        if name not in catalogue.departments
    ]


def indicator_problems(catalogue: Catalogue, indicator: Indicator) -> list[Problem]:
    """Return a problem for everything an indicator names that its registers do not have."""
    where = f"indicators/{indicator.name}"
    problems: list[Problem] = []
    for counted in filter(None, (indicator.numerator, indicator.denominator)):
        used = [*counted.columns(), indicator.by]
        problems += _unknown_columns(catalogue, where, counted.register_, used)
        problems += _without_validity(catalogue, where, counted)
        problems += _unknown_exclusions(catalogue, where, counted)
    for part in indicator.parts:
        used = part.of(indicator.numerator).columns()
        problems += _unknown_columns(catalogue, where, indicator.numerator.register_, used)
    if indicator.breakdown:
        problems += _breakdown(catalogue, where, indicator, indicator.breakdown)
    return problems


def _unknown_exclusions(catalogue: Catalogue, where: str, counted: Counted) -> list[Problem]:
    register = catalogue.registers.get(counted.register_)
    known = {each.name for each in register.exclusions} if register else set(counted.without)
    return [
        Problem(
            "declaration.unknown_exclusion",
            {"received": name, "register": counted.register_},
            where,
        )
        for name in counted.without
        if name not in known
    ]


def _breakdown(
    catalogue: Catalogue, where: str, indicator: Indicator, column: str
) -> list[Problem]:
    """Return a problem unless the column has choices and is not tested by the count itself."""
    counted = indicator.numerator
    problems = _unknown_columns(catalogue, where, counted.register_, [column])
    register = catalogue.registers.get(counted.register_)
    if problems or register is None:
        return problems
    tested = column in {test.column for test in counted.where}
    if register.column(column).choices and not tested:
        return []
    told = {"received": column, "register": register.name}
    return [Problem("declaration.breakdown_without_choices", told, where)]


def _unknown_terms(catalogue: Catalogue, register: Register) -> list[Problem]:
    """Return a problem for every parameter that a term of the register may look up in vain."""
    names = [
        name
        for term in register.terms
        for name in _parameters_of(register, term.parameter, term.chosen_by())
    ]
    return [
        Problem("declaration.unknown_parameter", {"received": name}, f"registers/{register.name}")
        for name in names
        if name not in catalogue.parameters
    ]


def _parameters_of(register: Register, template: str, chosen_by: list[str]) -> list[str]:
    choices = [register.column(name).choices for name in chosen_by]
    return [
        template.format(**dict(zip(chosen_by, values, strict=True))) for values in product(*choices)
    ]


def _without_validity(catalogue: Catalogue, where: str, counted: Counted) -> list[Problem]:
    register = catalogue.registers.get(counted.register_)
    if not counted.in_force or register is None or register.validity:
        return []
    return [Problem("register.no_validity", {"received": register.name}, where)]


def _unknown_columns(
    catalogue: Catalogue, where: str, register: str, columns: Iterable[str]
) -> list[Problem]:
    if register not in catalogue.registers:
        return [Problem("declaration.unknown_register", {"received": register}, where)]
    declared = catalogue.registers[register]
    return [
        Problem("declaration.unknown_column", {"received": name, "register": register}, where)
        for name in columns
        if not declared.has_column(name)
    ]


def _load_kind(
    kind: str,
    model: type[D],
    roots: Iterable[Path],
    problems: list[Problem],
    places: Places,
) -> dict[str, D]:
    found: dict[str, D] = {}
    for root in roots:
        here: set[str] = set()
        for path in sorted((root / kind).glob("*.yaml")):
            # What ships with the platform does not change while it runs, and is read once.
            read = _read_once if root == PACKAGED else _read
            declarations, wrong = read(path, model)
            problems.extend(wrong)
            for declaration, line in declarations:
                name = declaration.name
                place = (str(path), f"line {line}")
                if name in here:
                    told = {"received": name, "file": places[f"{kind}/{name}"][0]}
                    problems.append(Problem("declaration.declared_twice", told, *place))
                here.add(name)
                found[name] = declaration
                places[f"{kind}/{name}"] = place
    return found


def _read(path: Path, model: type[D]) -> tuple[list[tuple[D, int]], list[Problem]]:
    """Return the declarations of a file with their lines, and what is wrong with it."""
    try:
        source = read_source(path)
    except DeclarationError as error:
        return [], list(error.problems)
    # A file holds one declaration, or a list of small ones that belong together.
    several = isinstance(source.content, list)
    items = source.content if several else [source.content]
    found: list[tuple[D, int]] = []
    problems: list[Problem] = []
    for index, item in enumerate(items):
        prefix = (index,) if several else ()
        try:
            found.append((model.model_validate(item), source.line_of(prefix)))
        except ValidationError as error:
            problems.extend(_problems(error, source, prefix))
    return found, problems


_read_once = cache(_read)


def _problems(
    error: ValidationError, source: DeclarationSource, prefix: tuple[int, ...]
) -> list[Problem]:
    return [
        Problem(
            "declaration.invalid",
            {
                "key": ".".join(str(part) for part in detail["loc"]) or "-",
                "received": repr(detail["input"])[:120],
                "expected": detail["msg"],
            },
            source.file,
            f"line {source.line_of((*prefix, *detail['loc']))}",
        )
        for detail in error.errors(include_url=False)
    ]


def _find(declared: Mapping[str, D], name: str, code: str) -> D:
    if name not in declared:
        known = "、".join(sorted(declared)) or "-"
        raise NotFoundError.of(code, received=name, known=known)
    return declared[name]
