"""What a log asks a witness (C2SP tlog-witness), and what a witness looks at before it signs.

A log asks with the size that the witness saw last, the proof that the new tree begins with it, and
the checkpoint. The witness answers with its signature lines. Our own witness is not asked: it reads
the checkpoint and the tiles.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.core.evidence.checkpoints import TreeHead, parse_head
from zhiheng.core.evidence.merkle import NodeAt, root_of
from zhiheng.core.evidence.notes import Key, Note

ADD_CHECKPOINT = "/add-checkpoint"


@dataclass(frozen=True)
class Question:
    """What a log asks a witness."""

    old_size: int
    proof: Sequence[bytes]
    note: Note

    def __str__(self) -> str:
        lines = [base64.b64encode(one).decode() for one in self.proof]
        return "\n".join([f"old {self.old_size}", *lines, "", str(self.note)])


@dataclass(frozen=True)
class Seen:
    """What a witness saw last of a log."""

    size: int = 0
    root: bytes = b""


class RefusedError(ValueError):
    """A witness does not sign; says why in English."""


def check_tree(note: Note, seen: Seen, keys: Sequence[Key], node: NodeAt) -> TreeHead:
    """Return the head that a witness may sign who reads the log's tiles itself."""
    head = _signed_head(note, keys)
    if head.size < seen.size:
        raise RefusedError(f"the log was {seen.size} long and is {head.size}")
    if root_of(head.size, node) != head.root:
        raise RefusedError("the tiles are not those of the checkpoint")
    if seen.size and root_of(seen.size, node) != seen.root:
        raise RefusedError("the log does not begin with what was seen before")
    return head


def _signed_head(note: Note, keys: Sequence[Key]) -> TreeHead:
    """Return what a note says that is signed by a known key of its log; RefusedError otherwise."""
    head = parse_head(note.text)
    if not any(key.name == head.origin and note.signed_by(key) for key in keys):
        raise RefusedError("no good signature of a known key of the log")
    return head
