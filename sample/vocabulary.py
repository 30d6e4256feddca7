"""The declared vocabulary (data/*.yaml) and the pools of phrases made of it.

A pool is a tuple of exactly 256 phrases, so that one random byte picks one; weights are expressed
by repetition. Pools are made from fixed seeds: the words of a field are the same in every city.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
Pool = tuple[str, ...]
_SIZE = 256

_GENERAL: dict[str, Sequence[str]] = {
    "side": ["上端", "下端", "内侧", "外侧", "一侧", "两侧", "顶面", "底面", "边缘", "中部"],
    "direction": ["轴向", "径向", "水平方向", "竖直方向", "长度方向", "周向"],
    "join": ["电连接", "卡接", "抵接", "贴合", "热耦合", "固定连接", "间隙配合"],
    "hole": ["凹槽", "通孔", "安装孔", "卡口", "定位槽", "避让空间", "容置腔"],
    "motion": ["转动", "滑动", "拆卸", "升降", "摆动", "伸缩"],
    "link": ["连接件", "弹性件", "柔性连接段", "螺纹结构", "卡扣结构", "胶层"],
    "count": ["两", "三", "四", "六", "多"],
}

_SLOTS = {
    "part": "parts",
    "quantity": "quantities",
    "result": "results",
    "act": "acts",
    "scene": "scenes",
    "device": "devices",
    "method": "methods",
    "problem": "problems",
    "effect": "effects",
}
_STEPS = (
    "采集{scene}中的{quantity}，并进行{act}",
    "由{part}对{quantity}进行{act}，得到{result}",
    "根据{quantity}与{quantity2}确定{result}",
    "将{quantity}输入{part}，经{act}后输出{result}",
    "当{quantity}满足预设条件时，触发{part}执行{act}",
    "以{result}为约束，对{quantity}进行{act}",
    "比较{result}与历史记录，并更新{quantity}",
    "按照{act}的结果调整{part}的工作状态",
    "利用{part}获取{quantity}，剔除其中的异常项",
    "结合{quantity}修正{result}，并下发至{part}",
    "在预设周期内重复{act}，直至{result}趋于稳定",
    "为{quantity}建立索引，并与{result}关联存储",
    "依次经{act}和{act2}处理{quantity}",
    "由{part2}复核{result}，不符合要求时返回{part}",
)
_FEATURES = (
    "所述{part}与{part2}之间设有{part3}",
    "所述{part}固定于{part2}的{side}",
    "所述{part}沿{direction}布置，并与{part2}{join}",
    "所述{part}的{side}开设有容纳{part2}的{hole}",
    "所述{part}可{motion}地连接于{part2}",
    "所述{part}包括相互{join}的{part2}和{part3}",
    "所述{part2}环绕{part}设置，且与{part3}间隔分布",
    "所述{part}通过{link}与{part2}相连，{part3}位于二者之间",
    "所述{part}具有{count}个，均匀分布于{part2}的{side}",
    "所述{part}朝向{part2}的一侧设置有{hole}",
    "所述{part}与{part2}{join}，用于在{scene}中{effect}",
    "所述{part3}的{side}设有{hole}，所述{part}插接于其中",
)
_PROBLEMS = (
    "现有的{device}在{scene}下{problem}",
    "{scene}对{quantity}的要求不断提高，而传统方案{problem}",
    "由于{quantity}变化频繁，常规的{method}{problem}",
    "受{part}的限制，目前的{device}往往{problem}",
    "已有方案多依赖人工经验，{problem}，且{problem2}",
    "在{scene}中，{part}与{part2}配合不当会使得{problem}",
)
_EFFECTS = (
    "{effect}，并{effect2}",
    "在{scene}中也能{effect}",
    "有助于{effect}，{effect2}",
    "借助{part}{effect}",
    "通过{act}{effect}，从而{effect2}",
    "不改变{part}即可{effect}",
)
_METHOD_LEADS = (
    "一种基于{quantity}的",
    "一种面向{scene}的",
    "一种结合{act}的",
    "一种{scene}下的",
    "基于{act}与{quantity}的",
    "用于{scene}的",
    "一种利用{part}的",
    "一种考虑{quantity}的",
)
_DEVICE_LEADS = (
    "一种具有{part}的",
    "一种{scene}用",
    "一种{part}可{motion}的",
    "一种带{part}和{part2}的",
    "一种适用于{scene}的",
    "一种便于{motion}{part}的",
    "一种可{effect}的",
)


@dataclass(frozen=True)
class Ipc:
    """One classification symbol and its parts: H04W72/04 is H, 04, W, 72 and 04."""

    symbol: str
    subclass: str
    group: str
    subgroup: str


@dataclass(frozen=True)
class Field:
    """One technical field: its classification and its pools of phrases."""

    key: str
    name: str
    industry: str
    weight: int
    firms: tuple[str, ...]
    ipc: tuple[Ipc, ...]
    methods: Pool
    devices: Pool
    parts: Pool
    scenes: Pool
    steps: Pool
    features: Pool
    params: Pool
    problems: Pool
    effects: Pool
    method_leads: Pool
    device_leads: Pool


@dataclass(frozen=True)
class Article:
    """One design article with its Locarno class."""

    locarno: str
    use: str
    name: str


@cache
def declared(name: str) -> Any:
    """Return the content of one declaration file."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def spread(items: Sequence[Any], weights: Sequence[float] | None = None) -> tuple[Any, ...]:
    """Return 256 items in proportion to their weights; every item at least once."""
    shares = weights or [1.0] * len(items)
    total = sum(shares)
    slots: list[Any] = []
    for item, share in zip(items, shares, strict=True):
        slots.extend([item] * max(1, round(_SIZE * share / total)))
    while len(slots) < _SIZE:
        slots.append(items[len(slots) % len(items)])
    while len(slots) > _SIZE:  # the most frequent item gives way
        slots.remove(max(items, key=slots.count))
    return tuple(slots)


