"""The page of one indicator of a plan: its chart, its districts, its history, its passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.core.plans.goals import Counting, Goal, Observation
from zhiheng.core.plans.progress import MarkStanding
from zhiheng.office.indicators.presenters import number
from zhiheng.office.monitoring import openings, presenters, wording
from zhiheng.office.monitoring.standings import IndicatorStanding
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.charts import Band, Chart, Series

AROUND = 60  # characters of the document shown on either side of a passage


@dataclass(frozen=True)
class DistrictLine:
    """One district's value with the way to its rows."""

    name: str
    value: str
    href: str


@dataclass(frozen=True)
class HistoryLine:
    """One value: of when, from where, and what it opens to."""

    day: str
    value: str
    source: str
    detail: str
    href: str


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone, the value of its year, and a word for whether it was reached."""

    year: int
    asked: str
    found: str
    word: str


@dataclass(frozen=True)
class Passage:
    """Where the document says it: the words with some of what stands around them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class DetailPage:
    """One indicator of a plan on a day."""

    line: presenters.Line
    counting: str
    chart: Chart | None
    districts: Sequence[DistrictLine]
    history: Sequence[HistoryLine]
    milestones: Sequence[MilestoneLine]
    note: str
    definition: str
    definition_href: str
    definition_title: str
    counted_from: date | None
    passage: Passage | None


def detail_page(standing: IndicatorStanding, on: date, known_on: date | None) -> DetailPage:
    """Return the page of one indicator."""
    indicator, counted = standing.indicator, standing.computed
    declared = counted.declared if counted else None
    return DetailPage(
        line=presenters.line(standing, on, known_on),
        counting=indicator.get_counting_display(),
        chart=_chart(standing, known_on),
        districts=_districts(standing, known_on),
        history=_history(standing, known_on),
        milestones=[_milestone(standing, each) for each in standing.progress.milestones],
        note=indicator.note,
        definition=said(declared.definition) if declared else "",
        definition_href=openings.definition_address(declared, on, known_on) if declared else "",
        definition_title=said(declared.title) if declared else "",
        counted_from=_counted_from(standing),
        passage=_passage(standing),
    )


def _counted_from(standing: IndicatorStanding) -> date | None:
    """Return since when the plan adds up what the definition counts in a year."""
    goal, counted = standing.goal, standing.computed
    if counted is None or not counted.declared.is_flow or goal.counting is not Counting.CUMULATIVE:
        return None
    return date(goal.first_year, 1, 1)


