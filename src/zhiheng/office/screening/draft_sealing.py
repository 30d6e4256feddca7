"""A result that only its owner can read: sealed with a key that is kept nowhere on the platform.

The key is made when a check is asked for. It goes to the owner's browser and, until the check ends,
lies beside the drafts; then it is only in the browser. AES-256-GCM, bound to the check's code.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhiheng.core.errors import ForbiddenError
from zhiheng.core.evidence.canonical import canonical_bytes

KEY_BYTES, NONCE_BYTES = 32, 12


def new_key() -> str:
    """Return a new key as it stands in a cookie."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def seal(value: dict[str, Any], *, key: str, code: str) -> bytes:
    """Return a value that only `key` opens, and only under this code."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = zlib.compress(canonical_bytes(value))
    return nonce + AESGCM(_bytes(key)).encrypt(nonce, plain, code.encode())


def unseal(sealed: bytes, *, key: str, code: str) -> dict[str, Any]:
    """Return what was sealed; `ForbiddenError` without the right key."""
    try:
        plain = AESGCM(_bytes(key)).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], code.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise ForbiddenError.of("draft.key_missing", received=code) from error
    found: dict[str, Any] = json.loads(zlib.decompress(plain))
    return found


def _bytes(key: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(key.encode("ascii", "replace"))
    except binascii.Error as error:
        raise ValueError("not a key") from error
