"""Private checks of drafts: asked for, done in the background, their results deleted.

The drafts lie in a folder of their own until the check ends and are removed in any case; the row
keeps digests, and a result that only its owner's browser can open.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError, InputError, NotFoundError, PersonError, Problem
from zhiheng.core.screening.draft_checking import (
    Applicant,
    as_filings,
    of_texts,
    result_of,
    shown_to,
)
from zhiheng.core.screening.draft_files import LIMITS, DraftReading, read_drafts
from zhiheng.core.screening.gathering import gather_beside
from zhiheng.core.screening.screening import screen
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.attachments.commands import attach_bytes
from zhiheng.office.cases.numbering import new_code
from zhiheng.office.ledger.commands import record
from zhiheng.office.ledger.sealing import seal as seal_ledger
from zhiheng.office.parties.queries import party_of_name
from zhiheng.office.registers import lake
from zhiheng.office.screening import draft_proof, draft_scratch, law
from zhiheng.office.screening.draft_queries import GOING_ON, checking_organisations, own_parties
from zhiheng.office.screening.draft_sealing import new_key, seal
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.masking import masked_evidence
from zhiheng.office.screening.models import DraftCheck
from zhiheng.office.screening.permissions import CHECK_DRAFTS

_log = logging.getLogger("zhiheng.screening")
READING, GATHERING, WRITING = "reading", "gathering", "writing"
INVENTION = "invention"
File = tuple[str, Iterable[bytes]]


@dataclass(frozen=True)
class Asked:
    """A check that was asked for, and the key that opens its result."""

    check: DraftCheck
    key: str


@dataclass(frozen=True)
class _Outcome:
    """What a check brought."""

    reading: DraftReading
    result: dict[str, Any]
    signals: list[str]
    versions: dict[str, int]


def ask_check(
    *,
    organisation: Organisation,
    files: Sequence[File],
    applicant: str = "",
    right: str = INVENTION,
    by: User,
    on: datetime,
) -> Asked:
    """Take drafts in to be checked; the caller has `run_check` done in the background."""
    day = timezone.localdate(on)
    check_user_can(by, CHECK_DRAFTS, on=day)
    if organisation not in checking_organisations(by, on=day):
        raise ForbiddenError.of("draft.not_checking", received=organisation.name)
    if not files:
        raise InputError.of("draft.nothing_given")
    _check_number(len(files), by, on)
    code, key = new_code(), new_key()
    with draft_scratch.holding(code, files, key=key), transaction.atomic():
        check = DraftCheck.objects.create(
            code=code,
            organisation=organisation,
            applicant=applicant.strip() or organisation.name,
            result={"right": right},
            by=by,
            at=on,
        )
        details = {"files": len(files)}
        record(act="screening.drafts_asked", subject=_subject(check), details=details, by=by, on=on)
    return Asked(check, key)


def run_check(*, code: str, on: datetime) -> None:
    """Check drafts that wait for it; whatever happens, nothing of them is left afterwards."""
    waiting = DraftCheck.objects.filter(code=code, state=RunState.QUEUED)
    check = waiting.select_related("organisation", "by").first()
    if check is None:
        return
    try:
        # Held before it counts as running: what runs and is not held was left over.
        with draft_scratch.held(code) as held:
            if waiting.update(state=RunState.RUNNING, step=READING):
                _run(check, held, on)
    except NotFoundError as error:
        _fail(check, error.problems, on, was=RunState.QUEUED)
    except PersonError as error:
        _fail(check, error.problems, on)
    except Exception as error:
        # The message may quote a draft: only the kind of the fault and its place are told.
        frames = traceback.extract_tb(error.__traceback__)
        place = "; ".join(f"{each.filename}:{each.lineno}" for each in frames[-5:])
        _log.error("a check of drafts broke off: %s at %s", type(error).__name__, place)
        _fail(check, [Problem("draft.broke_off", {"received": type(error).__name__})], on)


def _run(check: DraftCheck, held: draft_scratch.Held, on: datetime) -> None:
    reading = read_drafts(held.paths, limits(on))
    if not reading.drafts:
        _fail(check, [Problem("draft.nothing_read")], on, reading, held.key)
        return
    try:
        outcome = _checked(check, reading, on)
    except NotFoundError as error:  # a register that is not declared, not the drafts
        _fail(check, error.problems, on)
        return
    _finish(check, outcome, held.key, on)


@transaction.atomic
def delete_result(*, check: DraftCheck, by: User, on: datetime) -> None:
    """Delete what a check found; its proof stays."""
    if check.by_id != by.pk:
        raise NotFoundError.of("draft.unknown", received=check.pk)
    if check.state in GOING_ON:
        raise InputError.of("draft.not_finished", received=check.code)
    own = DraftCheck.objects.filter(pk=check.pk, deleted_at=None)
    if not own.update(sealed=None, result={}, problems=[], deleted_at=on):
        return
    record(act="screening.draft_result_deleted", subject=_subject(check), details={}, by=by, on=on)


def remove_left_over(*, on: datetime) -> int:
    """Remove drafts that nobody will check any more, and say so of their checks; return how many.

    Left over are those of a process that was killed, and those that waited for too long.
    """
    hours = lake.whole("draft-check.waiting-hours", on=timezone.localdate(on))
    queued = DraftCheck.objects.filter(state=RunState.QUEUED)
    waiting = set(queued.filter(at__gt=on - timedelta(hours=hours)).values_list("code", flat=True))
    left = draft_scratch.left_over(waiting)
    for code in left:
        draft_scratch.remove(code)
    gone = DraftCheck.objects.filter(code__in=left, state__in=GOING_ON)
    return gone.update(state=RunState.INTERRUPTED, finished_at=on) if left else 0


def limits(on: datetime) -> dict[str, int]:
    """Return how much one check may hold, and how far archives may expand."""
    day = timezone.localdate(on)
    own = {name: lake.whole(f"draft-check.{name}", on=day) for name in LIMITS}
    return {**lake.feed_limits(), **own}


def checked(
    reading: DraftReading,
    *,
    applicant: Applicant,
    own: Sequence[str],
    right: str,
    on: datetime,
    report: Any = lambda step, done, total: None,
) -> _Outcome:
    """Return what screening says of drafts that were read; nothing is stored."""
    day = timezone.localdate(on)
    drafts = as_filings(reading.drafts, applicant, right=right, on=day)
    report(GATHERING, 0, 1)
    gathered = gather_beside(
        lake.engine(), lake.catalogue(), drafts,
        parties=own, on=day, window_months=law.window_months(day),
    )  # fmt: skip
    declared = of_texts(law.declared())
    found = screen(shown_to(gathered, own, on=day), declared, changes=law.changes(), report=report)
    # What was gathered is short of the same texts; reading has told so in the words of a file.
    result = result_of(found, reading.drafts, own, declared=declared, problems=reading.problems)
    return _Outcome(reading, _masked(result), list(declared.signals), dict(gathered.versions))


def _masked(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result without the names of private persons, before anybody seals or keeps it."""
    leads = [
        {**lead, "evidence": [masked_evidence(each) for each in lead["evidence"]]}
        for lead in result["leads"]
    ]
    return {**result, "leads": leads}


