"""What the log holds of an act: canonical JSON, and how acts follow from one another.

Covered are `act`, `actor` (account id or null), `at` (UTC, microseconds), `details` (canonical JSON
as a text), `previous` (the digest before), `sequence`, `subject`. The digest of an act is SHA-256
over these bytes, and the bytes are its entry in the log. A bundle of entries has no room for more
than 65 535 bytes; an act with longer details is entered with its `digest` and without them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.core.evidence.canonical import canonical_bytes
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.tiles import ENTRY_MAX_BYTES

FIRST_PREVIOUS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """An entry that was read: its number from 1, its digest and that of the one before."""

    sequence: int
    digest: str
    previous: str
    at: dt.datetime
    fields: Mapping[str, Any]


def covered_bytes(
    *,
    sequence: int,
    at: dt.datetime,
    actor: int | None,
    act: str,
    subject: str,
    details: str,
    previous: str,
) -> bytes:
    """Return the bytes that the digest of an act covers."""
    return canonical_bytes(
        {
            "act": act,
            "actor": actor,
            "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "details": details,
            "previous": previous,
            "sequence": sequence,
            "subject": subject,
        }
    )


def entry_of(covered: bytes) -> bytes:
    """Return the entry in the log for the bytes that an act's digest covers."""
    if len(covered) <= ENTRY_MAX_BYTES:
        return covered
    return canonical_bytes({**json.loads(covered), "details": "", "digest": sha256(covered).hex()})


def read_entry(entry: bytes) -> Entry:
    """Read an entry; ValueError where it is none."""
    try:
        fields = json.loads(entry)
        digest = fields.get("digest") or sha256(entry).hex()
        at = dt.datetime.fromisoformat(fields["at"])
        return Entry(fields["sequence"], digest, fields["previous"], at, fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an entry: {error}") from error
