"""Marks just filed, held against protected names: which are near, for what goods, how pressing.

1. The marks that are new lie in an index (`MarkIndex`); every protected name asks it once for those
   that score at least its threshold, so nothing is quadratic.
2. A mark of the name's own owner is no danger, nor one that was filed before the name's own mark.
   A word of a current event counts for marks filed within its days.
3. What is left is compared in full, with the goods. A mark that is not well known is protected for
   similar goods, a well-known one for all; a name with classes for these, without for all.

The rule of the two lists is the office's; what the comparison says is told with each finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.protection.findings import OWNERS, Finding, Severity, classes_told

# Kinds of names that are protected as marks are: for similar goods, unless they are well known.
AS_MARKS = frozenset({"mark", "trade_name"})
Compare = Callable[[str, str, Sequence[str]], MarkComparison]
Relate = Callable[["Name", "NewMark"], GoodsRelation]
KINDS: Mapping[str, tuple[str, str]] = {
    "mark": ("商标", "the mark"),
    "gi": ("地理标志", "the geographical indication"),
    "place": ("地名", "the place name"),
    "scenic": ("风景名胜", "the scenic spot"),
    "person": ("人名", "the name of a person"),
    "work": ("作品名称或角色", "the title or figure of a work"),
    "event": ("热点词", "the word of a current event"),
    "trade_name": ("字号", "the trade name"),
    "generic": ("通用名称", "the generic term"),
}


@dataclass(frozen=True, slots=True)
class NearLimits:
    """From which score a mark is near a name: by kind, and from which it is as good as the same."""

    least: Mapping[str, float]
    same: float


@dataclass(frozen=True)
class Name:
    """A protected name as marks are held against it; `goods` and `classes` narrow what it covers.

    `owners` are the names of who may use it; `filed_on` is when its own mark was filed.
    """

    kind: str
    text: str
    number: str = ""
    classes: Sequence[str] = ()
    goods: str = ""
    owners: frozenset[str] = frozenset()
    filed_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    well_known: bool = False

    @property
    def called(self) -> str:
        """Return how the name is told in Chinese: 商标“湖光”."""
        return f"{KINDS[self.kind][0]}“{self.text}”"


@dataclass(frozen=True)
class NewMark:
    """A mark that was filed, with the classes and goods that an import brought of it.

    `opposition_ends` is the last day on which it can be opposed; None where it cannot be.
    """

    number: str
    text: str
    record: str
    classes: Sequence[str]
    goods: str
    owners: Sequence[str]
    filed_on: date | None
    opposition_ends: date | None = None


def concerns(name: Name, mark: NewMark) -> bool:
    """Tell whether a near mark could concern a name at all, before the two are compared."""
    if mark.number == name.number:
        return False
    if name.owners and any(fold(owner) in name.owners for owner in mark.owners):
        return False
    if name.filed_on and mark.filed_on and mark.filed_on <= name.filed_on:
        return False
    if name.kind == "event" and mark.filed_on:
        begun = name.valid_from is None or name.valid_from <= mark.filed_on
        return begun and (name.valid_to is None or mark.filed_on < name.valid_to)
    if name.kind == "generic":
        return bool(set(name.classes) & set(mark.classes))
    return name.kind in AS_MARKS or not name.classes or bool(set(name.classes) & set(mark.classes))


def near_finding(
    name: Name, mark: NewMark, limits: NearLimits, compare: Compare, relate: Relate
) -> Finding | None:
    """Return what is told of a mark near a name; None where they are not near, or no danger."""
    if not concerns(name, mark):
        return None
    compared = compare(name.text, mark.text, mark.classes)
    if compared.score < limits.least[name.kind] and not compared.near:
        return None
    goods = relate(name, mark)
    same = compared.score >= limits.same
    severity = _severity(name, goods, same=same)
    if severity is None:
        return None
    return Finding(
        kind="near",
        # Classes filed later under one number are told anew where the goods are similar then.
        key=f"near:{mark.number}:{'similar' if goods.similar else 'other'}",
        pair=mark.number,
        severity=severity,
        words=_words(name, mark, compared, goods),
        register="trademarks",
        record=mark.record,
        deadline=mark.opposition_ends,
        score=round(compared.score, 4),
        details=_details(name, mark, compared, goods),
    )


def _severity(name: Name, goods: GoodsRelation, *, same: bool) -> Severity | None:
    if name.kind in AS_MARKS and not name.well_known:
        if goods.similar:
            return "high" if same else "medium"
        if goods.kind == "unrelated":
            return "low" if same else None
        return "medium" if same else "low"
    if name.kind == "generic":
        return "low"
    return "high" if same else "medium"


def _words(name: Name, mark: NewMark, compared: MarkComparison, goods: GoodsRelation) -> Wording:
    classes = classes_told(mark.classes)
    filed = f"{mark.filed_on} 申请" if mark.filed_on else "申请日不详"
    why = compared.channels[0].reason if compared.channels else Wording(zh="", en="")
    about_goods = name.kind in AS_MARKS
    zh = f"{OWNERS}{filed}的商标“{mark.text}”（{mark.number}，{classes.zh}）与{name.called}近似"
    zh += f"：{_bare(why.zh)}" if why.zh else ""
    zh += f"；{_bare(goods.reason.zh)}" if about_goods else ""
    en = f"{OWNERS} filed “{mark.text}” ({mark.number}, {classes.en})"
    en += f" on {mark.filed_on}" if mark.filed_on else ""
    en += f", near {KINDS[name.kind][1]} “{name.text}”"
    en += f": {_bare(why.en)}" if why.en else ""
    en += f"; {_bare(goods.reason.en)}" if about_goods else ""
    end = mark.opposition_ends
    until = (f"异议期至 {end}。", f" The opposition window ends on {end}.") if end else ("", "")
    return Wording(zh=f"{zh}。{until[0]}", en=f"{en}.{until[1]}")


def _details(
    name: Name, mark: NewMark, compared: MarkComparison, goods: GoodsRelation
) -> dict[str, object]:
    return {
        "a": name.text,
        "b": mark.text,
        "own": name.number,
        "number": mark.number,
        "classes": list(mark.classes),
        "owners": list(mark.owners),
        "channels": [
            {
                "name": each.name,
                "score": round(each.score, 4),
                "zh": each.reason.zh,
                "en": each.reason.en,
            }
            for each in compared.channels
        ],
        "rules": [
            {"code": each.code, "near": each.near, "zh": each.words.zh, "en": each.words.en}
            for each in compared.rules
        ],
        "goods": {"kind": goods.kind, "zh": goods.reason.zh, "en": goods.reason.en},
    }


def _bare(sentence: str) -> str:
    return sentence.strip().rstrip("。.；;")
