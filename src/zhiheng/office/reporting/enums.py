"""The closed lists of reporting."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(TextChoices):
    """How often an indicator is reported; the values of `core.plans.periods.Rhythm`."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    YEARLY = "yearly", _("Every year")


class RequestState(TextChoices):
    """Whose turn it is with a request for a value."""

    OPEN = "open", pgettext_lazy("report", "To be reported")
    SUBMITTED = "submitted", pgettext_lazy("report", "To be signed off")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    SIGNED = "signed", pgettext_lazy("report", "Signed off")
    QUERIED = "queried", pgettext_lazy("report", "Queried")


class VersionState(TextChoices):
    """How far one version of a value came."""

    DRAFT = "draft", pgettext_lazy("report", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("report", "To be signed off")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    SIGNED = "signed", pgettext_lazy("report", "Signed off")


# Whom a request waits for. With an earlier signed value a request may still wait for a newer one.
DEPARTMENTS_TURN = (RequestState.OPEN, RequestState.RETURNED, RequestState.QUERIED)
