"""What a declaration may say: the one model of each kind, shared by loader, code and manual."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
ColumnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ColumnType = Literal["string", "text", "date", "integer", "decimal", "strings", "texts"]
FilterKind = Literal["choice", "equals", "contains", "prefix", "range", "division"]
# What a column is to a search, whatever it is called in its register; `core/search` gives each
# its letters in the query language (title: ti, applicant: pa …) and its weight.
# fmt: off
SearchField = Literal[
    "number", "title", "abstract", "claims", "description", "goods",
    "applicant", "inventor", "agency", "class", "division",
    "filed", "published", "granted", "expires", "status", "kind",
]
# As what a name stands in a record; the people and bodies behind them are resolved to parties.
PartyRole = Literal[
    "applicant", "owner", "inventor", "author", "agency", "agent", "producer", "enterprise",
    "pledgor", "pledgee", "licensor", "licensee", "transferor", "transferee", "winner",
]
# fmt: on
# fmt: off
IdentifierKind = Literal[
    "application_number", "document_number", "uscc", "ipc", "division",
    "trademark_number", "nice_class", "similar_group", "vienna_code",
    "layout_design_number", "software_number", "works_number", "plant_variety_number",
    "pledge_number", "licence_number", "agency_code", "right_number", "foreign_application",
]
# fmt: on


# Columns that every stored or staged row carries beside the declared ones.
KEPT_NAMES = {
    *("source_file", "source_position", "source_digest", "import_id", "imported_at"),
    *("content_digest", "sequence", "fate", "place", "first_digest"),
}


class Declaration(BaseModel):
    """Base of every declaration: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(Declaration):
    """The same words in Simplified Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the Chinese wording unless `language` starts with "en"."""
        return self.en if language.startswith("en") else self.zh


class Column(Declaration):
    """One column of a register."""

    name: ColumnName
    type: ColumnType
    title: Wording
    description: Wording
    unit: str = ""
    inid: str = ""  # WIPO ST.9 / ST.60 / ST.80 code, for example "21"
    identifier: IdentifierKind | None = None
    choices: dict[str, Wording] = {}
    filter: FilterKind | None = None
    listed: bool = False
    sortable: bool = False
    personal: bool = False  # may hold names or addresses of private persons
    search: SearchField | None = None
    party: PartyRole | None = None
    party_also: ColumnName | None = None  # whose name stands there: this is another of its names
    party_code: ColumnName | None = None  # where the USCC of the party in this column stands
    defects: str = ""


class MappedColumn(Declaration):
    """Which headings of a table fill a column, and how its cells are to be read."""

    headings: list[str] = Field(min_length=1)
    required: bool = False
    expected: bool = False  # the heading tells this table from others; its cells may be empty
    default: str | None = None  # what an empty cell means
    raw: bool = False  # kept as written; what completes the row reads it beside other cells
    multiply: int = 1  # a heading such as 常住人口(万人) is stored in persons
    values: dict[str, str] = {}
    pattern: str = ""  # a regular expression; its first group is what is read of the cell
    dates: Literal["year-first", "day-first"] = "year-first"  # day-first: 31/12/2024 also
    separators: str = ""  # characters that part a list besides semicolon, bar and line break


class ColumnMap(Declaration):
    """How a plain table (CSV, XLSX, JSON Lines) becomes rows of a register."""

    name: Slug
    title: Wording
    columns: dict[ColumnName, MappedColumn]
    without: list[str] = []  # a table with one of these headings is none of this kind

    def required_headings(self) -> list[list[str]]:
        """Return, for each column that must be there, the headings of which one must be."""
        return [
            column.headings
            for column in self.columns.values()
            if column.required or column.expected
        ]


class Validity(Declaration):
    """Between which dates a row counts as in force: from `starts` until the first of `ends`.

    `except` names a column of interruptions, in which it was not: "2018-04-03/2018-09-04".
    """

    starts: ColumnName
    ends: list[ColumnName]
    interruptions: ColumnName | None = Field(default=None, alias="except")


