"""The files that are handed over: the proof of one act, and what an exported log says of itself.

Both are JSON; bytes are written in base64, keys and notes as they are published.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from zhiheng.core.evidence.notes import Note, decoded, parse_keys, parse_note
from zhiheng.core.evidence.stamps import roots_in_text
from zhiheng.core.evidence.verification import Proof, Sealed, Trust

PROOF_FORMAT = "zhiheng-proof/1"
LOG_FORMAT = "zhiheng-log/1"


def proof_data(proof: Proof, trust: Trust) -> dict[str, Any]:
    """Return a proof with the public keys and roots that it takes to verify it."""
    return {
        "format": PROOF_FORMAT,
        "sequence": proof.sequence,
        "entry": proof.entry.decode(),
        "inclusion": [_text(one) for one in proof.inclusion],
        **_sealed_data(proof.sealed),
        **_trust_data(trust),
    }


def log_data(checkpoints: Sequence[Sealed], trust: Trust) -> dict[str, Any]:
    """Return what an exported log says beside its entries and tiles."""
    sealed = [_sealed_data(one) for one in checkpoints]
    return {"format": LOG_FORMAT, "checkpoints": sealed, **_trust_data(trust)}


def parse_proof(data: Mapping[str, Any]) -> tuple[Proof, Trust]:
    """Read a proof; ValueError where it is none."""
    try:
        if data["format"] != PROOF_FORMAT:
            raise ValueError(f"expected {PROOF_FORMAT}, got {data['format']!r}")
        inclusion = [decoded(one) for one in data["inclusion"]]
        proof = Proof(int(data["sequence"]), data["entry"].encode(), inclusion, _sealed(data))
        return proof, _trust(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a proof: {error}") from error


def parse_log(data: Mapping[str, Any]) -> tuple[list[Sealed], Trust]:
    """Read what an exported log says of itself; ValueError where it is none."""
    try:
        if data["format"] != LOG_FORMAT:
            raise ValueError(f"expected {LOG_FORMAT}, got {data['format']!r}")
        return [_sealed(one) for one in data["checkpoints"]], _trust(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a log: {error}") from error


def parse_kept(content: str) -> Note:
    """Read a checkpoint that somebody kept: as it was served, or inside a proof."""
    if content.lstrip().startswith("{"):
        return parse_proof(json.loads(content))[0].sealed.note
    return parse_note(content)


def _sealed_data(sealed: Sealed) -> dict[str, Any]:
    stamps = [{"authority": name, "answer": _text(answer)} for name, answer in sealed.stamps]
    return {"checkpoint": str(sealed.note), "timestamps": stamps}


def _sealed(data: Mapping[str, Any]) -> Sealed:
    stamps = [(one["authority"], decoded(one["answer"])) for one in data["timestamps"]]
    return Sealed(parse_note(data["checkpoint"]), stamps)


def _trust_data(trust: Trust) -> dict[str, Any]:
    roots = [root.public_bytes(Encoding.PEM).decode() for root in trust.roots]
    return {"keys": [str(key) for key in trust.keys], "roots": "".join(roots)}


def _trust(data: Mapping[str, Any]) -> Trust:
    roots: tuple[x509.Certificate, ...] = roots_in_text(data["roots"]) if data["roots"] else ()
    return Trust(parse_keys("\n".join(data["keys"])), roots)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
