"""Members, meetings, items of agendas and what was decided on them.

A decision becomes tasks of supervision when the minutes are issued; before that it may still be
changed.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.attachments.models import Attachment
from zhiheng.office.conference.enums import MeetingState, Presence
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.supervision.models import Task

_PERSON = settings.AUTH_USER_MODEL


class MemberQuerySet(models.QuerySet["Member"]):
    """Members with their period."""

    def in_force(self, day: dt.date) -> MemberQuerySet:
        """Return those who belong to the conference on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Member(models.Model):
    """A department that belongs to the conference from `since` to `until`, both included."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    delegate = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True, blank=True)
    since = models.DateField(_("From"))
    until = models.DateField(_("Until"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("department__name", "since")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="conference_member_period",
            ),
        )

    def __str__(self) -> str:
        return self.department.name


class Meeting(models.Model):
    """One meeting; `outstanding` holds what was open of earlier ones when minutes were issued.

    An entry of `outstanding` is {"meeting", "text", "department", "due", "state", "task"}.
    """

    number = models.PositiveIntegerField(_("Number"), unique=True)
    title = models.CharField(_("Title"), max_length=120)
    held_on = models.DateField(_("Date"))
    place = models.CharField(pgettext_lazy("meeting", "Place"), max_length=120, blank=True)
    chair = models.CharField(_("Chair"), max_length=80, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=MeetingState.choices, default=MeetingState.DRAFT
    )
    outstanding = models.JSONField(default=list)
    created_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    convened_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    issued_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """Something for an agenda: proposed and waiting, or on the agenda of a meeting.

    `place` orders an agenda; `discussion` is what the minutes say of it.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", null=True)
    place = models.PositiveIntegerField(default=0)
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("Matter"), max_length=4_000, blank=True)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", null=True, blank=True)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", null=True, blank=True)
    papers = models.ManyToManyField(Attachment, related_name="+", blank=True)
    discussion = models.TextField(blank=True)
    proposed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("meeting", "place", "pk")

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a department came to a meeting, and who came for it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    presence = models.CharField(max_length=12, choices=Presence.choices)
    person = models.CharField(_("Attended by"), max_length=80, blank=True)

    class Meta:
        ordering = ("department__name",)
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "department"), name="conference_attendance_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.department_id} {self.presence}"


class Resolution(models.Model):
    """What was decided on an item: by whom it is done, until when, and the tasks it became."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="resolutions")
    place = models.PositiveIntegerField()
    text = models.TextField(_("Decision of the conference"), max_length=2_000)
    departments = models.ManyToManyField(Department, related_name="+")
    due_on = models.DateField(_("Due"))
    tasks = models.ManyToManyField(Task, related_name="resolutions")

    class Meta:
        ordering = ("item", "place")

    def __str__(self) -> str:
        return self.text
