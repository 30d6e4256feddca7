"""The closed lists of plans."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    """How far a plan is: its proposals are being decided, it is carried out, or it is over."""

    REVIEW = "review", _("Being reviewed")
    IN_FORCE = "in_force", _("In force")
    CLOSED = "closed", _("Closed")


class ProposalKind(TextChoices):
    """What a passage of the document was read as."""

    INDICATOR = "indicator", _("Indicator")
    MEASURE = "measure", _("Measure")
    PROJECT = "project", _("Named project")
    SAFEGUARD = "safeguard", _("Safeguard")
    RESULT = "result", _("Result of the plan before")


class Decision(TextChoices):
    """What a clerk decided about a proposal."""

    OPEN = "open", _("Not decided")
    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Accepted with corrections")
    REJECTED = "rejected", _("Rejected")


class IndicatorKind(TextChoices):
    """Whether the government answers for an indicator or expects it of others."""

    BINDING = "binding", _("Binding")
    EXPECTED = "expected", _("Expected")


class Counting(TextChoices):
    """What an indicator's values are values of."""

    LEVEL = "level", _("Level on a day")
    CUMULATIVE = "cumulative", _("Cumulative over the plan's years")
    YEARLY = "yearly", _("Of one year")
    YEARLY_GROWTH = "yearly_growth", _("Growth a year on average")


class Comparator(TextChoices):
    """How a value has to stand to its target."""

    EQUAL = "=", _("reach")
    AT_LEAST = ">=", _("at least")
    MORE = ">", _("more than")
    AT_MOST = "<=", _("at most")
    LESS = "<", _("less than")
    BETWEEN = "between", _("between")
    ABOUT = "~", _("about")


class MeasureKind(TextChoices):
    """Where a measure stands in the plan."""

    MEASURE = "measure", _("Measure")
    PROJECT = "project", _("Named project")
    SAFEGUARD = "safeguard", _("Safeguard")
