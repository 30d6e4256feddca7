"""Comparisons and hits as plain data for templates: channels, rules, goods, how a mark was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrPromise

from zhiheng.core.identifiers.trademark_classes import NO_CLASS
from zhiheng.core.matching.goods.relation import GoodsRelation, Relation
from zhiheng.core.matching.goods.table import Goods, GoodsTable
from zhiheng.core.matching.marks.characters import character_table
from zhiheng.core.matching.marks.comparison import (
    Channel,
    ChannelName,
    FiredRule,
    MarkComparison,
)
from zhiheng.core.matching.marks.reading import MOST, MarkText, read_mark
from zhiheng.core.matching.marks.sound_words import spoken
from zhiheng.core.matching.marks.telling import sentence
from zhiheng.office.marks.pictures import with_pictures
from zhiheng.office.marks.presenters import (
    MarkLine,
    class_label,
    class_title,
    compare_address,
    mark_line,
    picture_address,
)
from zhiheng.office.marks.queries import Mark
from zhiheng.office.marks.resembling import Resemblance
from zhiheng.office.marks.searching import Hit
from zhiheng.office.registers.presenters import said

CHANNELS: Mapping[ChannelName, StrPromise] = {
    "order": pgettext_lazy("channel", "Characters and order"),
    "shape": pgettext_lazy("channel", "Shape"),
    "sound": pgettext_lazy("channel", "Sound"),
    "meaning": pgettext_lazy("channel", "Meaning"),
    "letters": pgettext_lazy("channel", "Letters"),
    "containment": pgettext_lazy("channel", "Containment"),
    "image": pgettext_lazy("channel", "Image"),
}
RELATIONS: Mapping[Relation, StrPromise] = {
    "identical": gettext_lazy("the same goods"),
    "same_group": gettext_lazy("similar goods: same group"),
    "cross_note": gettext_lazy("similar goods: by a note"),
    "same_class": gettext_lazy("same class, groups unknown"),
    "unrelated": gettext_lazy("goods not similar"),
    "unknown": gettext_lazy("goods not known"),
}
RELATION_TONES: Mapping[Relation, str] = {
    "identical": "bad", "same_group": "bad", "cross_note": "warn", "same_class": "warn",
    "unrelated": "off", "unknown": "off",
}  # fmt: skip
LONGEST_GOODS = 300  # characters of a list of goods that an address carries
_HUNDRED = 100


@dataclass(frozen=True)
class ChannelLine:
    """One way in which two marks are alike: its name, hundredths, and why.

    Not `alike` where nothing was found to be: that is a sentence and no figure.
    """

    name: str
    title: str
    percent: int
    reason: str
    alike: bool = True


@dataclass(frozen=True)
class RuleLine:
    """A test of the examination guide that holds, the answer it gives, and where it stands."""

    code: str
    near: bool
    words: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Verdict:
    """What a comparison of two marks says, for people.

    `sources` are those of the rules, each once, and whether their wording was checked.
    """

    percent: int
    near: bool
    channels: Sequence[ChannelLine]
    rules: Sequence[RuleLine]
    sources: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class GoodsLine:
    """How two lists of goods are related."""

    kind: str
    title: str
    tone: str
    reason: str
    similar: bool


@dataclass(frozen=True)
class HitLine:
    """One hit: the mark, the comparison, the goods, and the way to the two side by side."""

    mark: MarkLine
    verdict: Verdict
    goods: GoodsLine
    conflicts: bool
    also: Sequence[tuple[str, str]]
    compare: str
    picture: str


@dataclass(frozen=True)
class ResemblanceLine:
    """A later mark of somebody else beside the owner's mark that it is near to."""

    own: MarkLine
    other: MarkLine
    verdict: Verdict
    goods: GoodsLine
    compare: str


@dataclass(frozen=True)
class ReadMark:
    """How a mark was read: its distinguishing part, its sound, and what was left aside."""

    text: str
    empty: bool
    folded: str
    core: str
    sound: str
    aside: str
    shortened: bool


@dataclass(frozen=True)
class ReadGoods:
    """How goods were read: classes and groups with their titles, and what nobody could read."""

    given: bool
    classes: Sequence[str]
    groups: Sequence[str]
    unread: Sequence[str]
    edition: str
    verified: bool


def hit_lines(hits: Sequence[Hit], text: str, goods: str, *, unmasked: bool) -> list[HitLine]:
    """Return hits as lines, names of private persons masked."""
    pictured = with_pictures({each.mark.row["number"] for each in hits})
    return [_hit_line(each, text, goods, pictured, unmasked=unmasked) for each in hits]


