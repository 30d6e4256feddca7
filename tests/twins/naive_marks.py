"""Two marks compared in plain Python, after docs/explanation/marks.md: with strings and lists.

The reading of marks is shared; what follows is not: no arrays, no digests, no numbers for texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product

from zhiheng.core.matching.marks.characters import character_table
from zhiheng.core.matching.marks.columns import _half, _stem
from zhiheng.core.matching.marks.findings import CODES, WAYS
from zhiheng.core.matching.marks.lookup import readings_of
from zhiheng.core.matching.marks.numerals import in_digits, numerals_like
from zhiheng.core.matching.marks.phonemes import VOWELS, sounds_of_syllable, sounds_of_word
from zhiheng.core.matching.marks.reading import (
    LETTERS,
    MOST,
    MarkText,
    letter_declarations,
    read_mark,
)
from zhiheng.core.matching.marks.rules import guide_rules
from zhiheng.core.matching.marks.syllables import confusions, syllable_likeness
from zhiheng.core.matching.marks.tokens import is_fixed, tokens_of
from zhiheng.core.matching.marks.weights import load_weights

Found = dict[str, float]
Alike = Callable[[str, str], float]
THRESHOLD = load_weights().threshold


def naive_score(a: str, b: str) -> float:
    one, other = read_mark(a), read_mark(b)
    if one.empty or other.empty:
        return 0.0
    if one.written == other.written:
        return 1.0
    views = [found(one, other, core=True)]
    if bool(one.set_aside) != bool(other.set_aside):
        views.append(found(one, other, core=False))
    best = max(weighed(view) for view in views)
    score = 1 / (1 + math.exp(-best))
    counted = next(view for view in views if weighed(view) == best)
    fired = fired_codes(one, other, views[0], counted)
    for code, rule in guide_rules().fired.items():
        if code in fired:
            near = THRESHOLD + (1 - THRESHOLD) * score
            return near if rule.near else 0.999 * THRESHOLD * score
    return score


def weighed(view: Found) -> float:
    weights = dict(zip(CODES, load_weights().values.tolist(), strict=True))
    ways = [CODES[begin:end] for begin, end in WAYS]
    sums = [sum(weights[c] * view.get(c, 0) for c in way) for way in ways if view.get(way[0])]
    return max(sums, default=-9.0)


def found(one: MarkText, other: MarkText, *, core: bool) -> Found:
    a, b = (mark.core if core else mark.characters for mark in (one, other))
    p, q = (mark.core_letters if core else mark.letters for mark in (one, other))
    said = max(0.0, 2 * meaning(one, other) - 1)
    fixed = [x and y for x, y in zip(is_fixed(one), is_fixed(other), strict=True)]
    view: Found = {}
    if a and b:
        view |= by_characters(a, b)
        view["characters.meaning"] = said
        view["characters.apart"] = fixed[0] and meaning(one, other) < 1
        view["characters.aside"] = 1 - min(
            len(a) / len(one.characters), len(b) / len(other.characters)
        )
    if p and q and (not a or not b or min(len(p), len(q)) >= 3):
        view |= by_letters(one, other, p, q, core)
        view["letters.meaning"] = said
        view["letters.apart"] = (1 - meaning(one, other)) * fixed[1]
        view["letters.aside"] = 1 - min(len(p) / len(one.letters), len(q) / len(other.letters))
    elif (a and q and not b) or (b and p and not a):
        view |= across(a or b, other if a else one) | {"across.meaning": said}
    return view


def meaning(one: MarkText, other: MarkText) -> float:
    (a, meant), (b, also) = tokens_of(one), tokens_of(other)
    if not meant or not also:
        return 0.0
    return 2 * (Counter(a) & Counter(b)).total() / (len(a) + len(b))


def by_characters(a: str, b: str) -> Found:
    long, short = max(len(a), len(b)), min(len(a), len(b))
    inside = (a in b or b in a) and short > 1
    begins = a.startswith(b) or b.startswith(a)
    sound_, shape_ = (aligned(a, b, alike) for alike in (sound, shape))
    return {
        "base.characters": 1,
        "characters.shared": (Counter(a) & Counter(b)).total() / long,
        "characters.shape": shape_,
        "characters.sound": sound_,
        "characters.first": max(sound(a[0], b[0]), shape(a[0], b[0])),
        "characters.length": short / long,
        "characters.contained": short / long if inside else 0,
        "characters.begins": inside and begins,
        "characters.short": max(0, 1 - (short - 1) / 3),
        "characters.spoken": sound_ if figures(a) != figures(b) else 0,
    }


def figures(text: str) -> bool:
    return all(each in LETTERS for each in text)


def aligned(a: Sequence[str], b: Sequence[str], alike: Alike) -> float:
    if not a or not b:
        return 0.0

    @cache
    def best(i: int, j: int) -> float:
        if i == len(a) or j == len(b):
            return 0.0
        weight = 1.5 if i == j == 0 else 1.0
        return max(weight * alike(a[i], b[j]) + best(i + 1, j + 1), best(i + 1, j), best(i, j + 1))

    return best(0, 0) / (max(len(a), len(b)) + 0.5)


def sound(x: str, y: str) -> float:
    if x == y:
        return 1.0
    heard = [
        syllable_likeness(one.syllable, other.syllable)
        - confusions().tone * (one.tone != other.tone)
        - 0.06 * ((i > 0) + (j > 0))
        for (i, one), (j, other) in product(
            enumerate(readings_of(x)[:4]), enumerate(readings_of(y)[:4])
        )
    ]
    return max(heard, default=0.0)


def shape(x: str, y: str) -> float:
    table = character_table()
    if x == y or y in numerals_like(x):
        return 1.0
    printed = dict(table[x].look_alikes).get(y, 0.0) if x in table else 0.0
    if x not in table or y not in table:
        return printed
    one, other = Counter(table.leaves_of(x)), Counter(table.leaves_of(y))
    strokes = sum(count * leaf[1] for leaf, count in (one + other).items())
    shared = 2 * sum(count * leaf[1] for leaf, count in (one & other).items()) / strokes
    same = table[x].structure == table[y].structure
    return max(printed, shared if same else 0.8 * shared)


def by_letters(one: MarkText, other: MarkText, p: str, q: str, core: bool) -> Found:
    long, short = max(len(p), len(q)), min(len(p), len(q))
    inside = p in q or q in p
    heard = ["".join(map(sounds_of_word, mark.heard)) for mark in (one, other)]
    longer, shorter = ((one, q), (other, p))[len(p) <= len(q)]
    return {
        "base.letters": 1,
        "letters.edits": letters_alike(p, q),
        "letters.sound": heard_alike(*heard),
        "letters.first": 1.0 if heard[0][0] == heard[1][0] else letter_look(p[0], q[0]),
        "letters.length": short / long,
        "letters.contained": short / long if inside else 0,
        "letters.begins": inside and (p.startswith(q) or q.startswith(p)),
        "letters.short": max(0, 1 - (short - 2) / 6),
        "letters.words": inside and as_words(longer, shorter, core),
    }


def as_words(mark: MarkText, part: str, core: bool) -> bool:
    words = [word.text for word in mark.words if not (core and word.generic)]
    edges = {len("".join(words[:count])) for count in range(len(words) + 1)}
    place = "".join(words).find(part)
    return place in edges and place + len(part) in edges


def letter_look(x: str, y: str) -> float:
    declared = {frozenset(e["pair"]): e["likeness"] for e in letter_declarations()["look"]}
    return 1.0 if x == y else float(declared.get(frozenset((x, y)), 0.0))


def letters_alike(p: str, q: str) -> float:
    def cost(word: str, at: int) -> float:
        return 1.6 if at == 0 else 0.35 if word[at] == word[at - 1] else 1.0

    @cache
    def change(i: int, j: int) -> float:
        if not i or not j:
            return sum(cost(p, at) for at in range(i)) + sum(cost(q, at) for at in range(j))
        differ = (1 - letter_look(p[i - 1], q[j - 1])) * (1.6 if i == j == 1 else 1)
        return min(
            change(i - 1, j - 1) + differ,
            change(i - 1, j) + cost(p, i - 1),
            change(i, j - 1) + cost(q, j - 1),
        )

    return max(0.0, 1 - change(len(p), len(q)) / (max(len(p), len(q)) + 0.6))


def heard_alike(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    declared = letter_declarations()["sounds"]
    known = {frozenset(each["pair"]): each["likeness"] for each in declared["pairs"]}
    costs = declared["dropped"]

    def cost(each: str) -> float:
        return float(costs["vowel"] if each in VOWELS else costs.get(each, costs["consonant"]))

    @cache
    def change(i: int, j: int) -> float:
        if not i or not j:
            return sum(map(cost, a[:i])) + sum(map(cost, b[:j]))
        x, y = a[i - 1], b[j - 1]
        differ = 0.0 if x == y else 1 - known.get(frozenset((x, y)), 0.0)
        return min(
            change(i - 1, j - 1) + differ, change(i - 1, j) + cost(x), change(i, j - 1) + cost(y)
        )

    whole = max(1.0, sum(map(cost, a)), sum(map(cost, b)))
    return max(0.0, 1 - change(len(a), len(b)) / whole)


def across(characters: str, latin: MarkText) -> Found:
    usual = [readings_of(each)[0].syllable for each in characters if readings_of(each)]
    foreign = "".join(map(sounds_of_word, latin.heard))[:MOST]
    syllables = sum(
        each in VOWELS and (before not in VOWELS or before == each)
        for before, each in pairwise(f" {foreign}")
    )

    def spelled(x: str, syllable: str) -> float:
        heard = [
            syllable_likeness(sound_.syllable, syllable) - 0.06 * (at > 0)
            for at, sound_ in enumerate(readings_of(x)[:4])
        ]
        return max(heard, default=0.0)

    return {
        "base.across": 1,
        "across.spelled": aligned(characters, latin.syllables, spelled),
        "across.sound": 1.0
        if is_pinyin(characters, latin.syllables)
        else heard_alike("".join(map(sounds_of_syllable, usual)), foreign)
        * min(1.0, len(characters) / max(1, syllables)),
        "across.short": max(0, 1 - (len(characters) - 1) / 3),
    }


def is_pinyin(characters: str, syllables: Sequence[str]) -> bool:
    return len(characters) == len(syllables) and all(
        syllable in [sound_.syllable for sound_ in readings_of(character)[:4]]
        for character, syllable in zip(characters, syllables, strict=True)
    )


def fired_codes(one: MarkText, other: MarkText, core: Found, counted: Found) -> set[str]:
    """Which rules hold; those on characters and letters are asked of what distinguishes."""
    return {
        *(code for code in rules_on_characters(one.core, other.core, core)),
        *rules_on_letters(one, other, core),
        *rules_on_wholes(one, other, counted),
    }


def limits(name: str) -> float:
    names = (
        "fewest_characters", "two_may_differ", "fewest_letters", "two_letters_may_differ",
        "first_character", "first_letter", "letter_look", "close_sound", "close_shape", "apart",
    )  # fmt: skip
    return float(guide_rules().limits[names.index(name)])


def rules_on_characters(a: str, b: str, view: Found) -> Iterator[str]:
    differing = sum(x != y for x, y in zip(a, b, strict=False))
    if not a or len(a) != len(b) or not differing:
        return
    sounds = view["characters.sound"] >= limits("close_sound")
    if sounds and view["characters.shape"] >= limits("close_shape"):
        yield "sound-and-shape"
    most = 2 if len(a) >= limits("two_may_differ") else 1
    if len(a) < limits("fewest_characters") or differing > most or figures(a):
        return
    if view["characters.first"] < limits("first_character"):
        yield "first-character-differs"
    elif view["characters.apart"] > limits("apart"):
        yield "characters-meaning-differs"
    else:
        yield "few-characters"


def rules_on_letters(one: MarkText, other: MarkText, view: Found) -> Iterator[str]:
    p, q = one.core_letters, other.core_letters
    if "base.letters" not in view:
        return
    look = limits("letter_look")
    if len(p) == len(q) and all(letter_look(x, y) >= look for x, y in zip(p, q, strict=True)):
        if p != q:
            yield "same-letters"
        return
    most = 2 if min(len(p), len(q)) >= limits("two_letters_may_differ") else 1
    if min(len(p), len(q)) < limits("fewest_letters") or edits(p, q) > most:
        return
    if p[0] != q[0] and view["letters.first"] < limits("first_letter"):
        yield "first-letter-differs"
    elif view["letters.apart"] > limits("apart"):
        yield "letters-meaning-differs"
    else:
        yield "few-letters"


def edits(p: str, q: str) -> int:
    @cache
    def change(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        return min(
            change(i - 1, j - 1) + (p[i - 1] != q[j - 1]),
            change(i - 1, j) + 1,
            change(i, j - 1) + 1,
        )

    return change(len(p), len(q))


def rules_on_wholes(one: MarkText, other: MarkText, view: Found) -> Iterator[str]:
    a, b = in_digits(one.characters), in_digits(other.characters)
    p, q = one.letters, other.letters
    same = bool(a) and (a == b if a.isdecimal() else Counter(a) == Counter(b))
    if same:
        yield "same-characters"
    spelled = set(rules_on_words(one, other))
    yield from spelled
    if doubles(one, other) or doubles(other, one):
        yield "doubling"
    cores = [(in_digits(mark.core), mark.core_letters) for mark in (one, other)]
    if cores[0] == cores[1] and (a, p) != (b, q) and any(cores[0]):
        yield "with-generic"
    looks = "same-letters" in spelled | set(rules_on_letters(one, other, view))
    said = max(view.get(f"{way}.meaning", 0) for way in ("characters", "letters", "across"))
    if said == 1 and not same and not looks:
        yield "same-meaning"
    mixed = (one.characters and one.words) or (other.characters and other.words)
    if mixed and (a, p) != (b, q) and (same or looks):
        yield "combination"


def rules_on_words(one: MarkText, other: MarkText) -> Iterator[str]:
    p, q = one.letters, other.letters
    if not p or not q:
        return
    if p == q:
        beside = one.characters and other.characters
        if not beside or (len(p) > 2 and (one.core or one.core_letters)):
            yield "same-letters"
        return
    words = [sorted(word.text for word in mark.words) for mark in (one, other)]
    if words[0] == words[1] and len(words[0]) > 1:
        yield "words-swapped"
    if stems(one) == stems(other) != "":
        yield "inflection"


def stems(mark: MarkText) -> str:
    declared = letter_declarations()
    words = [word.text for word in mark.words if word.text not in declared["articles"]]
    return " ".join(_stem(declared["abbreviations"].get(word, word)) for word in words)


def doubles(one: MarkText, other: MarkText) -> bool:
    half = _half(one)
    if not half:
        return False
    if one.characters:
        return half == in_digits(other.characters) and not other.words
    return half == other.letters and not other.characters
