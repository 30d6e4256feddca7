"""The closed lists of evaluations."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EvaluationKind(TextChoices):
    """When in a plan's life it is evaluated."""

    MID_TERM = "mid_term", _("Mid-term evaluation")
    FINAL = "final", _("Final evaluation")


class EvaluationState(TextChoices):
    """How far an evaluation is."""

    PREPARED = "prepared", _("Weights being set")
    SELF_ASSESSMENT = "self_assessment", pgettext_lazy("evaluation", "Self-assessment")
    REVIEW = "review", pgettext_lazy("evaluation", "Review")
    CONCLUDED = "concluded", _("Concluded")


class Group(TextChoices):
    """What a criterion is about."""

    INDICATORS = "indicators", pgettext_lazy("evaluation", "Indicators")
    MEASURES = "measures", pgettext_lazy("evaluation", "Measures")


class Side(TextChoices):
    """Who gives a score."""

    SELF = "self", pgettext_lazy("evaluation", "Self-assessment")
    REVIEW = "review", pgettext_lazy("evaluation", "Review")


class Grade(TextChoices):
    """What a total comes to."""

    EXCELLENT = "excellent", pgettext_lazy("grade", "Excellent")
    GOOD = "good", pgettext_lazy("grade", "Good")
    FAIR = "fair", pgettext_lazy("grade", "Fair")
    FAILED = "failed", pgettext_lazy("grade", "Failed")
