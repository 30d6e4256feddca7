"""What people decide about parties."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """The kinds of decision; the values are those of the register `party-decisions`."""

    CONFIRM_SAME = "confirm_same", _("Confirmed as one")
    KEEP_APART = "keep_apart", _("Kept apart")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Names split off")
    SPLIT_RECORDS = "split_records", _("Mentions split off")
    UNDO = "undo", _("Undone")
