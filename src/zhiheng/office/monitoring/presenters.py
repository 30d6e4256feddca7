"""The cockpit of a plan as plain data for templates, exports and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiheng.core.plans.forecast import years_at
from zhiheng.core.plans.goals import Counting, Observation
from zhiheng.core.plans.light_words import interval
from zhiheng.core.plans.lights import Light
from zhiheng.office.monitoring import openings, wording
from zhiheng.office.monitoring.standings import IndicatorStanding, PlanStanding
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.charts import Sparkline


@dataclass(frozen=True)
class LightShown:
    """A light as colour, icon and word."""

    code: str
    icon: str
    label: str


@dataclass(frozen=True)
class LightCount:
    """How many indicators have a light, and the way to them."""

    light: LightShown
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One indicator in the cockpit; texts are "—" or empty where nothing is known."""

    number: int
    name: str
    href: str
    kind: str
    departments: str
    light: LightShown
    sentence: str
    notes: Sequence[str]
    baseline: str
    target: str
    target_year: int
    latest: str
    day: str
    source: str
    source_label: str
    value_href: str
    share: str
    share_bar: int
    needed: str
    achieved: str
    forecast: str
    interval: str
    district: str
    district_href: str
    spark: Sparkline | None


FIELDS = (
    *("number", "name", "kind", "departments", "light", "sentence", "baseline", "target"),
    *("target_year", "latest", "day", "source_label", "share", "needed", "achieved", "forecast"),
    *("interval", "notes"),
)


def light_shown(light: Light) -> LightShown:
    """Return a light as pages show it: never by its colour alone."""
    return LightShown(light.value, wording.ICONS[light], str(wording.LIGHTS[light]))


def light_counts(
    standing: PlanStanding, query: openings.Query, chosen: str = ""
) -> list[LightCount]:
    """Return the summary: every light with its number, leading to its indicators and back."""
    others = [(name, value) for name, value in query if name not in {"light", "page"}]
    return [
        LightCount(
            light=light_shown(light),
            count=count,
            href=openings.cockpit_address(
                standing, others if light == chosen else [*others, ("light", light.value)]
            ),
            chosen=light == chosen,
        )
        for light, count in standing.lights.items()
    ]


def line(standing: IndicatorStanding, on: date, known_on: date | None) -> Line:
    """Return one indicator as a line of the cockpit."""
    indicator, goal, progress = standing.indicator, standing.goal, standing.progress
    forecast, latest = progress.forecast, progress.latest
    share = progress.share
    return Line(
        number=indicator.number,
        name=indicator.name,
        href=openings.detail_address(standing, on, known_on),
        kind=indicator.get_kind_display(),
        departments="、".join(each.name for each in indicator.departments.all()),
        light=light_shown(progress.light),
        sentence=said(progress.sentence),
        notes=[*map(said, progress.notes), *_gaps(standing)],
        baseline=_baseline(standing),
        target=wording.target_told(goal.target, goal),
        target_year=goal.target.year,
        latest=wording.told(latest.value if latest else None, goal.unit),
        day=wording.day_told(goal, latest) if latest else "",
        source=standing.source,
        source_label=str(wording.SOURCES[standing.source]),
        value_href=openings.value_address(standing, known_on),
        share=wording.share_told(share),
        share_bar=0 if share is None else max(0, min(100, round(share * 100))),
        needed=wording.pace_told(progress.pace_needed, goal),
        achieved=wording.pace_told(progress.pace_achieved, goal),
        forecast=wording.expected(forecast.value, goal) if forecast else "—",
        interval=interval(forecast.low, forecast.high) if forecast else "",
        district=_district_value(standing),
        district_href=_district_address(standing, known_on),
        spark=sparkline(standing),
    )


def cockpit_table(standing: PlanStanding) -> Table:
    """Return the cockpit for export, one row an indicator."""
    headings = [
        *(_("Number"), _("Indicator"), _("Kind"), _("Departments"), _("Light"), _("Why")),
        *(_("Baseline"), _("Target"), _("Target year"), _("Latest value"), _("As of")),
        *(_("Source"), _("Share of the way"), _("Pace needed a year"), _("Pace achieved a year")),
        *(_("Forecast"), _("Interval"), _("Notes")),
    ]
    rows = (_row(line(each, standing.on, standing.known_on)) for each in standing.indicators)
    return Table(FIELDS, headings, rows)


def sparkline(standing: IndicatorStanding) -> Sparkline | None:
    """Return the year ends and the newest value as a small line with the target's level."""
    shown = [each for each in year_ends(standing) if each.on.year >= standing.goal.first_year - 1]
    if standing.goal.counting is Counting.YEARLY and shown and not _ends_year(shown[-1]):
        shown.pop()  # part of a year would look like a fall
    if len(shown) < 2:
        return None
    unit = standing.goal.unit
    first, last = shown[0], shown[-1]
    given = {
        "first": wording.told(first.value, unit),
        "from": first.on.isoformat(),
        "last": wording.told(last.value, unit),
        "until": last.on.isoformat(),
        "target": wording.target_told(standing.goal.target, standing.goal),
    }
    return Sparkline(
        [(float(years_at(each.on)), float(each.value)) for each in shown],
        _("%(first)s on %(from)s, %(last)s on %(until)s; target %(target)s") % given,
        float(standing.goal.target.value),
    )


def year_ends(standing: IndicatorStanding) -> list[Observation]:
    """Return the observations at year ends and the newest one, oldest first."""
    newest = standing.series[-1:]
    ends = [each for each in standing.series if _ends_year(each)]
    return ends + [each for each in newest if each not in ends]


def _ends_year(seen: Observation) -> bool:
    return (seen.on.month, seen.on.day) == (12, 31)


def _row(shown: Line) -> dict[str, Any]:
    row = {name: getattr(shown, name) for name in FIELDS}
    return row | {"light": shown.light.label, "notes": list(shown.notes)}


def _baseline(standing: IndicatorStanding) -> str:
    indicator, goal = standing.indicator, standing.goal
    if indicator.baseline is None:
        return "—"
    value = wording.told(indicator.baseline, goal.unit)
    return f"{value} ({indicator.baseline_year})" if indicator.baseline_year else value


def _gaps(standing: IndicatorStanding) -> Iterator[str]:
    """Say why a figure that could be computed was not."""
    if standing.computed and standing.computed.empty:
        yield _("The register “%(register)s” holds nothing to count from.") % {
            "register": standing.computed.empty
        }
    if standing.reported and standing.reported[-1].queried and standing.source == "reported":
        yield _("The lead office has queried the latest value.")


def _district_value(standing: IndicatorStanding) -> str:
    if standing.district is None:
        return ""
    return wording.told(standing.district.value, standing.goal.unit)


def _district_address(standing: IndicatorStanding, known_on: date | None) -> str:
    if standing.district is None or standing.district.value is None:
        return ""
    return openings.rows_address(standing, standing.district.code, known_on)


def district_title(code: str) -> str:
    """Return the heading of a district's column; "" without one."""
    return division_name(code) if code else ""
