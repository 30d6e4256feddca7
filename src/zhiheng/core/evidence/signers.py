"""Who signs notes: the log with Ed25519 and SM2, a witness with its co-signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhiheng.core.evidence.notes import (
    COSIGNATURE,
    ED25519,
    SM2,
    TIME_BYTES,
    Key,
    Note,
    SignatureLine,
    cosigned,
)
from zhiheng.core.evidence.sm2 import sm2_public_key, sm2_signature


class Signer(Protocol):
    """Whoever signs notes."""

    @property
    def key(self) -> Key:
        """Return the public key."""

    def sign(self, text: str) -> bytes:
        """Return the signature of a text."""


@dataclass(frozen=True)
class Ed25519Signer:
    """Signs with Ed25519; `seed` are the 32 secret bytes."""

    name: str
    seed: bytes

    @property
    def key(self) -> Key:
        """Return the public key."""
        return Key(self.name, ED25519, _public(self.seed))

    def sign(self, text: str) -> bytes:
        """Return the signature of a text."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())


@dataclass(frozen=True)
class Sm2Signer:
    """Signs with SM2 and SM3; `private` is the secret number."""

    name: str
    private: int

    @property
    def key(self) -> Key:
        """Return the public key."""
        return Key(self.name, SM2, sm2_public_key(self.private))

    def sign(self, text: str) -> bytes:
        """Return the signature of a text."""
        return sm2_signature(self.private, text.encode())


@dataclass(frozen=True)
class WitnessSigner:
    """Co-signs as a witness at `at`, seconds since 1970."""

    name: str
    seed: bytes
    at: int

    @property
    def key(self) -> Key:
        """Return the public key."""
        return Key(self.name, COSIGNATURE, _public(self.seed))

    def sign(self, text: str) -> bytes:
        """Return the co-signature of a text."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return self.at.to_bytes(TIME_BYTES, "big") + private.sign(cosigned(text, self.at))


def signed(text: str, signers: Iterable[Signer]) -> Note:
    """Return `text` with the signatures of `signers`."""
    assert text.endswith("\n"), "the text of a note ends with a newline"
    return Note(text, tuple(signature_line(text, signer) for signer in signers))


def signature_line(text: str, signer: Signer) -> SignatureLine:
    """Return the line by which a signer signs a text."""
    key = signer.key
    return SignatureLine(key.name, key.identity, signer.sign(text))


def _public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
