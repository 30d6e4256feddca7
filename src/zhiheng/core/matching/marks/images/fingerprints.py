"""The fingerprint of a mark's image: how the whole looks and how its parts look, in few bytes."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.marks.images import ink, looks
from zhiheng.core.matching.marks.images.looks import Look
from zhiheng.core.matching.marks.images.reading import MarkImage

VERSION = 1  # changes with anything that changes the numbers; stored ones of another are made anew


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """How an image looks: the whole, and up to three parts that stand apart or on a plate."""

    whole: Look
    parts: tuple[Look, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the fingerprint in bytes, with its version; 555 each for whole and parts."""
        looked = (self.whole, *self.parts)
        return bytes([VERSION, len(looked)]) + b"".join(map(looks.to_bytes, looked))

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """Return the fingerprint that `to_bytes` wrote; `ValueError` for another version."""
        if len(data) < 2 or data[0] != VERSION or len(data) != 2 + data[1] * looks.LENGTH:
            raise ValueError("no fingerprint of this version")
        starts = range(2, len(data), looks.LENGTH)
        whole, *parts = (looks.from_bytes(data[at : at + looks.LENGTH]) for at in starts)
        return cls(whole, tuple(parts))


def fingerprint(image: MarkImage) -> Fingerprint:
    """Return how an image looks; the same picture in other colours or sizes is nearly the same.

    `InputError` where the image is blank.
    """
    mark = ink.whole(image.pixels)
    if mark is None:
        raise InputError(Problem("mark_image.blank", file=image.name))
    return Fingerprint(looks.look_of(mark), tuple(looks.look_of(part) for part in ink.parts(mark)))
