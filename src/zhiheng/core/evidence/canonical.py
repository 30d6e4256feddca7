"""The one text that a digest or signature covers.

Canonical JSON here is UTF-8, keys sorted by code point, no blanks, characters as they are, no
fractions that JSON cannot say. Values are texts, whole numbers, booleans, null, lists and mappings;
whoever needs a decimal or a day puts it as text, so that no program's way of writing it matters.
"""

from __future__ import annotations

import json


def canonical_text(value: object) -> str:
    """Return the one JSON text of `value`; what JSON cannot say is a bug of the caller."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def canonical_bytes(value: object) -> bytes:
    """Return the one JSON text of `value` in UTF-8."""
    return canonical_text(value).encode()
