"""What kinds there are of indicators."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IndicatorGroup(TextChoices):
    """Under which heading indicators stand, in the order of the headings."""

    CREATION = "creation", _("Creation")
    PROTECTION = "protection", _("Protection")
    USE = "use", pgettext_lazy("indicators", "Use")
    SERVICE = "service", _("Service")
