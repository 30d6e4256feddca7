"""The chain of digests: what an event's digest covers.

The digest is SHA-256 over the UTF-8 bytes of the event's canonical JSON (keys sorted, no blanks,
characters as they are): `act`, `actor` (account id or null), `at` (UTC, microseconds), `details`
(the canonical text itself), `previous`, `sequence`, `subject`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

FIRST_PREVIOUS = "0" * 64


def canonical(value: Mapping[str, object]) -> str:
    """Return the one JSON text of `value`; what JSON cannot say is a bug of the caller."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def event_digest(
    *,
    sequence: int,
    at: dt.datetime,
    actor: int | None,
    act: str,
    subject: str,
    details: str,
    previous: str,
) -> str:
    """Return the digest of one event, 64 hexadecimal digits."""
    covered = {
        "act": act,
        "actor": actor,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "details": details,
        "previous": previous,
        "sequence": sequence,
        "subject": subject,
    }
    return hashlib.sha256(canonical(covered).encode()).hexdigest()
