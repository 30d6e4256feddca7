"""Closed lists of the pages of marks."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    """Where a mark stands on a day: four phases of `trademark-states`, or nothing known."""

    IN_FORCE = "in_force", _("In force")
    PENDING = "pending", _("Pending")
    GRACE = "grace", _("In the grace period")
    ENDED = "ended", _("Ended")
    UNKNOWN = "unknown", _("State unknown")
