"""Answers about vetoes as plain data for templates and the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.declarations.models import LegalSource
from zhiheng.core.errors import InputError
from zhiheng.core.terms.lengths import parse_length
from zhiheng.office.parties.queries import PERSON
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import language, said
from zhiheng.office.screening.enums import VetoQuestion
from zhiheng.office.screening.models import VetoAnswer
from zhiheng.office.screening.presenters import source_words
from zhiheng.office.screening.veto_queries import names_a_person
from zhiheng.office.screening.veto_words import REGISTER


@dataclass(frozen=True)
class Told:
    """A reason with the row of the register it rests on."""

    text: str
    href: str


@dataclass(frozen=True)
class Meant:
    """A party or agency that was meant; `again` asks about it alone."""

    name: str
    number: str
    href: str
    again: str


@dataclass(frozen=True)
class RuleLine:
    """A rule by which was counted, with where it stands."""

    title: str
    value: str
    source: str
    verified: bool


@dataclass(frozen=True)
class AnswerLine:
    """One line of the list of answers; `found` where a register names whom it is about."""

    code: str
    href: str
    given: str
    question: str
    purpose: str
    on: dt.date
    barred: bool
    certain: bool
    found: bool
    until: dt.date | None
    by: str
    at: dt.datetime


def answer_lines(answers: Iterable[VetoAnswer], *, unmasked: bool) -> list[AnswerLine]:
    """Return answers as lines of a list."""
    return [
        AnswerLine(
            code=each.code,
            href=reverse("screening:veto-answer", args=[each.code]),
            given=given_name(each, unmasked=unmasked),
            question=question_title(each.question),
            purpose=each.purpose,
            on=each.on,
            barred=each.barred,
            certain=each.certain,
            found=bool(each.content.get("parties") or each.content.get("agencies")),
            until=each.until,
            by=each.by.display_name,
            at=each.at,
        )
        for each in answers
    ]


def question_title(name: str) -> str:
    """Return what was asked, in words."""
    return str(dict(VetoQuestion.choices).get(name, name))


def given_name(answer: VetoAnswer, *, unmasked: bool) -> str:
    """Return what was asked about; the name of a private person masked."""
    if unmasked or not names_a_person(answer):
        return answer.given
    return mask_name(answer.given)


def meant(answer: VetoAnswer, *, unmasked: bool) -> list[Meant]:
    """Return the parties and agencies that were meant."""
    found = []
    for row in answer.content.get("parties", ()):
        name, number = str(row["name"]), str(row["party"])
        shown = mask_name(name) if row["kind"] == PERSON and not unmasked else name
        href = reverse("parties:party", args=[number])
        found.append(Meant(shown, number, href, _again(answer, number)))
    for row in answer.content.get("agencies", ()):
        code = str(row["code"])
        href = f"{reverse('registers:record', args=['agencies', code])}"
        found.append(Meant(str(row["name"] or code), code, href, _again(answer, code)))
    return found


def told(lines: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Return reasons in the language of the page, each with its row."""
    return [
        Told(
            str(each["en"] if language().startswith("en") else each["zh"]),
            reverse("registers:record", args=[REGISTER, each["number"]]),
        )
        for each in lines
    ]


def rule_lines(answer: VetoAnswer) -> list[RuleLine]:
    """Return the rules by which was counted."""
    parameters = lake.catalogue().parameters
    return [
        RuleLine(
            title=said(parameters[each["parameter"]].title),
            value=_length(str(each["value"])),
            source=source_words(
                LegalSource(instrument=each["instrument"], article=each["article"])
            ),
            verified=each["status"] == "verified",
        )
        for each in answer.content.get("rules", ())
        if each["parameter"] in parameters
    ]


def answer_json(answer: VetoAnswer, *, unmasked: bool) -> dict[str, Any]:
    """Return an answer as the API gives it."""
    content = answer.content
    return {
        "code": answer.code,
        "question": answer.question,
        "given": given_name(answer, unmasked=unmasked),
        "on": answer.on,
        "known_on": answer.known_on,
        "barred": answer.barred,
        "certain": answer.certain,
        "until": answer.until,
        "parties": [each["party"] for each in content["parties"]],
        "agencies": [each["code"] for each in content["agencies"]],
        "reasons": content["reasons"],
        "beside": content["beside"],
        "rules": content["rules"],
        "version": content["version"],
        "opens": reverse("screening:veto-answer", args=[answer.code]),
    }


def _again(answer: VetoAnswer, number: str) -> str:
    asked = {
        "given": number,
        "on": answer.on.isoformat(),
        "question": answer.question,
        "purpose": answer.purpose,
    }
    return f"{reverse('screening:veto')}?{urlencode(asked)}"


def _length(value: str) -> str:
    try:
        parsed = parse_length(value)
    except InputError:
        return value
    return parsed.en if language().startswith("en") else parsed.zh