class FoldRule(Declaration):
    """How one column of a folded register is taken from the rows that share its key."""

    column: ColumnName
    take: Literal["first", "latest"] = "latest"
    stages: list[str] = []
    # Take the value, even an empty one, from the document that gives this column: an address
    # belongs to the applicant it stands beside.
    beside: ColumnName | None = None


class Fold(Declaration):
    """A register with one row per key, folded from the several documents about that key."""

    register_: Slug = Field(alias="register")
    order: list[ColumnName]
    columns: dict[ColumnName, FoldRule]


class TextsFrom(Declaration):
    """Long texts that a row is searched by and another register keeps, in the latest document."""

    register_: Slug = Field(alias="register")
    key: ColumnName  # the column that both registers have
    order: ColumnName  # of several rows the one with the greatest value is the latest
    columns: list[ColumnName]


class Weaker(Declaration):
    """Rows that yield to others of the same key: an index line says less than the document."""

    column: ColumnName
    value: str


class RowCheck(Declaration):
    """What must hold within one row of a table; a row that fails is set aside.

    `before`: the first date is not after the second. `not_negative`: none of the numbers is
    below zero. `any_of`: at least one of the columns is filled. Empty cells break nothing.
    """

    before: tuple[ColumnName, ColumnName] | None = None
    not_negative: list[ColumnName] = []
    any_of: list[ColumnName] = []

    def columns(self) -> set[str]:
        """Return the names of the columns that are looked at."""
        return {*(self.before or ()), *self.not_negative, *self.any_of}


class Term(Declaration):
    """The end of a right that its table does not tell: a start date plus a term set by law.

    `parameter` names years by date; a column in braces, such as `{group}`, is replaced by what
    the row says there. Of several start dates the earliest counts, and the value is the one in
    force on it. A row that tells the end itself keeps it.
    """

    column: ColumnName
    parameter: str
    starts: list[ColumnName] = Field(min_length=1)

    def chosen_by(self) -> list[str]:
        """Return the columns that choose the parameter."""
        return re.findall(r"\{([a-z0-9_]+)\}", self.parameter)


class Merge(Declaration):
    """Records that each tell a part of a row: what they say is put together column by column.

    A record never blanks what another said. Where two say different things the source that
    stands first in `order` is believed, of one source the newer import.
    """

    by: ColumnName  # the column that names a record's source
    order: list[str] = Field(min_length=1)
    agree: list[ColumnName] = []  # records of one feed that differ here contradict each other
    newest: list[ColumnName] = []  # taken from the newest import, whatever its source


class Condition(Declaration):
    """One test that a row has to pass to be counted; a list passes when it holds the value."""

    column: ColumnName
    equals: str | None = None
    one_of: list[str] | None = None

    def values(self) -> list[str]:
        """Return the values of which the column has to have one."""
        return self.one_of if self.one_of is not None else [str(self.equals)]

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        if (self.equals is None) == (self.one_of is None):
            raise ValueError("needs exactly one of equals, one_of")
        return self


class Exclusion(Declaration):
    """Rows of a register that leave a count because another register names them.

    A row leaves when its column `own` holds what the column `key` holds in a row of the other
    register that passes the conditions, from the day in that row's column `from`.
    """

    name: Slug
    title: Wording
    register_: Slug = Field(alias="register")
    key: ColumnName
    own: ColumnName
    from_: ColumnName | None = Field(default=None, alias="from")
    where: list[Condition] = []


