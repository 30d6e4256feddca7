"""Content that can be erased by law without breaking the proof that it once was what it was.

The log holds only `digest`; content and salt are kept elsewhere. While both are there, anyone who
holds them can show that they are what was sealed. Once they are erased, the digest tells nothing:
32 random bytes keep short contents (a name, a number) from being guessed by trying.

The digest is SHA-256 over the canonical JSON of `{"content": …, "salt": …}`.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from zhiheng.core.evidence.canonical import canonical_bytes
from zhiheng.core.evidence.digests import sha256

_SALT_BYTES = 32


def sealed(content: Mapping[str, object]) -> tuple[str, str]:
    """Return a fresh salt and the digest of `content` under it, 64 hexadecimal digits each."""
    salt = secrets.token_hex(_SALT_BYTES)
    return salt, sealed_digest(salt, content)


def opens(digest: str, salt: str, content: Mapping[str, object]) -> bool:
    """Say whether `content` under `salt` is what `digest` sealed."""
    return hmac.compare_digest(digest.encode(), sealed_digest(salt, content).encode())


def sealed_digest(salt: str, content: Mapping[str, object]) -> str:
    """Return the digest of `content` under a known salt, 64 hexadecimal digits."""
    return sha256(canonical_bytes({"content": content, "salt": salt})).hex()
