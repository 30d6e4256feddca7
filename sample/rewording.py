"""Texts made of other texts: copied with noise, combined, piled up, patched together, filled in.

Each function takes the random numbers of its ring; what it returns has the shape of any filing's
text, so that only what is told can tell it from an honest one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product
from random import Random
from typing import Any

from sample.vocabulary import Field, declared
from sample.wording import Wording, invention_wording, utility_model_wording

_HAN = re.compile(r"[\u4e00-\u9fff]")
_HEAD = re.compile(r"^(?:\d+\.)?(?:根据权利要求\d+所述的|一种)?")
_REFERENCE = re.compile(r"^根据权利要求\d+所述的")
_KINDS = ("parts", "quantities", "results", "acts", "scenes")  # of words that are replaced
_SLIPS = 0.08  # the part of the noise that falls on single characters
_DELETED, _INSERTED = 0.2, 0.4


def written_by(field: Field, rng: Random, *, device: bool) -> Wording:
    """Return a text of its own, as the city's other filings have them."""

    def byte() -> int:
        return rng.randrange(256)

    return utility_model_wording(field, byte) if device else invention_wording(field, byte)


def reworded(wording: Wording, rate: float, field: Field, rng: Random) -> Wording:
    """Return the text with about `rate` of its characters changed: words, synonyms, a few slips.

    A word that is replaced is replaced throughout, by another of its kind, as whoever files it
    again would do.
    """
    swapped = _swapped(wording, rate, field, rng)
    pattern = re.compile("|".join(map(re.escape, sorted(swapped, key=len, reverse=True))) or "$^")
    pool = "".join(_HAN.findall("".join(field.features[:60])))

    def change(text: str) -> str:
        replaced = pattern.sub(lambda found: swapped[found[0]], text)
        head = _HEAD.match(replaced)
        kept = head.end() if head else 0
        return replaced[:kept] + noisy(replaced[kept:], rate * _SLIPS, pool, rng)

    return altered(wording, change)


def _swapped(wording: Wording, rate: float, field: Field, rng: Random) -> dict[str, str]:
    """Return which words are replaced by which, so that about `rate` of the characters change."""
    entry = next(each for each in declared("fields.yaml") if each["key"] == field.key)
    kind_of = {word: kind for kind in _KINDS for word in entry[kind]}
    pattern = re.compile("|".join(map(re.escape, sorted(kind_of, key=len, reverse=True))))
    told = "".join((wording.abstract, *wording.disclosure, *wording.modes, *wording.claims))
    found = pattern.findall(told)
    share = sum(map(len, found)) / max(1, len(told))
    chance = min(0.95, rate * (1 - _SLIPS) / max(0.05, share))
    swapped = {
        word: rng.choice(entry[kind_of[word]])
        for word in dict.fromkeys(found)
        if rng.random() < chance
    }
    synonyms: dict[str, str] = declared("plants.yaml")["synonyms"]
    return swapped | {word: other for word, other in synonyms.items() if rng.random() < rate}


def altered(wording: Wording, change: Callable[[str], str]) -> Wording:
    """Return the text with every paragraph and claim changed by `change`."""
    return Wording(
        title=change(wording.title),
        abstract=change(wording.abstract),
        technical_field=change(wording.technical_field),
        background=change(wording.background),
        disclosure=tuple(map(change, wording.disclosure)),
        modes=tuple(map(change, wording.modes)),
        claims=tuple(map(change, wording.claims)),
    )


def noisy(text: str, rate: float, pool: str, rng: Random) -> str:
    """Return the text with `rate` of its Chinese characters replaced, left out or doubled up."""
    written = []
    for character in text:
        if rng.random() >= rate or not _HAN.match(character):
            written.append(character)
            continue
        draw = rng.random()
        if draw >= _DELETED:
            written.append(rng.choice(pool))
        if _DELETED <= draw < _INSERTED:
            written.append(character)
    return "".join(written)


