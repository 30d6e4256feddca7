"""The two digests of the ledger: SHA-256 and SM3 (GB/T 32905), 32 bytes each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes

Digest = Callable[[bytes], bytes]

DIGEST_BYTES = 32


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 of `data`."""
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """Return the SM3 of `data`."""
    # Not from hashlib: whether that knows SM3 depends on how Python was built.
    hashing = hashes.Hash(hashes.SM3())
    hashing.update(data)
    return hashing.finalize()
