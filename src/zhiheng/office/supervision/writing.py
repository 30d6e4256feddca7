"""What every act on a task or measure does: move it on, write its line of history, record it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from zhiheng.core.errors import ConflictError
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.ledger.commands import record
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Commitment, Department, Measure
from zhiheng.office.supervision.enums import ENDED, EntryKind
from zhiheng.office.supervision.models import Entry, Task

Files = Sequence[UploadedFile[Any]]
LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class Line:
    """What a line of history holds beside its kind, its place, its author and its time."""

    text: str = ""
    department: Department | None = None
    percent: int | None = None
    commitment: Commitment | None = None
    quantity: Decimal | None = None
    year: int | None = None
    files: Files = ()
    details: Mapping[str, object] = field(default_factory=dict)


def enter(
    kind: EntryKind, line: Line, *, measure: Measure | None, task: Task | None,
    by: User, on: datetime,
) -> Entry:  # fmt: skip
    """Write a line of history with its evidence, and record the act on the ledger.

    Details of the event are ids, codes and digests; the text stays here.
    """
    check_files(line.files)
    entry = Entry.objects.create(
        kind=kind,
        measure=measure,
        task=task,
        department=line.department,
        text=line.text.strip()[:LONGEST_TEXT],
        percent=line.percent,
        commitment=line.commitment,
        quantity=line.quantity,
        year=line.year,
        by=by,
        at=on,
    )
    kept = [attach(file=file, by=by, on=on) for file in line.files]
    entry.evidence.set(kept)
    digests = {"evidence": [each.digest for each in kept]} if kept else {}
    subject = f"task:{task.pk}" if task else f"measure:{measure.pk if measure else 0}"
    record(
        act=f"supervision.{kind.value}",
        subject=subject,
        details={"entry": entry.pk, **digests, **line.details},
        by=by,
        on=on,
    )
    return entry


def advance(task: Task, revision: int, **changed: object) -> None:
    """Change a task that is still at the revision its editor saw."""
    found = Task.objects.filter(pk=task.pk, revision=revision)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("supervision.changed_meanwhile", received=task.title)
    task.refresh_from_db()


def check_measure_open(measure: Measure | None) -> None:
    """Raise where nothing can be done under a measure any more, or not yet."""
    if measure is None:
        return
    if measure.withdrawn_at is not None:
        raise ConflictError.of("supervision.measure_withdrawn", received=measure)
    if measure.plan.state != PlanState.IN_FORCE:
        raise ConflictError.of("supervision.plan_not_in_force", received=measure.plan)
    done = getattr(measure, "completion", None)
    if done is not None and done.confirmed_at is not None:
        raise ConflictError.of("supervision.measure_done", received=measure)


def check_task_open(task: Task) -> None:
    """Raise where a task is done or cancelled."""
    check_measure_open(task.measure)
    if task.state in ENDED:
        raise ConflictError.of(
            "supervision.task_ended", received=task.title, state=task.get_state_display()
        )
