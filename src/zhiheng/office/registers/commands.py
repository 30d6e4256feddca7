"""What people do to the registers: import files, correct or dismiss what was set aside."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, PersonError
from zhiheng.core.feeds.importing import ImportReport, ImportSettings
from zhiheng.core.feeds.reading import Progress
from zhiheng.core.feeds.records import SetAside
from zhiheng.core.intake import refresh_derived, take_in
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers import lake
from zhiheng.office.registers.editing import checked_line, checked_xml
from zhiheng.office.registers.enums import ImportState, SetAsideState
from zhiheng.office.registers.models import Import, SetAsideRow, problem_json
from zhiheng.office.registers.permissions import CORRECT, EXPORT, IMPORT
from zhiheng.office.registers.settling import settle_earlier
from zhiheng.office.registers.signals import import_finished

logger = logging.getLogger(__name__)
HEARTBEAT = timedelta(seconds=1)
# A running import that has not reported for so long was killed; it can be started again.
SILENT = timedelta(minutes=2)
# A queued import that no worker has begun for so long, though none is busy, waits for nobody.
FORGOTTEN = timedelta(minutes=10)
NOTICES_KEPT = 1_000
Report = Callable[[Progress], None]


@transaction.atomic
def request_import(
    *, paths: list[str], by: User, on: datetime, register: str = "", permission: str = IMPORT
) -> Import:
    """Note that files are to be imported; the run itself is `run_import`."""
    check_user_can(by, permission)
    if not paths:
        raise InputError.of("import.nothing_given")
    run = Import.objects.create(
        state=ImportState.QUEUED, requested_by=by, requested_at=on, paths=paths, register=register
    )
    details = {"files": len(paths), "register": register}
    record(
        act="registers.import_requested", subject=f"import:{run.pk}", details=details, by=by, on=on
    )
    return run


def run_import(
    *, run: Import, by: User, on: datetime, report: Report = lambda progress: None
) -> tuple[Import, ImportReport]:
    """Import the files of a run that is queued.

    The lake is written first and the run closed after it. Killed in between, the run stays open
    without a sign of life and is marked interrupted; running the same files again finds every
    row unchanged.
    """
    begun = Import.objects.filter(pk=run.pk, state=ImportState.QUEUED).update(
        state=ImportState.RUNNING, started_at=on, alive_at=on
    )
    if not begun:
        raise ConflictError.of("import.already_begun", received=run.pk)
    run.refresh_from_db()
    try:
        outcome = take_in(
            [Path(path) for path in run.paths],
            import_settings(run.register),
            on=on,
            report=_noting_progress(run, report),
        )
        _finish(run, outcome, by=by)
    except Exception as error:
        _fail(run, error, by=by)
        raise
    for receiver, answer in import_finished.send_robust(sender=Import, run=run, report=outcome):
        if isinstance(answer, Exception):
            logger.error("after the import: %s failed", receiver, exc_info=answer)
    return run, outcome


def import_files(
    *,
    paths: list[str],
    by: User,
    on: datetime,
    register: str = "",
    report: Report = lambda progress: None,
) -> tuple[Import, ImportReport]:
    """Request an import and run it at once, as the command line does."""
    run = request_import(paths=paths, by=by, on=on, register=register)
    return run_import(run=run, by=by, on=on, report=report)


def import_settings(register: str = "") -> ImportSettings:
    """Return what an import of this installation needs besides its files."""
    return ImportSettings(
        catalogue=lake.catalogue(),
        lake=lake.lake(),
        scratch=settings.ZHIHENG.home / "scratch",
        register=register,
        workers=os.cpu_count() or 1,
        index=settings.ZHIHENG.home / "index",
        search_server=settings.ZHIHENG.opensearch,
    )


@transaction.atomic
def mark_interrupted(*, on: datetime) -> int:
    """Mark imports that nobody runs (any more) as interrupted; return how many.

    That are running ones without a sign of life and, while none is running, queued ones that no
    worker has taken up for long.
    """
    ended = {"state": ImportState.INTERRUPTED, "finished_at": on}
    running = Import.objects.filter(state=ImportState.RUNNING)
    marked = running.filter(alive_at__lt=on - SILENT).update(**ended)
    if not running.exists():
        waiting = Import.objects.filter(state=ImportState.QUEUED, requested_at__lt=on - FORGOTTEN)
        marked += waiting.update(**ended)
    return marked


def correct_row(*, row: SetAsideRow, cells: Mapping[str, str], by: User, on: datetime) -> Import:
    """Import a corrected version of one line of a table; the row is closed when it is taken.

    The corrected line is written to a file of its own, so that the stored row names it as its
    source; what was received before stays with the row.
    """
    _check_correctable(row, by=by)
    line = checked_line(row, cells)
    path = _correction_file(row, ".jsonl", line)
    return _import_correction(row, path, by=by, on=on, register=row.register)


def correct_xml(*, row: SetAsideRow, text: str, by: User, on: datetime) -> Import:
    """Import a corrected version of one XML record; the row is closed when it is taken."""
    _check_correctable(row, by=by)
    path = _correction_file(row, ".xml", checked_xml(row, text))
    return _import_correction(row, path, by=by, on=on, register="")


@transaction.atomic
def dismiss_row(*, row: SetAsideRow, reason: str, by: User, on: datetime) -> SetAsideRow:
    """Close a row without taking it, with a reason."""
    check_user_can(by, CORRECT)
    if not reason.strip():
        raise InputError.of("set_aside.reason_missing")
    _close(row, SetAsideState.DISMISSED, by=by, on=on, reason=reason.strip()[:400])
    record(act="registers.row_dismissed", subject=f"set-aside:{row.pk}", details={}, by=by, on=on)
    return row


@transaction.atomic
def note_export(
    *, register: str, filters: list[str], by: User, on: datetime, permission: str = EXPORT
) -> None:
    """Put on record that somebody takes rows of a register away as a file.

    Only the names of the filters are noted: their values may be a person's name. Rows that were
    set aside are the register `set-aside`.
    """
    check_user_can(by, permission)
    details = {"filters": sorted(filters)}
    record(act="registers.exported", subject=f"register:{register}", details=details, by=by, on=on)


def refold(*, by: User, on: datetime) -> None:
    """Fold the register of patents anew, after a declared term or event changed."""
    check_user_can(by, IMPORT)
    with lake.lake().writing():
        refresh_derived(lake.lake(), lake.catalogue(), on=on, anew=True)
    with transaction.atomic():
        record(act="registers.refolded", subject="register:patents", details={}, by=by, on=on)


def _check_correctable(row: SetAsideRow, *, by: User) -> None:
    check_user_can(by, CORRECT)
    if row.state != SetAsideState.OPEN:
        raise ConflictError.of("set_aside.closed", received=row.pk)


def _correction_file(row: SetAsideRow, ending: str, text: str) -> Path:
    folder = settings.ZHIHENG.home / "corrections"
    folder.mkdir(parents=True, exist_ok=True)
    used = len(list(folder.glob(f"{row.pk}-*{ending}")))
    path: Path = folder / f"{row.pk}-{used + 1}{ending}"
    path.write_text(text, encoding="utf-8")
    return path


def _import_correction(
    row: SetAsideRow, path: Path, *, by: User, on: datetime, register: str
) -> Import:
    run = request_import(paths=[str(path)], by=by, on=on, register=register, permission=CORRECT)
    run, outcome = run_import(run=run, by=by, on=on)
    if outcome.set_aside or not outcome.read:
        return run
    with transaction.atomic():
        _close(row, SetAsideState.CORRECTED, by=by, on=on, corrected_in=run)
        details = {"import": run.pk}
        record(
            act="registers.row_corrected",
            subject=f"set-aside:{row.pk}",
            details=details,
            by=by,
            on=on,
        )
    return run


def _close(
    row: SetAsideRow,
    state: SetAsideState,
    *,
    by: User,
    on: datetime,
    reason: str = "",
    corrected_in: Import | None = None,
) -> None:
    closed = SetAsideRow.objects.filter(pk=row.pk, state=SetAsideState.OPEN).update(
        state=state, closed_by=by, closed_at=on, closed_reason=reason, corrected_in=corrected_in
    )
    if not closed:
        raise ConflictError.of("set_aside.closed", received=row.pk)
    row.refresh_from_db()


def _noting_progress(run: Import, report: Report) -> Report:
    noted = timezone.now()

    def note(progress: Progress) -> None:
        nonlocal noted
        report(progress)
        now = timezone.now()
        if now - noted >= HEARTBEAT:
            noted = now
            Import.objects.filter(pk=run.pk).update(
                alive_at=now,
                done_bytes=progress.done_bytes,
                total_bytes=progress.total_bytes,
                records_read=progress.records,
            )

    return note


@transaction.atomic
def _finish(run: Import, outcome: ImportReport, *, by: User) -> None:
    now = timezone.now()
    closed = settle_earlier(run, outcome, by=by, on=now)
    SetAsideRow.objects.bulk_create(
        (_row(run, aside) for aside in outcome.set_aside), batch_size=500
    )
    run.state = ImportState.FINISHED
    run.import_id = outcome.import_id
    run.finished_at = now
    run.records_read = outcome.read
    run.set_aside_count = len(outcome.set_aside)
    run.companions = outcome.companions
    run.counts = {name: vars(counts) for name, counts in outcome.registers.items()}
    run.notices = [
        {"file": notice.file, "position": notice.position, **problem_json(notice.problem)}
        for notice in outcome.notices[:NOTICES_KEPT]
    ]
    run.save()
    details = {
        "import_id": outcome.import_id,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "set_aside": len(outcome.set_aside),
        "closed": closed,
    }
    record(act="registers.imported", subject=f"import:{run.pk}", details=details, by=by, on=now)


def _row(run: Import, aside: SetAside) -> SetAsideRow:
    return SetAsideRow(
        import_run=run,
        register=aside.register,
        file=aside.file,
        position=aside.position,
        problems=[problem_json(problem) for problem in aside.problems],
        first_code=aside.problems[0].code,
        received=aside.received.replace("\x00", "�"),  # PostgreSQL keeps no NUL in a text
    )


@transaction.atomic
def _fail(run: Import, error: Exception, *, by: User) -> None:
    problems = error.problems if isinstance(error, PersonError) else ()
    run.state = ImportState.FAILED
    run.finished_at = timezone.now()
    run.failure = [problem_json(problem) for problem in problems]
    # Whatever else was put on the object belongs to a transaction that was rolled back.
    run.save(update_fields=["state", "finished_at", "failure"])
    details = {"codes": [problem.code for problem in problems] or [type(error).__name__]}
    record(
        act="registers.import_failed",
        subject=f"import:{run.pk}",
        details=details,
        by=by,
        on=run.finished_at,
    )
