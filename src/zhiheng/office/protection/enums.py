"""The closed lists of the protection list: kinds and states of entries and of alerts."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class EntryKind(TextChoices):
    """What an entry protects."""

    MARK = "mark", pgettext_lazy("protection", "Mark")
    GI = "gi", pgettext_lazy("protection", "Geographical indication")
    PLACE = "place", pgettext_lazy("protection", "Place name")
    SCENIC = "scenic", pgettext_lazy("protection", "Scenic spot")
    PERSON = "person", pgettext_lazy("protection", "Name of a person")
    WORK = "work", pgettext_lazy("protection", "Title or figure of a work")
    EVENT = "event", pgettext_lazy("protection", "Word of a current event")
    TRADE_NAME = "trade_name", pgettext_lazy("protection", "Trade name")
    GENERIC = "generic", pgettext_lazy("protection", "Generic term of a class")
    PATENT = "patent", pgettext_lazy("protection", "High-value patent")
    ENTERPRISE = "enterprise", pgettext_lazy("protection", "Key enterprise")


# Kinds that are words, compared with the marks that are filed.
NAMES = (
    EntryKind.MARK,
    EntryKind.GI,
    EntryKind.PLACE,
    EntryKind.SCENIC,
    EntryKind.PERSON,
    EntryKind.WORK,
    EntryKind.EVENT,
    EntryKind.TRADE_NAME,
    EntryKind.GENERIC,
)


class EntryState(TextChoices):
    """Where an entry stands."""

    REQUESTED = "requested", pgettext_lazy("protection", "Asked for")
    LISTED = "listed", pgettext_lazy("protection", "On the list")
    REFUSED = "refused", pgettext_lazy("protection", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("protection", "Request withdrawn")
    ENDED = "ended", pgettext_lazy("protection", "Ended")


class StepKind(TextChoices):
    """What one line in the history of an entry says."""

    REQUESTED = "requested", pgettext_lazy("protection", "Request made")
    LISTED = "listed", pgettext_lazy("protection", "Put on the list")
    ACCEPTED = "accepted", pgettext_lazy("protection", "Request accepted")
    REFUSED = "refused", pgettext_lazy("protection", "Request refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("protection", "Request withdrawn")
    CHANGED = "changed", pgettext_lazy("protection", "Changed")
    ENDED = "ended", pgettext_lazy("protection", "Ended")


class AlertKind(TextChoices):
    """What an alert is about."""

    NEAR = "near", pgettext_lazy("protection", "Near mark filed")
    NEAR_PUBLISHED = "near_published", pgettext_lazy("protection", "Near mark published")
    LAPSE = "lapse", pgettext_lazy("protection", "Lapse due")
    OPPOSITION = "opposition", pgettext_lazy("protection", "Opposition")
    INVALIDATION = "invalidation", pgettext_lazy("protection", "Invalidation")
    REVOCATION = "revocation", pgettext_lazy("protection", "Revocation or cancellation")
    TRANSFER = "transfer", pgettext_lazy("protection", "Transfer")
    PLEDGE = "pledge", pgettext_lazy("protection", "Pledge")
    STATE = "state", pgettext_lazy("protection", "Change of state")
    FILING = "filing", pgettext_lazy("protection", "New filing")


class Severity(TextChoices):
    """How pressing an alert is; the values sort as they should be read."""

    HIGH = "1-high", pgettext_lazy("severity", "High")
    MEDIUM = "2-medium", pgettext_lazy("severity", "Medium")
    LOW = "3-low", pgettext_lazy("severity", "Low")


class AlertState(TextChoices):
    """What became of an alert."""

    NEW = "new", pgettext_lazy("alert", "New")
    SEEN = "seen", pgettext_lazy("alert", "Seen")
    HANDLED = "handled", pgettext_lazy("alert", "Handled")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("alert", "Not relevant")


OPEN = (AlertState.NEW, AlertState.SEEN)


class Rhythm(TextChoices):
    """How often somebody is mailed what is new."""

    NEVER = "never", pgettext_lazy("digest", "No mail")
    DAILY = "daily", pgettext_lazy("digest", "Daily")
    WEEKLY = "weekly", pgettext_lazy("digest", "Weekly")
