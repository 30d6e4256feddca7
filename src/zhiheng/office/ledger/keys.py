"""The keys of the log: its own, made from one secret, and those of others that it trusts."""

from __future__ import annotations

from django.conf import settings

from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.notes import Key, parse_keys
from zhiheng.core.evidence.signers import Ed25519Signer, Signer, Sm2Signer
from zhiheng.core.evidence.sm2 import sm2_key_from
from zhiheng.core.evidence.stamps import roots_in_text
from zhiheng.core.evidence.verification import Trust


def signers() -> tuple[Signer, ...]:
    """Return who signs checkpoints: Ed25519 always, SM2 where it is wanted."""
    name = origin()
    own: tuple[Signer, ...] = (Ed25519Signer(name, _secret("ed25519")),)
    if settings.ZHIHENG.ledger.sm2:
        own += (Sm2Signer(name, sm2_key_from(_secret("sm2"))),)
    return own


def origin() -> str:
    """Return the name of the log in its checkpoints."""
    unnamed = Ed25519Signer("zhiheng", _secret("ed25519")).key
    return settings.ZHIHENG.ledger.origin or f"zhiheng/{sha256(unnamed.public).hex()[:8]}"


def own_keys() -> tuple[Key, ...]:
    """Return the public keys that sign at present."""
    return tuple(signer.key for signer in signers())


def trusted() -> Trust:
    """Return what the office trusts: its own keys, earlier ones, witnesses, roots of stamps."""
    options = settings.ZHIHENG.ledger
    roots = roots_in_text(options.roots) if options.roots else ()
    return Trust((*own_keys(), *parse_keys(options.keys)), roots)


def _secret(purpose: str) -> bytes:
    return sha256(f"zhiheng act log, {purpose}\n{settings.ZHIHENG.ledger.secret}".encode())
