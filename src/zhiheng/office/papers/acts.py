"""What may be done on the page of a paper: who may, in which state, by which form and command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from zhiheng.core.errors import ForbiddenError, NotFoundError
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.enums import AT_REST
from zhiheng.office.papers import drafting, issuing, law
from zhiheng.office.papers.enums import VALID, PaperState
from zhiheng.office.papers.forms import ConfirmForm, EditForm, ReasonForm
from zhiheng.office.papers.keeping import wrong_state
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.permissions import drafters, held_capacities, may, servers, signers
from zhiheng.office.papers.queries import addressees

_DRAFT = (PaperState.DRAFT,)


@dataclass(frozen=True)
class Act:
    """One act on a paper; `allowed` gives the capacities that may do it."""

    title: StrPromise
    icon: str
    form: type[forms.Form]
    do: Callable[..., object]
    allowed: Callable[[DeclaredPaper], tuple[str, ...]]
    states: tuple[PaperState, ...]
    said: StrPromise
    hint: StrPromise
    main: bool = False

    @property
    def shows_text(self) -> bool:
        """Tell whether whoever does it should read the text once more."""
        return self.main


def _everybody_concerned(kind: DeclaredPaper) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*signers(kind), *drafters(kind))))


ACTS: Mapping[str, Act] = {
    "edit": Act(
        _("Upload edited file"), "upload", EditForm, drafting.edit_paper, drafters, _DRAFT,
        _("The edited file was taken."),
        _("Download the Word file, edit it in Word or WPS, save it and upload it here."),
    ),
    "propose": Act(
        _("Lay before the signer"), "send", ConfirmForm, drafting.propose_paper, drafters, _DRAFT,
        _("The paper waits for its signature."),
        _("Whoever signs is told. Until then the text can no longer be changed."),
        main=True,
    ),
    "issue": Act(
        pgettext_lazy("paper", "Issue"), "certificate", ConfirmForm, issuing.issue_paper, signers,
        (PaperState.DRAFT, PaperState.PROPOSED),
        _("The paper was issued with its number and code."),
        _("The paper gets its number, the day of issue, a verification code and its PDF. An issued "
          "paper cannot be changed, only withdrawn."),
        main=True,
    ),
    "return": Act(
        _("Give back"), "arrow-back-up", ReasonForm, drafting.return_paper, _everybody_concerned,
        (PaperState.PROPOSED,),
        _("The paper was given back."),
        _("It becomes a draft again, with your reason."),
    ),
    "redraft": Act(
        _("Fill anew"), "refresh", ConfirmForm, drafting.redraft_paper, drafters, _DRAFT,
        _("The paper was filled anew."),
        _("The text is made anew from the template with what the case knows now. What was edited "
          "in the present file is replaced."),
    ),
    "discard": Act(
        _("Discard"), "trash", ConfirmForm, drafting.discard_paper, drafters, _DRAFT,
        _("The draft was discarded."),
        _("The draft disappears from the lists. It was never issued and gets no number."),
    ),
    "withdraw": Act(
        pgettext_lazy("paper", "Withdraw"), "ban", ReasonForm, issuing.withdraw_paper, signers,
        (PaperState.ISSUED, PaperState.SERVED),
        _("The paper was withdrawn."),
        _("Whoever checks its code is told from now on that it was withdrawn. Terms that it "
          "started or ended stay as they are."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class OfferedAct:
    """An act as a page offers it."""

    name: str
    title: StrPromise
    icon: str
    main: bool


def act_called(name: str) -> Act:
    """Return an act by its name in the address."""
    if name not in ACTS:
        raise NotFoundError.of("paper.not_here", received="—")
    return ACTS[name]


def check_turn(act: Act, paper: Paper, user: User, *, on: dt.date) -> None:
    """Raise where an act is not somebody's, or a paper does not stand where it begins."""
    if not may(user, paper.case, act.allowed(law.declared(paper)), on=on):
        raise ForbiddenError.of("case.not_your_act", received=paper.case.number)
    if paper.state not in act.states:
        raise wrong_state(paper)


def offered_acts(paper: Paper, user: User, *, on: dt.date) -> list[OfferedAct]:
    """Return what somebody may do with a paper now, what is to be done next first."""
    kind = law.declared(paper)
    held = held_capacities(user, paper.case, on=on)
    return [
        OfferedAct(name, act.title, act.icon, act.main)
        for name, act in ACTS.items()
        if paper.state in act.states
        and held & set(act.allowed(kind))
        and _is_next(name, paper, kind, user)
    ]


def _is_next(name: str, paper: Paper, kind: DeclaredPaper, user: User) -> bool:
    if paper.case.status in AT_REST and name != "withdraw":
        return False
    if name in ("propose", "issue") and paper.word is None:
        return False
    if name == "propose":
        return kind.approval is not None
    if name == "issue" and kind.approval is not None:
        return paper.state == PaperState.PROPOSED and paper.proposed_by_id != user.pk
    return True


def may_serve(paper: Paper, user: User, *, on: dt.date) -> bool:
    """Tell whether somebody may serve a paper now on a party who has not got it."""
    kind = law.declared(paper)
    if paper.case.status in AT_REST or paper.state not in VALID or not addressees(paper):
        return False
    return may(user, paper.case, servers(kind), on=on)


def may_replace(paper: Paper, user: User, *, on: dt.date) -> bool:
    """Tell whether somebody may draft anew a paper that was withdrawn."""
    if paper.state != PaperState.WITHDRAWN or paper.replaced_by.exists():
        return False
    if paper.case.status in AT_REST:
        return False
    return may(user, paper.case, drafters(law.declared(paper)), on=on)
