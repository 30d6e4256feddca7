"""Who is barred by confirmed abnormal filings on a day: asked by procedures, pages and the API.

Whom it is asked about is found by party number, unified social credit code, agency code or name.
Their filings are those of which they are applicant or agent now, and those whose documents name
them as such: a filing that was handed on since still counts for whoever filed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
from django.utils import timezone

from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.analyses.parties.registers import MENTIONS
from zhiheng.core.declarations.models import DatedValue
from zhiheng.core.errors import InputError
from zhiheng.core.screening import veto
from zhiheng.core.screening.veto import AGENCY, APPLICANT, AbnormalFiling, Veto, VetoRules
from zhiheng.office.cases import vetoes as questions
from zhiheng.office.parties import queries as parties
from zhiheng.office.registers import lake
from zhiheng.office.registers.queries import version_or_none_known_on
from zhiheng.office.screening.veto_subjects import Row, Subject, subject_of
from zhiheng.office.screening.veto_words import REGISTER, beside_words, reason_words

PARAMETERS = ("veto.bar", "veto.bar-longest", "veto.repeat-window", "veto.repeat-least")
MOST_SAID = 50  # filings told one by one in the answer to a procedure


@dataclass(frozen=True)
class Answer:
    """A veto with whom it is about, by which rules, on which state of the register.

    `version` is -1 where nothing was known yet; `rules` are the dated values with their sources.
    """

    subject: Subject
    veto: Veto
    rules: Mapping[str, DatedValue]
    version: int
    known_on: date


def answer(
    given: Sequence[str], *, question: str = veto.ABNORMAL, on: date, known_on: date | None = None
) -> Answer:
    """Answer whether somebody is barred on a day.

    `given` is what they are called, the surest first; the first that leads to somebody counts.
    `known_on` is the day whose state of the registers is read: by default `on`, so that the answer
    is the one that could be given then. `InputError` for days to come and empty names.
    """
    today = timezone.localdate()
    if on > today:
        raise InputError.of("veto.day_ahead", received=on)
    read_on = min(known_on or on, today)
    subject = subject_of(given)
    text = "" if read_on >= today else read_on.isoformat()
    register = lake.catalogue().register(REGISTER)
    version = version_or_none_known_on(register, text)
    filings = _filings_of(subject, version, text)
    rules = rules_on(on)
    found = veto.ask(question, filings, rules=_read(rules), on=on)
    newest = lake.engine().version(register) if version is None else version
    return Answer(subject, found, rules, newest, read_on)


def rules_on(on: date) -> dict[str, DatedValue]:
    """Return the dated values by which is counted on a day."""
    return {name: lake.catalogue().value(name, on=on) for name in PARAMETERS}


def _filings_of(subject: Subject, version: int | None, known_on: str) -> list[AbnormalFiling]:
    """Return the rows of the register that are of a party, an agency, or of documents in a name."""
    catalogue, engine = lake.catalogue(), lake.engine()
    notices = engine.table(catalogue.register(REGISTER), version=version)

    def table(name: str) -> ir.Table:
        register = catalogue.register(name)
        return engine.table(register, version=version_or_none_known_on(register, known_on))

    roles: dict[str, str] = {}
    for number, role in _stood_behind(subject, notices, table):
        roles.setdefault(number, role)
    if not roles:
        return []
    chosen = notices.filter(notices.application_number.isin(sorted(roles)))
    patents = table("patents").select("application_number", "title")
    rows = _run(chosen.left_join(patents, "application_number"))
    return [_filing(row, roles[row["application_number"]]) for row in rows]


def _stood_behind(subject: Subject, notices: ir.Table, table: Any) -> list[tuple[str, str]]:
    """Return the noticed filings somebody stands behind, each with as what."""
    found: list[tuple[str, str]] = []
    numbers = notices.select("application_number").distinct()
    if subject.parties:
        mentions = table(MENTIONS)
        own = mentions.filter(
            mentions.register == "patents",
            mentions.role == "applicant",
            mentions.party.isin(_numbers_of(subject)),
        ).select(application_number=mentions.record)
        found += [(row["application_number"], APPLICANT) for row in _run(_among(own, numbers))]
    if not subject.names and not subject.agencies:
        return found
    documents = table("patent-documents").select(
        "application_number", "applicants", "agency", "agency_code"
    )
    codes = {row["code"] for row in subject.agencies}
    for row in _run(documents.semi_join(numbers, "application_number")):
        number = row["application_number"]
        if subject.names.intersection(fold_name(each) for each in row["applicants"] or ()):
            found.append((number, APPLICANT))
        elif row["agency_code"] in codes if row["agency_code"] else _agent_of(row, subject):
            found.append((number, AGENCY))
    return found


def _agent_of(document: Row, subject: Subject) -> bool:
    """Tell whether a document without a code names the subject as its agency."""
    return fold_name(document["agency"] or "") in subject.names


def _among(own: ir.Table, numbers: ir.Table) -> ir.Table:
    return own.semi_join(numbers, "application_number").distinct()


def _numbers_of(subject: Subject) -> list[str]:
    """Return the party numbers that lead to the subject, merged ones included."""
    present = [row["party"] for row in subject.parties]
    led = [each for number in present for each in parties.led_to(number)]
    return sorted({*present, *led})


def _filing(row: Row, role: str) -> AbnormalFiling:
    return AbnormalFiling(
        number=row["application_number"],
        behaviour=row["behaviour"] or "",
        state=row["state"] or "",
        notified_on=row["notified_on"],
        decided_on=row["decided_on"],
        notice=row["notice"] or "",
        title=row["title"] or "",
        role=role,
    )


def _read(rules: Mapping[str, DatedValue]) -> VetoRules:
    bar, longest, window, least = (rules[name].value for name in PARAMETERS)
    return VetoRules.of(
        bar=str(bar), longest=str(longest), window=str(window), least=int(str(least))
    )


def _run(expression: ir.Table) -> list[Row]:
    rows: list[Row] = lake.engine().run(expression).to_pylist()
    return rows


def answer_procedures(question: str, given: Sequence[str], on: date) -> questions.Answer:
    """Return the answer to a question that an act puts before it is done."""
    found = answer(given, question=question, on=on)
    answered = found.veto
    return questions.Answer(
        barred=answered.barred,
        certain=found.subject.certain,
        reasons=tuple(reason_words(each) for each in answered.reasons[:MOST_SAID]),
        beside=tuple(beside_words(each) for each in answered.beside[:MOST_SAID]),
        filings=tuple(each.filing.number for each in answered.reasons),
        until=answered.until,
        facts={
            "on": on.isoformat(),
            "version": found.version,
            "rules": {name: str(each.value) for name, each in found.rules.items()},
        },
    )
