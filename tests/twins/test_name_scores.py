"""Scores of many pairs against a comparison in plain Python, after docs/explanation/names.md.

The reading of names is shared; comparing what was read is done here with strings, sets and lists.
"""

from __future__ import annotations

import math

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.characters import is_han
from zhiheng.core.matching.batches import compare_pairs, prepare
from zhiheng.core.matching.findings import CODES
from zhiheng.core.matching.latin_name import Word, WordKind
from zhiheng.core.matching.names import compare_names
from zhiheng.core.matching.organisation_name import numerals_in_digits
from zhiheng.core.matching.parts import PLACE_IS_NAME, NameKind, NameParts, digest, read_name
from zhiheng.core.matching.spelling import sound
from zhiheng.core.matching.vocabulary import Form, load_vocabulary
from zhiheng.core.matching.weights import load_weights

Found = dict[str, float]
CITIES = {11, 12, 31, 50, 81, 82}
WEIGHTS = {
    WordKind.WORD: 1.0,
    WordKind.TRADE: 0.7,
    WordKind.PLACE: 0.8,
    WordKind.NUMBER: 1.2,
    WordKind.INITIAL: 0.4,
    WordKind.PARTICLE: 0.25,
}


def naive_score(a: str, b: str) -> float:
    one, other = read_name(a), read_name(b)
    if NameKind.EMPTY in (one.kind, other.kind):
        return 0.0
    if one.written == other.written:
        return 1.0
    # Ties between words fall by this order; digests are compared as signed numbers.
    one, other = sorted((one, other), key=lambda each: signed(digest(each.written)))
    weights = dict(zip(CODES, load_weights().values.tolist(), strict=True))
    total = sum(weights[code] * strength for code, strength in found(one, other).items())
    return 1 / (1 + math.exp(-total))


def signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def found(one: NameParts, other: NameParts) -> Found:
    kinds = (one.kind, other.kind)
    if kinds == (NameKind.WORDS, NameKind.WORDS):
        return words_found(one, other)
    if NameKind.WORDS in kinds:
        latin, chinese = (one, other) if one.kind is NameKind.WORDS else (other, one)
        return found_across(chinese, latin)
    if kinds == (NameKind.PERSON, NameKind.PERSON):
        return {"base.person": 1, person(one.characters, other.characters): 1}
    return organisations_found(one, other)


def person(one: str, other: str) -> str:
    if one == other:
        return "person.equal"
    near = len(one) == len(other) > 2 and sum(map(str.__ne__, one, other)) == 1
    return "person.one_character" if near else "person.different"


def organisations_found(one: NameParts, other: NameParts) -> Found:
    assert one.organisation is not None
    assert other.organisation is not None
    result: Found = {"base.organisation": 1, distinctive(one.characters, other.characters): 1}
    words = [[word for word, _ in each.trades] for each in (one, other)]
    if words[0] == words[1] and words[0]:
        result["trade.same"] = 1
    else:
        result |= trades(one, other, [{n for _, n in each.trades} for each in (one, other)], False)
    result |= places(one, other) | forms(form(one), form(other)) | branches(one, other)
    result["site.different"] = one.site != other.site
    result["group.one"] = one.organisation.group != other.organisation.group
    result["ordinal.different"] = one.organisation.ordinals != other.organisation.ordinals
    if one.kind is not other.kind:
        name = one if one.kind is NameKind.PERSON else other
        result["person.and_organisation"] = 1 if len(name.characters) > 2 else 0.3
    return result


def found_across(chinese: NameParts, latin: NameParts) -> Found:
    assert latin.latin is not None
    assert chinese.organisation is not None
    if chinese.kind is NameKind.PERSON and latin.latin.form is None:
        whole = edits_of_spellings(chinese, latin.spellings[1]) == 0
        if whole or not latin.latin.is_organisation:
            short = latin.initials[0] in chinese.initials
            other = "person.initials" if short else "person.different"
            return {"base.person": 1, "person.spelled" if whole else other: 1}
    result: Found = {"base.organisation": 1}
    spelled = latin.spellings[0]
    edits = edits_of_spellings(chinese, spelled) if spelled and chinese.spellings[0] else 9
    if not spelled and not chinese.spellings[0]:
        result["distinctive.none"] = 1
    elif edits == 0:
        result["distinctive.spelled"] = 1
    elif edits == 1 and len(spelled) >= 10:
        result["distinctive.spelled_nearly"] = 1
    else:
        result["distinctive.different"] = 1
    across = load_vocabulary().across
    numbers = [{across[n] for _, n in each.trades} for each in (chinese, latin)]
    result |= places(chinese, latin) | trades(chinese, latin, numbers, True)
    result |= branches(chinese, latin)
    families = {each.family for each in (form(chinese), form(latin)) if each}
    result["form.different"] = len(families) == 2
    result["site.different"] = bool(chinese.site)
    result["group.one"] = chinese.organisation.group != latin.latin.group
    return result


