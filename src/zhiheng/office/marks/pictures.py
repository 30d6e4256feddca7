"""The images of marks of this installation: shown by number, and those nearest to an image.

    nearest_pictures(read_image(data, name))     # marks of the register, the nearest first

They lie in the folder `mark-images` of the home and come with `zhiheng mark images`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ibis
from django.conf import settings

from zhiheng.core.errors import PersonError, Problem
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.images.comparing import compare_images
from zhiheng.core.matching.marks.images.fingerprints import Fingerprint, fingerprint
from zhiheng.core.matching.marks.images.reading import MarkImage
from zhiheng.core.matching.marks.images.store import (
    MarkPictures,
    current,
    open_pictures,
)
from zhiheng.core.matching.marks.images.words import can_read_words, read_words
from zhiheng.core.matching.marks.wordless import WITHOUT_WORDS
from zhiheng.office.marks.queries import MARKS
from zhiheng.office.registers import lake

VIENNA = "vienna"
LEAST_SCORE = 0.2  # below it nothing about two images is alike enough to be shown
MOST_BEARING = 2_000  # marks that are compared because they bear a code


@dataclass(frozen=True, slots=True)
class NearPicture:
    """A mark whose image is near: its number, and how near it is and why."""

    number: str
    comparison: MarkComparison


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in an image: how it looks, the words in it, and what has to be told."""

    look: Fingerprint
    words: str
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register says of a mark besides its image."""

    words: str = ""
    vienna: tuple[str, ...] = ()


def see(image: MarkImage) -> Seen:
    """Return how an image looks and the words in it; `InputError` where it is blank.

    Where words cannot be read on this installation, that is among the notes.
    """
    look = fingerprint(image)
    if not can_read_words():
        return Seen(look, "", (*image.notes, Problem("mark_image.no_reader")))
    try:
        return Seen(look, read_words(image), image.notes)
    except PersonError as error:
        return Seen(look, "", (*image.notes, *error.problems))


def nearest_pictures(
    seen: Seen, *, limit: int = 50, vienna: Sequence[str] = (), nice_classes: Sequence[str] = ()
) -> list[NearPicture]:
    """Return the marks with the images nearest to one, the nearest first.

    Marks are nominated by their look, and by bearing one of the `vienna` codes of what the image
    shows; of these, looks, codes and words are compared.
    """
    pictures = stored_pictures()
    hits = pictures.index.nearest(seen.look, limit=limit)
    found = {pictures.stored(hit.row).number: hit.row for hit in hits}
    found |= {number: pictures.rows[number] for number in _bearing(vienna, pictures)}
    known = _known(found)
    codes = {*vienna, *(code for each in known.values() for code in each.vienna)}
    titles = vienna_titles(codes) if vienna else {}
    near = [
        NearPicture(
            number,
            compare_images(
                seen.look,
                pictures.fingerprint(row),
                vienna_a=vienna,
                vienna_b=known[number].vienna,
                words_a=seen.words,
                words_b=known[number].words or pictures.stored(row).words,
                nice_classes=nice_classes,
                vienna_titles=titles,
            ),
        )
        for number, row in found.items()
        if number in known
    ]
    alike = [each for each in near if each.comparison.score >= LEAST_SCORE]
    return sorted(alike, key=lambda each: (-each.comparison.score, each.number))[:limit]


def shown_png(number: str) -> bytes | None:
    """Return the image of a mark as PNG, None where there is none."""
    pictures = stored_pictures()
    stored = pictures.of_mark(number)
    return pictures.png(stored) if stored else None


def with_pictures(numbers: Collection[str]) -> frozenset[str]:
    """Return those of some marks that have an image."""
    rows = stored_pictures().rows
    return frozenset(number for number in numbers if number in rows)


def stored_pictures() -> MarkPictures:
    """Return the images as they are now; opened anew after each delivery."""
    return _opened(str(folder()), current(folder()))


def folder() -> Path:
    """Return where the images lie."""
    return Path(settings.ZHIHENG.home) / "mark-images"


def marks_by_file() -> Mapping[str, Sequence[str]]:
    """Return the marks by the file name, in small letters, that the register gives of their image.

    Of an address the last part is the name.
    """
    table = lake.engine().table(lake.catalogue().register(MARKS))
    rows = lake.engine().run(
        table.filter(table.image.notnull()).select("number", "image").distinct()
    )
    found: dict[str, list[str]] = {}
    for row in rows.to_pylist():
        name = str(row["image"]).replace("\\", "/").partition("?")[0].rpartition("/")[2].lower()
        if name:
            found.setdefault(name, []).append(row["number"])
    return found


def vienna_titles(codes: Collection[str]) -> dict[str, str]:
    """Return the titles of Vienna codes and of the divisions they are in, Chinese before English.

    Those that the register does not have are left out.
    """
    wanted = {level for code in codes for level in (code, code[:5])}
    if not wanted:
        return {}
    rows = lake.engine().run(lake.rows_with(VIENNA, "code", wanted)).to_pylist()
    ordered = sorted(rows, key=lambda row: row["language"] == "zh")
    return {row["code"]: row["title"] for row in ordered}


def _bearing(codes: Sequence[str], pictures: MarkPictures) -> list[str]:
    """Return the marks with an image that bear one of some Vienna codes, or one below it.

    None where so many do that the codes say nothing.
    """
    if not codes:
        return []
    table = lake.engine().table(lake.catalogue().register(MARKS))
    borne = table.select("number", code=table.vienna.unnest())
    wanted = ibis.or_(*(borne.code.startswith(code) for code in codes))
    rows = lake.engine().run(borne.filter(wanted).select("number").distinct())
    found = [number for number in rows["number"].to_pylist() if number in pictures.rows]
    return found if len(found) <= MOST_BEARING else []


def _known(numbers: Collection[str]) -> dict[str, _Known]:
    """Return what the register says of marks; those it does not have are left out."""
    if not numbers:
        return {}
    rows = lake.rows_with(MARKS, "number", numbers).select("number", "mark_text", "vienna")
    found: dict[str, _Known] = {}
    for row in lake.engine().run(rows).to_pylist():
        words = str(row["mark_text"] or "").strip()
        held = "" if words in WITHOUT_WORDS else words
        before = found.get(row["number"], _Known())
        codes = tuple(sorted({*before.vienna, *(row["vienna"] or ())}))
        found[row["number"]] = _Known(before.words or held, codes)
    return found


@lru_cache(maxsize=1)
def _opened(place: str, named: str) -> MarkPictures:
    """Open what answers, anew when another delivery does."""
    return open_pictures(Path(place))
