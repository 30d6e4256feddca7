"""Signed notes (C2SP signed-note) and the signatures on them.

A note is a text, an empty line and signature lines `— name base64(key id || signature)`. A key is
written down as `name+id+base64(type || public key)`, the form in which it is published; the id are
the first four bytes of SHA-256 over name, newline, type and public key, in hexadecimal.

type      signature
0x01      Ed25519 over the text
0x04      a witness's cosignature/v1 (C2SP tlog-cosignature): time and Ed25519 over time and text
0xff…     SM2 with SM3 over the text; the type is 0xff and the words `zhiheng/sm2-sm3`
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.sm2 import sm2_accepts

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
SM2 = b"\xffzhiheng/sm2-sm3"
_KEY_BYTES = {ED25519: 32, COSIGNATURE: 32, SM2: 64}
_NAME = re.compile(r"[^\s+]+")
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
TIME_BYTES = 8


@dataclass(frozen=True)
class Key:
    """A public key with its name and type."""

    name: str
    kind: bytes
    public: bytes

    @property
    def identity(self) -> bytes:
        """Return the four bytes that stand for the key in signature lines."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public)[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(self.kind + self.public).decode()
        return f"{self.name}+{self.identity.hex()}+{encoded}"

    def accepts(self, text: str, signature: bytes) -> bool:
        """Say whether `signature` is this key's under `text`."""
        if self.kind == SM2:
            return sm2_accepts(self.public, text.encode(), signature)
        message = text.encode()
        if self.kind == COSIGNATURE:
            if len(signature) <= TIME_BYTES:
                return False
            message, signature = cosigned(text, cosigned_at(signature)), signature[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class SignatureLine:
    """One signature line of a note."""

    name: str
    identity: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {base64.b64encode(self.identity + self.signature).decode()}"

    def claims(self, key: Key) -> bool:
        """Say whether the line says of itself that it is of `key`."""
        return (self.name, self.identity) == (key.name, key.identity)


@dataclass(frozen=True)
class Note:
    """A text that ends with a newline, and the signatures under it."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)

    def by(self, key: Key) -> SignatureLine | None:
        """Return the line that claims to be of `key`."""
        return next((line for line in self.signatures if line.claims(key)), None)

    def signed_by(self, key: Key) -> bool:
        """Say whether the note carries a good signature of `key`."""
        line = self.by(key)
        return line is not None and key.accepts(self.text, line.signature)


def parse_note(written: str) -> Note:
    """Read a note; ValueError where it is none."""
    text, blank, lines = written.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise ValueError("a note is a text, an empty line and signature lines")
    return Note(text + "\n", parse_signatures(lines))


def parse_signatures(lines: str) -> tuple[SignatureLine, ...]:
    """Read signature lines; ValueError where one is none."""
    return tuple(_signature_line(line) for line in lines.splitlines())


def parse_key(written: str) -> Key:
    """Read a published key; ValueError where it is none or its id does not fit."""
    name, _, rest = written.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    content = decoded(encoded)
    kind = SM2 if content.startswith(SM2) else content[:1]
    key = Key(name, kind, content[len(kind) :])
    if not _NAME.fullmatch(name) or len(key.public) != _KEY_BYTES.get(kind, -1):
        raise ValueError("expected NAME+ID+KEY of type 1, 4 or SM2")
    if key.identity.hex() != identity:
        raise ValueError("the id of the key does not fit the key")
    return key


def parse_keys(written: str) -> tuple[Key, ...]:
    """Read published keys, one a line; empty lines and those that begin with # are passed over."""
    lines = (line.strip() for line in written.splitlines())
    return tuple(parse_key(line) for line in lines if line and not line.startswith("#"))


def cosigned(text: str, at: int) -> bytes:
    """Return the message that a witness signs at `at`, seconds since 1970."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosigned_at(signature: bytes) -> int:
    """Return the time that a co-signature carries, seconds since 1970."""
    return int.from_bytes(signature[:TIME_BYTES], "big")


def good_lines(note: Note, keys: Sequence[Key]) -> list[SignatureLine]:
    """Return the signature lines that are good under one of `keys`."""
    return [
        line
        for line in note.signatures
        if any(line.claims(key) and key.accepts(note.text, line.signature) for key in keys)
    ]


def decoded(encoded: str) -> bytes:
    """Read base64; ValueError where it is none."""
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _signature_line(line: str) -> SignatureLine:
    match = _LINE.fullmatch(line)
    content = decoded(match["signature"]) if match else b""
    if match is None or len(content) <= 4:
        raise ValueError(f"not a signature line: {line!r}")
    return SignatureLine(match["name"], content[:4], content[4:])