def edits_of_spellings(chinese: NameParts, spelled: str) -> int:
    return min(edits(each, spelled) for each in chinese.spellings)


def form(name: NameParts) -> Form | None:
    reading = name.organisation or name.latin
    return reading.form if reading else None


def distinctive(one: str, other: str) -> str:
    if not one and not other:
        return "distinctive.none"
    if one == other:
        return "distinctive.equal"
    if len(one) == len(other):
        differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        alike = load_vocabulary().lookalikes
        unlike = [
            pair for pair in differing if alike.get(pair[0], pair[0]) != alike.get(pair[1], pair[1])
        ]
        heard = [pair for pair in differing if sounds_like(pair[0]) == sounds_like(pair[1])]
        if not unlike or (len(differing) == len(heard) == 1 and len(one) >= 4):
            return "distinctive.typing"
        if len(differing) == 1 and len(one) >= 2:
            return "distinctive.one_character"
    if (one and one in other) or (other and other in one):
        return "distinctive.contained"
    left = list(other)
    shared = 0
    for character in one:
        if character in left:
            left.remove(character)
            shared += 1
    return (
        "distinctive.partly" if 2 * shared >= max(len(one), len(other)) else "distinctive.different"
    )


def sounds_like(character: str) -> str:
    return sound(character) if is_han(character) else character


def places(one: NameParts, other: NameParts) -> Found:
    a, b = f"{one.place:06}", f"{other.place:06}"
    nowhere = "000000"
    if a == b:
        return {} if a == nowhere else {"place.same": 1}
    named = any(
        (form(each) is not None and form(each).family in PLACE_IS_NAME)  # type: ignore[union-attr]
        or (each.organisation is not None and each.organisation.generic)
        for each in (one, other)
    )
    if nowhere in (a, b):
        return {"place.name_missing" if named else "place.missing": 1}
    wide, narrow = sorted((a, b), key=lambda code: len(code.rstrip("0").ljust(2, "0")))
    stem = wide[:2] if wide.endswith("0000") else wide[:4] if wide.endswith("00") else wide
    if not narrow.startswith(stem):
        return {"place.different": 1}
    level = wide.endswith("0000") and int(wide[:2]) not in CITIES
    return {"place.name_wider" if named else "place.level" if level else "place.wider": 1}


def trades(one: NameParts, other: NameParts, numbers: list[set[int]], across: bool) -> Found:
    a, b = numbers
    if not a and not b:
        return {}
    if a == b:
        return {"trade.same" if across else "trade.synonym": 1}
    if a <= b or b <= a:
        short = one if a <= b else other
        return {"trade.shortened" if form(short) is None else "trade.part": 1}
    return {"trade.different": 1}


def forms(one: Form | None, other: Form | None) -> Found:
    if one is None and other is None:
        return {}
    if one is None or other is None:
        return {"form.missing": 1}
    if one.name == other.name:
        return {"form.same": 1}
    return {"form.variant" if one.variant_of == other.variant_of else "form.different": 1}


def branches(one: NameParts, other: NameParts) -> Found:
    read = [each.organisation for each in (one, other) if each.organisation]
    there = [each for each in read if each.branch]
    if not there:
        return {}
    related = any(each.branch and each.branch.related for each in there)
    if len(there) == 1:
        return {"branch.related" if related else "branch.unit": 1}
    if len({numerals_in_digits(each.branch_text) for each in there}) == 1:
        return {"branch.same": 1}
    return {"branch.different" if related else "branch.unit": 1}


def words_found(one: NameParts, other: NameParts) -> Found:
    assert one.latin is not None
    assert other.latin is not None
    left, right = list(one.words), list(other.words)
    likely = {(i, j): likeness(a, b) for i, a in enumerate(left) for j, b in enumerate(right)}
    pairs: dict[int, int] = {}
    for (i, j), value in sorted(likely.items(), key=lambda each: (-each[1], each[0])):
        if value > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    result = weighed(left, right, pairs, likely)
    if result["words.both_left"] > 0 and not result["words.number"]:
        result |= joined(one, other)
    organisation = one.latin.is_organisation or other.latin.is_organisation
    return {
        **result,
        **forms(one.latin.form, other.latin.form),
        "base.words": 1,
        "words.organisation": organisation,
        "group.one": one.latin.group != other.latin.group,
    }


