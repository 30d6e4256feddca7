"""The closed lists of the joint conference."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(TextChoices):
    """How far a meeting is: being prepared, convened, or over with its minutes issued."""

    DRAFT = "draft", _("Being prepared")
    CONVENED = "convened", _("Convened")
    MINUTED = "minuted", _("Minutes issued")


class Presence(TextChoices):
    """Whether a member came."""

    PRESENT = "present", pgettext_lazy("meeting", "Present")
    DEPUTY = "deputy", pgettext_lazy("meeting", "Represented")
    ABSENT = "absent", pgettext_lazy("meeting", "Absent")
