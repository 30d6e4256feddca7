"""The table of similar goods: reading goods by it, and telling how two lists are related.

Goods of one similar group are similar; where a group has paragraphs, only those of one paragraph.
Notes make goods of two groups similar. Everything else is not, though an examiner may decide
otherwise. Source: the Chinese table of similar goods and services, based on the Nice
Classification; which edition it is stands in the table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Wording
from zhiheng.core.identifiers.trademark_classes import (
    NO_CLASS,
    nice_class_problems,
    normalise_nice_class,
    normalise_similar_group,
    similar_group_problems,
)
from zhiheng.core.matching.goods.relation import GoodsRelation

Place = tuple[str, str]  # a similar group and a paragraph of it, "" where it has none
# What stands between separators; those in brackets part nothing: 住所代理（旅馆、供膳寄宿处）.
_ONE = re.compile(r"(?:\([^()]*+\)|（[^（）]*+）|[^;；,，、|\n\r\t])++")
_NAMED = re.compile(
    r"第?\d{1,2}类|类别[:：]?\d{1,2}|class\s*\d{1,2}|\d{1,2}|\d{4}(?:[(（].{1,3}[)）])?",
    re.IGNORECASE,
)
# What lists put at their end, and what stands in place of goods: no goods of either side.
_CLOSING = re.compile(r"[(（]?(?:商品|服务|商品服务|商品和服务)?截止[)）]?$|[等。.]+$")
_NO_GOODS = re.compile(r"(?:商品|服务|商品服务|商品和服务)?(?:详?见附[件页]|详情略|略|无|等)")


@dataclass(frozen=True)
class Note:
    """A note that makes goods of two groups similar, on the condition told."""

    one: str
    other: str
    condition: Wording


@dataclass(frozen=True)
class Goods:
    """Goods as the table reads them.

    `names` are folded, `places` the groups they stand in, `classes` the Nice classes of all, also
    of those given without goods; `unread` are texts that the table knows nothing of.
    """

    names: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    classes: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoodsTable:
    """One edition: where each goods name stands, what groups are called, and the notes."""

    edition: str
    verified: bool
    places: Mapping[str, tuple[Place, ...]]  # by folded name
    titles: Mapping[str, str]  # by group
    notes: Sequence[Note] = field(default_factory=tuple)

    def read(
        self, text: str = "", *, classes: Iterable[str] = (), groups: Iterable[str] = ()
    ) -> Goods:
        """Read goods in words, classes (`第25类`, `25`) and groups (`2501`), parted by punctuation.

        A name that does not stand in the table is read by the longest name it ends with:
        男士皮鞋 is 皮鞋. Nothing raises; what of the text cannot be read is in `unread`, and so are
        numbers that are no class and no group: `99`.
        """
        names: set[str] = set()
        places = {(group, "") for group in map(_group, groups) if group}
        held = {each for each in map(_nice_class, classes) if each}
        unread: list[str] = []
        for part in _parts(text):
            if _NAMED.fullmatch(part):
                if group := _group(part):
                    places.add((group, ""))
                elif nice_class := _nice_class(part):
                    held.add(nice_class)
                else:
                    unread.append(part)
                continue
            names.add(fold(part))
            found = self._places_of(fold(part))
            places |= set(found)
            unread += [] if found else [part]
        held |= {group[:2] for group, _ in places}
        return Goods(frozenset(names), frozenset(places), frozenset(held), tuple(unread))

    def relate(self, a: Goods, b: Goods) -> GoodsRelation:
        """Return how two lists of goods are related at best; the order does not matter."""
        if shared := a.names & b.names:
            return GoodsRelation("identical", _identical(min(shared)))
        if not a.classes or not b.classes:
            return GoodsRelation("unknown", _UNKNOWN)
        if place := self._shared_place(a, b):
            return GoodsRelation("same_group", self._same_group(place))
        if note := self._note(a, b):
            return GoodsRelation("cross_note", _by_note(note))
        if self._undecided(a, b):
            return GoodsRelation("same_class", _same_class(min(a.classes & b.classes)))
        return GoodsRelation("unrelated", _UNRELATED)

    def _places_of(self, name: str) -> tuple[Place, ...]:
        for begin in range(max(0, len(name) - self._longest), len(name)):
            if found := self.places.get(name[begin:]):
                return found
        return ()

    @cached_property
    def _longest(self) -> int:
        """Return how long the longest name is: no text ends with a longer one."""
        return max(map(len, self.places), default=0)

    def _shared_place(self, a: Goods, b: Goods) -> Place | None:
        """Return a group with a paragraph on both sides; a group without one meets all of it."""
        both = {
            (group, one or other)
            for group, one in a.places
            for other_group, other in b.places
            if group == other_group and (one == other or not one or not other)
        }
        return min(both, default=None)

    def _note(self, a: Goods, b: Goods) -> Note | None:
        for one, _ in sorted(a.places):
            for note in self._notes_by_group.get(one, ()):
                wanted = note.other if note.one == one else note.one
                if any(group == wanted for group, _ in b.places):
                    return note
        return None

    @cached_property
    def _notes_by_group(self) -> Mapping[str, list[Note]]:
        found: dict[str, list[Note]] = defaultdict(list)
        for note in self.notes:
            found[note.one].append(note)
            found[note.other].append(note)
        return found

    def _undecided(self, a: Goods, b: Goods) -> bool:
        """Tell whether goods of one class stand on both sides, on one of them in no known group."""
        placed = [{group[:2] for group, _ in each.places} for each in (a, b)]
        shared = a.classes & b.classes
        return any(not (each in placed[0] and each in placed[1]) for each in shared) or bool(
            shared and (a.unread or b.unread)
        )

    def _same_group(self, place: Place) -> Wording:
        group, paragraph = place
        title = self.titles.get(group, "")
        named = f"{group} {title}".strip()
        if paragraph:
            return Wording(
                zh=f"同属类似群 {named} 第（{paragraph}）部分",
                en=f"both in paragraph {paragraph} of similar group {named}",
            )
        return Wording(zh=f"同属类似群 {named}", en=f"both in similar group {named}")


_UNKNOWN = Wording(
    zh="有一方的商品或者类别不明", en="the goods or classes of one side are not known"
)
_UNRELATED = Wording(
    zh="不在同一类似群，也没有类似注释", en="in different similar groups, and no note joins them"
)


def _parts(text: str) -> Iterator[str]:
    """Yield what a list of goods names, one after the other."""
    for each in _ONE.findall(text):
        part = _CLOSING.sub("", each.strip()).strip()
        if part and not _NO_GOODS.fullmatch(part):
            yield part


def _identical(name: str) -> Wording:
    return Wording(zh=f"商品相同：{name}", en=f"the same goods: {name}")


def _same_class(nice_class: str) -> Wording:
    return Wording(
        zh=f"同在第 {int(nice_class)} 类，类似群不明，需要人工判断",
        en=f"both in class {int(nice_class)}, groups unknown: to be looked at",
    )


def _by_note(note: Note) -> Wording:
    return Wording(
        zh=f"区分表注释：{note.one} 与 {note.other} 类似（{note.condition.zh}）",
        en=f"a note of the table: {note.one} and {note.other} are similar ({note.condition.en})",
    )


def _group(text: str) -> str:
    return "" if similar_group_problems(text) else normalise_similar_group(text)


def _nice_class(text: str) -> str:
    if nice_class_problems(text):
        return ""
    found = normalise_nice_class(text)
    return "" if found == NO_CLASS else found