def weighed(
    left: list[Word], right: list[Word], pairs: dict[int, int], likely: dict[tuple[int, int], float]
) -> Found:
    shared = typing = initials = 0.0
    for i, j in pairs.items():
        weight = max(WEIGHTS[left[i].kind], WEIGHTS[right[j].kind])
        shared += weight
        if (left[i].kind is WordKind.INITIAL) != (right[j].kind is WordKind.INITIAL):
            initials += 1
        else:
            typing += weight * (1 - likely[i, j])
    over = [word for i, word in enumerate(left) if i not in pairs]
    under = [word for j, word in enumerate(right) if j not in pairs.values()]
    a, b = (sum(WEIGHTS[word.kind] for word in words) for words in (over, under))
    kinds = [{word.kind for word in words} for words in (over, under)]
    order = [pairs[i] for i in sorted(pairs)]
    return {
        "words.equal": not over and not under and typing == initials == 0,
        "words.share": shared / max(shared + (a + b) / 2, 0.01),
        "words.typing": min(typing, 3),
        "words.initials": min(initials, 3),
        "words.both_left": min(a, b, 3),
        "words.extra": min(abs(a - b), 3),
        "words.order": order != sorted(order),
        "words.number": WordKind.NUMBER in kinds[0] | kinds[1],
        "words.trade_swapped": WordKind.TRADE in kinds[0] & kinds[1],
        "words.place_swapped": WordKind.PLACE in kinds[0] & kinds[1],
    }


def joined(one: NameParts, other: NameParts) -> Found:
    a, b = one.spellings[1], other.spellings[1]
    most = max(len(a), len(b)) // 8 if len(one.words) != len(other.words) else 0
    distance = edits(a, b)
    if distance > most:
        return {}
    gone = ("both_left", "extra", "trade_swapped", "place_swapped")
    return {
        **{f"words.{each}": 0 for each in gone},
        "words.joined": 1,
        "words.share": 1,
        "words.typing": min(distance / 4, 3),
    }


def likeness(one: Word, other: Word) -> float:
    kinds = {one.kind, other.kind}
    if one.text == other.text:
        return 1.0
    if kinds in ({WordKind.TRADE}, {WordKind.PLACE}):
        return 0.97 if one.value == other.value else 0.0
    if WordKind.NUMBER in kinds:
        return 0.0
    if WordKind.INITIAL in kinds:
        return 0.3 if len(kinds) == 2 and one.text[0] == other.text[0] else 0.0
    longest = max(len(one.text), len(other.text))
    distance = edits(one.text, other.text)
    if min(len(one.text), len(other.text)) < 3 or distance > max(1, longest // 4):
        return 0.0
    return 1 - distance / longest


def edits(one: str, other: str) -> int:
    """Optimal string alignment distance, the textbook table."""
    table = [
        [i + j if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            table[i][j] = best
    return table[-1][-1]


PLACES = st.sampled_from(["", "深圳市", "广州", "广东省", "深圳市南山区", "重庆市", "重庆市渝中区"])
BRANDS = st.sampled_from(
    ["星耀", "星曜", "星耀达", "未来方舟", "末来方舟", "未来方州", "华南", "第一人民", "三六五", ""]
)
TRADES = st.sampled_from(["科技", "电子", "电子科技", "食品", "技术", "理工", ""])
FORMS = st.sampled_from(
    ["有限公司", "股份有限公司", "大学", "医院", "研究所", "集团", "（深圳）有限公司", ""]
)
TAILS = st.sampled_from(["", "", "", "南山分公司", "计算机学院", "苏州研究院", "附属第一医院"])
CHINESE = st.tuples(PLACES, BRANDS, TRADES, FORMS, TAILS).map("".join)
WORDS = st.sampled_from(
    ["Shenzhen", "Guangzhou", "Xingyao", "Xingyoa", "Weilai", "Fangzhou", "Technology", "Tech",
     "Food", "Group", "2", "II", "of", "J", "Jon", "John", "Smith", "Smit", "University"]
)  # fmt: skip
ENDINGS = st.sampled_from(["", " Co., Ltd.", " Inc", " GmbH"])
LATIN = st.tuples(st.lists(WORDS, max_size=5).map(" ".join), ENDINGS).map("".join)
PERSONS = st.sampled_from(
    [
        "张伟",
        "張偉",
        "张炜",
        "Zhang Wei",
        "W Zhang",
        "Li X M",
        "Wei Zhang",
        "李晓明",
        "李小明",
        "欧阳修文",
    ]
)
ANY = st.text(st.sampled_from("深圳星科aZ1（） ·é司大"), max_size=8)
NAMES = st.one_of(CHINESE, LATIN, PERSONS, ANY)


@settings(max_examples=250, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=8))
@example(["Shenzhen Xingyao Technology", "Xingyao Technology Shenzhen Co., Ltd."])
@example(["第一人民医院", "深圳市第二人民医院"])
def test_scores_agree_with_the_obvious_comparison(names: list[str]):
    prepared = prepare(names)
    places_ = np.arange(len(names), dtype=np.int32)
    left, right = np.repeat(places_, len(names)), np.tile(places_, len(names))
    scores = compare_pairs(prepared, left, right)
    for a, b, score in zip(left.tolist(), right.tolist(), scores.tolist(), strict=True):
        assert abs(score - naive_score(names[a], names[b])) < 1e-6, (names[a], names[b])
    assert abs(compare_names(names[0], names[1]).score - scores[1]) < 1e-6
