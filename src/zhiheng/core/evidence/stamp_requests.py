"""What is sent to a time-stamping authority (RFC 3161, section 2.4.1)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from zhiheng.core.evidence.der import encoded, encoded_number
from zhiheng.core.evidence.digests import sha256

REQUEST_TYPE = "application/timestamp-query"
# SHA-256 as an algorithm identifier: its object identifier, and no parameters.
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_NONCE_BYTES = 8


@dataclass(frozen=True)
class StampRequest:
    """A request in DER, and the number by which the answer to it is recognised."""

    content: bytes
    nonce: int


def stamp_request(text: str) -> StampRequest:
    """Return a request for a time-stamp of `text` with certificates, with a fresh number."""
    nonce = int.from_bytes(secrets.token_bytes(_NONCE_BYTES), "big")
    imprint = encoded(0x30, _SHA256 + encoded(0x04, sha256(text.encode())))
    wants_certificates = encoded(0x01, b"\xff")
    body = encoded_number(1) + imprint + encoded_number(nonce) + wants_certificates
    return StampRequest(encoded(0x30, body), nonce)