@cache
def fields() -> tuple[Field, ...]:
    """Return the technical fields, as declared."""
    return tuple(_field(entry) for entry in declared("fields.yaml"))


@cache
def articles() -> tuple[Article, ...]:
    """Return a pool of 256 design articles."""
    entries = [
        (Article(entry["locarno"], entry["use"], name), entry["weight"] / len(entry["names"]))
        for entry in declared("articles.yaml")
        for name in entry["names"]
    ]
    return spread([article for article, _ in entries], [weight for _, weight in entries])


def in_own_words(field: Field, rng: Random) -> Field:
    """Return a field whose steps and features are phrases drawn anew from the same words.

    The phrases of a field are the same for everybody in the city; whoever files with these says
    what nobody else says.
    """
    entry = next(each for each in declared("fields.yaml") if each["key"] == field.key)
    phrases = _phrase_maker(entry, rng)
    return replace(field, steps=phrases(_STEPS), features=phrases(_FEATURES))


def _field(entry: dict[str, Any]) -> Field:
    rng = Random(f"wording/{entry['key']}")
    symbols = [line.split() for line in entry["ipc"]]
    phrases = _phrase_maker(entry, rng)
    return Field(
        key=entry["key"],
        name=entry["name"],
        industry=entry["industry"],
        weight=entry["weight"],
        firms=tuple(entry["firms"]),
        ipc=spread([_ipc(s) for s, _ in symbols], [float(w) for _, w in symbols]),
        methods=spread(entry["methods"]),
        devices=spread(entry["devices"]),
        parts=spread(entry["parts"]),
        scenes=spread(entry["scenes"]),
        steps=phrases(_STEPS),
        features=phrases(_FEATURES),
        params=_params(entry, rng),
        problems=phrases(_PROBLEMS),
        effects=phrases(_EFFECTS),
        method_leads=phrases(_METHOD_LEADS),
        device_leads=phrases(_DEVICE_LEADS),
    )


def _ipc(symbol: str) -> Ipc:
    group, _, subgroup = symbol[4:].partition("/")
    return Ipc(symbol, symbol[:4], group, subgroup)


class _Words(dict[str, str]):
    """Draws a word for each slot a template names; "part2" is another part than "part"."""

    def __init__(self, lists: Mapping[str, Sequence[str]], rng: Random) -> None:
        self._lists = lists
        self._rng = rng

    def __missing__(self, slot: str) -> str:
        used = self.values()
        word = self._rng.choice(self._lists[slot.rstrip("23")])
        while word in used:
            word = self._rng.choice(self._lists[slot.rstrip("23")])
        self[slot] = word
        return word


def _phrase_maker(entry: dict[str, Any], rng: Random) -> Callable[[Sequence[str]], Pool]:
    lists = _GENERAL | {slot: entry[name] for slot, name in _SLOTS.items()}

    def phrases(templates: Sequence[str]) -> Pool:
        made: dict[str, None] = {}
        for attempt in range(8 * _SIZE):
            made[templates[attempt % len(templates)].format_map(_Words(lists, rng))] = None
            if len(made) == _SIZE:
                return tuple(made)
        return spread(list(made))

    return phrases


def _params(entry: dict[str, Any], rng: Random) -> Pool:
    def number(value: float) -> str:
        return f"{value:.0f}" if value >= 20 else f"{value:.1f}".removesuffix(".0")

    made: list[str] = []
    while len(made) < _SIZE:
        name, unit, least, most = rng.choice(entry["measures"]).split()
        low = float(least) + (float(most) - float(least)) * rng.random() * 0.7
        high = low + (float(most) - low) * (0.1 + 0.9 * rng.random())
        made.append(f"{name}为{number(low)}~{number(high)}{unit}")
    return tuple(made)
