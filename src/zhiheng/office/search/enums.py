"""The closed lists of searching: how often mail is sent."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailRhythm(TextChoices):
    """When the alerts of a watched search are sent by mail as well."""

    NEVER = "never", _("On these pages only")
    AT_ONCE = "at_once", _("By mail, after each import")
    DAILY = "daily", _("By mail, once a day")
