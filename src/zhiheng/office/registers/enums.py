"""States of imports and of rows that were set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """How far an import has come."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")
    INTERRUPTED = "interrupted", _("Interrupted")


class SetAsideState(models.TextChoices):
    """What became of a row that was set aside."""

    OPEN = "open", _("Open")
    CORRECTED = "corrected", _("Corrected")
    REPEATED = "repeated", _("Set aside again")
    DISMISSED = "dismissed", _("Dismissed")
