"""What a comparison of images says in words: composition, outline, structure, colours, elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.marks.images.declared import image_rules
from zhiheng.core.matching.marks.images.likeness import Likeness
from zhiheng.core.matching.marks.images.vienna import shared_codes

# In the order in which an examiner looks: Chinese, English.
WAYS = {
    "layout": ("构图布局", "layout"),
    "outline": ("外部轮廓", "outline"),
    "edges": ("线条走向和位置", "course and place of the lines"),
    "inside": ("内部结构", "inner structure"),
}
MOST_CODES = 5


def look_reason(found: Likeness) -> Wording:
    """Say how the whole looks of two devices agree or that they do not."""
    if found.score < 0.3:
        return Wording(
            zh=f"图形整体外观差异明显{_colours_zh(found, '，仅用色相近')}。",
            en=f"The devices look clearly different as a whole{_colours_en(found, ', only the colours are close')}.",  # noqa: E501
        )
    if _turned(found):
        return Wording(
            zh="一图形旋转或者镜像后与另一图形相近，整体外观"
            f"{_how_zh(found.score)}{_colours_zh(found, '，用色相近')}。",
            en="Turned or mirrored, one device is like the other; as a whole they are "
            f"{_how_en(found.score)}{_colours_en(found, ', the colours are close')}.",
        )
    zh, en = _ways(found)
    return Wording(
        zh=f"图形整体外观{_how_zh(found.score)}：{zh}{_colours_zh(found, '，用色相近')}。",
        en=f"The devices are {_how_en(found.score)} as a whole: "
        f"{en}{_colours_en(found, ', and close colours')}.",
    )


def contained_reason(found: Likeness) -> Wording:
    """Say that one mark holds the whole device of the other."""
    zh, en = _ways(found)
    return Wording(
        zh=f"一商标的组成部分与另一商标的整个图形{_how_zh(found.score)}：{zh}，"
        "即在完整图形之外另加了边框、底色、文字或者其他要素。",
        en=f"A part of one mark and the whole device of the other are {_how_en(found.score)}: "
        f"{en}. A frame, a ground, words or something else was added.",
    )


def shared_reason(found: Likeness) -> Wording:
    """Say that marks of several parts have one in common."""
    zh, en = _ways(found)
    return Wording(
        zh=f"两商标各有一个组成部分{_how_zh(found.score)}：{zh}，其余部分不同。",
        en=f"The marks have a part each that are {_how_en(found.score)}: {en}; the rest differs.",
    )


def vienna_reason(a: Sequence[str], b: Sequence[str], titles: Mapping[str, str]) -> Wording:
    """Say which figurative elements both marks show, by the Vienna Classification."""
    shared = shared_codes(a, b)
    named = "、".join(_named(code, titles) for code in shared[:MOST_CODES])
    if not shared:
        return Wording(
            zh="图形要素（维也纳分类）仅大类相同，所示事物不同。",
            en="The figurative elements (Vienna Classification) are of one category only.",
        )
    level = "相同的图形要素" if len(shared[0]) > 5 else "同一小类的图形要素"
    more = f"等 {len(shared)} 项" if len(shared) > MOST_CODES else ""
    return Wording(
        zh=f"两商标有{level}（维也纳分类）：{named}{more}。",
        en=f"Figurative elements in common (Vienna Classification): {named.replace('、', ', ')}.",
    )


def _named(code: str, titles: Mapping[str, str]) -> str:
    title = titles.get(code, "").strip()
    return f"{code} {title}" if title else code


def _ways(found: Likeness) -> tuple[str, str]:
    """Name the ways in which two looks agree beyond what unrelated ones do."""
    told = image_rules().told
    said = [words for way, words in WAYS.items() if getattr(found, way) >= told[way]]
    if not said:
        return "大体形态有相似之处", "there is some likeness in the general form"
    return "、".join(zh for zh, _ in said) + "相近", "close " + ", ".join(en for _, en in said)


def _turned(found: Likeness) -> bool:
    return found.turned and found.edges < image_rules().told["edges"]


def _how_zh(score: float) -> str:
    if score >= 0.9:
        return "基本相同"
    return "近似" if score >= image_rules().threshold else "有一定相似"


def _how_en(score: float) -> str:
    if score >= 0.9:
        return "nearly the same"
    return "close" if score >= image_rules().threshold else "somewhat alike"


def _colours_zh(found: Likeness, said: str) -> str:
    return said if found.colours >= image_rules().told["colours"] else ""


def _colours_en(found: Likeness, said: str) -> str:
    return said if found.colours >= image_rules().told["colours"] else ""
