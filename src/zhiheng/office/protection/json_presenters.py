"""Entries and alerts as JSON, alike for API and command line."""

from __future__ import annotations

from typing import Any

from zhiheng.office.protection.alert_words import owner_of, sentence
from zhiheng.office.protection.models import Alert, Entry


def entry_json(entry: Entry, *, unmasked: bool) -> dict[str, Any]:
    """Return an entry of the list."""
    return {
        "number": entry.pk,
        "kind": entry.kind,
        "name": entry.text,
        "right_number": entry.number,
        "party": entry.party,
        "owner": owner_of(entry, unmasked=unmasked),
        "classes": entry.nice_classes,
        "well_known": entry.well_known,
        "reason": entry.reason,
        "source": entry.source,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "state": entry.state,
        "organisation": entry.organisation.name if entry.organisation else "",
        "new_alerts": getattr(entry, "new_alerts", 0),
    }


def alert_json(alert: Alert, *, unmasked: bool) -> dict[str, Any]:
    """Return an alert with the sentence in the reader's language."""
    return {
        "number": alert.pk,
        "entry": alert.entry_id,
        "name": alert.entry.text,
        "kind": alert.kind,
        "severity": alert.severity.partition("-")[2],
        "sentence": sentence(alert, unmasked=unmasked),
        "score": alert.score,
        "of_register": alert.register,
        "record": alert.record,
        "deadline": alert.deadline,
        "state": alert.state,
        "note": alert.note,
        "found_at": alert.made_at,
    }