def resemblance_lines(found: Iterable[Resemblance], *, unmasked: bool) -> list[ResemblanceLine]:
    """Return later marks of others beside those they are near to."""
    return [
        ResemblanceLine(
            own=mark_line(each.own, (), unmasked=unmasked),
            other=mark_line(each.other, each.owners, unmasked=unmasked),
            verdict=verdict(each.comparison),
            goods=goods_line(each.relation),
            compare=compare_address(
                each.own.text, each.other.text, (_goods(each.own), _goods(each.other))
            ),
        )
        for each in found
    ]


def verdict(comparison: MarkComparison) -> Verdict:
    """Return what a comparison says, in the language of the page."""
    rules = [rule_line(each) for each in comparison.rules]
    return Verdict(
        percent=percent(comparison.score),
        near=comparison.near,
        channels=[channel_line(each) for each in comparison.channels],
        rules=rules,
        sources=list(dict.fromkeys((each.source, each.verified) for each in rules)),
    )


def channel_title(name: str) -> str:
    """Return what a way of being alike is called; one that nobody knows stands by its name."""
    return next((str(title) for each, title in CHANNELS.items() if each == name), name)


def channel_line(channel: Channel) -> ChannelLine:
    """Return one channel."""
    title = str(CHANNELS[channel.name])
    alike = channel.reason != sentence("none")
    return ChannelLine(channel.name, title, percent(channel.score), said(channel.reason), alike)


def rule_line(rule: FiredRule) -> RuleLine:
    """Return one rule with where it stands."""
    source = f"{rule.source.instrument} {rule.source.article}".strip()
    return RuleLine(rule.code, rule.near, said(rule.words), source, rule.status == "verified")


def goods_line(relation: GoodsRelation) -> GoodsLine:
    """Return how goods are related; what the title says the reason does not say again."""
    title = str(RELATIONS[relation.kind])
    return GoodsLine(
        kind=relation.kind,
        title=title,
        tone=RELATION_TONES[relation.kind],
        reason=said(relation.reason).removeprefix(title).lstrip("：: "),
        similar=relation.similar,
    )


def read_line(text: str, classes: Sequence[str] = ()) -> ReadMark:
    """Return how a mark was read."""
    read = read_mark(text, classes)
    parts = [part for part in (read.core, read.core_letters) if part]
    return ReadMark(
        text=text,
        empty=read.empty,
        folded=" ".join(run.text for run in read.runs),
        core=" ".join(parts),
        sound=_sound(read),
        aside="、".join(read.set_aside),
        shortened=len(read.characters) >= MOST,
    )


def read_goods(goods: Goods, table: GoodsTable, given: str) -> ReadGoods:
    """Return how goods were read."""
    groups = sorted({group for group, _paragraph in goods.places})
    return ReadGoods(
        given=bool(given.strip()),
        classes=[class_title(each) for each in sorted(goods.classes)],
        groups=[f"{each} {table.titles.get(each, '')}".strip() for each in groups],
        unread=list(goods.unread),
        edition=table.edition,
        verified=table.verified,
    )


def percent(score: float) -> int:
    """Return a score in hundredths; only a score of 1 is a hundred, only one of 0 is none."""
    rounded = round(score * _HUNDRED)
    if score < 1:
        rounded = min(rounded, _HUNDRED - 1)
    return max(rounded, 1) if score > 0 else rounded


def _hit_line(
    hit: Hit, text: str, goods: str, pictured: Collection[str], *, unmasked: bool
) -> HitLine:
    line = mark_line(hit.mark, hit.owners, unmasked=unmasked)
    sides = (goods, _goods(hit.mark))
    return HitLine(
        mark=line,
        verdict=verdict(hit.comparison),
        goods=goods_line(hit.relation),
        conflicts=hit.conflicts,
        also=[
            (other.class_label, other.href)
            for other in (mark_line(each, (), unmasked=unmasked) for each in hit.others)
        ],
        compare=compare_address(text, line.text, sides) if line.text and text else "",
        picture=picture_address(line.number) if line.number in pictured else "",
    )


def _goods(mark: Mark) -> str:
    """Return the goods of a mark as a comparison takes them: its words, else its class."""
    nice_class = mark.row["nice_class"]
    known = class_label(nice_class) if nice_class != NO_CLASS else ""
    return str(mark.row["goods"] or known)[:LONGEST_GOODS]


def _sound(read: MarkText) -> str:
    """Return how the characters that distinguish are read, with the marks of the tones."""
    table = character_table()
    sounds = []
    for character in read.core:
        known = table[character].sounds
        sounds.append(spoken(known[0]) if known else character)
    if not sounds:
        return " ".join(read.syllables)
    return " ".join(sounds) if any(each not in read.core for each in sounds) else ""
