"""How good are the filings of an agency or applicant, by year of filing?

Inputs: `patents`, `patent-states`, `abnormal-filings`; `party-mentions` where applicants are asked
for. Output: for each unit, filing year and measure how many were counted, of how many, and between
which bounds the rate lies.

| measure | counted | of |
| --- | --- | --- |
| abnormal | confirmed as abnormal by the day | all filed |
| given_up | withdrawn after a notice, without a finding | all filed |
| grant | inventions granted within `grant_months` of filing | inventions filed that long ago |
| withdrawal | inventions withdrawn or deemed so within `grant_months` | the same |
| lapse | rights lapsed (fees unpaid) within `lapse_years` of grant | rights granted that long ago |

What is too young to be judged is counted on neither side, application by application: a filing of
last year is not one that was not granted. Grants and withdrawals are told of inventions alone:
utility models and designs are published only once granted. A right that was restored did not lapse,
one that was waived for an invention of the same thing did not either.

What it cannot say: what was never published or announced; confirmed findings come late, so rates of
young years (`open`) may still rise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.screening.intervals import exact_interval

By = Literal["agency", "applicant", "all"]
Told = Literal["rate", "too_few", "too_early"]
INPUTS = ("patents", "patent-states", "abnormal-filings", "party-mentions")
ABNORMAL, GIVEN_UP, GRANT, WITHDRAWAL, LAPSE = MEASURES = (
    *("abnormal", "given_up", "grant", "withdrawal", "lapse"),
)
WHOLE = ""  # the one unit when nothing is told apart
_KEY = "application_number"
COUNTS = (
    *("filed", "inventions", "abnormal", "given_up", "judged", "grant", "withdrawal"),
    *("granted", "kept_of", "lapse"),
)
# By measure the columns of what was counted, of how many, and of all that will be judged one day.
COLUMNS_OF: Mapping[str, tuple[str, str, str]] = {
    ABNORMAL: ("abnormal", "filed", "filed"),
    GIVEN_UP: ("given_up", "filed", "filed"),
    GRANT: ("grant", "judged", "inventions"),
    WITHDRAWAL: ("withdrawal", "judged", "inventions"),
    LAPSE: ("lapse", "kept_of", "granted"),
}


@dataclass(frozen=True)
class Settings:
    """How long is waited, how sure one wants to be, and how wide an interval may be to be told."""

    confidence: float
    widest: float
    grant_months: int
    lapse_years: int
    abnormal_months: int


@dataclass(frozen=True)
class Rate:
    """One rate of a filing year (None: of several years together) with its exact interval.

    `filed` is how many there are to judge one day, `of` how many can be judged by now. `told` says
    whether the rate may be told: not where the interval is wide (`too_few`), not where nothing is
    old enough (`too_early`). `open`: the year is young, the rate may still change.
    """

    measure: str
    year: int | None
    counted: int
    of: int
    filed: int
    low: float
    high: float
    told: Told
    open: bool

    @property
    def share(self) -> float | None:
        """Return the rate, None where it must not be told."""
        return self.counted / self.of if self.told == "rate" else None

    @property
    def waiting(self) -> int:
        """Return how many are not old enough to be judged."""
        return self.filed - self.of


@dataclass(frozen=True)
class Quality:
    """All rates of a unit, by measure and filing year, oldest first."""

    unit: str
    on: date
    filed: int
    rates: tuple[Rate, ...]

    def of_measure(self, measure: str) -> tuple[Rate, ...]:
        """Return the rates of one measure, oldest year first."""
        return tuple(rate for rate in self.rates if rate.measure == measure)

    def over(self, measure: str, first: int, last: int, settings: Settings) -> Rate:
        """Return one rate for several filing years together, both ends included."""
        chosen = [
            rate
            for rate in self.of_measure(measure)
            if rate.year is not None and first <= rate.year <= last
        ]
        sums = [sum(getattr(rate, name) for rate in chosen) for name in ("counted", "of", "filed")]
        still_open = any(rate.open for rate in chosen)
        return rate(measure, None, sums[0], sums[1], sums[2], still_open, settings)


def settings_on(catalogue: Catalogue, on: date) -> Settings:
    """Return the declared settings in force on a day."""

    def number(name: str) -> float:
        value = catalogue.value(f"screening.quality.{name}", on=on).value
        assert isinstance(value, int | float)
        return value

    return Settings(
        confidence=number("confidence"),
        widest=number("widest-interval"),
        grant_months=int(number("grant-months")),
        lapse_years=int(number("lapse-years")),
        abnormal_months=int(number("abnormal-months")),
    )


def quality(
    engine: Engine,
    catalogue: Catalogue,
    *,
    by: By,
    on: date,
    units: Sequence[str] = (),
    first_year: int | None = None,
) -> dict[str, Quality]:
    """Return the quality of units by their code or party number; all units where none is named.

    With `all` there is one unit, `WHOLE`: what others are compared with.
    """
    settings = settings_on(catalogue, on)
    tables = {name: engine.table(catalogue.register(name)) for name in INPUTS}
    expression = counted(tables, by=by, on=on, settings=settings, units=units)
    if first_year is not None:
        expression = expression.filter(expression.year >= first_year)
    wanted = [WHOLE] if by == "all" else list(units)
    found: dict[str, list[Mapping[str, Any]]] = {unit: [] for unit in wanted}
    for row in engine.run(expression).to_pylist():
        found.setdefault(row["unit"], []).append(row)
    return {unit: of_counts(unit, rows, on=on, settings=settings) for unit, rows in found.items()}


def counted(
    tables: Mapping[str, ir.Table],
    *,
    by: By,
    on: date,
    settings: Settings,
    units: Sequence[str] = (),
) -> ir.Table:
    """Return unit, year, and the counts that every rate is made of.

    The same expression on both engines; it never compares one application with another.
    """
    rows = marked(tables, by=by, on=on, settings=settings, units=units)
    sums = {name: rows[name].sum().cast("int64") for name in COUNTS}
    return rows.group_by("unit", "year").aggregate(**sums)


def marked(
    tables: Mapping[str, ir.Table],
    *,
    by: By,
    on: date,
    settings: Settings,
    units: Sequence[str] = (),
) -> ir.Table:
    """Return each application of a unit once, with year and 1 or 0 in every column of `COUNTS`."""
    filings = _of_units(tables, by, units).filter(lambda each: each.filing_date <= ibis.date(on))
    lives = _lives(tables["patent-states"], on)
    notices = _notices(tables["abnormal-filings"], on)
    joined = filings.left_join(lives, filings[_KEY] == lives.lives_of)
    joined = joined.left_join(notices, joined[_KEY] == notices.notice_of)
    found = joined.mutate(**_marks(joined, on, settings))
    return found.select(_KEY, "unit", "year", "filing_date", *COUNTS)


def of_counts(
    unit: str, rows: Iterable[Mapping[str, Any]], *, on: date, settings: Settings
) -> Quality:
    """Return the quality that the rows of `counted` of one unit tell."""
    ordered = sorted(rows, key=lambda row: int(row["year"]))
    rates = [rate for row in ordered for rate in _rates_of(row, on, settings)]
    return Quality(unit, on, sum(int(row["filed"]) for row in ordered), tuple(rates))


def stands_out(rate: Rate, reference: Rate, *, worse: Literal["higher", "lower"]) -> bool:
    """Tell whether the whole interval lies on the worse side of the reference's rate."""
    if rate.share is None or reference.share is None:
        return False
    return rate.low > reference.share if worse == "higher" else rate.high < reference.share


