"""Where a day of people begins, as a moment."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def midnight(day: dt.date) -> dt.datetime:
    """Return the first moment of a day here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
