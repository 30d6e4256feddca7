"""Closed lists of the pages of marks."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OWNER = "owner"  # the role in which a party is named in a mark


class Phase(TextChoices):
    """Where a mark stands on a day: four phases of `trademark-states`, or nothing known."""

    IN_FORCE = "in_force", pgettext_lazy("marks", "In force")
    PENDING = "pending", pgettext_lazy("marks", "Pending")
    GRACE = "grace", _("In the grace period")
    ENDED = "ended", pgettext_lazy("marks", "Ended")
    UNKNOWN = "unknown", _("State unknown")
