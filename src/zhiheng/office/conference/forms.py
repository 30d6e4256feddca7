"""Forms about the joint conference; they check shapes, commands check the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import User
from zhiheng.office.conference.commands import MeetingContent, Present
from zhiheng.office.conference.enums import MeetingState, Presence
from zhiheng.office.conference.models import Attendance, Member
from zhiheng.office.plans.models import Department
from zhiheng.office.web.forms import DateInput, FilesField, FilterForm


class MeetingFilterForm(FilterForm):
    """Narrows the list of meetings."""

    q = forms.CharField(label=_("Title or item"))
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *MeetingState.choices])


class MeetingForm(forms.Form):
    """When and where a meeting is."""

    title = forms.CharField(label=_("Title"), max_length=120)
    held_on = forms.DateField(label=_("Date"), widget=DateInput())
    place = forms.CharField(label=pgettext_lazy("meeting", "Place"), max_length=120, required=False)
    chair = forms.CharField(label=_("Chair"), max_length=80, required=False)

    def content(self) -> MeetingContent:
        """Return what was filled in."""
        names = ("title", "held_on", "place", "chair")
        return MeetingContent(**{name: self.cleaned_data[name] for name in names})


class NewMeetingForm(MeetingForm):
    """A meeting with its number."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=9_999)
    field_order = ("number", "title", "held_on", "place", "chair")


class MemberForm(forms.Form):
    """A department that joins the conference."""

    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"))
    delegate = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Delegate"),
        required=False,
        help_text=_("Without one all people of the department are invited."),
    )
    since = forms.DateField(label=_("From"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.filter(
            is_active=True, memberships__organisation__departments__isnull=False
        ).distinct()
        self.fields["delegate"].queryset = able.order_by("display_name")  # type: ignore[attr-defined]


class EndMemberForm(forms.Form):
    """The last day of a membership."""

    until = forms.DateField(label=_("Last day"), widget=DateInput())


class ProposalForm(forms.Form):
    """Something for the next agenda."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Matter"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What the conference should know, and what it is asked to decide."),
    )
    papers = FilesField(label=_("Papers"))


class PapersForm(forms.Form):
    """Papers for an item."""

    papers = FilesField(label=_("Papers"))


class DiscussionForm(forms.Form):
    """What the minutes say of an item."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )


class ResolutionForm(forms.Form):
    """What was decided on an item."""

    text = forms.CharField(
        label=_("Decision of the conference"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The first line becomes the title of the task."),
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("Responsible departments"),
        widget=forms.SelectMultiple({"size": 6}),
    )
    due_on = forms.DateField(label=_("Due"), widget=DateInput())


class AttendanceForm(forms.Form):
    """Who came: for each member whether it was there, and by whom."""

    def __init__(
        self, *args: Any, members: Iterable[Member], noted: Iterable[Attendance], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._members = list(members)
        known = {each.department_id: each for each in noted}
        for member in self._members:
            before = known.get(member.department_id)
            delegate = member.delegate.display_name if member.delegate else ""
            self.fields[f"presence_{member.department_id}"] = forms.ChoiceField(
                label=member.department.name,
                choices=Presence.choices,
                initial=before.presence if before else Presence.PRESENT,
            )
            self.fields[f"person_{member.department_id}"] = forms.CharField(
                label=_("Attended by"),
                max_length=80,
                required=False,
                initial=before.person if before else delegate,
            )

    def rows(self) -> list[Present]:
        """Return who came."""
        given = self.cleaned_data
        return [
            Present(
                member.department,
                Presence(given[f"presence_{member.department_id}"]),
                given[f"person_{member.department_id}"],
            )
            for member in self._members
        ]

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the two fields of each member."""
        names = [member.department_id for member in self._members]
        return [(self[f"presence_{name}"], self[f"person_{name}"]) for name in names]


def default_due(meeting_day: dt.date) -> dt.date:
    """Return the last day that is proposed for a decision: thirty days after the meeting."""
    return meeting_day + dt.timedelta(days=30)
