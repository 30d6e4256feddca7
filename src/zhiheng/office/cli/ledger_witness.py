"""`zhiheng ledger cosign`: be the witness of another office's log."""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path
from typing import Any

import click
import requests

from zhiheng.core.errors import InputError
from zhiheng.core.evidence.checkpoints import TreeHead, parse_head
from zhiheng.core.evidence.digests import DIGEST_BYTES
from zhiheng.core.evidence.notes import parse_note
from zhiheng.core.evidence.offline import keys_given
from zhiheng.core.evidence.signers import WitnessSigner, signature_line
from zhiheng.core.evidence.tiles import Tile, TileReader
from zhiheng.core.evidence.witnessing import RefusedError, Seen, check_tree

_PATIENCE_SECONDS = 20
_SEED_BYTES = 32


@click.command(name="cosign")
@click.argument("address")
@click.option("--log-key", required=True, help="The log's public key, NAME+ID+KEY, or its file.")
@click.option("--name", required=True, help="Your name as a witness, such as witness.example/one.")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    required=True,
    help="A folder for your key and for what you saw last.",
)
@click.option("--send", is_flag=True, help="Hand the co-signature in at the log.")
def cosign(address: str, log_key: str, name: str, state: Path, send: bool) -> None:
    """Witness a log: see that it goes on from what you saw last, and sign that.

    Prints your public key and the signature line. A log that was rewritten or cut off is refused,
    exit code 3.

    Example: zhiheng ledger cosign https://ip.example.gov.cn/ledger/log --log-key log.pub
    --name witness.example --state witness --send
    """
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        head, line, key = _witnessed(address.rstrip("/"), log_key, name, state)
        click.echo(key)
        click.echo(line)
        if send:
            target = f"{address.rstrip('/')}/cosignatures/{head.size}"
            answer = requests.post(target, data=f"{line}\n".encode(), timeout=_PATIENCE_SECONDS)
            answer.raise_for_status()
    except (ValueError, OSError) as error:
        # What requests raises is an OSError, what does not fit a ValueError.
        raise InputError.of("ledger.cannot_witness", reason=error) from error


def _witnessed(address: str, log_key: str, name: str, state: Path) -> tuple[TreeHead, str, str]:
    note = parse_note(_get(f"{address}/checkpoint").decode())
    known = _known(state)
    shown = parse_head(note.text)
    seen = known.get(shown.origin, {"size": 0, "root": ""})
    reader = TileReader(shown.size, lambda tile: _tile(address, tile))
    last = Seen(seen["size"], bytes.fromhex(seen["root"]))
    head = check_tree(note, last, keys_given(log_key), reader.node)
    signer = WitnessSigner(name, _seed(state / "witness.key"), at=int(time.time()))
    # First what was seen, then the signature: a crash between the two signs nothing twice.
    known[head.origin] = {"size": head.size, "root": head.root.hex()}
    _keep(state, known)
    return head, str(signature_line(note.text, signer)), str(signer.key)


def _seed(path: Path) -> bytes:
    """Return the witness's secret, 32 bytes; it is made on first use, for its owner only."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_SEED_BYTES))
    seed = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(seed) != _SEED_BYTES:
        raise ValueError(f"{path} does not hold a key")
    return seed


def _tile(address: str, tile: Tile) -> bytes:
    content = _get(f"{address}/{tile.path}")
    if len(content) != tile.width * DIGEST_BYTES:
        raise RefusedError(f"{tile.path} is cut off")
    return content


def _get(address: str) -> bytes:
    answer = requests.get(address, timeout=_PATIENCE_SECONDS)
    answer.raise_for_status()
    return answer.content


def _known(state: Path) -> dict[str, Any]:
    path = state / "seen.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _keep(state: Path, known: dict[str, Any]) -> None:
    aside = state / ".seen.json"
    aside.write_text(json.dumps(known, indent=1), encoding="utf-8")
    aside.replace(state / "seen.json")
