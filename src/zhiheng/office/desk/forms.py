"""Forms about a case: what the acts ask for that every case knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhiheng.core.procedures.declared import SessionKind, SuspensionGround
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases.assigning import candidates
from zhiheng.office.cases.conflicts import ties_of
from zhiheng.office.cases.enums import APPOINTED, Capacity
from zhiheng.office.cases.models import Participant
from zhiheng.office.cases.writing import LONGEST_REASON
from zhiheng.office.desk.legal import article
from zhiheng.office.desk.standing import Standing
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.forms import DateInput, FilesField

Choice = tuple[str, Any]


def reason_field(*, required: bool = True, label: Any = None) -> forms.CharField:
    """Return the field for a reason."""
    return forms.CharField(
        label=label or _("Reason"),
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )


class DeskForm(forms.Form):
    """A form about a case; its choices come from how the case stands."""

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices; overridden where there are any."""

    def choose(self, name: str, choices: list[Choice]) -> None:
        """Offer choices in a field, after a first line that asks to choose."""
        self.fields[name].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]  # a ChoiceField


class ConfirmForm(DeskForm):
    """Nothing to fill in: the act is confirmed."""


class ArchiveForm(DeskForm):
    """Nothing to fill in; terms of the office that still run are named beforehand."""

    def prepare(self) -> None:
        """Find the terms that nobody would be reminded of any more."""
        self.still_running = [
            f"{said(each.declared.title)} · {each.due}"
            for each in self.standing.terms
            if each.running.ended is None and each.declared.binds == "office"
        ]


class AssignForm(DeskForm):
    """To whom a case is given."""

    person = forms.ChoiceField(label=_("Handler"))
    reason = reason_field(required=False)

    def prepare(self) -> None:
        """Offer the people of the body, each with what ties them to a party."""
        people = candidates(self.standing.case, Capacity.HANDLER, on=self.standing.now)
        offer_people(self, list(people.order_by("display_name")))


class AppointForm(DeskForm):
    """Who is appointed as what."""

    capacity = forms.ChoiceField(label=pgettext_lazy("case", "Capacity"))
    person = forms.ChoiceField(label=pgettext_lazy("case", "Person"))

    def prepare(self) -> None:
        """Offer capacities, and everybody who can have one of them."""
        offered = [each for each in APPOINTED if each != Capacity.HANDLER]
        self.choose("capacity", [(each.value, each.label) for each in offered])
        found: dict[int, User] = {}
        for capacity in (Capacity.CO_HANDLER, Capacity.TECHNICAL_INVESTIGATOR):
            people = candidates(self.standing.case, capacity, on=self.standing.now)
            found.update({each.pk: each for each in people})
        offer_people(self, sorted(found.values(), key=lambda each: each.display_name))


class ReleaseForm(DeskForm):
    """Whose appointment ends."""

    part = forms.ChoiceField(label=_("Who, as what"))
    reason = reason_field()

    def prepare(self) -> None:
        """Offer those appointed; oneself only for whoever does not direct the case."""
        self.choose(
            "part",
            [
                (str(each.pk), f"{each.person.display_name} · {each.get_capacity_display()}")
                for each in parts_to_end(self.standing)
            ],
        )


class TransferForm(DeskForm):
    """To which body a case goes."""

    organisation = forms.ChoiceField(label=_("Body"))
    reason = reason_field()

    def prepare(self) -> None:
        """Offer the other bodies of a kind that carries the procedure."""
        kinds = self.standing.procedure.declaration.handling.bodies
        bodies = Organisation.objects.filter(kind__in=kinds)
        self.choose("organisation", others_than(self.standing, bodies))


class SuspendForm(DeskForm):
    """On which ground time stops."""

    ground = forms.ChoiceField(label=_("Ground"))
    reason = reason_field()

    def prepare(self) -> None:
        """Offer the declared grounds that do not stand yet, each with its article."""
        standing = {each.ground for each in self.standing.state.standing()}
        offered = [
            each
            for each in self.standing.procedure.grounds.values()
            if each.code not in standing and self.standing.acts_as(*each.by)
        ]
        self.choose("ground", [(each.code, _ground_words(each)) for each in offered])


class ResumeForm(DeskForm):
    """Which stop of time ends."""

    ground = forms.ChoiceField(label=_("Ground"))
    reason = reason_field(required=False)

    def prepare(self) -> None:
        """Offer what stands, since when."""
        grounds = self.standing.procedure.grounds
        stops = [each for each in self.standing.state.standing() if each.ground in grounds]
        self.choose(
            "ground",
            [(each.ground, f"{said(grounds[each.ground].title)} · {each.first}") for each in stops],
        )
        if len(stops) == 1:
            self.fields["ground"].initial = stops[0].ground


