"""Whether a log, or the proof of one act, is what its office says: pure, and offline.

1 entries follow from one another · 2 tiles are those of the entries · 3 every checkpoint is signed
and seals exactly these entries, in SHA-256 and SM3 · 4 time-stamps and co-signatures are good ·
5 no act is dated before something that was sealed before it, or after its own seal · 6 the log
begins with what a checkpoint kept elsewhere sealed.

Findings have codes; `offline` and the declared problems give them words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cryptography import x509

from zhiheng.core.evidence.checkpoints import TreeHead, parse_head
from zhiheng.core.evidence.der import StampError
from zhiheng.core.evidence.digests import sha256, sm3
from zhiheng.core.evidence.entries import FIRST_PREVIOUS, Entry, read_entry
from zhiheng.core.evidence.merkle import Tree, leaf_hash, root_by_inclusion
from zhiheng.core.evidence.notes import COSIGNATURE, Key, Note, cosigned_at
from zhiheng.core.evidence.stamps import verified_stamp
from zhiheng.core.evidence.tiles import WIDTH, Tile, bundle, tiles_of

# How far the clocks of office, witness and authority may differ.
CLOCKS_DIFFER = dt.timedelta(minutes=2)
# How long an act may take from its moment to its number: it is dated when it begins.
ACT_TAKES = dt.timedelta(minutes=15)
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC) + dt.timedelta(days=1)
_NOT_YET = dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=1)


@dataclass(frozen=True)
class Trust:
    """What the reader trusts: keys of the log and of witnesses, roots of time-stamps."""

    keys: Sequence[Key] = ()
    roots: Sequence[x509.Certificate] = ()


@dataclass(frozen=True)
class Sealed:
    """A checkpoint with the answers of time-stamping authorities about it, by their address."""

    note: Note
    stamps: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True)
class Log:
    """A whole log: entries in their order, its checkpoints, and what reads a tile.

    `tile` returns None where a tile is not there; without it tiles are not compared.
    """

    entries: Sequence[bytes]
    checkpoints: Sequence[Sealed]
    tile: Callable[[Tile], bytes | None] | None = None


@dataclass(frozen=True)
class Proof:
    """One entry, the hashes that lead to a root, and the checkpoint with that root."""

    sequence: int
    entry: bytes
    inclusion: Sequence[bytes]
    sealed: Sealed


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit: `code` says what, `number` which entry or checkpoint's size."""

    code: str
    number: int = 0
    detail: str = ""


@dataclass
class SealedTimes:
    """When a checkpoint existed for certain: by its time-stamps, and by its witnesses too."""

    size: int
    stamped: list[dt.datetime] = field(default_factory=list)
    witnessed: list[dt.datetime] = field(default_factory=list)

    @property
    def earliest(self) -> dt.datetime | None:
        """Return the first moment at which it was known to exist."""
        return min((*self.stamped, *self.witnessed), default=None)


def verify_log(log: Log, trust: Trust, kept: Sequence[Note] = ()) -> list[Finding]:
    """Return what does not fit in a whole log, empty when all does."""
    entries, findings = _chain(log.entries)
    trees = _trees(log.entries)
    if log.tile is not None:
        findings += _tiles(log.tile, trees[0], log.entries, _largest(log.checkpoints))
    times = []
    for sealed in log.checkpoints:
        head, found = _head(sealed.note)
        findings += found
        if head is None:
            continue
        findings += _origin(head, log.checkpoints[0].note)
        findings += _roots(head, *trees)
        findings += _signatures(sealed.note, head, trust.keys)
        when, found = _times(sealed, head, trust)
        times.append(when)
        findings += found
    findings += _dates(entries, times)
    for note in kept:
        findings += _kept(note, trees[0], log.checkpoints)
    return findings


def verify_proof(proof: Proof, trust: Trust, kept: Sequence[Note] = ()) -> list[Finding]:
    """Return what does not fit in the proof of one act, empty when all does."""
    try:
        entry = read_entry(proof.entry)
    except ValueError as error:
        return [Finding("entry", proof.sequence, str(error))]
    head, findings = _head(proof.sealed.note)
    if head is None:
        return findings
    leaf = leaf_hash(proof.entry)
    root = root_by_inclusion(entry.sequence - 1, head.size, leaf, proof.inclusion)
    if root != head.root or entry.sequence != proof.sequence:
        findings.append(Finding("proof", proof.sequence))
    findings += _signatures(proof.sealed.note, head, trust.keys)
    when, found = _times(proof.sealed, head, trust)
    findings += found
    findings += _dates([entry], [when])
    for note in kept:
        other, found = _head(note)
        findings += found
        if other and (other.origin != head.origin or _differs(other, head)):
            findings.append(Finding("split", other.size))
    return findings


def _chain(entries: Sequence[bytes]) -> tuple[list[Entry], list[Finding]]:
    read: list[Entry] = []
    findings, previous = [], FIRST_PREVIOUS
    for number, content in enumerate(entries, start=1):
        try:
            entry = read_entry(content)
        except ValueError as error:
            findings.append(Finding("entry", number, str(error)))
            previous = sha256(content).hex()
            continue
        if entry.sequence != number:
            findings.append(Finding("gap", number, str(entry.sequence)))
        if entry.previous != previous:
            findings.append(Finding("link_broken", number))
        previous = entry.digest
        read.append(entry)
    return read, findings