class Register(Declaration):
    """A register: its columns, its key, where it comes from and what is wrong with it."""

    register_: Slug = Field(alias="register")
    title: Wording
    description: Wording
    source: Wording
    defects: Wording | None = None
    order: int = 100  # place on the overview
    key: list[ColumnName] = Field(min_length=1)
    sort: ColumnName
    label: ColumnName
    validity: Validity | None = None
    fold: Fold | None = None
    weaker: Weaker | None = None
    merge: Merge | None = None
    derived_from: list[Slug] = []  # computed by an analysis from these registers, never imported
    texts_from: TextsFrom | None = None
    checks: list[RowCheck] = []
    terms: list[Term] = []
    exclusions: list[Exclusion] = []
    listed: bool = True
    columns: list[Column]
    column_maps: list[ColumnMap] = []

    @property
    def name(self) -> str:
        """Return the register's name, as used on the command line and in addresses."""
        return self.register_

    def column(self, name: str) -> Column:
        """Return a column by name; asking for one that is not declared is a bug."""
        return next(column for column in self.columns if column.name == name)

    def has_column(self, name: str) -> bool:
        """Tell whether the register declares such a column."""
        return any(column.name == name for column in self.columns)

    def _columns_named(self) -> set[str]:
        """Return the columns that other parts of the declaration name."""
        used = {*self.key, self.sort, self.label}
        if self.validity:
            used |= {self.validity.starts, *self.validity.ends}
            used |= {self.validity.interruptions or self.validity.starts}
        if self.fold:
            used |= set(self.fold.columns)
        if self.weaker:
            used.add(self.weaker.column)
        if self.merge:
            used |= {self.merge.by, *self.merge.agree, *self.merge.newest}
        for check in self.checks:
            used |= check.columns()
        for term in self.terms:
            used |= {term.column, *term.starts, *term.chosen_by()}
        used |= {exclusion.own for exclusion in self.exclusions}
        for column_map in self.column_maps:
            used |= set(column_map.columns)
        return used

    @model_validator(mode="after")
    def _names_exist(self) -> Register:
        declared = {column.name for column in self.columns}
        used = self._columns_named()
        names = [column.name for column in self.columns]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"declares twice: {', '.join(twice)}")
        if taken := sorted(KEPT_NAMES & declared):
            raise ValueError(f"names kept for lineage and import: {', '.join(taken)}")
        if missing := sorted(used - declared):
            raise ValueError(f"names columns that are not declared: {', '.join(missing)}")
        return self


class LegalSource(Declaration):
    """Where a value comes from."""

    instrument: str
    article: str = ""


class Dated(Declaration):
    """What is in force between dates; `valid_to` is the first day after."""

    valid_from: date | None = None
    valid_to: date | None = None

    def in_force_on(self, on: date) -> bool:
        """Tell whether it is in force on the day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


class DatedValue(Dated):
    """A value with the dates between which it is in force."""

    value: int | float | str | list[str]
    source: LegalSource
    status: Literal["verified", "unverified"]


class Parameter(Declaration):
    """A value set by law or by the office, looked up by date."""

    parameter: Annotated[str, Field(pattern=r"^[a-z][a-z0-9._-]*$")]
    title: Wording
    unit: str = ""
    values: list[DatedValue] = Field(min_length=1)

    @property
    def name(self) -> str:
        """Return the parameter's name."""
        return self.parameter

    @model_validator(mode="after")
    def _no_two_in_force(self) -> Parameter:
        ordered = sorted(self.values, key=lambda dated: dated.valid_from or date.min)
        for earlier, later in pairwise(ordered):
            if earlier.valid_to is None or earlier.valid_to > (later.valid_from or date.min):
                raise ValueError(f"two values are in force on {later.valid_from}")
        return self


