"""Running a screening: asked for, done in the background with signs of life, kept or failed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, PersonError, Problem
from zhiheng.core.screening.declared import Change
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.screening import Screening, screen
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.screening import law, storing
from zhiheng.office.screening.enums import About, RunState
from zhiheng.office.screening.looking import LookedAt, looked_at
from zhiheng.office.screening.models import Run, Trial, Work
from zhiheng.office.screening.permissions import JUDGE

GATHERING, KEEPING = "gathering", "keeping"
# A running screening that has not reported for so long was killed. Steps report when they begin,
# and the longest of a city's takes minutes.
SILENT = timedelta(minutes=15)
# A queued one that no worker has begun for so long, though none is busy, waits for nobody.
FORGOTTEN = timedelta(minutes=10)
PROBLEMS_KEPT = 1_000
Report = Callable[[str, int, int], None]


@transaction.atomic
def request_run(*, scope: Scope, by: User, on: datetime, about: str = About.PATENTS) -> Run:
    """Note that something is to be screened; the screening itself is `run_screening`."""
    check_user_can(by, JUDGE)
    stored = scope.to_json()
    run = Run.objects.create(
        about=about,
        kind=scope.kind,
        scope=stored,
        scope_key=_key_of(stored, about),
        requested_by=by,
        requested_at=on,
    )
    details = {"kind": run.kind, "register": run.about}
    record(act="screening.run_requested", subject=_of(run), details=details, by=by, on=on)
    return run


def run_screening(
    *, run: Run, by: User, on: datetime, report: Report = lambda step, done, total: None
) -> Run:
    """Screen what was asked for, and keep what is found.

    Findings are kept in one transaction with the end of the run: killed before, nothing of it is
    kept, the run is marked interrupted, and asking again finds the same.
    """
    begin(run, on=on)
    try:
        screened(run, by=by, on=on, report=both(noting(run), report))
    except Exception as error:
        fail(run, error)
        _record_failure(run, error, by=by)
        raise
    run.refresh_from_db()
    return run


def begin(work: Work, *, on: datetime) -> None:
    """Take up something that is queued; ConflictError where somebody else has."""
    queued = type(work)._default_manager.filter(pk=work.pk, state=RunState.QUEUED)
    if not queued.update(state=RunState.RUNNING, started_at=on, alive_at=on):
        raise ConflictError.of("screening.already_begun", received=work.pk)
    work.refresh_from_db()


def noting(work: Work) -> Report:
    """Return what notes on the work how far it is."""

    def note(step: str, done: int, total: int) -> None:
        now = timezone.now()
        told = {"step": step[:60], "done": done, "total": total, "alive_at": now}
        type(work)._default_manager.filter(pk=work.pk).update(**told)

    return note


def both(first: Report, second: Report) -> Report:
    """Return what reports to two."""

    def report(step: str, done: int, total: int) -> None:
        first(step, done, total)
        second(step, done, total)

    return report


def fail(work: Work, error: Exception) -> None:
    """Note that the work failed, and why where a person can do something about it."""
    problems = error.problems if isinstance(error, PersonError) else ()
    work.state = RunState.FAILED
    work.finished_at = timezone.now()
    work.failure = [_stored(problem) for problem in problems]
    # Whatever else was put on the object belongs to a transaction that was rolled back.
    work.save(update_fields=["state", "finished_at", "failure"])


@transaction.atomic
def mark_interrupted(*, on: datetime) -> int:
    """Mark screenings and trials that nobody runs (any more) as interrupted; return how many."""
    return sum(_mark(kind, on=on) for kind in (Run, Trial))


def _mark(kind: type[Work], *, on: datetime) -> int:
    ended = {"state": RunState.INTERRUPTED, "finished_at": on}
    running = kind._default_manager.filter(state=RunState.RUNNING)
    marked = running.filter(alive_at__lt=on - SILENT).update(**ended)
    if not running.exists():
        queued = kind._default_manager.filter(state=RunState.QUEUED)
        marked += queued.filter(requested_at__lt=on - FORGOTTEN).update(**ended)
    return marked


def found_in(
    seen: LookedAt | Scene | MarkScene,
    *,
    on: date,
    changes: Sequence[Change] | None = None,
    only: Collection[str] = (),
    report: Report = lambda step, done, total: None,
) -> Screening:
    """Return what is found by the office's limits (unless `changes`), white list and dismissals.

    `only` are signals; all where none is named.
    """
    return screen(
        seen,
        law.declared(),
        changes=law.changes() if changes is None else changes,
        entries=law.entries(on),
        dismissed=law.dismissed(),
        only=only,
        report=report,
    )


def screened(run: Run, *, by: User, on: datetime, report: Report) -> None:
    """Screen, and keep what was found together with the end of the run."""
    day = timezone.localdate(on)
    report(GATHERING, 0, 1)
    seen = looked_at(Scope.from_json(run.scope), run.about, on=day)
    found = found_in(seen, on=day, report=report)
    report(KEEPING, 1, 1)
    _finish(run, seen, found, by=by)


@transaction.atomic
def _finish(run: Run, seen: LookedAt, found: Screening, *, by: User) -> None:
    kept = storing.keep(run=run, screening=found)
    now = timezone.now()
    asked = int(seen.filings.asked.sum())
    run.state = RunState.DONE
    run.finished_at = run.alive_at = now
    run.limits = {name: dict(limits.values) for name, limits in found.limits.items()}
    run.versions = dict(seen.versions)
    run.asked = asked
    run.beside = len(seen.filings) - asked
    run.found = len(found.leads)
    run.spared = storing.spared_json(found.spared, seen.filings)
    run.problems = [_stored(each) for each in seen.problems[:PROBLEMS_KEPT]]
    run.save()
    details = {
        "filings": asked,
        "new": kept.new,
        "updated": kept.updated,
        "gone": kept.gone,
        "spared": len(found.spared),
    }
    record(act="screening.run_done", subject=_of(run), details=details, by=by, on=now)


@transaction.atomic
def _record_failure(run: Run, error: Exception, *, by: User) -> None:
    codes = [each["code"] for each in run.failure] or [type(error).__name__]
    now = timezone.now()
    record(act="screening.run_failed", subject=_of(run), details={"codes": codes}, by=by, on=now)


def _stored(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "values": dict(problem.values)}


def _key_of(scope: dict[str, str], about: str) -> str:
    told = json.dumps({"about": about, **scope}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _of(run: Run) -> str:
    return f"screening:{run.pk}"
