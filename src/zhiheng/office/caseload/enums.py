"""The closed lists of the load of cases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReminderStep(TextChoices):
    """Why somebody is reminded of a case."""

    DUE_SOON = "due_soon", pgettext_lazy("case reminder", "Due soon")
    DUE_TODAY = "due_today", pgettext_lazy("case reminder", "Due today")
    OVERDUE = "overdue", pgettext_lazy("case reminder", "Overdue")
    OVERDUE_LONG = "overdue_long", pgettext_lazy("case reminder", "Overdue for long")
    UNASSIGNED = "unassigned", _("Nobody handles it")
    STANDING = "standing", _("Time stands still for long")