def grid(field: Field, options: Sequence[int], rng: Random) -> list[Wording]:
    """Return all texts that combine one option of each slot, in a frame they share."""
    subject = rng.choice(field.device_leads) + rng.choice(field.devices)
    features = rng.sample(field.features, 2 + sum(options))
    frame, rest = features[:2], iter(features[2:])
    slots = [[next(rest) for _ in range(count)] for count in options]
    effect, problem = rng.choice(field.effects), rng.choice(field.problems)
    base = written_by(field, rng, device=True)
    return [
        base._replace(
            title=subject,
            abstract=f"本实用新型公开了{subject}，{frame[0]}；{'；'.join(chosen)}。能够{effect}。",
            technical_field=f"本实用新型涉及{field.name}技术领域，具体为{subject}。",
            background=f"{problem}。",
            disclosure=(f"{'；'.join([*frame, *chosen])}。", f"能够{effect}。"),
            claims=(
                f"1.{subject}，其特征在于：{'；'.join([*frame, *chosen])}。",
                *(
                    each.replace(base.title.removeprefix("一种"), subject.removeprefix("一种"))
                    for each in base.claims[1:3]
                ),
            ),
        )
        for chosen in map(list, product(*slots))
    ]


def piled_up(field: Field, other: Field, features: int, numbers: int, rng: Random) -> Wording:
    """Return a text whose first claim piles up features and figures that the effect does not need.

    Some features come from another trade altogether.
    """
    base = written_by(field, rng, device=True)
    own = rng.sample(field.features, features - features // 4)
    foreign = rng.sample(other.features, features // 4)
    told = [*own, *foreign]
    for place in rng.sample(range(len(told)), min(numbers, len(told))):
        told[place] += f"，其{rng.choice(field.params)}"
    subject = base.title.removeprefix("一种")
    claim = f"1.一种{subject}，其特征在于：{'；'.join(told)}。"
    return base._replace(
        disclosure=(f"为此采用的技术方案为：{'；'.join(told[:12])}。", base.disclosure[1]),
        claims=(claim, *base.claims[1:2]),
    )


def patched(sources: Sequence[Wording], rate: float, field: Field, rng: Random) -> Wording:
    """Return a text made of sentences of several others, its nouns replaced at `rate`."""
    told: list[str] = []
    for source in sources:
        told += [part for part in _features(source) if part not in told]
    share = max(3, len(told) * 3 // 4)
    kept = [told[place] for place in sorted(rng.sample(range(len(told)), min(share, len(told))))]
    first = sources[0]
    subject = f"一种{rng.choice(field.devices)}"
    lasting = [rng.choice(sources).claims[1:] for _ in sources]
    dependent = [claim for claims in lasting for claim in claims[:1]]
    claims = [f"1.{subject}，其特征在于：{'；'.join(kept)}。"]
    for number, claim in enumerate(dict.fromkeys(dependent), start=2):
        rest = claim.partition("其特征在于")[2]
        claims.append(
            f"{number}.根据权利要求1所述的{subject.removeprefix('一种')}，其特征在于{rest}"
        )
    text = first._replace(
        title=subject,
        abstract=f"本发明公开了{subject}，{'；'.join(kept[:3])}。{first.abstract.rpartition('。本')[2]}",
        background=rng.choice(sources).background,
        disclosure=(f"{'；'.join(kept)}。", rng.choice(sources).disclosure[-1]),
        modes=tuple(rng.choice(source.modes) for source in sources),
        claims=tuple(claims),
    )
    return reworded(text, rate, field, rng)


def _features(wording: Wording) -> list[str]:
    body = wording.claims[0].partition("其特征在于")[2].lstrip("：，").removeprefix("包括：")
    return body.rstrip("。").split("；")


class _Drawn(dict[str, str]):
    """Draws a word for each slot of a skeleton; "part2" is another part than "part"."""

    def __init__(self, entry: dict[str, Any], rng: Random) -> None:
        self._entry, self._rng = entry, rng

    def __missing__(self, slot: str) -> str:
        names = {"quantity": "quantities"}
        kind = slot.rstrip("2")
        word: str = self._rng.choice(self._entry[names.get(kind, f"{kind}s")])
        self[slot] = word
        return word


def filled_in(skeletons: Sequence[str], own: float, field: Field, rng: Random) -> Wording:
    """Return a text of a programme that fills skeletons with words of whatever field.

    The share `own` of its sentences is written like other filings' instead.
    """
    entry = rng.choice(declared("fields.yaml"))
    told = [
        rng.choice(field.steps) if rng.random() < own else skeleton.format_map(_Drawn(entry, rng))
        for skeleton in skeletons
    ]
    act, method = rng.choice(entry["acts"]), rng.choice(entry["methods"])
    title = f"一种基于{act}与{rng.choice(entry['quantities'])}的{method}"
    subject = title.removeprefix("一种")
    return Wording(
        title=title,
        abstract=f"本发明公开了{title}，{'；'.join(told[:4])}。",
        technical_field=f"本发明涉及{entry['name']}技术领域，尤其涉及{title}。",
        background=f"{rng.choice(field.problems)}。",
        disclosure=(f"{'；'.join(told)}。",),
        modes=tuple(f"{sentence}。" for sentence in told[:3]),
        claims=(
            f"1.一种{subject}，其特征在于，包括：{'；'.join(told[:5])}。",
            *(
                f"{number}.根据权利要求1所述的{subject}，其特征在于，{sentence}。"
                for number, sentence in enumerate(told[5:], start=2)
            ),
        ),
    )


def varied(wording: Wording, field: Field, kept: int, rng: Random) -> Wording:
    """Return an honest variation: `kept` features of the first claim, the others new.

    The technical field and the problem stay, as in a line of products of one maker.
    """
    old = _features(wording)
    fresh = written_by(field, rng, device=not wording.technical_field.startswith("本发明"))
    new = _features(fresh)[: max(1, len(old) - kept)]
    features = [*rng.sample(old, min(kept, len(old))), *new]
    head = wording.claims[0].partition("其特征在于")[0]
    joint = "，包括：" if "包括：" in wording.claims[0] else "："
    return fresh._replace(
        title=wording.title,
        technical_field=wording.technical_field,
        background=wording.background,
        abstract=f"{wording.abstract.partition('，')[0]}，{'；'.join(features)}。",
        claims=(f"{head}其特征在于{joint}{'；'.join(features)}。", *fresh.claims[1:]),
    )


def composition(field: Field, rng: Random) -> Wording:
    """Return a composition: the same sentences as all compositions, other substances and shares."""
    words = declared("plants.yaml")["compositions"]
    chosen = rng.sample(words["substances"], rng.randrange(4, 8))
    name = f"{chosen[0]}基复合材料"
    low = rng.randrange(20, 90)
    parts = "、".join(f"{each}{(n := rng.randrange(1, 60))}~{n + 12}份" for each in chosen)
    step = words["step"].format(
        one=chosen[0], two=chosen[1], name=name, low=low, high=low + 15, minutes=30 + low
    )
    claim = words["claim"].format(number="1.", name=name, parts=parts)
    return Wording(
        title=f"一种{name}及其制备方法",
        abstract=f"本发明公开了一种{name}，按重量份计包括以下组分：{parts}。",
        technical_field=f"本发明涉及{field.name}技术领域，尤其涉及一种{name}。",
        background=f"{rng.choice(field.problems)}。",
        disclosure=(f"按重量份计包括以下组分：{parts}。",),
        modes=(f"{step}。",),
        claims=(
            claim,
            f"2.一种如权利要求1所述的{name}的制备方法，其特征在于，包括：{step}。",
        ),
    )


def renumbered(claims: Sequence[str]) -> tuple[str, ...]:
    """Return claims numbered anew; those that depend on others depend on the first."""
    return tuple(
        f"{number}.{_REFERENCE.sub('根据权利要求1所述的', claim.partition('.')[2])}"
        for number, claim in enumerate(claims, start=1)
    )
