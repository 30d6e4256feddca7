"""Where a table of similar goods comes from: the sample that ships, or an office's registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Declaration, Wording
from zhiheng.core.matching.goods.table import GoodsTable, Note, Place
from zhiheng.core.terms.declared import all_declared

Group = Annotated[str, Field(pattern=r"^\d{4}$")]


class GroupOfGoods(Declaration):
    """A similar group, or a paragraph of one; `goods` are names parted by blanks."""

    group: Group
    paragraph: str = ""
    title: str
    goods: str


class NoteOfGoods(Declaration):
    """A note that makes goods of two groups similar."""

    one: Group
    other: Group
    condition: Wording


class GoodsSample(Declaration):
    """The sample in the structure of the official table."""

    edition: str
    status: Literal["verified", "unverified"]
    groups: list[GroupOfGoods]
    notes: list[NoteOfGoods]


@cache
def sample_table() -> GoodsTable:
    """Return the sample that ships: everyday names, unverified."""
    [sample] = all_declared("marks/goods-sample.yaml", GoodsSample)
    places: dict[str, list[Place]] = defaultdict(list)
    for each in sample.groups:
        for name in each.goods.split():
            places[fold(name)].append((each.group, each.paragraph))
    return GoodsTable(
        edition=sample.edition,
        verified=sample.status == "verified",
        places={name: tuple(found) for name, found in places.items()},
        titles={each.group: each.title for each in sample.groups},
        notes=tuple(Note(each.one, each.other, each.condition) for each in sample.notes),
    )


def table_of(
    rows: Iterable[Mapping[str, Any]], notes: Iterable[Mapping[str, Any]] = ()
) -> GoodsTable | None:
    """Return the table that rows of the registers `nice` and `similar-goods-notes` make.

    Only Chinese rows count; of items with several editions the newest. None where no row names an
    item in a similar group, as in the editions of other languages.
    """
    places: dict[str, set[Place]] = defaultdict(set)
    titles: dict[str, str] = {}
    edition = ""
    for row in sorted(rows, key=lambda each: each["version"] or ""):
        if row["language"] != "zh":
            continue
        edition = max(edition, row["version"] or "")
        if row["level"] == "group":
            titles[row["code"]] = row["title"]
        elif row["level"] == "item" and len(row["parent"] or "") == 4:
            for name in _names(row):
                places[fold(name)] = {*places[fold(name)], (row["parent"], row["paragraph"] or "")}
    if not places:
        return None
    joined = tuple(
        Note(each["one"], each["other"], Wording(zh=each["condition"], en=each["condition"]))
        for each in notes
    )
    by_name = {name: tuple(sorted(found)) for name, found in places.items()}
    return GoodsTable(edition, True, by_name, titles, joined)


def _names(row: Mapping[str, Any]) -> Iterable[str]:
    """Yield the names of an item: several stand in its title, parted by commas; * marks one."""
    written = [*(row["title"] or "").replace("，", ",").split(","), *(row["other_titles"] or ())]
    yield from (name.strip().removesuffix("*") for name in written if name.strip("* "))
