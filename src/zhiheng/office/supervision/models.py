"""Tasks, what was reported on measures and tasks, and who was reminded of what.

What is derived (overdue, a measure's state and percent) is not stored: `core.plans.tasks`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.plans.models import Commitment, Department, Measure
from zhiheng.office.supervision.enums import EntryKind, ReminderStep, TaskState

_PERSON = settings.AUTH_USER_MODEL


class Task(models.Model):
    """A piece of work of one department under a measure; without one it follows up a decision.

    `after` is a task of the same measure that has to be done before; `late_reason` says why the
    last day is later than the measure's. What the lead office or the conference `assigned`, the
    department does, but neither moves nor cancels.
    """

    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="tasks", null=True, blank=True
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="tasks")
    title = models.CharField(_("Task"), max_length=200)
    note = models.TextField(pgettext_lazy("task", "Details"), max_length=2_000, blank=True)
    owner = models.ForeignKey(_PERSON, models.PROTECT, related_name="tasks", null=True, blank=True)
    starts_on = models.DateField(_("Start"), null=True, blank=True)
    due_on = models.DateField(_("Due"))
    weight = models.PositiveSmallIntegerField(pgettext_lazy("task", "Weight"), default=1)
    after = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="then")
    state = models.CharField(
        _("State"), max_length=12, choices=TaskState.choices, default=TaskState.OPEN
    )
    percent = models.PositiveSmallIntegerField(default=0)
    late_reason = models.CharField(max_length=400, blank=True)
    blocked_needs = models.CharField(max_length=400, blank=True)
    blocked_from = models.CharField(max_length=200, blank=True)
    assigned = models.BooleanField(default=False)
    created_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("state", "due_on"), name="task_state_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__lte=100) & Q(weight__gte=1), name="task_percent_and_weight"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Completion(models.Model):
    """Whether a measure was submitted as done, and whether the lead office confirmed it."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="completion")
    submitted_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("measure",)

    def __str__(self) -> str:
        return f"{self.measure_id}"


class Entry(models.Model):
    """One line in the history of a measure or a task; never changed.

    `quantity` is what was reached of `commitment` so far, in its unit, all in all; `year` is the
    one a yearly report is of.
    """

    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="entries", null=True)
    task = models.ForeignKey(Task, models.PROTECT, related_name="entries", null=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True)
    text = models.TextField(blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="+", null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    year = models.PositiveSmallIntegerField(null=True)
    evidence = models.ManyToManyField(Attachment, related_name="+", blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Reminder(models.Model):
    """One step of reminding, taken once for a task or measure and the last day it had then."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reminders", null=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders", null=True)
    step = models.CharField(max_length=12, choices=ReminderStep.choices)
    due_on = models.DateField()
    on = models.DateField()
    people: models.ManyToManyField[User, models.Model] = models.ManyToManyField(
        User, related_name="+"
    )

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("task", "step", "due_on"), name="task_step_once"),
            models.UniqueConstraint(fields=("measure", "step", "due_on"), name="measure_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.on}"
