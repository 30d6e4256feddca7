"""The closed lists of themes."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ThemeState(TextChoices):
    """Whether others than its editors see a theme."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Mark(TextChoices):
    """What a person says of a record in a sample."""

    RELEVANT = "relevant", _("Belongs to the theme")
    IRRELEVANT = "irrelevant", _("Does not belong")
    UNSURE = "unsure", _("Cannot tell")
