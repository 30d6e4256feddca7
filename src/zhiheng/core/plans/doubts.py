"""What a clerk should look at: what the reader saw and finds hard to believe, or could not read.

Nothing here stops the reading; each doubt says where, what was received, and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhiheng.core.errors import Problem
from zhiheng.core.plans.columns import Role
from zhiheng.core.plans.department_names import CENTRAL, DepartmentList
from zhiheng.core.plans.departments import split_departments
from zhiheng.core.plans.directions import counting_of
from zhiheng.core.plans.layout import Block
from zhiheng.core.plans.passages import Passage, Span
from zhiheng.core.plans.proposals import IndicatorProposal, Level, MeasureProposal
from zhiheng.core.plans.records import ReadTable

Period = tuple[int, int]
LEAP = 100  # a target of a hundred times its baseline is more likely another unit
LATE = 5  # years after a plan's last one in which a time limit may still lie
FIGURES = 0.3  # of a table's cells hold figures where it should have been understood
_SHARE = re.compile(r"率|占比|比重|比例|满意度|覆盖面")
_TOLD_COUNTING = re.compile(r"累计|新增|年|当年|总")


@dataclass(frozen=True)
class Setting:
    """When a plan was issued, which years it covers, and which departments there are."""

    day: date | None
    period: Period | None
    place: str | None
    departments: DepartmentList

    @property
    def year(self) -> int | None:
        """The year of issue, or the plan's first."""
        return self.day.year if self.day else self.period[0] if self.period else None