class Counted(Declaration):
    """What is counted, summed or averaged: rows of a register that pass the conditions.

    A stock counts the rows in force on a day (`in_force`), from the column `starts` where that is
    another than the register's own; a flow counts the rows whose `during` date falls in the
    period; `up_to` counts all rows until the day; `latest` takes the newest year not after the
    day. Rows are counted, or the different values of `distinct`, or `sum` is added up, or the
    years from the date in `age` to the day.
    """

    register_: Slug = Field(alias="register")
    sum: ColumnName | None = None
    distinct: ColumnName | None = None
    age: ColumnName | None = None
    where: list[Condition] = []
    without: list[Slug] = []  # exclusions that the register declares
    in_force: bool = False
    starts: ColumnName | None = None
    during: ColumnName | None = None
    up_to: ColumnName | None = None
    latest: ColumnName | None = None

    def columns(self) -> list[str]:
        """Return the columns it names."""
        named = (self.sum, self.distinct, self.age, self.starts)
        clocks = (self.during, self.up_to, self.latest)
        return [name for name in (*named, *clocks) if name] + [test.column for test in self.where]

    @model_validator(mode="after")
    def _one_clock(self) -> Counted:
        clocks = (self.during, self.up_to, self.latest)
        if sum([self.in_force, *(clock is not None for clock in clocks)]) != 1:
            raise ValueError("needs exactly one of in_force, during, up_to, latest")
        if self.starts and not self.in_force:
            raise ValueError("starts says from when a row is in force: needs in_force")
        if sum(each is not None for each in (self.sum, self.distinct, self.age)) > 1:
            raise ValueError("needs at most one of sum, distinct, age")
        return self


class Part(Declaration):
    """A part of what is counted: rows that pass further conditions, or count from another day.

    Parts may overlap; their sum is not the whole.
    """

    name: str  # of a part by choice it is the choice
    title: Wording
    where: list[Condition] = []
    starts: ColumnName | None = None

    def of(self, counted: Counted) -> Counted:
        """Return what is counted, narrowed to the part."""
        narrowed = {"where": [*counted.where, *self.where], "starts": self.starts or counted.starts}
        return counted.model_copy(update=narrowed)


class Growth(Declaration):
    """Growth in percent: against how many years before, as the average of these years."""

    years: int = Field(default=1, ge=1, le=50)


class Indicator(Declaration):
    """An indicator of the plans: what is counted, against what, in which unit.

    Its value is numerator x scale ÷ unit_size, ÷ denominator where there is one. `growth` compares
    the numerator with itself some years before. Beside the whole the figure is told for each
    choice of the numerator's column `breakdown`, or for each of `parts`.
    """

    indicator: Slug
    title: Wording
    aliases: list[str] = []  # what plans call it
    unit: Wording
    definition: Wording
    numerator: Counted
    denominator: Counted | None = None
    growth: Growth | None = None
    breakdown: ColumnName | None = None
    parts: list[Part] = []
    scale: int = Field(default=1, ge=1)
    unit_size: int = Field(default=1, ge=1)  # 100000000 where yuan are told in 亿元
    decimals: int = Field(default=0, ge=0, le=6)
    by: ColumnName = "division"
    years: int = 10
    group: Literal["creation", "protection", "use", "service"] = "creation"
    featured: bool = False  # among the few on the first page
    better: Literal["higher", "lower"] = "higher"
    order: int = 100
    status: Literal["verified", "unverified"] = "verified"  # whether the definition was checked
    sources: list[LegalSource]

    @property
    def name(self) -> str:
        """Return the indicator's name."""
        return self.indicator

    @property
    def is_flow(self) -> bool:
        """Tell whether it counts what happened within a period."""
        return self.numerator.during is not None

    @model_validator(mode="after")
    def _one_comparison(self) -> Indicator:
        if self.growth and (self.denominator or self.unit_size != 1 or self.scale != 1):
            raise ValueError("growth has no denominator, scale or unit_size")
        if self.breakdown and self.parts:
            raise ValueError("needs at most one of breakdown, parts")
        if not self.numerator.in_force and any(part.starts for part in self.parts):
            raise ValueError("starts says from when a row is in force: needs in_force")
        return self


class DeclaredTheme(Declaration):
    """A theme that ships with the platform or with an office: what belongs to it, in four parts."""

    theme: Slug
    title: Wording
    description: Wording
    query: str = ""
    classes: list[str] = []
    divisions: list[str] = []
    exclusions: list[str] = []
    registers: list[Slug] = []
    sources: list[LegalSource] = []

    @property
    def name(self) -> str:
        """Return the theme's short name."""
        return self.theme
