"""What a case offers to its papers: every value by its dotted name, in Chinese words.

What is known and empty is an empty text; what is not known (an act that was not done, a session
that was not fixed) is left out, so that printing it is an error that names it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from django.utils import timezone

from zhiheng.core.errors import PersonError
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.papers.issuing import DAY_MARK, NUMBER_MARK
from zhiheng.core.papers.names import Given
from zhiheng.core.procedures.declared import FormField
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.core.procedures.forms import fields_of
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import length_of
from zhiheng.core.terms.dates_in_words import number_zh, span_zh
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import Instrument
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import Capacity, EntryKind, SessionState
from zhiheng.office.cases.models import Case, Entry, Party
from zhiheng.office.papers import law as paper_law
from zhiheng.office.papers.models import Service


def values_for(case: Case, kind: DeclaredPaper, entry: Entry | None, *, on: dt.datetime) -> Given:
    """Return what a paper of a case can be filled with; `entry` is the line that called for it."""
    procedure = law.procedure_of(case)
    entries = list(Entry.objects.filter(case=case))
    ground = _ground(procedure, entry)
    return {
        "office": {"name": case.organisation.name if case.organisation else "—"},
        "case": _case(case, procedure, entries),
        "procedure": {"title": procedure.declaration.title.zh},
        "paper": {"title": kind.title.zh, "number": NUMBER_MARK if kind.number else ""},
        "today": DAY_MARK,
        "form": _shown(fields_of(procedure.declaration), case.form),
        "acts": _acts(procedure, entries),
        "terms": _terms(case, procedure, on),
        "ground": {
            "instrument": ground.instrument.zh if ground else "",
            "article": _article(ground) if ground else "",
        },
        **_parties(case),
        **_people(case),
        **_happened(case, procedure, entries),
    }


def service_values(service: Service) -> Given:
    """Return what a proof of service says of one service."""
    paper = service.paper
    return {
        "paper": paper.title,
        "number": paper.number,
        "party": service.party.name,
        "address": service.address or service.party.address,
        "mode": paper_law.mode_title(paper.case, service.mode).zh,
        "sent": _day(service.sent_on),
        "received": _day(service.received_on) if service.received_on else "",
        "by": service.by.display_name,
        "note": service.note,
    }


def day_in_words(moment: dt.datetime) -> str:
    """Return 2026年11月26日, the day in the office's time zone."""
    return _day(timezone.localdate(moment))


def _day(day: dt.date) -> str:
    return span_zh(day, day)


def _case(case: Case, procedure: Procedure, entries: list[Entry]) -> dict[str, str]:
    outcome = procedure.outcomes.get(case.outcome)
    return {
        "number": case.number,
        "title": case.title,
        "filed_on": day_in_words(case.filed_at),
        "stage": procedure.stages[case.stage].title.zh,
        "outcome": outcome.title.zh if outcome else "",
        "station": case.station.name if case.station else "",
        "materials": _materials(procedure, entries),
    }


def _materials(procedure: Procedure, entries: list[Entry]) -> str:
    """Return what was handed in with the form, each kind of material with its number of files."""
    titles = {each.material: each.title.zh for each in procedure.declaration.materials}
    files = entries[0].files.values_list("material", flat=True) if entries else []
    counts = Counter(titles.get(each, each) for each in files)
    return "、".join(f"{title}{count}件" for title, count in counts.items())