def day_of(issued: str | None, period: Period | None) -> date | None:
    """Return the last day on which a plan may have been issued: 2022-01 gives 31 January 2022."""
    if not issued:
        return date(period[0], 1, 1) if period else None
    parts = [int(part) for part in issued.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 1 or parts[1] == 12:
        return date(parts[0], 12, 31)
    return date.fromordinal(date(parts[0], parts[1] + 1, 1).toordinal() - 1)


def indicator_doubts(indicators: Iterable[IndicatorProposal], setting: Setting) -> list[Problem]:
    """Return what is doubtful in indicators: units, years, values, what is counted."""
    return [
        Problem(code, {"name": each.name, **values}, position=_place(each.span))
        for each in indicators
        for code, values in (
            *_units(each), *_years(each, setting), *_values(each), *_meanings(each)
        )
    ]  # fmt: skip


Doubt = tuple[str, dict[str, str]]


def _units(each: IndicatorProposal) -> Iterator[Doubt]:
    levels = [level for level in (each.baseline, *each.milestones, each.target) if level]
    units = list(
        dict.fromkeys(level.unit or each.unit for level in levels if level.value is not None)
    )
    if len(units) > 1:
        yield "plan.unit_changes", {"units": "、".join(units)}


def _years(each: IndicatorProposal, setting: Setting) -> Iterator[Doubt]:
    base, target = each.baseline, each.target
    if base and base.year and target.year and base.year >= target.year:
        values = {"base": str(base.year), "target": str(target.year)}
        yield "plan.base_year_not_before_target", values
    elif base and base.year and setting.year and base.year > setting.year:
        yield "plan.base_year_in_future", {"base": str(base.year), "issued": str(setting.year)}
    last = setting.period[1] if setting.period else None
    if each.origin == "table" and last and target.year and target.year > last:
        yield "plan.target_after_period", {"received": str(target.year), "expected": str(last)}


def _values(each: IndicatorProposal) -> Iterator[Doubt]:
    for level in (each.baseline, *each.milestones, each.target):
        if level is None or level.value is None:
            continue
        most = _most(each, level)
        if level.value < 0 or (most and level.value > most):
            said = f"{level.value}{level.unit or each.unit}"
            yield "plan.value_implausible", {"received": said, "expected": f"0-{most or '…'}"}
    base, target = each.baseline, each.target
    if base and base.value and target.value and not base.unit and not target.unit:
        times = target.value / base.value
        if times >= LEAP or times * LEAP <= 1:
            received = f"{base.value} → {target.value} {each.unit}"
            yield "plan.value_leaps", {"received": received, "expected": str(LEAP)}


def _most(each: IndicatorProposal, level: Level) -> int | None:
    """Return the greatest value that a share or a score out of a hundred may have."""
    unit = level.unit or each.unit
    if unit not in ("%", "分") or not _SHARE.search(each.name):
        return None
    return None if counting_of(each) == "yearly_growth" or "增长" in each.name else 100


def _meanings(each: IndicatorProposal) -> Iterator[Doubt]:
    if each.target.since:
        yield "plan.target_is_a_change", {"since": str(each.target.since)}
    told = each.baseline or each.milestones or each.target.value is None
    unsaid = counting_of(each) == "yearly" and not told
    if unsaid and not each.unit.endswith("/年") and not _TOLD_COUNTING.search(each.name):
        yield "plan.counting_not_said", {}


def measure_doubts(
    measures: Iterable[MeasureProposal], setting: Setting, text: str
) -> list[Problem]:
    """Return what is doubtful in measures: departments that are no more, time limits far off."""
    found: list[Problem] = []
    for each in measures:
        found.extend(_limits(each, setting))
        for name in (*each.lead, *each.support):
            found.extend(_abolished(name, each.span, text, setting))
    return found


def source_doubts(
    indicators: Iterable[IndicatorProposal], setting: Setting, text: str
) -> list[Problem]:
    """Return the departments that indicators come from and that are no more."""
    return [
        problem
        for each in indicators
        for name in split_departments(Passage.of(each.source))
        for problem in _abolished(name.text, each.span, text, setting)
    ]


def _limits(measure: MeasureProposal, setting: Setting) -> Iterator[Problem]:
    day = measure.limit.last_day if measure.limit else None
    if not day or not measure.limit:
        return
    first = setting.day or (date(setting.period[0], 1, 1) if setting.period else None)
    last = date(setting.period[1] + LATE, 12, 31) if setting.period else None
    if (first and day < first) or (last and day > last):
        expected = "-".join(str(each.year) if each else "…" for each in (first, last))
        values = {"name": measure.title, "received": measure.limit.text, "expected": expected}
        yield Problem("plan.due_implausible", values, position=_place(measure.span))


def _abolished(name: str, span: Span, text: str, setting: Setting) -> Iterator[Problem]:
    if setting.day is None:
        return
    place = CENTRAL if setting.place is None else setting.place
    found = setting.departments.resolve(name, on=setting.day, place=place)
    for problem in found.problems:
        if problem.code == "department.abolished":
            where = _place(_span_of(name, span, text))
            yield Problem("plan.department_abolished", problem.values, position=where)


def _span_of(name: str, span: Span, text: str) -> Span:
    """Return where a name stands within a span, or the span."""
    passage = Passage.of(text, *span)
    at = passage.text.rfind(name)
    return passage.part(at, at + len(name)).span if at >= 0 else span


def table_doubts(block: Block, table: ReadTable | None, *, used: bool) -> list[Problem]:
    """Return what is doubtful in a table: columns lost, rows without figures, nothing read."""
    position = _place(block.passage.span)
    if not used:
        first = block.passage.text[:40]
        wanted = _is_full_of_figures(block)
        return [Problem("plan.table_not_read", {"received": first}, position=position)] * wanted
    if table is None:
        return []
    lost = any(record.recovered for record in table.records)
    found = [
        Problem("plan.table_without_columns", {"rows": str(len(table.records))}, position=position)
    ] * lost
    if table.has(Role.VALUE):
        for record in table.records:
            name = record.text(Role.NAME)
            if name and not any(
                re.search(r"\d", f"{cell.text}{name}") for _, cell in record.figures
            ):
                values = {"name": name}
                found.append(
                    Problem("plan.row_without_target", values, position=_place(record.span))
                )
    return found


def _is_full_of_figures(block: Block) -> bool:
    rows = block.table.rows if block.table else ()
    cells = [cell.text for row in rows for cell in row if cell]
    figures = sum(bool(re.fullmatch(r"[≥≤<>约]*\d[\d.,%]*.{0,4}", cell)) for cell in cells)
    return len(rows) >= 3 and figures >= FIGURES * len(cells)


def _place(span: Span) -> str:
    return f"{span[0]}-{span[1]}"