def _checked(check: DraftCheck, reading: DraftReading, on: datetime) -> _Outcome:
    own = own_parties(check.organisation)
    name = check.applicant
    is_own = check.organisation is not None and name == check.organisation.name
    party = (own[0] if own else "") if is_own else party_of_name(name) or ""
    return checked(
        reading,
        applicant=Applicant(name, party),
        own=own,
        right=check.result.get("right", INVENTION),
        on=on,
        report=partial(_report, check.pk),
    )


def _report(pk: int, step: str, done: int, total: int) -> None:
    DraftCheck.objects.filter(pk=pk).update(step=step, done=done, total=total)


def _finish(check: DraftCheck, outcome: _Outcome, key: str, on: datetime) -> None:
    files = outcome.reading.files
    statement = draft_proof.statement_of(
        check, files, result=outcome.result,
        signals=outcome.signals, versions=outcome.versions, on=on,
    )  # fmt: skip
    _report(check.pk, WRITING, 1, 1)
    pdf = draft_proof.proof_pdf(statement, at=on)
    digest = draft_proof.digest_of(statement)
    with transaction.atomic():
        # The proof can be checked offline at once, not with the next regular checkpoint.
        transaction.on_commit(partial(seal_ledger, on=on), robust=True)
        proof = attach_bytes(name=f"草稿自查证明 {check.code}.pdf", content=pdf, by=check.by, on=on)
        event = record(
            act="screening.drafts_checked",
            subject=_subject(check),
            details={
                "statement": digest,
                "result": statement["result"],
                "files": [each["sha256"] for each in statement["files"]],
                "pdf": proof.digest,
            },
            by=check.by,
            on=on,
        )
        DraftCheck.objects.filter(pk=check.pk, state=RunState.RUNNING).update(
            state=RunState.DONE,
            finished_at=on,
            files=statement["files"],
            drafts=statement["drafts"],
            versions=outcome.versions,
            result=_counts(outcome.result),
            sealed=seal(outcome.result, key=key, code=check.code),
            digest=digest,
            statement=statement,
            proof=proof,
            event=event.sequence,
        )


def _counts(result: dict[str, Any]) -> dict[str, Any]:
    """Return what may stand in the database of a result: how many leads of which signal."""
    counts: dict[str, int] = {}
    for lead in result["leads"]:
        counts[lead["signal"]] = counts.get(lead["signal"], 0) + 1
    return {"signals": counts, "leads": len(result["leads"]), "problems": len(result["problems"])}


def _fail(
    check: DraftCheck,
    problems: Sequence[Problem],
    on: datetime,
    reading: DraftReading | None = None,
    key: str = "",
    *,
    was: RunState = RunState.RUNNING,
) -> None:
    """Put on record that a check ended without a result; what was wrong with files is sealed."""
    told = [{"code": each.code, "values": dict(each.values)} for each in problems]
    sealed = None
    if reading is not None:
        values = [
            {"code": p.code, "values": dict(p.values), "file": p.file, "position": p.position}
            for p in reading.problems
        ]
        sealed = seal({"problems": values}, key=key, code=check.code)
    DraftCheck.objects.filter(pk=check.pk, state=was).update(
        state=RunState.FAILED, finished_at=on, problems=told, sealed=sealed, result={}
    )


def _check_number(files: int, by: User, on: datetime) -> None:
    day = timezone.localdate(on)
    most = lake.whole("draft-check.files", on=day)
    if files > most:
        raise InputError.of("draft.too_many_files", expected=most)
    unfinished = DraftCheck.objects.filter(by=by, state__in=GOING_ON).count()
    allowed = lake.whole("draft-check.unfinished", on=day)
    if unfinished >= allowed:
        raise InputError.of("draft.unfinished", received=unfinished, expected=allowed)


def _subject(check: DraftCheck) -> str:
    return f"draft_check:{check.pk}"
