"""What the page of a case shows: the next steps, the terms, the parties, the people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.core.browsing.privacy import mask_address, mask_name
from zhiheng.core.errors import Problem
from zhiheng.core.procedures.declared import Act, ExtensionRule
from zhiheng.core.procedures.running import CaseTerm
from zhiheng.core.procedures.wording import BOUND, CAPACITIES, CLOSED, WAITING
from zhiheng.office.cases.enums import SessionState
from zhiheng.office.cases.models import CaseClock, CaseStop, Party, Session
from zhiheng.office.cases.showing import Answer, answers, masked_number
from zhiheng.office.desk.acts import may_extend
from zhiheng.office.desk.due import Due, due_words
from zhiheng.office.desk.legal import article, length
from zhiheng.office.desk.standing import Standing
from zhiheng.office.registers.presenters import language, said
from zhiheng.office.web.failures import problem_texts

# Where on the page of a case something missing is put right.
_PLACES = {
    "procedure.needs_issued": "papers",
    "procedure.needs_served": "papers",
    "procedure.needs_session": "sessions",
    "procedure.needs_officers": "people",
    "procedure.needs_panel": "people",
    "procedure.needs_investigator": "people",
    "procedure.term_still_runs": "terms",
    "procedure.term_ran_out": "terms",
}


@dataclass(frozen=True)
class Obstacle:
    """Something missing for an act: what, and where on the page to see to it."""

    text: str
    place: str


@dataclass(frozen=True)
class NextStep:
    """An act that somebody may do, or may do once nothing is missing."""

    act: Act
    title: str
    description: str
    approval: str
    to: str
    ground: str
    obstacles: tuple[Obstacle, ...]

    @property
    def ready(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.obstacles


@dataclass(frozen=True)
class TermLine:
    """A term of a case: how far it has run, in words and as a share from 0 to 100."""

    term: CaseTerm
    title: str
    binds: str
    of: str
    length: str
    extensions: tuple[str, ...]
    due: Due
    due_at: dt.datetime | None
    share: int
    ended: str
    late: bool
    sentences: tuple[str, ...]
    unverified: tuple[str, ...]
    awaits: tuple[int, ...]
    clock: CaseClock | None
    rule: ExtensionRule | None
    ground: str

    @property
    def running(self) -> bool:
        """Tell whether the term has not ended."""
        return self.term.running.ended is None


@dataclass(frozen=True)
class StopLine:
    """Days that are not counted, and what they stopped."""

    stop: CaseStop
    title: str
    article: str
    days: int
    terms: str


@dataclass(frozen=True)
class PartyLine:
    """A party as somebody may see it."""

    party: Party
    name: str
    facts: tuple[Answer, ...]
    left: bool


@dataclass(frozen=True)
class SessionLine:
    """A session of a case; whether somebody may note that it was held, or call it off."""

    session: Session
    title: str
    may_hold: bool
    may_cancel: bool


def next_steps(standing: Standing) -> list[NextStep]:
    """Return what somebody may do now, first what lacks nothing."""
    steps = [
        NextStep(
            each.act,
            said(each.act.title),
            said(each.act.description) if each.act.description else "",
            capacity(each.act.approval) if each.act.approval else "",
            _stage(standing, each.act.to) if each.act.to else "",
            article(each.act.ground),
            tuple(_obstacle(problem) for problem in each.missing),
        )
        for each in standing.possible
    ]
    return sorted(steps, key=lambda step: not step.ready)


def waits(standing: Standing) -> str:
    """Return on whom the case waits."""
    ended = standing.procedure.is_closed(standing.case.stage)
    return said(CLOSED if ended else WAITING[standing.case.waits_for])


def capacity(name: str) -> str:
    """Return a capacity in words."""
    found = {str(key): wording for key, wording in CAPACITIES.items()}
    return said(found[str(name)]) if str(name) in found else str(name)


def capacities(standing: Standing) -> list[str]:
    """Return as what somebody acts in a case, in words."""
    order = [str(each) for each in CAPACITIES]
    held = sorted((str(each) for each in standing.capacities), key=order.index)
    return [capacity(each) for each in held]


def term_lines(standing: Standing) -> list[TermLine]:
    """Return the terms of a case, those that run first."""
    parties = {str(each.pk): each.name for each in standing.case.parties.all()}
    return [_term_line(standing, each, parties) for each in standing.terms]


def stop_lines(standing: Standing) -> list[StopLine]:
    """Return the ledger of suspensions, the newest last."""
    return [_stop_line(standing, each) for each in standing.case.stops.all()]


def party_lines(standing: Standing) -> list[PartyLine]:
    """Return the parties, those who left last; private data masked for who may not see it."""
    lines = [_party_line(each, standing) for each in standing.case.parties.all()]
    return sorted(lines, key=lambda line: line.left)


def form_answers(standing: Standing) -> list[tuple[str, list[Answer]]]:
    """Return what the form says, section by section."""
    sections = standing.procedure.declaration.form
    found = [
        (said(each.title), answers(each.fields, standing.case.form, unmasked=standing.unmasked))
        for each in sections
    ]
    return [(title, some) for title, some in found if some]


def next_rule(term: CaseTerm) -> ExtensionRule | None:
    """Return the rule by which a running term can be lengthened next."""
    if term.running.ended is not None:
        return None
    return term.declared.extension_rule(len(term.running.extensions))


def rule_words(rule: ExtensionRule) -> str:
    """Return how a term can be lengthened, in words."""
    most = (
        _("by %(length)s at most") % {"length": length(rule.length)}
        if rule.length
        else _("by what who approves fixes")
    )
    return _("%(most)s, approved by the %(who)s") % {"most": most, "who": capacity(rule.approval)}


def rule_ground(rule: ExtensionRule) -> str:
    """Return the article that lets a term be lengthened, and on what condition."""
    reason = f"：{said(rule.reason)}" if rule.reason else ""
    return f"{article(rule.ground)}{reason}"


def _term_line(standing: Standing, term: CaseTerm, parties: dict[str, str]) -> TermLine:
    running, deadline = term.running, term.deadline
    on = running.ended or standing.day
    start = _day(running.start)
    whole = max((term.due - start).days, 1)
    share = min(max(round(100 * (on - start).days / whole), 0), 100)
    stands = running.ended is None and standing.stopped(running.term)
    due = due_words(term.due, on=standing.day, provisional=bool(deadline.awaits), standing=stands)
    office = term.declared.binds == "office"
    if running.ended is not None or (not office and term.overdue(standing.day)):
        due = Due(term.due, "" if running.ended else _("has run out"), "off")
    clock = standing.clocks.get((running.term, running.of, start))
    return TermLine(
        term,
        said(term.declared.title),
        said(BOUND[term.declared.binds]),
        _masked_name(parties.get(running.of, ""), standing),
        length(running.length),
        tuple(_extension(each) for each in running.extensions),
        due,
        deadline.due_at,
        share,
        _ended_by(standing, running.ended_by),
        term.ended_late and office,
        tuple(deadline.sentences(language())),
        tuple(article(each) for each in deadline.unverified),
        deadline.awaits,
        clock,
        next_rule(term) if may_extend(standing) else None,
        article(term.declared.ground),
    )


def _extension(extension: object) -> str:
    found = length(str(getattr(extension, "length", "")))
    by = getattr(extension, "approved_by", "")
    on = getattr(extension, "on", None)
    return _("%(length)s, approved by %(by)s on %(on)s") % {
        "length": found,
        "by": by or "—",
        "on": on or "—",
    }


def _ended_by(standing: Standing, name: str) -> str:
    kind, _colon, paper = name.partition(":")
    if paper and paper in standing.procedure.papers:
        title = said(standing.procedure.papers[paper].title)
        return _("“%(paper)s” issued") % {"paper": title} if kind == "issued" else (
            _("“%(paper)s” served") % {"paper": title}
        )  # fmt: skip
    act = standing.procedure.acts.get(name)
    if act is not None:
        return said(act.title)
    return {"joined": _("joined to another case"), "split": _("went on in a new case")}.get(
        name, name
    )


def _stop_line(standing: Standing, stop: CaseStop) -> StopLine:
    declared = standing.procedure.grounds[stop.ground]
    last = stop.last or standing.day
    titles = [
        said(term.title)
        for term in standing.procedure.terms.values()
        if stop.ground in term.stopped_by
    ]
    return StopLine(
        stop,
        said(declared.title),
        article(declared.ground),
        max((last - stop.first).days + 1, 0),
        "、".join(titles),
    )


def _party_line(party: Party, standing: Standing) -> PartyLine:
    # Telephone and mail are those of a person, also where the party is an organisation.
    clear, hide = standing.unmasked, not standing.unmasked and party.is_person
    number, address = party.identifier, party.address
    facts = [
        Answer(_("Code or number"), masked_number(number) if hide else number, hide),
        Answer(_("Address"), mask_address(address) if hide and address else address, hide),
        Answer(_("Telephone"), party.phone if clear else masked_number(party.phone), not clear),
        Answer(_("Mail address"), party.mail if clear else masked_number(party.mail), not clear),
        Answer(_("Agent"), _masked_name(party.agent_name or _agent(party), standing)),
    ]
    shown = tuple(each for each in facts if each.text)
    return PartyLine(party, _masked_name(party.name, standing), shown, party.left_at is not None)


def _agent(party: Party) -> str:
    return party.agent.display_name if party.agent else ""


def _masked_name(name: str, standing: Standing) -> str:
    return name if standing.unmasked else mask_name(name)


def _obstacle(problem: Problem) -> Obstacle:
    return Obstacle(problem_texts([problem])[0], _PLACES.get(problem.code, ""))


def _stage(standing: Standing, stage: str) -> str:
    return said(standing.procedure.stages[stage].title)


def _day(start: dt.date) -> dt.date:
    return timezone.localdate(start) if isinstance(start, dt.datetime) else start


def session_lines(standing: Standing, sessions: list[Session]) -> list[SessionLine]:
    """Return the sessions of a case with what somebody may do about each."""
    found = []
    for each in sessions:
        declared = standing.procedure.sessions.get(each.kind)
        mine = declared is not None and standing.acts_as(*declared.by)
        planned = each.state == SessionState.PLANNED and standing.alive and mine
        title = said(declared.title) if declared else each.kind
        begun = each.starts_at <= standing.now
        found.append(SessionLine(each, title, planned and begun, planned))
    return found
