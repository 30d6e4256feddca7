"""Snapshots of what was known of a plan, and the reports written from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.annual.enums import ReportState
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.plans.models import Plan

_PERSON = settings.AUTH_USER_MODEL


class Snapshot(models.Model):
    """Everything a report says of a plan as of a day, frozen; never changed.

    `content` is the canonical JSON of `core.annual.facts.Facts`, `digest` the SHA-256 of its
    UTF-8 bytes.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="snapshots")
    year = models.PositiveSmallIntegerField(_("Year"))
    as_of = models.DateField(_("As of"))
    content = models.TextField()
    digest = models.CharField("SHA-256", max_length=64)
    frozen_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ("-as_of", "-pk")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.as_of} {self.digest[:8]}"


class Report(models.Model):
    """A report of one snapshot; `number` counts within the plan.

    `sections` holds the words somebody wrote, by section; the others are drafted from the facts.
    `previous` is the snapshot it is compared with. `changed_at` is the time that files of a draft
    state, `issued_at` the one that the issued files state.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="yearly_reports")
    number = models.PositiveIntegerField()
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="report")
    previous = models.ForeignKey(Snapshot, models.PROTECT, related_name="+", null=True)
    state = models.CharField(
        pgettext_lazy("yearly report", "State"),
        max_length=12,
        choices=ReportState.choices,
        default=ReportState.DRAFT,
    )
    sections = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    issued_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    issued_at = models.DateTimeField(null=True)
    word = models.ForeignKey(Attachment, models.PROTECT, related_name="+", null=True)
    pdf = models.ForeignKey(Attachment, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="yearly_report_number"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"
