"""The whole log in a folder, for whoever verifies it elsewhere.

checkpoint           the last checkpoint with all signatures, as it is served
log.json             all checkpoints with time-stamps; public keys; roots
tile/entries/…       the entries, from the events as they are now
tile/…               hash tiles as they are kept
zhiheng_verify.py    the offline verifier
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from zhiheng.core.errors import ConflictError, InputError, StorageError
from zhiheng.core.evidence.bundles import log_data
from zhiheng.core.evidence.standalone import FILE_NAME, standalone_source
from zhiheng.core.evidence.tiles import WIDTH, Tile, bundle, tiles_of
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint
from zhiheng.office.ledger.queries import entries_between, sealed_of, tile_store


def export_log(folder: Path) -> Checkpoint:
    """Write the log up to the last checkpoint into an empty folder; return that checkpoint.

    ConflictError before the first checkpoint, InputError where the folder holds something.
    """
    checkpoints = list(Checkpoint.objects.order_by("size"))
    if not checkpoints:
        raise ConflictError.of("ledger.nothing_sealed")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError.of("ledger.folder_in_use", folder=folder)
    last = checkpoints[-1]
    try:
        for path, content in _files(checkpoints, last.size):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        raise StorageError.of(
            "export.cannot_write", file=folder, received=error.strerror
        ) from error
    return last


def _files(checkpoints: list[Checkpoint], size: int) -> Iterator[tuple[str, bytes]]:
    sealed = [sealed_of(checkpoint) for checkpoint in checkpoints]
    yield FILE_NAME, standalone_source().encode()
    yield "checkpoint", str(sealed[-1].note).encode()
    yield "log.json", json.dumps(log_data(sealed, trusted()), indent=1).encode()
    store = tile_store()
    for tile in tiles_of(size):
        content = store.read(tile)
        if content is not None:
            yield tile.path, content
    yield from _bundles(entries_between(0, size))


def _bundles(entries: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    for index, part in enumerate(_in_parts(entries)):
        yield Tile(None, index, len(part)).path, bundle(part)


def _in_parts(entries: Iterable[bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    for entry in entries:
        part.append(entry)
        if len(part) == WIDTH:
            yield part
            part = []
    if part:
        yield part
