"""The closed lists of papers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class PaperState(TextChoices):
    """Where a paper stands."""

    DRAFT = "draft", pgettext_lazy("paper", "Draft")
    PROPOSED = "proposed", pgettext_lazy("paper", "Waits for signature")
    ISSUED = "issued", pgettext_lazy("paper", "Issued")
    SERVED = "served", pgettext_lazy("paper", "Served")
    WITHDRAWN = "withdrawn", pgettext_lazy("paper", "Withdrawn")
    DISCARDED = "discarded", pgettext_lazy("paper", "Discarded")


# Issued at some time: it has its files, its code, and can be looked up by anybody.
KNOWN = frozenset({PaperState.ISSUED, PaperState.SERVED, PaperState.WITHDRAWN})
VALID = frozenset({PaperState.ISSUED, PaperState.SERVED})


class ServiceResult(TextChoices):
    """What became of the service of a paper on a party."""

    SENT = "sent", pgettext_lazy("service", "Under way")
    RECEIVED = "received", pgettext_lazy("service", "Received")
    PRESUMED = "presumed", pgettext_lazy("service", "Counts as received")
    FAILED = "failed", pgettext_lazy("service", "Not delivered")


# The party has the paper, or counts as having it.
REACHED = frozenset({ServiceResult.RECEIVED, ServiceResult.PRESUMED})
ELECTRONIC, DELIVERY = "electronic", "delivery"
