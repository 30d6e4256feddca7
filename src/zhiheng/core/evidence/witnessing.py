"""What log and witness say to each other (C2SP tlog-witness), as texts.

A log asks with the size that the witness saw last, the proof that the new tree begins with it, and
the checkpoint. The witness answers with its signature lines.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.core.evidence.checkpoints import TreeHead, parse_head
from zhiheng.core.evidence.merkle import NodeAt, is_consistent, root_of
from zhiheng.core.evidence.notes import Key, Note, parse_note

ADD_CHECKPOINT = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Question:
    """What a log asks a witness."""

    old_size: int
    proof: Sequence[bytes]
    note: Note

    def __str__(self) -> str:
        lines = [base64.b64encode(one).decode() for one in self.proof]
        return "\n".join([f"old {self.old_size}", *lines, "", str(self.note)])


def parse_question(written: str) -> Question:
    """Read what a log asks; ValueError where it is not that."""
    asked, blank, note = written.partition("\n\n")
    first, *lines = asked.split("\n")
    word, _, size = first.partition(" ")
    if not blank or word != "old" or not (size.isascii() and size.isdigit()):
        raise ValueError("expected `old SIZE`, the proof, an empty line and a checkpoint")
    proof = [base64.b64decode(line, validate=True) for line in lines]
    return Question(int(size), proof, parse_note(note))


@dataclass(frozen=True)
class Seen:
    """What a witness saw last of a log."""

    size: int = 0
    root: bytes = b""


class RefusedError(ValueError):
    """A witness does not sign; says why in English."""


def check_question(question: Question, seen: Seen, keys: Sequence[Key]) -> TreeHead:
    """Return the head that a witness may sign; RefusedError where it must not."""
    head = signed_head(question.note, keys)
    if question.old_size != seen.size:
        raise RefusedError(f"the last size seen is {seen.size}")
    if seen.size and not is_consistent((seen.size, seen.root), _state(head), question.proof):
        raise RefusedError("the log does not begin with what was seen before")
    return head


def check_tree(note: Note, seen: Seen, keys: Sequence[Key], node: NodeAt) -> TreeHead:
    """Return the head that a witness may sign who reads the log's tiles itself."""
    head = signed_head(note, keys)
    if head.size < seen.size:
        raise RefusedError(f"the log was {seen.size} long and is {head.size}")
    if root_of(head.size, node) != head.root:
        raise RefusedError("the tiles are not those of the checkpoint")
    if seen.size and root_of(seen.size, node) != seen.root:
        raise RefusedError("the log does not begin with what was seen before")
    return head


def signed_head(note: Note, keys: Sequence[Key]) -> TreeHead:
    """Return what a note says that is signed by a known key of its log; RefusedError otherwise."""
    head = parse_head(note.text)
    if not any(key.name == head.origin and note.signed_by(key) for key in keys):
        raise RefusedError("no good signature of a known key of the log")
    return head


def _state(head: TreeHead) -> tuple[int, bytes]:
    return head.size, head.root