def _of_units(tables: Mapping[str, ir.Table], by: By, units: Sequence[str]) -> ir.Table:
    """Return applications with their unit; one of several applicants stands there for each."""
    patents = tables["patents"]
    columns = [_KEY, "right", "filing_date", "grant_date"]
    if by == "applicant":
        mentions = tables["party-mentions"]
        named = mentions.filter(mentions.register == "patents", mentions.role == "applicant")
        hands = named.select(hand_in=named.record, unit=named.party).distinct()
        found = patents.inner_join(hands, patents[_KEY] == hands.hand_in).select("unit", *columns)
    else:
        unit = patents.agency_code if by == "agency" else ibis.literal(WHOLE)
        found = patents.select(*columns, unit=unit)
    found = found.filter(found.unit.notnull())
    if by == "all":
        return found
    return found.filter(found.unit.isin(list(units)) if units else found.unit != "")


def _lives(states: ir.Table, on: date) -> ir.Table:
    """Return when each application was withdrawn and when its right lapsed, if not restored."""
    day = ibis.date(on)
    announced = states.announced_on.fill_null(states.starts_on)
    known = states.filter(states.starts_on <= day, announced <= day)

    def last(condition: ir.BooleanValue) -> ir.DateScalar:
        return ibis.ifelse(condition, known.starts_on, ibis.null("date")).max()

    ends = known.group_by(lives_of=known[_KEY]).aggregate(
        withdrawn_on=last(known.state == "withdrawn"),
        lapsed_on=last(known.state == "lapsed"),
        restored_on=last(known.cause == "restored"),
    )
    never = ibis.null("date")
    restored = ends.restored_on
    return ends.mutate(
        withdrawn_on=ibis.ifelse(restored >= ends.withdrawn_on, never, ends.withdrawn_on),
        lapsed_on=ibis.ifelse(restored >= ends.lapsed_on, never, ends.lapsed_on),
    ).drop("restored_on")


