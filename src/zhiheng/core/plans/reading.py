"""Read a plan: from extracted text to proposals.

    text → layout (blocks) → outline (tree) → cover, indicators, measures, projects

`read_plan` is the door; what it returns is a proposal and nothing is stored.
"""

from __future__ import annotations

from dataclasses import replace

from zhiheng.core.errors import Problem
from zhiheng.core.plans.attributions import FIRST_LEADS
from zhiheng.core.plans.columns import Role
from zhiheng.core.plans.commitments import read_commitments
from zhiheng.core.plans.cover import read_cover
from zhiheng.core.plans.department_names import DepartmentList, packaged_departments
from zhiheng.core.plans.doubts import (
    Setting,
    day_of,
    indicator_doubts,
    measure_doubts,
    source_doubts,
    table_doubts,
)
from zhiheng.core.plans.indicators import Period, read_indicators
from zhiheng.core.plans.layout import Block, read_layout
from zhiheng.core.plans.measures import Reading, read_measures
from zhiheng.core.plans.notes import attach_notes, read_notes
from zhiheng.core.plans.passages import Passage, as_written
from zhiheng.core.plans.proposals import (
    Commitment,
    IndicatorProposal,
    MeasureProposal,
    NoteProposal,
    PlanProposal,
)
from zhiheng.core.plans.records import ReadTable, read_grid
from zhiheng.core.plans.streams import read_stream
from zhiheng.core.plans.table_shapes import Table
from zhiheng.core.plans.targets import stated_indicators, with_stated
from zhiheng.core.plans.task_tables import read_task_table, with_tasks
from zhiheng.core.plans.tree import build_outline


def read_plan(
    text: str,
    *,
    problems: tuple[Problem, ...] = (),
    departments: DepartmentList | None = None,
) -> PlanProposal:
    """Return what is proposed from the extracted text of a plan.

    `problems` are those found while extracting; they are passed on with the reader's own.
    `departments` are those of an office that declares its own; without them the packaged ones.
    """
    blocks = read_layout(text)
    outline = build_outline(blocks)
    cover = read_cover(outline, blocks)
    tables = [(block, _read(block.table)) for block in blocks if block.table]
    known = [table for _, table in tables if table]
    indicators, results = _from_tables(known, cover.period)
    goals = list(outline.goal_passages())
    indicators, extra, contrary = _with_goals(indicators, goals, cover.period)
    indicators, loose = attach_notes(indicators, list(read_notes(blocks)))
    reading = Reading(_year(cover.date, cover.period), bool(FIRST_LEADS.search(text)))
    read = read_measures(outline, reading)
    tasks = [
        task for table in known if _is_tasks(table) for task in read_task_table(table, reading)
    ]
    plan = PlanProposal(
        text=text,
        title=cover.title,
        issuers=cover.issuers,
        date=cover.date,
        period=cover.period,
        indicators=tuple(indicators),
        results=tuple(results),
        measures=with_tasks(read.measures, tasks),
        projects=read.projects,
        safeguards=read.safeguards,
        commitments=extra,
        notes=tuple(NoteProposal(note.text, note.span) for note in loose),
    )
    plan = _as_written(plan)
    doubts = _doubts(plan, tables, departments or packaged_departments())
    return replace(plan, problems=(*problems, *contrary, *doubts))


def _read(table: Table) -> ReadTable | None:
    return read_stream(list(table.stream)) if table.stream else read_grid(table)


def _year(date: str | None, period: Period | None) -> int | None:
    return int(date[:4]) if date else period[0] if period else None


def _is_indicators(table: ReadTable) -> bool:
    return (
        table.has(Role.NAME)
        and not table.has(Role.LIMIT)
        and (table.has(Role.VALUE) or table.has(Role.KIND) or table.has(Role.UNIT))
    )


def _is_tasks(table: ReadTable) -> bool:
    return (
        not _is_indicators(table)
        and (table.has(Role.TASK) or table.has(Role.NAME))
        and (table.has(Role.LEAD) or table.has(Role.LIMIT))
    )


def _from_tables(
    tables: list[ReadTable], period: Period | None
) -> tuple[list[IndicatorProposal], list[IndicatorProposal]]:
    """Return the plan's indicators, and the results of the plan before it."""
    read = [
        each for table in tables if _is_indicators(table) for each in read_indicators(table, period)
    ]
    past = [each for each in read if _is_past(each, period)]
    return [each for each in read if each not in past], past


def _is_past(indicator: IndicatorProposal, period: Period | None) -> bool:
    year = indicator.target.year
    return bool(period and year and year < period[0])


def _with_goals(
    indicators: list[IndicatorProposal], goals: list[Passage], period: Period | None
) -> tuple[list[IndicatorProposal], tuple[Commitment, ...], tuple[Problem, ...]]:
    """Compare tables with sentences; without a table the sentences are the indicators."""
    stated = stated_indicators(goals, period)
    if not indicators:
        return stated, (), ()
    together, problems = with_stated(indicators, stated)
    matched = {span for each in together for span in (*each.also, each.span)}
    extra = tuple(c for c in read_commitments(goals) if c.span not in matched)
    return together, extra, problems


def _as_written(plan: PlanProposal) -> PlanProposal:
    """Return a proposal whose titles, names and clauses have the punctuation of the document."""

    def act(each: MeasureProposal) -> MeasureProposal:
        def words(said: str) -> str:
            return as_written(plan.text, each.span, said)

        return replace(
            each,
            title=words(each.title),
            lead=tuple(map(words, each.lead)),
            support=tuple(map(words, each.support)),
            commitments=tuple(map(clause, each.commitments)),
        )

    def clause(each: Commitment) -> Commitment:
        return replace(each, text=as_written(plan.text, each.span, each.text))

    return replace(
        plan,
        measures=tuple(map(act, plan.measures)),
        projects=tuple(map(act, plan.projects)),
        safeguards=tuple(map(act, plan.safeguards)),
        commitments=tuple(map(clause, plan.commitments)),
    )


def _doubts(
    plan: PlanProposal, tables: list[tuple[Block, ReadTable | None]], departments: DepartmentList
) -> list[Problem]:
    """Return what a clerk should look at, in the order of the document's parts."""
    place = departments.place_of(plan.title or "", *plan.issuers)
    setting = Setting(day_of(plan.date, plan.period), plan.period, place, departments)
    found = [
        problem
        for block, table in tables
        for problem in table_doubts(
            block, table, used=bool(table and (_is_indicators(table) or _is_tasks(table)))
        )
    ]
    found += indicator_doubts(plan.indicators, setting)
    found += source_doubts(plan.indicators, setting, plan.text)
    acts = (*plan.measures, *plan.projects, *plan.safeguards)
    found += measure_doubts(acts, setting, plan.text)
    if not plan.indicators and not plan.measures and plan.text.strip():
        found.append(Problem("plan.nothing_found", {"received": str(len(plan.text))}))
    return found
