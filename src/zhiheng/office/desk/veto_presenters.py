"""What was asked about whom a case concerns before an act, and the answers, as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.declarations.models import Wording
from zhiheng.core.procedures.declared import Act
from zhiheng.core.procedures.forms import fields_of
from zhiheng.core.procedures.wording import VETOES
from zhiheng.office.cases.enums import ProposalKind
from zhiheng.office.cases.models import Proposal
from zhiheng.office.cases.showing import Answer
from zhiheng.office.cases.vetoes import Asked, asked_before
from zhiheng.office.desk.standing import Standing
from zhiheng.office.registers.presenters import said


@dataclass(frozen=True)
class VetoLine:
    """A question with its answer; `blocks` where the act cannot be done."""

    question: str
    whom: str
    barred: bool
    certain: bool
    blocks: bool
    reasons: tuple[str, ...]
    beside: tuple[str, ...]
    until: dt.date | None


def veto_lines(standing: Standing, act: Act) -> list[VetoLine]:
    """Put the questions of an act, as they would be put if it were done today."""
    asked = asked_before(act, standing.case.form, standing.procedure, on=standing.day)
    return [_line(standing, each) for each in asked]


def vetoes_of(standing: Standing, proposal: Proposal) -> list[VetoLine]:
    """Put the questions of an act that is proposed; none where something else is, or it is over."""
    act = standing.procedure.acts.get(proposal.name)
    if proposal.kind != ProposalKind.ACT or act is None or proposal.decided_at is not None:
        return []
    return veto_lines(standing, act)


def kept_answers(standing: Standing, lines: object) -> list[Answer]:
    """Return what a line of the file keeps of the answers; nothing for the parties of a case."""
    if standing.as_party or not isinstance(lines, Sequence):
        return []
    return [_kept(standing, each) for each in lines if isinstance(each, Mapping)]


def question_words(name: str) -> str:
    """Return what a veto asks: has confirmed abnormal filings that bar."""
    return said(VETOES[name]) if name in VETOES else name


def _line(standing: Standing, asked: Asked) -> VetoLine:
    answer = asked.answer
    return VetoLine(
        question=question_words(asked.question.veto),
        whom=_named(standing, asked.whom),
        barred=answer.barred,
        certain=answer.certain,
        blocks=asked.blocks,
        reasons=tuple(said(each) for each in answer.reasons),
        beside=tuple(said(each) for each in answer.beside),
        until=answer.until,
    )


def _kept(standing: Standing, line: Mapping[str, object]) -> Answer:
    told = {
        "whom": _named(standing, str(line.get("whom", ""))),
        "question": question_words(str(line.get("asked", ""))),
    }
    if not line.get("barred"):
        text = _("“%(whom)s” %(question)s: no.") % told
    elif line.get("certain"):
        text = _("“%(whom)s” %(question)s: yes.") % told
    else:
        text = _("“%(whom)s” %(question)s: perhaps, several bear the name.") % told
    reasons = line.get("reasons")
    shown = [said(Wording.model_validate(each)) for each in _listed(reasons)]
    return Answer(_("Veto"), "\n".join([text, *shown]))


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _named(standing: Standing, whom: str) -> str:
    """Return a name as who looks may see it: that of a private person masked."""
    if standing.unmasked:
        return whom
    private = {
        str(standing.case.form.get(each.field) or "")
        for each in fields_of(standing.procedure.declaration)
        if each.personal
    }
    return mask_name(whom) if whom in private else whom
