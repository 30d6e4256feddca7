"""Why names are one party, or why that is left to a person, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.names import compare_names

# By what mentions belong to one unit.
UNIT_RULES: Mapping[str, Wording] = {
    "same_name": Wording(
        zh="名称相同（统一简繁、全半角和括号后）。",
        en="The same name, whatever characters, width and brackets it is written with.",
    ),
    "same_name_uscc": Wording(
        zh="名称相同，且对应的统一社会信用代码只有一个。",
        en="The same name, under which only one credit code is known.",
    ),
    "same_employer": Wording(
        zh="姓名相同，且与同一单位出现在同一记录中。",
        en="The same name beside the same organisation.",
    ),
    "same_place": Wording(
        zh="姓名相同，且地址相同或在同一记录中。",
        en="The same name at the same address or in the same record.",
    ),
    "only_mention": Wording(zh="仅此一处。", en="The only mention."),
}
# What speaks for two units being one party.
LINK_RULES: Mapping[str, Wording] = {
    "same_uscc": Wording(zh="统一社会信用代码相同。", en="The same credit code."),
    "same_record": Wording(
        zh="登记簿中同一条记录同时载有这两个名称（曾用名、外文名等）。",
        en="One record of a register gives both names (former name, foreign name …).",
    ),
    "alike_name": Wording(zh="名称相近。", en="The names are alike."),
    "shared_persons": Wording(
        zh="姓名相同，且都与 {count} 位同名人员共同署名：{names}。",
        en="The same name, and both stand beside {count} persons of the same names: {names}.",
    ),
    "decided_same": Wording(zh="经人工认定。", en="A person decided so."),
}
# Why a link did not join its units.
WHYS: Mapping[str, Wording] = {
    "below_threshold": Wording(
        zh="相似程度不足以自动归并。", en="Not alike enough to join by itself."
    ),
    "ambiguous": Wording(
        zh="同时近似两个彼此不同的主体，无法自动区分。",
        en="About equally like two parties that contradict each other.",
    ),
    "contradicting_names": Wording(
        zh="归并后会把名称相互矛盾的主体连在一起。",
        en="Joining would draw contradicting names into one party.",
    ),
    "too_many_names": Wording(
        zh="归并后该主体的名称过多，需要人工确认。",
        en="The party would have too many names to join by itself.",
    ),
    "different_uscc": Wording(zh="统一社会信用代码不同。", en="The credit codes differ."),
    "decided_apart": Wording(zh="经人工认定为不同主体。", en="A person decided that they differ."),
    "undone": Wording(zh="人工认定已撤销。", en="The decision was taken back."),
}


def unit_sentence(rule: str) -> Wording:
    """Return by what the mentions of a unit belong together."""
    return UNIT_RULES[rule]


def link_sentences(link: Mapping[str, Any], shown: Callable[[str], str] = str) -> Sequence[Wording]:
    """Return what speaks for and against a row of `party-links`; `shown` masks persons' names."""
    found = list(_for(link, shown))
    if link["why"]:
        found.append(WHYS[link["why"]])
    return found


def _for(link: Mapping[str, Any], shown: Callable[[str], str]) -> Sequence[Wording]:
    if link["rule"] == "alike_name":
        reasons = compare_names(link["left_name"], link["right_name"]).reasons
        return [each.words for each in reasons]
    wording = LINK_RULES[link["rule"]]
    shared = [shown(name) for name in link["shared"] or ()]
    values = {"count": len(shared)}
    return [
        Wording(
            zh=wording.zh.format(**values, names="、".join(shared)),
            en=wording.en.format(**values, names=", ".join(shared)),
        )
    ]
