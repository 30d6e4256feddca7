"""The marks nearest to a picture, and two pictures compared; nothing that is uploaded is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.goods.table import Goods, GoodsTable
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.images.comparing import compare_images
from zhiheng.core.matching.marks.images.reading import MarkImage, read_image
from zhiheng.office.marks.asking import Asked
from zhiheng.office.marks.pictures import (
    NearPicture,
    Seen,
    nearest_pictures,
    see,
    stored_pictures,
)
from zhiheng.office.marks.queries import marks_of_numbers, owners_of
from zhiheng.office.marks.searching import Hit, answer, by_number, hit_of
from zhiheng.office.registers.goods import goods_table

MOST_HITS = 40


@dataclass(frozen=True)
class Uploaded:
    """A picture that somebody uploaded, and what was seen in it."""

    image: MarkImage
    seen: Seen


@dataclass(frozen=True)
class PictureAnswer:
    """The marks nearest to a picture, by its look and by the words in it, the nearest first.

    `pictures` is how many marks of the register have a picture to be compared with.
    """

    uploaded: Uploaded
    hits: Sequence[Hit]
    goods: Goods
    table: GoodsTable
    pictures: int


@dataclass(frozen=True)
class PicturesCompared:
    """Two pictures compared with their goods."""

    sides: tuple[Uploaded, Uploaded]
    given: tuple[str, str]
    goods: tuple[Goods, Goods]
    comparison: MarkComparison
    relation: GoodsRelation
    table: GoodsTable

    @property
    def conflicts(self) -> bool:
        """Tell whether pictures and goods are both near."""
        return self.comparison.near and self.relation.similar


def uploaded(data: bytes, name: str) -> Uploaded:
    """Read a picture; `InputError` says why it cannot be used."""
    image = read_image(data, name)
    return Uploaded(image, see(image))


def nearest(
    picture: Uploaded, given: str, *, vienna: Sequence[str] = (), on: date, unmasked: bool
) -> PictureAnswer:
    """Return the marks nearest to a picture; of look and words the nearer one counts.

    `vienna` are the codes of what it shows; the same elements make a look count as nearer.
    """
    table = goods_table()
    goods = table.read(given)
    near = nearest_pictures(
        picture.seen, limit=MOST_HITS, vienna=vienna, nice_classes=sorted(goods.classes)
    )
    found = {hit.mark.row["number"]: hit for hit in _by_look(near, goods, table, on)}
    by_words, picture = _by_words(picture, given, on, unmasked=unmasked)
    for hit in by_words:
        number = hit.mark.row["number"]
        if number not in found or found[number].rank < hit.rank:
            found[number] = hit
    ordered = sorted(found.values(), key=lambda each: (-each.rank, each.mark.key))
    return PictureAnswer(picture, ordered[:MOST_HITS], goods, table, len(stored_pictures()))


def compare(a: Uploaded, b: Uploaded, goods_a: str, goods_b: str) -> PicturesCompared:
    """Compare two pictures by their look and the words in them."""
    table = goods_table()
    goods = table.read(goods_a), table.read(goods_b)
    classes = sorted(goods[0].classes | goods[1].classes)
    comparison = compare_images(
        a.seen.look,
        b.seen.look,
        words_a=a.seen.words,
        words_b=b.seen.words,
        nice_classes=classes,
    )
    relation = table.relate(*goods)
    return PicturesCompared((a, b), (goods_a, goods_b), goods, comparison, relation, table)


def _by_words(
    picture: Uploaded, given: str, on: date, *, unmasked: bool
) -> tuple[Sequence[Hit], Uploaded]:
    """Return the marks nearest to the words in a picture.

    Where words cannot be looked for yet, none, and the picture with a note that says so.
    """
    if not picture.seen.words.strip():
        return (), picture
    try:
        return answer(Asked(picture.seen.words, given), on=on, unmasked=unmasked).hits, picture
    except (NotFoundError, ConflictError, StorageError) as error:
        notes = (*picture.seen.notes, *error.problems)
        return (), replace(picture, seen=replace(picture.seen, notes=notes))


def _by_look(near: Sequence[NearPicture], goods: Goods, table: GoodsTable, on: date) -> list[Hit]:
    scores = {each.number: each.comparison for each in near}
    marks = marks_of_numbers(scores, on=on)
    owners = owners_of(marks)
    return [
        hit_of(rows, goods, table, owners, against=scores[rows[0].row["number"]])
        for rows in by_number(marks.values())
    ]
