"""The chain of digests: what an event's digest covers (see `core.evidence.entries`)."""

from __future__ import annotations

import datetime as dt

from zhiheng.core.evidence.canonical import canonical_text as canonical
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import FIRST_PREVIOUS, covered_bytes

__all__ = ["FIRST_PREVIOUS", "canonical", "event_digest"]


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
    covered = covered_bytes(
        sequence=sequence,
        at=at,
        actor=actor,
        act=act,
        subject=subject,
        details=details,
        previous=previous,
    )
    return sha256(covered).hex()