def _passage(standing: IndicatorStanding) -> Passage | None:
    proposal = standing.indicator.proposal
    if proposal is None:
        return None
    text, start, end = standing.indicator.plan.text, proposal.start, proposal.end
    return Passage(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def _districts(standing: IndicatorStanding, known_on: date | None) -> list[DistrictLine]:
    unit = standing.goal.unit
    return [
        DistrictLine(
            division_name(each.code),
            wording.told(each.value, unit),
            openings.rows_address(standing, each.code, known_on),
        )
        for each in standing.by_district
    ]


def _history(standing: IndicatorStanding, known_on: date | None) -> list[HistoryLine]:
    """Return what is known, newest first: values of the registers, then those reported."""
    goal = standing.goal
    lines = []
    if standing.source == "computed":
        lines = [
            HistoryLine(
                day=wording.day_told(goal, each),
                value=wording.told(each.value, goal.unit),
                source=str(wording.SOURCES["computed"]),
                detail="",
                href=_rows(standing, each, known_on),
            )
            for each in reversed(presenters.year_ends(standing))
        ]
    return lines + [
        HistoryLine(
            day=f"{each.period_start.isoformat()} – {each.period_end.isoformat()}",
            value=wording.told(each.value, each.unit),
            source=str(wording.SOURCES["reported"]),
            detail=_("signed on %(day)s, %(files)s files of evidence, version %(version)s")
            % {
                "day": timezone.localdate(each.signed_at).isoformat(),
                "files": each.evidence,
                "version": each.version,
            },
            href=each.href,
        )
        for each in reversed(standing.reported)
    ]


def _rows(standing: IndicatorStanding, seen: Observation, known_on: date | None) -> str:
    if standing.source != "computed":
        return ""
    return openings.rows_address(standing, lake.city(), known_on, on=seen.on)


def _milestone(standing: IndicatorStanding, found: MarkStanding) -> MilestoneLine:
    words = {True: _("reached"), False: _("missed"), None: _("not known yet")}
    return MilestoneLine(
        year=found.mark.year,
        asked=wording.target_told(found.mark, standing.goal),
        found=wording.told(found.found.value if found.found else None, standing.goal.unit),
        word=words[found.answered],
    )


@dataclass(frozen=True)
class _Axis:
    """The categories of the chart: years, and the newest day where it ends no year."""

    labels: Sequence[str]

    def placed(self, values: dict[str, Decimal]) -> list[float | int | None]:
        return [_plain(values[label]) if label in values else None for label in self.labels]

    def linked(self, addresses: dict[str, str]) -> list[str]:
        """Return an address for each category, "" where there is none."""
        return [addresses.get(label, "") for label in self.labels]


def _chart(standing: IndicatorStanding, known_on: date | None) -> Chart | None:
    goal = standing.goal
    seen = presenters.year_ends(standing)
    if not seen:
        return None
    axis = _axis(standing, seen)
    series = [
        Series(_("Value"), axis.placed({_label(each): each.value for each in seen})),
        Series(_("Target"), [_plain(goal.target.value)] * len(axis.labels), "target"),
        Series(_("Stated in the plan"), axis.placed(_marks(goal)), "marks"),
    ]
    ahead, band = _ahead(standing, axis, seen)
    return Chart(
        identity=f"plan-indicator-{standing.indicator.number}",
        kind="line" if goal.counting in {Counting.LEVEL, Counting.CUMULATIVE} else "bar",
        title=_("Values, target and forecast"),
        unit=goal.unit,
        categories=axis.labels,
        series=[*series, *ahead],
        category_label=_("Year"),
        links=axis.linked({_label(each): _rows(standing, each, known_on) for each in seen}),
        band=band,
    )


def _marks(goal: Goal) -> dict[str, Decimal]:
    marks = {str(each.year): each.value for each in (*goal.milestones, goal.target)}
    stated = goal.baseline if goal.counting is not Counting.CUMULATIVE else None
    if stated is not None and goal.baseline_year:
        marks[str(goal.baseline_year)] = stated
    return marks


def _ahead(
    standing: IndicatorStanding, axis: _Axis, seen: Sequence[Observation]
) -> tuple[list[Series], Band | None]:
    """Return the forecast as a line from the newest value, and its interval."""
    found, anchor = standing.progress.ahead, _anchor(standing, seen)
    if not found or not anchor:
        return [], None
    start = {_label(anchor): anchor.value}
    centre, low, high = (
        axis.placed({**start, **{str(year): getattr(each, end) for year, each in found.items()}})
        for end in ("value", "low", "high")
    )
    level = next(iter(found.values())).level
    name = _("%(level)s%% interval") % {"level": number(float(level))}
    return [Series(_("Forecast"), centre, "forecast")], Band(name, low, high)


def _axis(standing: IndicatorStanding, seen: Sequence[Observation]) -> _Axis:
    goal = standing.goal
    first = min([seen[0].on.year, *([goal.baseline_year] if goal.baseline_year else [])])
    last = max(goal.target.year, seen[-1].on.year)
    labels = [str(year) for year in range(first, last + 1)]
    newest = _label(seen[-1])
    if newest not in labels:
        labels.insert(seen[-1].on.year - first, newest)
    return _Axis(labels)


def _anchor(standing: IndicatorStanding, seen: Sequence[Observation]) -> Observation | None:
    """Return where a forecast sets out: of a year's part it cannot."""
    if standing.goal.counting is not Counting.YEARLY:
        return seen[-1]
    whole = [each for each in seen if (each.on.month, each.on.day) == (12, 31)]
    return whole[-1] if whole else None


def _label(observation: Observation) -> str:
    day = observation.on
    return str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()


def _plain(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)
