"""What the page of a matter tells the people whose matter it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.declarations.models import Wording
from zhiheng.core.procedures.declared import PARTY_CAPACITIES, Act
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import CaseTerm
from zhiheng.core.procedures.wording import BOUND, cited
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import Capacity, CaseStatus, EntryKind
from zhiheng.office.cases.models import Case, Entry, EntryFile, Party, Session
from zhiheng.office.cases.permissions import capacities_of
from zhiheng.office.cases.queries import PossibleAct
from zhiheng.office.cases.showing import Answer, answers, status_badge
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import language, said
from zhiheng.office.web.failures import problem_texts

# Lines that tell a party nothing but how the office arranged its work.
_QUIET = frozenset({EntryKind.RATED, EntryKind.ASKED, EntryKind.ANSWERED})


class _Titled(Protocol):
    @property
    def title(self) -> Wording: ...


@dataclass(frozen=True)
class MyTerm:
    """One term as a party sees it."""

    title: str
    binds: str
    mine: bool
    due: dt.date
    due_at: dt.datetime | None
    ended: dt.date | None
    overdue: bool
    days: int
    provisional: bool
    standing: bool
    derivation: Sequence[str]
    lapse: str
    article: str
    ended_by: frozenset[str]


@dataclass(frozen=True)
class MyAct:
    """Something that a party may do; `term` is until when, where there is a limit."""

    name: str
    title: str
    description: str
    asked: bool
    term: MyTerm | None
    missing: Sequence[str]


@dataclass(frozen=True)
class TimelineLine:
    """One line of what happened."""

    at: dt.datetime
    title: str
    who: str
    answers: Sequence[Answer]
    files: Sequence[EntryFile]
    stage: str


def my_capacities(case: Case, user: User, procedure: Procedure, *, on: dt.date) -> frozenset[str]:
    """Return as what party somebody acts in a matter; whoever handed it in for others as none."""
    held = capacities_of(user, case, procedure, on=on)
    return held & {str(each) for each in PARTY_CAPACITIES}


def standing(case: Case, procedure: Procedure, mine: Collection[str] = ()) -> str:
    """Return in plain words where a matter stands and on whom it waits, perhaps on oneself."""
    stage = procedure.stages[case.stage]
    if case.status == CaseStatus.JOINED:
        return _("The matter was joined to another and goes on there.")
    if procedure.is_closed(case.stage):
        outcome = procedure.outcomes.get(case.outcome)
        result = said(outcome.title) if outcome else said(stage.title)
        return _("The matter is closed. Result: %(result)s.") % {"result": result}
    if case.status == CaseStatus.SUSPENDED:
        return _("Time stands still for the moment; it goes on once the reason is gone.")
    if stage.waits_for in mine:
        return _("The office waits for you: see below what is asked.")
    return {
        "office": _("The matter is with the office; there is nothing for you to do now."),
        "applicant": _("The office waits for whoever asked."),
        "respondent": _("The office waits for the other side."),
        "others": _("The office waits for another body."),
    }[stage.waits_for]


def told(terms: Iterable[CaseTerm], procedure: Procedure) -> list[CaseTerm]:
    """Return the terms of which parties may know: not those that only internal acts start."""
    internal = {act.act for act in procedure.acts.values() if act.internal}
    return [
        each for each in terms if not each.declared.starts or set(each.declared.starts) - internal
    ]


def my_terms(
    terms: Iterable[CaseTerm], parties: Collection[Party], mine: Collection[str], *, on: dt.date
) -> list[MyTerm]:
    """Return the terms that a party sees: its own, and those that bind the office."""
    own = {str(each.pk) for each in parties}
    shown = []
    for each in terms:
        bound = each.declared.binds
        if each.running.of and each.running.of not in own:
            continue
        is_mine = bound in mine or (bound == "parties" and bool(mine))
        shown.append(
            MyTerm(
                title=said(each.declared.title),
                binds=said(BOUND[bound]),
                mine=is_mine,
                due=each.due,
                due_at=each.deadline.due_at,
                ended=each.running.ended,
                overdue=each.overdue(on),
                days=(each.due - on).days,
                provisional=bool(each.deadline.awaits),
                standing=each.deadline.standing_since is not None and each.running.ended is None,
                derivation=each.deadline.sentences(language()),
                lapse=said(each.declared.lapse) if each.declared.lapse else "",
                article=cited(each.declared.ground, language()),
                ended_by=frozenset(each.declared.ends),
            )
        )
    return shown


def my_acts(
    possible: Iterable[PossibleAct], mine: Collection[str], terms: Sequence[MyTerm], case: Case,
    procedure: Procedure,
) -> list[MyAct]:  # fmt: skip
    """Return what a party may do, what is asked of it first, then what only it may do."""
    waits = procedure.stages[case.stage].waits_for in mine
    found = []
    for each in possible:
        if not {str(by) for by in each.act.by} & set(mine):
            continue
        limits = [t for t in terms if t.mine and t.ended is None and each.act.act in t.ended_by]
        term = min(limits, key=lambda t: t.due, default=None)
        leads_on = bool(each.act.to) and not procedure.is_closed(each.act.to)
        found.append(
            MyAct(
                each.act.act,
                said(each.act.title),
                said(each.act.description) if each.act.description else "",
                asked=not each.missing and (term is not None or (waits and leads_on)),
                term=term,
                missing=problem_texts(each.missing),
            )
        )
    return sorted(found, key=lambda act: (not act.asked, bool(act.missing)))


def may_read(entry: Entry, mine: Collection[str], procedure: Procedure, user: User) -> bool:
    """Tell whether a party reads what was filled in: its own, and what the office told it.

    What another party handed in reaches it as a paper that is served, never by this page.
    """
    if entry.internal or entry.erased_at is not None:
        return False
    if entry.by_id == user.pk or entry.capacity in mine:
        return True
    act = procedure.acts.get(entry.name) if entry.kind == EntryKind.ACT else None
    by_party = entry.capacity in {str(each) for each in PARTY_CAPACITIES}
    return act is not None and not by_party and bool(set(map(str, act.notifies)) & set(mine))


def timeline(
    entries: Iterable[Entry], mine: Collection[str], procedure: Procedure, user: User
) -> list[TimelineLine]:
    """Return what happened, the newest first, with what the party may read of it."""
    lines = []
    for entry in entries:
        if entry.kind in _QUIET:
            continue
        readable = may_read(entry, mine, procedure, user)
        act = procedure.acts.get(entry.name) if entry.kind == EntryKind.ACT else None
        moved = entry.stage_before != entry.stage_after
        lines.append(
            TimelineLine(
                entry.at,
                _titled(entry, act, procedure),
                str(Capacity(entry.capacity).label) if entry.capacity else "",
                _answers(entry, act, procedure) if readable else (),
                list(entry.files.all()) if readable else (),
                said(procedure.stages[entry.stage_after].title) if moved else "",
            )
        )
    return lines[::-1]


def _titled(entry: Entry, act: Act | None, procedure: Procedure) -> str:
    if act is not None:
        return said(act.title)
    titles: dict[EntryKind, Mapping[str, _Titled]] = {
        EntryKind.SUSPENDED: procedure.grounds, EntryKind.RESUMED: procedure.grounds,
        EntryKind.EXTENDED: procedure.terms, EntryKind.SCHEDULED: procedure.sessions,
        EntryKind.HELD: procedure.sessions, EntryKind.CANCELLED: procedure.sessions,
        EntryKind.PAPER_ISSUED: procedure.papers, EntryKind.PAPER_SERVED: procedure.papers,
        EntryKind.PAPER_WITHDRAWN: procedure.papers,
    }  # fmt: skip
    known = titles.get(EntryKind(entry.kind), {}).get(entry.name)
    kind = str(EntryKind(entry.kind).label)
    if known is None:
        return kind
    return pgettext("what happened", "%(kind)s: %(title)s") % {
        "kind": kind, "title": said(known.title),
    }  # fmt: skip


def _answers(entry: Entry, act: Act | None, procedure: Procedure) -> list[Answer]:
    if act is None or act.act == procedure.declaration.begins:
        return []
    return answers(act.fields, entry.content or {}, unmasked=True)


@dataclass(frozen=True)
class SessionLine:
    """A hearing or meeting."""

    title: str
    session: Session


def session_lines(sessions: Iterable[Session], procedure: Procedure) -> list[SessionLine]:
    """Return the sessions of a matter with what they are called."""
    return [
        SessionLine(said(procedure.sessions[each.kind].title), each)
        for each in sessions
        if each.kind in procedure.sessions
    ]


@dataclass(frozen=True)
class MatterLine:
    """One matter of a list."""

    case: Case
    procedure: str
    stage: str
    waits: str
    badge: str


def matter_line(case: Case) -> MatterLine:
    """Return a matter as the list shows it."""
    procedure = law.procedure_of(case)
    return MatterLine(
        case,
        said(procedure.declaration.title),
        said(procedure.stages[case.stage].title),
        standing(case, procedure),
        status_badge(case),
    )


def matter_table(cases: Iterable[Case]) -> Table:
    """Return matters as a file has them."""
    headings = {
        "number": _("Case number"),
        "title": pgettext("case", "Subject"),
        "procedure": pgettext("hall", "Service"),
        "stage": _("Stage"),
        "state": _("State"),
        "body": _("Handled by"),
        "filed": _("Filed"),
        "closed": _("Closed"),
    }
    return Table(list(headings), list(headings.values()), map(_exported, cases))


def _exported(case: Case) -> dict[str, object]:
    line = matter_line(case)
    return {
        "number": case.number,
        "title": case.title,
        "procedure": line.procedure,
        "stage": line.stage,
        "state": case.get_status_display(),
        "body": case.organisation.name if case.organisation else "",
        "filed": timezone.localdate(case.filed_at),
        "closed": timezone.localdate(case.closed_at) if case.closed_at else None,
    }
