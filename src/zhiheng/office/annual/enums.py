"""The closed lists of yearly reports."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ReportState(TextChoices):
    """How far a report is."""

    DRAFT = "draft", pgettext_lazy("yearly report", "Draft")
    ISSUED = "issued", pgettext_lazy("yearly report", "Issued")
    REPLACED = "replaced", pgettext_lazy("yearly report", "Replaced by a later one")
    DISCARDED = "discarded", pgettext_lazy("yearly report", "Discarded")


# Their files are kept and can be recognised again.
WITH_FILES = (ReportState.ISSUED, ReportState.REPLACED)
