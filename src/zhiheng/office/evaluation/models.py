"""Evaluations of plans, their criteria, and every score anybody gave."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.office.attachments.models import Attachment
from zhiheng.office.evaluation.enums import EvaluationKind, EvaluationState, Grade, Group, Side
from zhiheng.office.plans.models import Department, Measure, Plan, PlanIndicator

_PERSON = settings.AUTH_USER_MODEL


class Evaluation(models.Model):
    """One evaluation of a plan by the figures of one day.

    `result` is frozen when it is concluded: {"score", "self", "complete"}, numbers as text.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    kind = models.CharField(_("Kind"), max_length=12, choices=EvaluationKind.choices)
    as_of = models.DateField(_("As of"))
    state = models.CharField(
        max_length=16, choices=EvaluationState.choices, default=EvaluationState.PREPARED
    )
    self_due_on = models.DateField(_("Self-assessment until"), null=True, blank=True)
    conclusion = models.TextField(_("Conclusion"), blank=True)
    result = models.JSONField(default=dict)
    grade = models.CharField(max_length=12, choices=Grade.choices, blank=True)
    revision = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    concluded_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-as_of", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "kind"),
                condition=~Q(state=EvaluationState.CONCLUDED),
                name="evaluation_one_of_a_kind_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind} {self.as_of}"


class Criterion(models.Model):
    """What is scored: an indicator or a measure of the plan, with its weight in points.

    `facts` is what the figures said on the day of the evaluation: {"zh", "en", "share"}, the share
    as text or null; `suggested` is what they alone would give. `department` assesses itself.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="criteria")
    place = models.PositiveIntegerField()
    group = models.CharField(max_length=12, choices=Group.choices)
    title = models.CharField(max_length=300)
    indicator = models.ForeignKey(PlanIndicator, models.PROTECT, null=True, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    weight = models.DecimalField(_("Weight"), max_digits=5, decimal_places=2)
    facts = models.JSONField(default=dict)
    suggested = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("evaluation", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "place"), name="evaluation_criterion_place"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """A score with its reason. A change is a new one: the latest of a side counts."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="assessments")
    side = models.CharField(max_length=8, choices=Side.choices)
    score = models.DecimalField(_("Score"), max_digits=5, decimal_places=2)
    reason = models.TextField(_("Reason"), blank=True)
    evidence = models.ManyToManyField(Attachment, related_name="+")
    given_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("criterion", "side", "-pk")

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.side} {self.score}"
