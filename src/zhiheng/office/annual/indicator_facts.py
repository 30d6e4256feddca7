"""What a report says of the indicators, from where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils import timezone

from zhiheng.core.analyses.indicator_changes import registers_of
from zhiheng.core.annual.facts import (
    DistrictValue,
    ForecastFacts,
    IndicatorFacts,
    Light,
    SeriesPoint,
    plain,
)
from zhiheng.core.declarations.models import Indicator
from zhiheng.core.plans.goals import Counting
from zhiheng.core.plans.light_words import mark_words
from zhiheng.office.monitoring.standings import IndicatorStanding
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name


def indicator_facts(standings: Iterable[IndicatorStanding]) -> tuple[IndicatorFacts, ...]:
    """Return the facts of the indicators in the order of the plan."""
    return tuple(_facts(each) for each in sorted(standings, key=lambda each: each.indicator.number))


def declared_by(standings: Iterable[IndicatorStanding]) -> list[Indicator]:
    """Return the declared indicators whose values stand in the report."""
    found = {
        each.computed.declared.name: each.computed.declared
        for each in standings
        if each.computed and each.source == "computed"
    }
    return [found[name] for name in sorted(found)]


def registers_read(standings: Iterable[IndicatorStanding]) -> list[str]:
    """Return the names of the registers that the computed values were counted on."""
    catalogue = lake.catalogue()
    names: set[str] = set()
    for indicator in declared_by(standings):
        for counted in (indicator.numerator, indicator.denominator):
            names.update(registers_of(catalogue, counted) if counted else ())
    return sorted(names)


def _facts(found: IndicatorStanding) -> IndicatorFacts:
    indicator, goal, told = found.indicator, found.goal, found.progress
    start_year, start = _start(found)
    return IndicatorFacts(
        number=indicator.number,
        name=indicator.name,
        unit=indicator.unit,
        kind=indicator.kind,
        baseline_year=indicator.baseline_year,
        baseline=_plain(indicator.baseline),
        start_year=start_year,
        start=_plain(start),
        target_year=indicator.target_year,
        target=_target(found),
        target_value=plain(goal.target.value),
        departments=tuple(sorted(each.name for each in indicator.departments.all())),
        source=found.source,
        definition=_definition(found),
        grounds=tuple(_grounds(found)),
        latest=_plain(told.latest.value if told.latest else None),
        latest_on=told.latest.on if told.latest else None,
        share=_plain(told.share),
        light=Light(told.light.value),
        sentence=told.sentence.zh,
        notes=tuple(note.zh for note in told.notes),
        forecast=_forecast(found),
        series=tuple(SeriesPoint(on=each.on, value=plain(each.value)) for each in found.series),
        districts=tuple(
            DistrictValue(name=division_name(each.code), value=_plain(each.value))
            for each in found.by_district
        ),
    )


def _start(found: IndicatorStanding) -> tuple[int | None, Decimal | None]:
    """Return where the straight way to the target starts; nowhere for growth on average."""
    goal = found.goal
    if goal.counting is Counting.YEARLY_GROWTH:
        return None, None
    if goal.counting is Counting.CUMULATIVE:
        return goal.first_year - 1, Decimal(0)
    return goal.baseline_year, goal.baseline


def _target(found: IndicatorStanding) -> str:
    words = mark_words(found.goal.target, "").zh.strip()
    growth = found.goal.counting is Counting.YEARLY_GROWTH
    return f"年均{words}" if growth else words


def _definition(found: IndicatorStanding) -> str:
    """Return what the values are values of: the plan's words, then the declared indicator's."""
    declared = found.computed.declared if found.computed else None
    counted = declared.definition.zh if declared else ""
    if counted and declared and declared.is_flow and found.goal.counting is Counting.CUMULATIVE:
        counted += f"本规划自{found.goal.first_year}年1月1日起累计。"
    parts = [found.indicator.note, counted]
    return " ".join(" ".join(part.split()) for part in parts if part)


def _grounds(found: IndicatorStanding) -> Sequence[str]:
    """Return what the values rest on: the sources of the definition, or the last sign-off."""
    if found.source == "computed" and found.computed:
        sources = found.computed.declared.sources
        return [f"{each.instrument} {each.article}".strip() for each in sources]
    if found.reported:
        last = found.reported[-1]
        files = f"，佐证材料{last.evidence}件" if last.evidence else "，未附佐证材料"
        return [f"责任部门填报，{timezone.localdate(last.signed_at):%Y-%m-%d}签发{files}"]
    return []


def _forecast(found: IndicatorStanding) -> ForecastFacts | None:
    forecast = found.progress.forecast
    if forecast is None:
        return None
    return ForecastFacts(
        value=plain(forecast.value),
        low=plain(forecast.low),
        high=plain(forecast.high),
        level=plain(forecast.level),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)
