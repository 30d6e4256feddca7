"""Schedules, requests for a value, and the versions of each value with their evidence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.errors import Problem
from zhiheng.core.plans.periods import Period
from zhiheng.core.plans.units import conversion
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.plans.models import Department, PlanIndicator
from zhiheng.office.reporting.enums import RequestState, Rhythm, VersionState

_PERSON = settings.AUTH_USER_MODEL


class Schedule(models.Model):
    """How often an indicator is asked for, of whom, and how long they have.

    `due_days` are counted from the day after the period's end, in working days where
    `in_working_days`. Periods that begin before `starts_on` are not asked for. `revision` counts
    changes, so that two people cannot cross.
    """

    indicator = models.OneToOneField(PlanIndicator, models.PROTECT, related_name="schedule")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="schedules", verbose_name=_("Department")
    )
    rhythm = models.CharField(
        _("How often"), max_length=12, choices=Rhythm.choices, default=Rhythm.QUARTERLY
    )
    due_days = models.PositiveSmallIntegerField(_("Days to report"), default=10)
    in_working_days = models.BooleanField(_("Counted in working days"), default=True)
    starts_on = models.DateField(_("First period begins"))
    ended_on = models.DateField(_("No period after"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("indicator",)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.rhythm}"


class Request(models.Model):
    """One indicator, one period, asked of one department.

    `state` says whose turn it is; what counts is the latest signed version, whatever the state.
    """

    indicator = models.ForeignKey(PlanIndicator, models.PROTECT, related_name="requests")
    department = models.ForeignKey(Department, models.PROTECT, related_name="requests")
    period_start = models.DateField(pgettext_lazy("report", "Period"))
    period_end = models.DateField()
    due_on = models.DateField(_("Due"))
    state = models.CharField(
        _("State"), max_length=12, choices=RequestState.choices, default=RequestState.OPEN
    )
    first_signed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "period_start", "period_end"), name="requested_once_a_period"
            ),
        )
        indexes = (models.Index(fields=["state", "due_on"], name="request_state_due"),)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period.key}"

    @property
    def period(self) -> Period:
        """Return the days that are reported on."""
        return Period(self.period_start, self.period_end)

    def is_overdue(self, on: dt.date) -> bool:
        """Tell whether a first value should have been in before the day and is not."""
        waiting = self.state in (RequestState.OPEN, RequestState.RETURNED)
        late = waiting and self.first_signed_at is None and self.due_on < on
        return late and self.is_wanted

    @property
    def is_wanted(self) -> bool:
        """Tell whether the plan still has the indicator, and has it reported."""
        return self.indicator.withdrawn_at is None and not self.indicator.computed_by


class Version(models.Model):
    """A value as somebody entered it; a signed one is never changed, a correction is another.

    `written` and `unit` are what was typed, `value` is that in the unit the indicator had then;
    `told` is it in the unit that the indicator has now. `findings` is what
    the checks said when it was handed in, as data of problems; `reason` is why it is right all the
    same, or what is corrected.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=VersionState.choices, default=VersionState.DRAFT
    )
    value = models.DecimalField(_("Value"), max_digits=24, decimal_places=8)
    written = models.DecimalField(_("Value"), max_digits=24, decimal_places=8)
    unit = models.CharField(_("Unit"), max_length=24, blank=True)
    note = models.TextField(_("Note"), blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    findings = models.JSONField(default=list)
    entered_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    submitted_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("Reason of the return"), blank=True)

    class Meta:
        ordering = ("request", "-number")
        constraints = (
            models.UniqueConstraint(fields=("request", "number"), name="report_version_number"),
        )
        indexes = (models.Index(fields=["state", "decided_at"], name="version_signed"),)

    def __str__(self) -> str:
        return f"{self.request_id}/{self.number}"

    @property
    def told(self) -> Decimal:
        """Return the value in the unit that the indicator has now."""
        factor = conversion(self.unit, self.request.indicator.unit)
        return self.value if factor is None else self.written * factor

    @property
    def problems(self) -> list[Problem]:
        """Return what the checks said, as values that can be put into words."""
        return [Problem(entry["code"], entry["values"]) for entry in self.findings]


class Evidence(models.Model):
    """A file that shows where a version's value comes from."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="evidence")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("version", "attachment"), name="evidence_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.attachment_id}"


class Query(models.Model):
    """What the lead office doubted about a signed value; it stays when it is answered."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="queries")
    version = models.ForeignKey(Version, models.PROTECT, related_name="queries")
    text = models.TextField(_("Query"))
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.request_id} {self.asked_at:%Y-%m-%d}"