def _notices(abnormal: ir.Table, on: date) -> ir.Table:
    """Return how notices ended by the day: confirmed, or withdrawn, and the day of that."""
    decided = abnormal.decided_on.fill_null(abnormal.notified_on)
    known = abnormal.filter(abnormal.state.isin(["confirmed", "withdrawn"]))
    known = known.mutate(ended_on=decided).filter(decided <= ibis.date(on))
    return known.select(notice_of=known[_KEY], notice=known.state, ended_on=known.ended_on)


def _marks(joined: ir.Table, on: date, settings: Settings) -> dict[str, ir.Value]:
    day = ibis.date(on)
    filed, right = joined.filing_date, joined.right
    by_then = _months_after(filed, settings.grant_months)
    judged = (right == "invention") & (by_then <= day)
    granted = joined.grant_date.notnull() & (joined.grant_date <= day)
    until = _months_after(joined.grant_date, 12 * settings.lapse_years)
    kept_of = granted & (until <= day)
    given_up = joined.notice == "withdrawn"
    far = ibis.date(date.max)
    on_notice = ibis.ifelse(given_up, joined.ended_on, ibis.null("date"))
    withdrawn = ibis.least(joined.withdrawn_on.fill_null(far), on_notice.fill_null(far))
    marks = {
        "filed": filed.notnull(),
        "inventions": right == "invention",
        "abnormal": joined.notice == "confirmed",
        "given_up": given_up,
        "judged": judged,
        "grant": judged & granted & (joined.grant_date <= by_then),
        "withdrawal": judged & (withdrawn <= by_then),
        "granted": granted,
        "kept_of": kept_of,
        "lapse": kept_of & (joined.lapsed_on <= until),
    }
    numbers = {name: ibis.cases((mark, 1), else_=0) for name, mark in marks.items()}
    return {"year": filed.year().cast("int64"), **numbers}


def _months_after(day: ir.DateValue, months: int) -> ir.DateValue:
    # DuckDB makes a moment of a day and an interval, though Ibis calls it a day.
    moved = day + ibis.interval(months=months)
    return moved.cast("timestamp").cast("date")


def _rates_of(row: Mapping[str, Any], on: date, settings: Settings) -> Iterable[Rate]:
    year = int(row["year"])
    # The last day of the year must be old enough, or the rate is one of the older filings alone.
    age = (on.year - year - 1) * 12 + on.month - 1
    young = age < settings.abnormal_months
    whole = int(row["filed"])
    for name in (ABNORMAL, GIVEN_UP):
        yield rate(name, year, int(row[name]), whole, whole, young, settings)
    inventions, judged = int(row["inventions"]), int(row["judged"])
    for name in (GRANT, WITHDRAWAL):
        waits = judged < inventions
        yield rate(name, year, int(row[name]), judged, inventions, waits, settings)
    kept_of, granted = int(row["kept_of"]), int(row["granted"])
    yield rate(LAPSE, year, int(row["lapse"]), kept_of, granted, kept_of < granted, settings)


def rate(
    measure: str,
    year: int | None,
    counted: int,
    of: int,
    filed: int,
    still_open: bool,
    settings: Settings,
) -> Rate:
    """Return one rate with its interval, and whether it may be told."""
    low, high = exact_interval(counted, of, settings.confidence)
    told: Told = "rate"
    if not of and filed:
        told = "too_early"
    elif high - low > settings.widest:
        told = "too_few"
    return Rate(measure, year, counted, of, filed, low, high, told, still_open)