def _trees(entries: Sequence[bytes]) -> tuple[Tree, Tree]:
    trees = Tree(sha256), Tree(sm3)
    for tree, digest in zip(trees, (sha256, sm3), strict=True):
        tree.extend(b"".join(leaf_hash(entry, digest) for entry in entries))
    return trees


def _tiles(
    stored: Callable[[Tile], bytes | None], tree: Tree, entries: Sequence[bytes], size: int
) -> Iterator[Finding]:
    for tile in tiles_of(min(size, tree.size), entries=True):
        if stored(tile) != _content(tile, tree, entries):
            yield Finding("tile", detail=tile.path)


def _content(tile: Tile, tree: Tree, entries: Sequence[bytes]) -> bytes:
    start = tile.index * WIDTH
    if tile.level is None:
        return bundle(entries[start : start + tile.width])
    return tree.row(8 * tile.level, start, start + tile.width)


def _head(note: Note) -> tuple[TreeHead | None, list[Finding]]:
    try:
        return parse_head(note.text), []
    except ValueError as error:
        return None, [Finding("checkpoint", detail=str(error))]


def _largest(checkpoints: Sequence[Sealed]) -> int:
    heads = (_head(sealed.note)[0] for sealed in checkpoints)
    return max((head.size for head in heads if head), default=0)


def _origin(head: TreeHead, first: Note) -> Iterator[Finding]:
    if head.origin != first.text.partition("\n")[0]:
        yield Finding("origin", head.size, head.origin)


def _roots(head: TreeHead, tree: Tree, sm3_tree: Tree) -> Iterator[Finding]:
    if head.size > tree.size:
        yield Finding("truncated", head.size, str(tree.size))
        return
    if head.root != tree.root(head.size):
        yield Finding("root", head.size)
    if head.sm3_root and head.sm3_root != sm3_tree.root(head.size):
        yield Finding("sm3_root", head.size)


def _signatures(note: Note, head: TreeHead, keys: Sequence[Key]) -> Iterator[Finding]:
    """A note needs one good signature of its log; a bad one of a known key is told as well."""
    own = [key for key in keys if key.kind != COSIGNATURE and key.name == head.origin]
    claimed = [key for key in own if note.by(key)]
    if not claimed or not all(note.signed_by(key) for key in claimed):
        yield Finding("signature", head.size)


def _times(sealed: Sealed, head: TreeHead, trust: Trust) -> tuple[SealedTimes, list[Finding]]:
    when, findings = SealedTimes(head.size), []
    for authority, answer in sealed.stamps:
        try:
            when.stamped.append(verified_stamp(answer, sealed.note.text, trust.roots))
        except StampError as error:
            findings.append(Finding("stamp", head.size, f"{authority}: {error}"))
    for key in trust.keys:
        line = sealed.note.by(key) if key.kind == COSIGNATURE else None
        if line is None:
            continue
        if key.accepts(sealed.note.text, line.signature):
            seconds = cosigned_at(line.signature)
            when.witnessed.append(dt.datetime.fromtimestamp(seconds, dt.UTC))
        else:
            findings.append(Finding("cosignature", head.size, key.name))
    return when, findings


def _dates(entries: Sequence[Entry], times: Sequence[SealedTimes]) -> Iterator[Finding]:
    """Compare acts with the seals around them.

    A stamp is asked for as soon as a checkpoint is made, so what comes after it was not there yet.
    A witness may come later: its word tells only that what it saw was there by then.
    """
    ordered = sorted(times, key=lambda when: when.size)
    known_by = _known_by(ordered)
    place, stamped = 0, None
    for entry in entries:
        while place < len(ordered) and ordered[place].size < entry.sequence:
            stamped = max((*ordered[place].stamped, stamped or _NEVER))
            place += 1
        if stamped and entry.at < stamped - ACT_TAKES:
            yield Finding("back_dated", entry.sequence, f"{entry.at} < {stamped}")
        if entry.at > known_by[place] + CLOCKS_DIFFER:
            yield Finding("post_dated", entry.sequence, f"{entry.at} > {known_by[place]}")


def _known_by(ordered: Sequence[SealedTimes]) -> list[dt.datetime]:
    """Return for each checkpoint when its last entry was there for certain; for none: never."""
    moments = [_NOT_YET]
    for when in reversed(ordered):
        moments.append(min(moments[-1], when.earliest or _NOT_YET))
    return moments[::-1]


def _kept(note: Note, tree: Tree, checkpoints: Sequence[Sealed]) -> Iterator[Finding]:
    head, found = _head(note)
    yield from found
    if head is None:
        return
    origins = {sealed.note.text.partition("\n")[0] for sealed in checkpoints}
    if head.origin not in origins or head.size > tree.size or head.root != tree.root(head.size):
        yield Finding("split", head.size)


def _differs(one: TreeHead, other: TreeHead) -> bool:
    return one.size == other.size and one.root != other.root