def _shown(fields: Iterable[FormField], given: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a form as people read them, empty where nothing was filled in."""
    return {field.field: in_words(field, str(given.get(field.field) or "")) for field in fields}


def in_words(field: FormField, value: str) -> str:
    """Return what was filled in as papers write it, in Chinese whatever the page's language."""
    if not value:
        return ""
    if field.kind == "date":
        return _day(dt.date.fromisoformat(value))
    if field.kind == "money":  # kept as 500000.00
        return f"{value.removesuffix('.00')}元"
    if field.kind == "division":
        return _division(value)
    if field.kind == "yes-no":
        return "是" if value == "yes" else "否"
    if field.choices:
        labels = (field.choices[each].zh if each in field.choices else each
                  for each in value.split(","))  # fmt: skip
        return "、".join(labels)
    return value


def _division(code: str) -> str:
    """Return the name of a division, its code where it is no longer known."""
    try:
        return load_divisions().full_name_of(code)
    except PersonError:
        return code


def _acts(procedure: Procedure, entries: Iterable[Entry]) -> dict[str, Given]:
    """Return what was filled in with each act that was done, the last time it was done."""
    found: dict[str, Given] = {}
    for entry in entries:
        act = procedure.acts.get(entry.name) if entry.kind == EntryKind.ACT else None
        if act is not None:
            shown = _shown(act.fields, entry.content or {})
            found[act.act.replace("-", "_")] = {**shown, "on": day_in_words(entry.at)}
    return found


def _terms(case: Case, procedure: Procedure, on: dt.datetime) -> dict[str, Given]:
    parameter = law.parameter_of(timezone.localdate(on))
    dues = {clock.term: clock for clock in case.clocks.all()}
    found: dict[str, Given] = {}
    for name, term in procedure.terms.items():
        clock = dues.get(name)
        values: dict[str, str] = {}
        try:
            length = clock.length if clock else length_of(term, case.form, parameter)
            values["length"] = parse_length(length).zh
        except PersonError:  # a limit that the body has not set: missing, if anybody prints it
            pass
        if clock is not None:
            values["due"] = _day(clock.due_on)
        found[name.replace("-", "_")] = values
    return found


def _parties(case: Case) -> dict[str, str | Given]:
    active = [each for each in case.parties.all() if each.left_at is None]

    def named(position: str) -> list[Party]:
        return [each for each in active if each.position == position]

    applicants, respondents = named(Capacity.APPLICANT), named(Capacity.RESPONDENT)
    return {
        "applicant": _party(applicants),
        "respondent": _party(respondents),
        "third_party": _party(named(Capacity.THIRD_PARTY)),
        "applicants": "、".join(each.name for each in applicants),
        "respondents": "、".join(each.name for each in respondents),
    }


def _party(parties: list[Party]) -> Given:
    first = parties[0] if parties else Party()
    agent = first.agent_name or (first.agent.display_name if first.agent else "")
    return {
        "name": first.name,
        "identifier": first.identifier,
        "address": first.address,
        "agent": agent,
    }


def _people(case: Case) -> dict[str, str | Given]:
    active = [each for each in case.participants.all() if each.until is None]

    def names(*capacities: str) -> str:
        found = [
            each.person.display_name
            for capacity in capacities
            for each in active
            if each.capacity == capacity
        ]
        return "、".join(dict.fromkeys(found))

    return {
        "handler": {"name": names(Capacity.HANDLER)},
        "handlers": names(Capacity.HANDLER, Capacity.CO_HANDLER),
        "panel": names(Capacity.PANEL_CHAIR, Capacity.PANEL_MEMBER),
        "investigator": names(Capacity.TECHNICAL_INVESTIGATOR),
    }


def _happened(case: Case, procedure: Procedure, entries: list[Entry]) -> dict[str, Given]:
    """Return what is known of the last session, extension, suspension, transfer, co-operation."""
    makers: dict[str, Callable[[], Given]] = {
        "session": lambda: _session(case, procedure),
        "extension": lambda: _extension(case, procedure, _last(entries, EntryKind.EXTENDED)),
        "suspension": lambda: _suspension(procedure, entries),
        "transfer": lambda: _transfer(_last(entries, EntryKind.TRANSFERRED)),
        "cooperation": lambda: _cooperation(case),
    }
    return {name: make() for name, make in makers.items()}


def _last(entries: list[Entry], kind: EntryKind) -> Entry | None:
    return next((each for each in reversed(entries) if each.kind == kind), None)


def _session(case: Case, procedure: Procedure) -> Given:
    planned = case.sessions.exclude(state=SessionState.CANCELLED).order_by("pk").last()
    if planned is None:
        return {}
    local = timezone.localtime(planned.starts_at)
    return {
        "title": procedure.sessions[planned.kind].title.zh,
        "day": _day(local.date()),
        "time": f"{local:%H:%M}",
        "place": planned.place,
    }


def _extension(case: Case, procedure: Procedure, entry: Entry | None) -> Given:
    if entry is None or entry.name not in procedure.terms:
        return {}
    clocks = [each for each in case.clocks.all() if each.term == entry.name]
    content = entry.content or {}
    length = str(content.get("length", ""))
    return {
        "term": procedure.terms[entry.name].title.zh,
        "reason": str(content.get("reason", "")),
        **({"length": parse_length(length).zh} if length else {}),
        **({"due": _day(clocks[-1].due_on)} if clocks else {}),
    }


def _suspension(procedure: Procedure, entries: list[Entry]) -> Given:
    entry = _last(entries, EntryKind.SUSPENDED)
    if entry is None or entry.name not in procedure.grounds:
        return {}
    resumed = _last(entries[entries.index(entry) :], EntryKind.RESUMED)
    return {
        "ground": procedure.grounds[entry.name].title.zh,
        "on": day_in_words(entry.at),
        "reason": str((entry.content or {}).get("reason", "")),
        **({"ended": day_in_words(resumed.at)} if resumed else {}),
    }


def _transfer(entry: Entry | None) -> Given:
    if entry is None:
        return {}
    content = entry.content or {}
    return {
        "to": str(content.get("organisation", "")),
        "on": day_in_words(entry.at),
        "reason": str(content.get("reason", "")),
    }


def _cooperation(case: Case) -> Given:
    asked = case.cooperations.select_related("organisation").order_by("pk").last()
    if asked is None:
        return {}
    return {
        "body": asked.organisation.name,
        "request": asked.question,
        "due": _day(asked.due_on) if asked.due_on else "",
    }


def _ground(procedure: Procedure, entry: Entry | None) -> Instrument | None:
    """Return the law under which the line was written that called for a paper."""
    if entry is None:
        return None
    if entry.kind == EntryKind.EXTENDED and entry.name in procedure.terms:
        rules = procedure.terms[entry.name].extensions
        return rules[0].ground if rules else None
    grounded = {
        EntryKind.ACT: procedure.acts,
        EntryKind.SUSPENDED: procedure.grounds,
        EntryKind.RESUMED: procedure.grounds,
        EntryKind.SCHEDULED: procedure.sessions,
        EntryKind.HELD: procedure.sessions,
    }
    found = grounded.get(EntryKind(entry.kind), {}).get(entry.name)
    return found.ground if found is not None else None


def _article(ground: Instrument) -> str:
    """Return 第二十条第一款, as a paper cites it after the name of the law."""
    if not ground.article:
        return ""
    article, _, paragraph = ground.article.rstrip(")").partition("(")
    words = f"第{number_zh(int(article))}条"
    return f"{words}第{number_zh(int(paragraph))}款" if paragraph else words
