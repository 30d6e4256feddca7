"""What would follow: of approving a proposal, of lengthening a term, of fixing a session.

Everything is worked out by the same machine that does it, on values; nothing is written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.errors import PersonError, Problem
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import SessionKind
from zhiheng.core.procedures.running import CaseTerm, case_terms, latest_due
from zhiheng.core.procedures.state import CaseState
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.suspensions import Extension
from zhiheng.office.cases import law
from zhiheng.office.cases.acting import next_state, put_questions
from zhiheng.office.cases.enums import ProposalKind
from zhiheng.office.cases.models import CaseClock, Proposal
from zhiheng.office.cases.sessions import latest_notice
from zhiheng.office.cases.showing import Answer, answers
from zhiheng.office.desk.legal import article, length
from zhiheng.office.desk.standing import Standing
from zhiheng.office.registers.presenters import language, said
from zhiheng.office.web.failures import problem_texts

_DAY = dt.timedelta(days=1)
_LOOK_AHEAD = 90  # days; the longest notice before a session is 15 days


@dataclass(frozen=True)
class Moved:
    """A term that would have another last day."""

    title: str
    before: dt.date | None
    after: dt.date | None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """What would be different; `obstacles` where it could not take effect today."""

    facts: tuple[Answer, ...] = ()
    moved: tuple[Moved, ...] = ()
    drafts: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """The last day on which a session on a day may be announced, with its article."""

    last: dt.date
    article: str
    in_time: bool


@dataclass
class _Facts:
    facts: list[Answer] = field(default_factory=list)

    def add(self, label: str, text: str) -> None:
        """Keep a fact that has something to say."""
        if text:
            self.facts.append(Answer(label, text))


def of_proposal(standing: Standing, proposal: Proposal) -> Outlook:
    """Return what approving a proposal would change today."""
    try:
        if proposal.kind == ProposalKind.ACT:
            return _of_act(standing, proposal)
        if proposal.kind == ProposalKind.EXTENSION:
            return _of_extension(standing, proposal)
        return _of_suspension(standing, proposal)
    except PersonError as refused:
        return Outlook(obstacles=tuple(problem_texts(list(refused.problems))))


def of_extension(standing: Standing, clock: CaseClock, wanted: str) -> Outlook:
    """Return what lengthening a term by a length would change, by the rule that is next."""
    try:
        parsed = parse_length(wanted)
        rule = standing.procedure.terms[clock.term].extension_rule(len(clock.extensions))
        approver = str(rule.approval) if rule else ""
        extension = Extension(parsed, standing.user.display_name, standing.day, "")
        state = _extended(standing, clock.term, clock.of, extension, approver)
    except PersonError as refused:
        return Outlook(obstacles=tuple(problem_texts(list(refused.problems))))
    return Outlook(moved=_moved(standing, state))


def earliest_session(standing: Standing, kind: SessionKind) -> dt.date | None:
    """Return the first working day for a session whose notice is served today; None without one."""
    if not kind.notice:
        return None
    held = standing.as_held()
    for ahead in range(1, _LOOK_AHEAD):
        day = standing.day + ahead * _DAY
        notice = latest_notice(held, kind, _at_noon(day))
        working = held.counting.calendar.is_working(day)
        if notice is not None and working and standing.day <= notice.due:
            return day
    return None


def notice_of(standing: Standing, kind: SessionKind, day: dt.date) -> Notice | None:
    """Return by when a session on a day has to be announced; None where no law says so."""
    deadline = latest_notice(standing.as_held(), kind, _at_noon(day))
    if deadline is None:
        return None
    term = standing.procedure.terms[kind.notice]
    return Notice(deadline.due, article(term.ground), standing.day <= deadline.due)


def _of_act(standing: Standing, proposal: Proposal) -> Outlook:
    act = standing.procedure.acts[proposal.name]
    content = {name: str(value) for name, value in proposal.content.items()}
    facts = _Facts()
    facts.add(pgettext("case", "Act"), said(act.title))
    for each in answers(act.fields, content, unmasked=standing.unmasked):
        facts.facts.append(each)
    facts.add(_("Ground"), article(act.ground))
    if act.to:
        stages = standing.procedure.stages
        facts.add(
            _("Stage"), f"{said(stages[standing.case.stage].title)} → {said(stages[act.to].title)}"
        )
    if act.outcome:
        facts.add(_("Outcome"), said(standing.procedure.outcomes[act.outcome].title))
    drafts = tuple(said(standing.procedure.papers[name].title) for name in act.drafts)
    try:
        held = standing.as_held()
        state = next_state(held, act.act, frozenset({proposal.capacity}), content)
        put_questions(held, act)
    except PersonError as refused:
        return Outlook(tuple(facts.facts), (), drafts, _texts(refused.problems))
    return Outlook(tuple(facts.facts), _moved(standing, state), drafts)


def _of_extension(standing: Standing, proposal: Proposal) -> Outlook:
    term = standing.procedure.terms[proposal.name]
    asked = str(proposal.content.get("length", ""))
    facts = _Facts()
    facts.add(pgettext("case", "Term"), said(term.title))
    facts.add(_("By how much"), length(asked))
    facts.add(_("Reason"), str(proposal.content.get("reason", "")))
    extension = Extension(parse_length(asked), standing.user.display_name, standing.day, "")
    try:
        state = _extended(standing, proposal.name, proposal.of, extension, proposal.approver)
    except PersonError as refused:
        return Outlook(tuple(facts.facts), obstacles=_texts(refused.problems))
    return Outlook(tuple(facts.facts), _moved(standing, state))


def _of_suspension(standing: Standing, proposal: Proposal) -> Outlook:
    ground = standing.procedure.grounds[proposal.name]
    facts = _Facts()
    facts.add(_("Ground"), f"{said(ground.title)} · {article(ground.ground)}")
    facts.add(_("Reason"), str(proposal.content.get("reason", "")))
    stopped = [
        said(each.declared.title)
        for each in standing.terms
        if each.running.ended is None and ground.code in each.declared.stopped_by
    ]
    facts.add(_("Terms that stand still"), "、".join(stopped) or _("none that runs now"))
    if ground.halts:
        facts.add(_("The case"), _("stands still too; only few acts can be done"))
    try:
        machine.suspend(
            standing.procedure, standing.state, ground.code,
            capacities={proposal.capacity}, on=standing.day,
        )  # fmt: skip
    except PersonError as refused:
        return Outlook(tuple(facts.facts), obstacles=_texts(refused.problems))
    drafts = tuple(said(standing.procedure.papers[name].title) for name in ground.drafts)
    return Outlook(tuple(facts.facts), drafts=drafts)


def _extended(
    standing: Standing, name: str, of: str, extension: Extension, approver: str
) -> CaseState:
    counting = law.counting(standing.day)
    return machine.extend(
        standing.procedure, standing.state, name, extension, capacity=approver, of=of,
        due=latest_due(standing.procedure, standing.state, name, counting),
    )  # fmt: skip


def _moved(standing: Standing, state: CaseState) -> tuple[Moved, ...]:
    """Return the terms that would begin, end or have another last day."""
    before = {_key(each): each for each in standing.terms if each.running.ended is None}
    found = case_terms(standing.procedure, state, law.counting(standing.day))
    after = {_key(each): each for each in found if each.running.ended is None}
    moved = []
    for key, term in {**before, **after}.items():
        old, new = before.get(key), after.get(key)
        if old is None or new is None or old.due != new.due:
            sentences = tuple(new.deadline.sentences(language())) if new else ()
            moved.append(
                Moved(
                    said(term.declared.title),
                    old.due if old else None,
                    new.due if new else None,
                    sentences,
                )
            )
    return tuple(moved)


def _key(term: CaseTerm) -> tuple[str, str, dt.date]:
    return term.running.term, term.running.of, term.running.start


def _texts(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    return tuple(problem_texts(list(problems)))


def _at_noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
