"""The closed lists of the desk."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tray(TextChoices):
    """The trays of an inbox; the names are those of `cases.queries.trays_of`."""

    MINE = "mine", pgettext_lazy("tray", "Mine")
    DUE_SOON = "due_soon", pgettext_lazy("tray", "Due soon")
    OVERDUE = "overdue", pgettext_lazy("tray", "Overdue")
    TO_APPROVE = "to_approve", pgettext_lazy("tray", "To approve")
    ASKED = "asked", pgettext_lazy("tray", "Co-operation asked for")
    UNASSIGNED = "unassigned", pgettext_lazy("tray", "Nobody's yet")
    TEAM = "team", pgettext_lazy("tray", "My body's")
    WAITING = "waiting", pgettext_lazy("tray", "Waiting for others")
    CLOSED = "closed", pgettext_lazy("tray", "Closed, to be archived")


class BatchAct(TextChoices):
    """What can be done with several cases of the inbox at once."""

    TAKE = "take", _("Take")
    ASSIGN = "assign", _("Assign")
