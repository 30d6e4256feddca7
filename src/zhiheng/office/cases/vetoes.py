"""Questions that are put before an act: is whom the case concerns barred on that day?

Who can answer lies above this app and puts itself into the list when the office starts
(`offer`). An act names its questions in its declaration; the answers are kept with the line of the
file and, without words, on the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.declarations.models import Wording
from zhiheng.core.errors import InputError, NotFoundError, Problem
from zhiheng.core.procedures.declared import Act, VetoQuestion
from zhiheng.core.procedures.forms import fields_of
from zhiheng.core.procedures.procedure import Procedure

_SEVERAL = re.compile(r"[、;；\n]+")
MOST_ASKED = 20  # names in one line of a form


@dataclass(frozen=True)
class Answer:
    """Whether somebody is barred on a day, and why.

    `certain` is false where a name leads to several parties: then it is not known whose filings
    they are, and nothing is blocked. `filings` are the numbers that bar, `until` the first day on
    which nothing bars any more. `beside` tells what is known and does not bar. `facts` are plain
    JSON values without names: they go to the ledger.
    """

    barred: bool
    reasons: tuple[Wording, ...] = ()
    beside: tuple[Wording, ...] = ()
    certain: bool = True
    filings: tuple[str, ...] = ()
    until: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


# What somebody is called, a code before a name; and the day the answer is for.
Ask = Callable[[Sequence[str], date], Answer]


@dataclass(frozen=True)
class Asked:
    """A question that was put, about whom, with its answer."""

    question: VetoQuestion
    whom: str
    answer: Answer

    @property
    def blocks(self) -> bool:
        """Tell whether the act cannot be done."""
        return self.answer.barred and self.answer.certain and self.question.effect == "blocks"


def offer(name: str, ask: Ask) -> None:
    """Say who answers the questions of a name."""
    _OFFERED[name] = ask


def offered() -> frozenset[str]:
    """Return the names under which questions can be put."""
    return frozenset(_OFFERED)


def asked_before(
    act: Act, form: Mapping[str, object], procedure: Procedure, *, on: date
) -> list[Asked]:
    """Put the questions of an act about whom a form names; `NotFoundError` where nobody answers.

    A field that is empty asks nothing.
    """
    found = []
    kinds = {each.field: each.kind for each in fields_of(procedure.declaration)}
    for question in act.veto:
        if question.veto not in _OFFERED:
            known = "、".join(sorted(_OFFERED)) or "-"
            raise NotFoundError.of("case.veto_unknown", received=question.veto, expected=known)
        for names in _about_whom(question, form, kinds):
            answer = _OFFERED[question.veto](names, on)
            found.append(Asked(question, names[-1], answer))
    return found


def _about_whom(
    question: VetoQuestion, form: Mapping[str, object], kinds: Mapping[str, str]
) -> list[list[str]]:
    """Return what each one who is asked about is called, code first.

    Where a line is the only thing asked about it may name several.
    """
    given = [str(form.get(name) or "").strip() for name in question.of]
    names = [text for text in given if text]
    if len(question.of) == 1 and kinds.get(question.of[0]) == "line":
        parts = (each.strip() for each in _SEVERAL.split(given[0]))
        return [[each] for each in dict.fromkeys(parts) if each][:MOST_ASKED]
    return [names] if names else []


def check(asked: Sequence[Asked], act: Act, *, on: date) -> None:
    """Raise with everything that bars the act."""
    problems = [
        Problem(
            "case.vetoed",
            {
                "act": act.title.zh,
                "received": each.whom,
                "on": str(on),
                "filings": "、".join(each.answer.filings),
                "until": str(each.answer.until or "-"),
            },
        )
        for each in asked
        if each.blocks
    ]
    if problems:
        raise InputError(*problems)


def kept(asked: Sequence[Asked]) -> dict[str, object]:
    """Return what the line of the file keeps of the answers; nothing where nothing was asked."""
    return {"veto": [_line(each) for each in asked]} if asked else {}


def told(asked: Sequence[Asked]) -> dict[str, object]:
    """Return what the ledger keeps of the answers: no name of anybody."""
    lines = [
        {
            "asked": each.question.veto,
            "of": list(each.question.of),
            "effect": each.question.effect,
            "barred": each.answer.barred,
            "certain": each.answer.certain,
            "filings": list(each.answer.filings),
            **each.answer.facts,
        }
        for each in asked
    ]
    return {"veto": lines} if lines else {}


def _line(each: Asked) -> dict[str, object]:
    answer = each.answer
    return {
        "asked": each.question.veto,
        "whom": each.whom,
        "effect": each.question.effect,
        "barred": answer.barred,
        "certain": answer.certain,
        "reasons": [reason.model_dump() for reason in answer.reasons],
        "beside": [reason.model_dump() for reason in answer.beside],
        "until": answer.until.isoformat() if answer.until else "",
    }


_OFFERED: dict[str, Ask] = {}
