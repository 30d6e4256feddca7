"""What may be done with any case whatever its procedure: the form it takes, the command it calls.

Whether an act is offered follows from how the case stands and as what somebody acts; the command
checks the same again, for whoever types the address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases import assigning, cooperating, joining, keeping, sessions, stopping
from zhiheng.office.cases.enums import Capacity, CaseStatus
from zhiheng.office.cases.models import Participant
from zhiheng.office.desk import forms, queries
from zhiheng.office.desk.party_forms import PartyForm
from zhiheng.office.desk.standing import (
    ASSIGNERS,
    DECIDERS,
    NOTE_WRITERS,
    OFFICERS,
    PARTY_KEEPERS,
    Standing,
)


@dataclass(frozen=True)
class Sent:
    """What a page sends beside its form: the revision it showed, its one-time key, who, when."""

    revision: int | None
    key: str
    by: User
    on: dt.datetime


@dataclass(frozen=True)
class DeskAct:
    """One act: its form, the command, when it is offered, what is said afterwards and before."""

    title: StrPromise
    icon: str
    form: type[forms.DeskForm]
    do: Callable[[Standing, Any, Sent], object]
    offered: Callable[[Standing], bool]
    said: StrPromise
    warning: StrPromise | None = None
    place: str = ""  # the part of the case page it belongs to


def _given(sent: Sent) -> dict[str, Any]:
    return {"revision": sent.revision, "by": sent.by, "on": sent.on}


def _take(standing: Standing, form: Any, sent: Sent) -> object:
    return assigning.take_case(case=standing.case, **_given(sent))


def _assign(standing: Standing, form: Any, sent: Sent) -> object:
    person = form.people[form.cleaned_data["person"]]
    reason = form.cleaned_data["reason"]
    return assigning.assign_case(case=standing.case, to=person, reason=reason, **_given(sent))


def _appoint(standing: Standing, form: Any, sent: Sent) -> object:
    person = form.people[form.cleaned_data["person"]]
    capacity = form.cleaned_data["capacity"]
    return assigning.appoint(case=standing.case, person=person, capacity=capacity, **_given(sent))


def _release(standing: Standing, form: Any, sent: Sent) -> object:
    part = Participant.objects.select_related("person").get(pk=form.cleaned_data["part"])
    return assigning.release(
        case=standing.case, person=part.person, capacity=part.capacity,
        reason=form.cleaned_data["reason"], **_given(sent),
    )  # fmt: skip


def _transfer(standing: Standing, form: Any, sent: Sent) -> object:
    body = Organisation.objects.get(pk=form.cleaned_data["organisation"])
    reason = form.cleaned_data["reason"]
    return assigning.transfer_case(case=standing.case, to=body, reason=reason, **_given(sent))


def _suspend(standing: Standing, form: Any, sent: Sent) -> object:
    return stopping.suspend_case(
        case=standing.case, key=sent.key, **form.cleaned_data, **_given(sent)
    )


def _resume(standing: Standing, form: Any, sent: Sent) -> object:
    return stopping.resume_case(
        case=standing.case, key=sent.key, **form.cleaned_data, **_given(sent)
    )


def _ask(standing: Standing, form: Any, sent: Sent) -> object:
    body = Organisation.objects.get(pk=form.cleaned_data["organisation"])
    return cooperating.ask_body(
        case=standing.case, organisation=body, question=form.cleaned_data["question"],
        due_on=form.cleaned_data["due_on"], **_given(sent),
    )  # fmt: skip


def _join(standing: Standing, form: Any, sent: Sent) -> object:
    day = timezone.localdate(sent.on)
    others = queries.cases_numbered(form.others(), user=sent.by, on=day)
    reason = form.cleaned_data["reason"]
    return joining.join_cases(
        lead=standing.case, others=others, reason=reason, by=sent.by, on=sent.on
    )


def _split(standing: Standing, form: Any, sent: Sent) -> object:
    chosen = set(form.cleaned_data["parties"])
    parties = [each for each in standing.case.parties.all() if str(each.pk) in chosen]
    reason = form.cleaned_data["reason"]
    return joining.split_case(case=standing.case, parties=parties, reason=reason, **_given(sent))


def _note(standing: Standing, form: Any, sent: Sent) -> object:
    return keeping.add_note(
        case=standing.case, text=form.cleaned_data["text"], files=form.cleaned_data["attached"],
        key=sent.key, by=sent.by, on=sent.on,
    )  # fmt: skip


def _archive(standing: Standing, form: Any, sent: Sent) -> object:
    return keeping.archive_case(case=standing.case, **_given(sent))


def _party(standing: Standing, form: Any, sent: Sent) -> object:
    return keeping.set_party(case=standing.case, party=None, content=form.content(), **_given(sent))


def _schedule(standing: Standing, form: Any, sent: Sent) -> object:
    wanted = sessions.Appointment(
        form.cleaned_data["kind"], form.starts_at(), form.cleaned_data["place"],
        form.cleaned_data["agreed"],
    )  # fmt: skip
    return sessions.schedule_session(case=standing.case, wanted=wanted, **_given(sent))


def _grounds_left(standing: Standing) -> bool:
    stands = {each.ground for each in standing.state.standing()}
    return any(
        standing.acts_as(*each.by) and each.code not in stands
        for each in standing.procedure.grounds.values()
    )


def _stops(standing: Standing) -> bool:
    grounds = standing.procedure.grounds
    return any(
        each.ground in grounds and standing.acts_as(*grounds[each.ground].by)
        for each in standing.state.standing()
    )


def _several_respondents(standing: Standing) -> bool:
    there = [
        each
        for each in standing.case.parties.all()
        if each.left_at is None and each.position == Capacity.RESPONDENT
    ]
    return len(there) > 1


ACTS: Mapping[str, DeskAct] = {
    "take": DeskAct(
        _("Take the case"), "check", forms.ConfirmForm, _take,
        lambda s: s.open and s.works_here and s.case.handler_id is None,
        _("The case is yours now."),
    ),
    "assign": DeskAct(
        _("Assign"), "user", forms.AssignForm, _assign,
        lambda s: s.open and s.acts_as(*ASSIGNERS),
        _("The case was assigned; the handler was told."), place="people",
    ),
    "appoint": DeskAct(
        _("Appoint somebody"), "user-plus", forms.AppointForm, _appoint,
        lambda s: s.open and s.acts_as(Capacity.HEAD, Capacity.HANDLER, Capacity.PANEL_CHAIR),
        _("The appointment was made; the person was told."), place="people",
    ),
    "release": DeskAct(
        _("End an appointment"), "x", forms.ReleaseForm, _release,
        lambda s: s.open and bool(forms.parts_to_end(s)),
        _("The appointment has ended."), place="people",
    ),
    "party": DeskAct(
        _("Add a party"), "plus", PartyForm, _party,
        lambda s: s.alive and s.acts_as(*PARTY_KEEPERS), _("The party was added."), place="parties",
    ),
    "suspend": DeskAct(
        _("Stop time"), "lock", forms.SuspendForm, _suspend,
        lambda s: s.open and _grounds_left(s), _("Done: see the terms below."),
        _("The terms that this ground stops stand still until time is resumed."), place="terms",
    ),
    "resume": DeskAct(
        _("Resume time"), "lock-open", forms.ResumeForm, _resume,
        lambda s: s.alive and _stops(s), _("Time runs again; the last days were moved."),
        place="terms",
    ),
    "schedule": DeskAct(
        _("Schedule a session"), "history", forms.ScheduleForm, _schedule,
        lambda s: s.alive and bool(forms.offered_sessions(s)),
        _("The session is fixed; parties and officers were told."), place="sessions",
    ),
    "ask": DeskAct(
        _("Ask another body"), "users", forms.AskForm, _ask,
        lambda s: s.alive and s.acts_as(Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.HEAD),
        _("The body was asked; its people can see the case."), place="cooperation",
    ),
    "note": DeskAct(
        _("Add a note"), "edit", forms.NoteForm, _note,
        lambda s: s.acts_as(*NOTE_WRITERS), _("The note was added."), place="file",
    ),
    "transfer": DeskAct(
        _("Transfer to another body"), "upload", forms.TransferForm, _transfer,
        lambda s: s.open and s.acts_as(*ASSIGNERS),
        _("The case was handed to the other body."),
        _("All appointments end, and the other body takes over. The terms run on."),
    ),
    "join": DeskAct(
        _("Join cases"), "plus", forms.JoinForm, _join,
        lambda s: s.open and s.acts_as(*DECIDERS), _("The cases go on as one."),
        _("The other cases end here and lead to this one; their parties become its parties."),
    ),
    "split": DeskAct(
        _("Split the case"), "x", forms.SplitForm, _split,
        lambda s: s.open and s.acts_as(*DECIDERS) and _several_respondents(s),
        _("The parties chosen go on in a case of their own."),
        _("The new case stands where this one stands, with the same terms."),
    ),
    "archive": DeskAct(
        _("Archive"), "database", forms.ArchiveForm, _archive,
        lambda s: s.case.status == CaseStatus.CLOSED
        and s.acts_as(Capacity.HANDLER, Capacity.CLERK, Capacity.HEAD),
        _("The case is in the archive."), _("Nothing can be done in an archived case."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class OfferedAct:
    """An act as a page offers it."""

    name: str
    title: StrPromise
    icon: str


def act_called(name: str) -> DeskAct:
    """Return an act by its name in the address."""
    if name not in ACTS:
        raise NotFoundError.of("desk.not_there")
    return ACTS[name]


def offered(standing: Standing, place: str = "") -> list[OfferedAct]:
    """Return what somebody may do with a case as it stands, in one part of its page."""
    return [
        OfferedAct(name, act.title, act.icon)
        for name, act in ACTS.items()
        if act.place == place and act.offered(standing)
    ]


def may_correct(standing: Standing) -> bool:
    """Tell whether somebody may correct the form of a case."""
    return standing.alive and standing.acts_as(Capacity.HANDLER, Capacity.CLERK)


def may_change_parties(standing: Standing) -> bool:
    """Tell whether somebody may change the parties of a case."""
    return standing.alive and standing.acts_as(*PARTY_KEEPERS)


def may_extend(standing: Standing) -> bool:
    """Tell whether somebody may ask that a term be lengthened."""
    return standing.open and standing.acts_as(
        *OFFICERS, Capacity.PANEL_CHAIR, Capacity.HEAD, Capacity.SUPERIOR
    )
