"""The fingerprint of a mark's image: how the whole looks and how its parts look, in few bytes."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.marks.images import ink, looks
from zhiheng.core.matching.marks.images.looks import Look
from zhiheng.core.matching.marks.images.reading import MarkImage

VERSION = 1  # changes with anything that changes the numbers; an index of another is not opened


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """How an image looks: the whole, and up to three parts that stand apart or on a plate."""

    whole: Look
    parts: tuple[Look, ...] = ()


def fingerprint(image: MarkImage) -> Fingerprint:
    """Return how an image looks; the same picture in other colours or sizes is nearly the same.

    `InputError` where the image is blank.
    """
    mark = ink.whole(image.pixels)
    if mark is None:
        raise InputError(Problem("mark_image.blank", file=image.name))
    return Fingerprint(looks.look_of(mark), tuple(looks.look_of(part) for part in ink.parts(mark)))
