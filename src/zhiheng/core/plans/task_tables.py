"""Measures from tables of tasks, and the measures of the text that such a table completes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zhiheng.core.plans.attributions import (
    Attribution,
    as_written,
    read_attribution,
    read_responsible,
)
from zhiheng.core.plans.columns import Role
from zhiheng.core.plans.dates import read_time_limit
from zhiheng.core.plans.departments import split_departments
from zhiheng.core.plans.measures import NAMED, Reading, new_measure, without
from zhiheng.core.plans.proposals import MeasureProposal
from zhiheng.core.plans.records import ReadTable, Record

SHORTEST = 6  # of a title that begins another, to mean the same measure


def read_task_table(table: ReadTable, reading: Reading) -> list[MeasureProposal]:
    """Return the measures of a table of tasks, departments and time limits: one a row."""
    return [m for record in table.records if (m := _task(record, reading))]


def _task(record: Record, reading: Reading) -> MeasureProposal | None:
    task = record.cell(Role.TASK) or record.cell(Role.NAME)
    if not task:
        return None
    inside = read_attribution(task, year=reading.year, first_leads=reading.first_leads)
    told = read_responsible(
        record.cell(Role.LEAD), year=reading.year, first_leads=reading.first_leads
    )
    support = tuple(split_departments(record.cell(Role.SUPPORT)))
    limit = read_time_limit(record.text(Role.LIMIT), year=reading.year)
    limit = limit or as_written(record.cell(Role.LIMIT))
    attribution = inside + told + Attribution(support=support, limit=limit)
    number = re.search(r"\d+", record.text(Role.NUMBER))
    title = re.split("[。；]", re.sub(r"^\d{1,3}[.、]", "", without(task, inside).text))[0]
    # 量化目标 beside a task is what the task promises.
    texts = [task, record.cell(Role.DETAIL), *(cell for _, cell in record.figures)]
    return new_measure(number[0] if number else "", title, record.span, attribution, texts)


def with_tasks(
    measures: Iterable[MeasureProposal], tasks: list[MeasureProposal]
) -> tuple[MeasureProposal, ...]:
    """Complete the text's measures by the tasks of the same title; the other tasks are measures.

    An annex often says who does what the text describes: that is one measure, not two.
    """
    rest = list(tasks)
    together = []
    for measure in measures:
        task = next((each for each in rest if _is_same(measure, each)), None)
        if task and not measure.lead:
            rest.remove(task)
            measure = _completed(measure, task)
        together.append(measure)
    return tuple(sorted((*together, *rest), key=lambda each: each.span))


def _is_same(measure: MeasureProposal, task: MeasureProposal) -> bool:
    one, other = (re.sub(r"[“”，、\s]", "", each.title) for each in (measure, task))
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= SHORTEST and longer.startswith(shorter))


def _completed(measure: MeasureProposal, task: MeasureProposal) -> MeasureProposal:
    said = {(each.quantity, each.unit) for each in measure.commitments}
    more = tuple(each for each in task.commitments if (each.quantity, each.unit) not in said)
    return replace(
        measure, lead=task.lead, support=task.support, limit=measure.limit or task.limit,
        commitments=(*measure.commitments, *more), confidence=NAMED,
    )  # fmt: skip