class AskForm(DeskForm):
    """What another body is asked to do, until when."""

    organisation = forms.ChoiceField(label=_("Body"))
    question = forms.CharField(
        label=_("What it is asked to do"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 4}),
    )
    due_on = forms.DateField(label=_("Answer until"), required=False, widget=DateInput())

    def prepare(self) -> None:
        """Offer the bodies that work with cases."""
        kinds = (
            "ip_office", "protection_centre", "market_supervision", "government", "court",
            "procuratorate", "customs", "mediation", "station", "association",
        )  # fmt: skip
        bodies = Organisation.objects.filter(kind__in=kinds)
        self.choose("organisation", others_than(self.standing, bodies))


class AnswerForm(forms.Form):
    """What another body answers."""

    answer = forms.CharField(
        label=_("Answer"), max_length=4_000, widget=forms.Textarea({"rows": 6})
    )
    declined = forms.BooleanField(label=_("We cannot co-operate, for this reason"), required=False)
    attached = FilesField(label=_("Files"))


class ScheduleForm(DeskForm):
    """When and where a session is."""

    kind = forms.ChoiceField(label=_("Session"))
    day = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    agreed = reason_field(
        required=False, label=_("How the parties agreed to a shorter notice, if they did")
    )

    def prepare(self) -> None:
        """Offer the kinds of session that belong to the stage."""
        kinds = offered_sessions(self.standing)
        self.choose("kind", [(each.session, said(each.title)) for each in kinds])
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].session

    def starts_at(self) -> dt.datetime:
        """Return the moment in the office's own time."""
        moment = dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(moment)


class HoldForm(DeskForm):
    """Who came to a session."""

    attendance = reason_field(required=False, label=_("Who came, and what is to be noted"))


class ReasonForm(DeskForm):
    """A reason."""

    reason = reason_field()


class JoinForm(DeskForm):
    """Which cases go on in this one."""

    numbers = forms.CharField(
        label=_("Numbers of the other cases"),
        help_text=_("Separated by blanks or commas; all are of the same procedure and body."),
        max_length=500,
    )
    reason = reason_field()

    def others(self) -> list[str]:
        """Return the numbers as written."""
        plain = self.cleaned_data["numbers"]
        for mark in "，、,;；":
            plain = plain.replace(mark, " ")
        return plain.split()


class SplitForm(DeskForm):
    """Which parties go on in a case of their own."""

    parties = forms.MultipleChoiceField(
        label=_("Parties who go on in a case of their own"), widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field()

    def prepare(self) -> None:
        """Offer the parties who are not the applicant."""
        rows = [
            each
            for each in self.standing.case.parties.all()
            if each.left_at is None and each.position != Capacity.APPLICANT
        ]
        self.fields["parties"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (str(each.pk), f"{each.name} · {each.get_position_display()}") for each in rows
        ]


class NoteForm(DeskForm):
    """A note for colleagues."""

    text = reason_field(required=False, label=_("Note"))
    attached = FilesField(label=_("Files"))


class ExtendForm(forms.Form):
    """By how much a term is lengthened, and why."""

    length = forms.CharField(
        label=_("By how much"), max_length=12, help_text=_("Such as 30d, 10wd or 1m")
    )
    reason = reason_field()


class DecideForm(forms.Form):
    """Why something is approved or not; a refusal needs a reason."""

    reason = reason_field(required=False)


def offered_sessions(standing: Standing) -> list[SessionKind]:
    """Return the kinds of session that somebody may fix in the stage of a case."""
    return [
        each
        for each in standing.procedure.sessions.values()
        if standing.case.stage in each.stages and standing.acts_as(*each.by)
    ]


def parts_to_end(standing: Standing) -> list[Participant]:
    """Return the appointments somebody may end: all for who directs the case, else their own."""
    directs = standing.acts_as(Capacity.HEAD, Capacity.HANDLER)
    parts = standing.case.participants.all()
    return [each for each in parts if directs or each.person_id == standing.user.pk]


def others_than(standing: Standing, bodies: QuerySet[Organisation]) -> list[Choice]:
    """Return bodies as choices, by name, without the one that handles the case."""
    mine = standing.case.organisation_id
    return [(str(each.pk), each.name) for each in bodies.order_by("name") if each.pk != mine]


def offer_people(form: DeskForm, people: list[User]) -> None:
    """Offer people, and say of each what ties them to a party: the kernel refuses them."""
    standing, ties, choices = form.standing, [], []
    for person in people:
        found = ties_of(person, standing.case, on=standing.day)
        ties += problem_texts([each.problem for each in found])
        name = person.display_name
        label = gettext("%(name)s (to step aside)") % {"name": name} if found else name
        choices.append((str(person.pk), label))
    form.choose("person", choices)
    form.ties = ties  # type: ignore[attr-defined]  # shown above the form
    form.people = {str(each.pk): each for each in people}  # type: ignore[attr-defined]  # for the command


def _ground_words(ground: SuspensionGround) -> str:
    return f"{said(ground.title)} · {article(ground.ground)}"
