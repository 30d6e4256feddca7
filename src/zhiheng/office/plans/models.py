"""Plans, the passages read from their documents, and what came of them.

A figure in a plan is kept as a decimal in the unit the plan uses; a span counts characters of the
document's extracted text, first included, last not.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.plans.enums import (
    Comparator,
    Counting,
    Decision,
    IndicatorKind,
    MeasureKind,
    PlanState,
    ProposalKind,
)

_PERSON = settings.AUTH_USER_MODEL


class Department(models.Model):
    """A body that plans name; its people are the members of `organisation`, once it has one.

    `name` is how the declared list calls it, or how the plan does where the list does not know it.
    """

    name = models.CharField(_("Department"), max_length=120, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="departments"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """A plan document and the plan that was made of it.

    `text` is what spans count in; `warnings` holds what the reader could not make out, as data of
    problems; `revision` counts changes, so that two clerks cannot cross.
    """

    title = models.CharField(_("Title"), max_length=200)
    issuers = models.JSONField(_("Issued by"), default=list)
    issued = models.CharField(
        _("Issued on"), max_length=10, blank=True
    )  # 2022, 2022-01, 2022-01-05
    first_year = models.PositiveSmallIntegerField(_("First year"))
    last_year = models.PositiveSmallIntegerField(_("Last year"))
    division = models.CharField(_("Division"), max_length=6)
    state = models.CharField(
        _("State"), max_length=12, choices=PlanState.choices, default=PlanState.REVIEW
    )
    revision = models.PositiveIntegerField(default=1)
    document = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    text = models.TextField()
    outline = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    imported_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-first_year", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_year__gte=models.F("first_year")), name="plan_years_run_forward"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """One thing the reader saw in the document, and what a clerk decided about it.

    `read` is what the reader proposed, `decided` what was accepted or corrected, both in the shape
    of `zhiheng plan read`.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="proposals")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField(default=1.0)
    read = models.JSONField()
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.OPEN)
    decided = models.JSONField(default=dict)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("plan", "place")
        constraints = (
            models.UniqueConstraint(fields=("plan", "place"), name="plan_proposal_place"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.place}"


class PlanIndicator(models.Model):
    """An indicator that a plan answers for, in the plan's unit.

    `computed_by` names the declared indicator that gives its values; without one they are
    reported. `milestones` are further targets: a list of {"year", "value", "comparator", "upper"}.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="indicator"
    )
    number = models.PositiveIntegerField()
    name = models.CharField(_("Indicator"), max_length=120)
    unit = models.CharField(_("Unit"), max_length=24, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=IndicatorKind.choices, blank=True)
    counting = models.CharField(
        _("Values"), max_length=16, choices=Counting.choices, default=Counting.LEVEL
    )
    lower_is_better = models.BooleanField(_("Lower is better"), default=False)
    baseline_year = models.PositiveSmallIntegerField(_("Baseline year"), null=True, blank=True)
    baseline = models.DecimalField(
        _("Baseline"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target_year = models.PositiveSmallIntegerField(_("Target year"))
    target = models.DecimalField(_("Target"), max_digits=20, decimal_places=4)
    target_upper = models.DecimalField(
        _("Upper end"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    comparator = models.CharField(
        max_length=8, choices=Comparator.choices, default=Comparator.EQUAL
    )
    milestones = models.JSONField(default=list)
    note = models.TextField(_("Definition"), blank=True)
    departments = models.ManyToManyField(Department, related_name="indicators", blank=True)
    computed_by = models.SlugField(_("Computed by"), max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="plan_indicator_number"),
        )

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """What a plan says shall be done, by whom and until when.

    `due_on` is the last day of the period the plan names; `ongoing` ones have none.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="measure"
    )
    kind = models.CharField(
        _("Kind"), max_length=12, choices=MeasureKind.choices, default=MeasureKind.MEASURE
    )
    place = models.PositiveIntegerField()
    number = models.CharField(_("Number"), max_length=24, blank=True)
    title = models.CharField(_("Measure"), max_length=300)
    text = models.TextField(_("Text"), blank=True)
    under = models.JSONField(default=list)
    lead = models.ManyToManyField(Department, related_name="leads", blank=True)
    support = models.ManyToManyField(Department, related_name="supports", blank=True)
    due_on = models.DateField(_("Due"), null=True, blank=True)
    due_text = models.CharField(_("Time limit"), max_length=60, blank=True)
    ongoing = models.BooleanField(_("Ongoing"), default=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("plan", "place")
        constraints = (
            models.UniqueConstraint(fields=("plan", "place"), name="plan_measure_place"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Commitment(models.Model):
    """Something countable that a measure promises."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="commitments")
    place = models.PositiveIntegerField()
    text = models.CharField(_("Promised"), max_length=300)
    quantity = models.DecimalField(_("Quantity"), max_digits=20, decimal_places=4)
    upper = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=24, blank=True)
    comparator = models.CharField(
        max_length=8, choices=Comparator.choices, default=Comparator.EQUAL
    )
    year = models.PositiveSmallIntegerField(_("Year"), null=True, blank=True)

    class Meta:
        ordering = ("measure", "place")
        constraints = (
            models.UniqueConstraint(fields=("measure", "place"), name="plan_commitment_place"),
        )

    def __str__(self) -> str:
        return self.text


class Change(models.Model):
    """A change of an indicator or measure of a plan in force, with its reason.

    `before` and `after` hold the fields that differ; a withdrawal has `withdrawn`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="changes")
    indicator = models.ForeignKey(
        PlanIndicator, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("Reason"), max_length=400)
    changed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.reason
