"""The comparison itself, compiled: what two rows of the columns have in common, and the score.

Three ways: organisations by their parts (two Chinese ones, or a Chinese and a Latin one, whose
distinctive part is compared by its spelling); persons by characters or spelling; two Latin names
word by word. The score is the logistic function of the sum of the findings, each times its weight.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.matching import columns as k
from zhiheng.core.matching import findings as f
from zhiheng.core.matching.code_points import (
    contains,
    count_bits,
    count_differing,
    count_missing,
    count_shared,
    edit_distance,
)
from zhiheng.core.matching.columns import Columns

Strengths = npt.NDArray[np.float64]
Facts = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

EMPTY, PERSON, WORDS = 0, 2, 3
TRADE, PLACE, NUMBER, INITIAL = 1, 2, 3, 4
# How much a word of each kind counts: word, trade, place, number, initial, particle.
WORD_WEIGHTS = (1.0, 0.7, 0.8, 1.2, 0.4, 0.25)
SHORTEST_TYPED = 4  # one differing sound in so many characters is taken for a slip
SHORTEST_SPELLED = 10  # one differing letter in so many is taken for a slip
MOST_WORDS = 16
MOST_LETTERS = 128
CAP = 3.0
# Provinces by their code, cities by what they are: a district of one is no other level.
MUNICIPALITIES = (110_000, 120_000, 310_000, 500_000, 810_000, 820_000)
BOTH_EMPTY, APART = -2, -1


class Work(NamedTuple):
    """Room that a comparison works in; one for each thread, its content means nothing after."""

    findings: Strengths
    rows: npt.NDArray[np.int64]
    alike: Strengths
    pair_of: npt.NDArray[np.int64]
    taken: npt.NDArray[np.int64]


def work_room() -> Work:
    """Return room for comparisons; after each, `findings` holds what was found."""
    return Work(
        np.zeros(f.COUNT, np.float64),
        np.zeros((3, MOST_LETTERS + 1), np.int64),
        np.zeros((MOST_WORDS, MOST_WORDS), np.float64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
    )


@compiled
def score_pairs(
    columns: Columns,
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    weights: Strengths,
    work: Work,
    out: npt.NDArray[np.float32],
) -> None:
    """Write the score of each pair (left[i], right[i])."""
    for at in range(len(left)):
        out[at] = _score(columns.facts, columns.codes, left[at], right[at], weights, work)


@compiled
def _score(t: Facts, codes: Codes, a: int, b: int, weights: Strengths, work: Work) -> float:
    out = work.findings
    out[:] = 0.0
    if t[a, k.KIND] == EMPTY or t[b, k.KIND] == EMPTY:
        return 0.0
    if t[a, k.WRITTEN] == t[b, k.WRITTEN]:
        return 1.0
    if t[a, k.WRITTEN] > t[b, k.WRITTEN]:
        a, b = b, a  # one order, so that ties between words fall the same way from both sides
    if t[a, k.KIND] == WORDS and t[b, k.KIND] == WORDS:
        _compare_words(t, codes, a, b, work)
    elif t[a, k.KIND] == WORDS:
        _compare_across(t, codes, b, a, out, work.rows)
    elif t[b, k.KIND] == WORDS:
        _compare_across(t, codes, a, b, out, work.rows)
    elif t[a, k.KIND] == PERSON and t[b, k.KIND] == PERSON:
        _compare_persons(t, codes, a, b, out)
    else:
        _compare_organisations(t, codes, a, b, out)
    total = 0.0
    for number in range(f.COUNT):
        total += out[number] * weights[number]
    return 1.0 / (1.0 + math.exp(-total))


@compiled
def _compare_organisations(t: Facts, codes: Codes, a: int, b: int, out: Strengths) -> None:
    out[f.BASE_ORGANISATION] = 1.0
    _compare_distinctive(t, codes, a, b, out)
    _compare_places(t, a, b, out)
    _compare_trades(t, codes, a, b, out, False)
    _compare_forms(t, a, b, out)
    _compare_branches(t, a, b, out)
    out[f.SITE_DIFFERENT] = 1.0 * (t[a, k.SITE] != t[b, k.SITE])
    if t[a, k.KIND] != t[b, k.KIND]:
        # Of two characters a short name of a company is as likely as a person; of more hardly.
        person = a if t[a, k.KIND] == PERSON else b
        out[f.PERSON_AND_ORGANISATION] = 1.0 if t[person, k.CHARACTER_COUNT] > 2 else 0.3
    out[f.GROUP_ONE] = 1.0 * (t[a, k.GROUP] != t[b, k.GROUP])
    out[f.ORDINAL_DIFFERENT] = 1.0 * (t[a, k.ORDINALS] != t[b, k.ORDINALS])


@compiled
def _compare_across(
    t: Facts, codes: Codes, chinese: int, latin: int, out: Strengths, rows: Facts
) -> None:
    """Compare a Chinese name with one in Latin letters."""
    if t[chinese, k.KIND] == PERSON and t[latin, k.FORM] == 0:
        # All words: a place or a trade may be a name's too (Liu Yang is 浏阳 and 刘洋).
        spelled = _spelled_alike(t, codes, chinese, latin, k.OTHER_LETTERS, rows)
        if spelled == 0 or t[latin, k.ORGANISATION] == 0:
            out[f.BASE_PERSON] = 1.0
            if spelled == 0:
                out[f.PERSON_SPELLED] = 1.0
            elif _initials_agree(t, chinese, latin):
                out[f.PERSON_INITIALS] = 1.0
            else:
                out[f.PERSON_DIFFERENT] = 1.0
            return
    out[f.BASE_ORGANISATION] = 1.0
    spelled = _spelled_alike(t, codes, chinese, latin, k.LETTERS, rows)
    if spelled == BOTH_EMPTY:
        out[f.DISTINCTIVE_NONE] = 1.0
    elif spelled == 0:
        out[f.DISTINCTIVE_SPELLED] = 1.0
    elif spelled == 1:
        out[f.DISTINCTIVE_SPELLED_NEARLY] = 1.0
    else:
        out[f.DISTINCTIVE_DIFFERENT] = 1.0
    _compare_places(t, chinese, latin, out)
    _compare_trades(t, codes, chinese, latin, out, True)
    _compare_branches(t, chinese, latin, out)
    one, other = t[chinese, k.FAMILY], t[latin, k.FAMILY]
    out[f.FORM_DIFFERENT] = 1.0 * (one != other and one != 0 and other != 0)
    out[f.SITE_DIFFERENT] = 1.0 * (t[chinese, k.SITE] != 0)
    out[f.GROUP_ONE] = 1.0 * (t[chinese, k.GROUP] != t[latin, k.GROUP])


@compiled
def _initials_agree(t: Facts, chinese: int, latin: int) -> bool:
    agree = False
    for way in range(k.MOST_INITIALS):
        agree = agree or t[chinese, k.INITIALS + way] == t[latin, k.INITIALS]
    return agree


@compiled
def _spelled_alike(
    t: Facts, codes: Codes, chinese: int, latin: int, column: int, rows: Facts
) -> int:
    """Return 0 for one spelling, 1 for one letter's difference in a long one, else why not."""
    begin, count = t[latin, column], t[latin, column + 1]
    if count == 0 and t[chinese, k.LETTER_COUNT] == 0:
        return BOTH_EMPTY
    if count == 0 or t[chinese, k.LETTER_COUNT] == 0:
        return APART
    fewest = 2
    for own in (k.LETTERS, k.OTHER_LETTERS):
        edits = edit_distance(codes, t[chinese, own], t[chinese, own + 1], begin, count, 1, rows)
        fewest = min(fewest, edits)
    if fewest > 1 or (fewest == 1 and count < SHORTEST_SPELLED):
        return APART
    return fewest


@compiled
def _compare_persons(t: Facts, codes: Codes, a: int, b: int, out: Strengths) -> None:
    out[f.BASE_PERSON] = 1.0
    count = t[a, k.CHARACTER_COUNT]
    differing = count
    if count == t[b, k.CHARACTER_COUNT]:
        differing = count_differing(codes, t[a, k.CHARACTERS], t[b, k.CHARACTERS], count)
    if differing == 0:
        out[f.PERSON_EQUAL] = 1.0
    elif differing == 1 and count > 2:
        out[f.PERSON_ONE_CHARACTER] = 1.0
    else:
        out[f.PERSON_DIFFERENT] = 1.0


@compiled
def _compare_distinctive(t: Facts, codes: Codes, a: int, b: int, out: Strengths) -> None:
    one, other = t[a, k.CHARACTERS], t[b, k.CHARACTERS]
    count, count_b = t[a, k.CHARACTER_COUNT], t[b, k.CHARACTER_COUNT]
    if count == 0 and count_b == 0:
        out[f.DISTINCTIVE_NONE] = 1.0
        return
    if count == count_b:
        differing = count_differing(codes, one, other, count)
        if differing == 0:
            out[f.DISTINCTIVE_EQUAL] = 1.0
            return
        unlike = count_differing(codes, one + count, other + count, count)
        unheard = count_differing(codes, one + 2 * count, other + 2 * count, count)
        if unlike == 0 or (differing == 1 and unheard == 0 and count >= SHORTEST_TYPED):
            out[f.DISTINCTIVE_TYPING] = 1.0
            return
        if differing == 1 and count >= 2:
            out[f.DISTINCTIVE_ONE_CHARACTER] = 1.0
            return
    if contains(codes, one, count, other, count_b) or contains(codes, other, count_b, one, count):
        out[f.DISTINCTIVE_CONTAINED] = 1.0
    elif 2 * count_shared(codes, one, count, other, count_b) >= max(count, count_b):
        out[f.DISTINCTIVE_PARTLY] = 1.0
    else:
        out[f.DISTINCTIVE_DIFFERENT] = 1.0


@compiled
def _compare_places(t: Facts, a: int, b: int, out: Strengths) -> None:
    one, other = t[a, k.PLACE], t[b, k.PLACE]
    if one == 0 and other == 0:
        return
    named = t[a, k.PLACE_IN_NAME] + t[b, k.PLACE_IN_NAME] + t[a, k.GENERIC] + t[b, k.GENERIC] > 0
    if one == other:
        out[f.PLACE_SAME] = 1.0
    elif one == 0 or other == 0:
        out[f.PLACE_NAME_MISSING if named else f.PLACE_MISSING] = 1.0
    elif _within(one, other) or _within(other, one):
        level = _is_province(one) or _is_province(other)
        wider = f.PLACE_LEVEL if level else f.PLACE_WIDER
        out[f.PLACE_NAME_WIDER if named else wider] = 1.0
    else:
        out[f.PLACE_DIFFERENT] = 1.0


@compiled
def _is_province(code: int) -> bool:
    return code % 10_000 == 0 and code not in MUNICIPALITIES


@compiled
def _within(inner: int, outer: int) -> bool:
    if outer % 10_000 == 0:
        return inner // 10_000 == outer // 10_000
    return outer % 100 == 0 and inner // 100 == outer // 100


@compiled
def _compare_trades(t: Facts, codes: Codes, a: int, b: int, out: Strengths, across: bool) -> None:
    one, other = t[a, k.TRADES], t[b, k.TRADES]
    count_a, count_b = t[a, k.TRADE_COUNT], t[b, k.TRADE_COUNT]
    if count_a == 0 and count_b == 0:
        return
    words_a, words_b = one + 2 * count_a, other + 2 * count_b
    equal = count_a == count_b and count_differing(codes, words_a, words_b, count_a) == 0
    if equal and not across:
        out[f.TRADE_SAME] = 1.0
        return
    if across:
        one, other = one + count_a, other + count_b
    missing_a = count_missing(codes, one, count_a, other, count_b)
    missing_b = count_missing(codes, other, count_b, one, count_a)
    if missing_a == 0 and missing_b == 0:
        out[f.TRADE_SAME if across else f.TRADE_SYNONYM] = 1.0
    elif missing_a == 0 or missing_b == 0:
        # A name without form is a short one, which leaves words out.
        short = a if missing_a == 0 else b
        out[f.TRADE_SHORTENED if t[short, k.FORM] == 0 else f.TRADE_PART] = 1.0
    else:
        out[f.TRADE_DIFFERENT] = 1.0


@compiled
def _compare_forms(t: Facts, a: int, b: int, out: Strengths) -> None:
    if t[a, k.FORM] == 0 and t[b, k.FORM] == 0:
        return
    if t[a, k.FORM] == t[b, k.FORM]:
        out[f.FORM_SAME] = 1.0
    elif t[a, k.FORM] == 0 or t[b, k.FORM] == 0:
        out[f.FORM_MISSING] = 1.0
    elif t[a, k.VARIANT_OF] == t[b, k.VARIANT_OF]:
        out[f.FORM_VARIANT] = 1.0
    else:
        out[f.FORM_DIFFERENT] = 1.0


@compiled
def _compare_branches(t: Facts, a: int, b: int, out: Strengths) -> None:
    if t[a, k.BRANCH] == 0 and t[b, k.BRANCH] == 0:
        return
    related = t[a, k.BRANCH_RELATED] + t[b, k.BRANCH_RELATED] > 0
    if t[a, k.BRANCH] != 0 and t[b, k.BRANCH] != 0:
        if t[a, k.BRANCH_TEXT] == t[b, k.BRANCH_TEXT]:
            out[f.BRANCH_SAME] = 1.0
        else:
            out[f.BRANCH_DIFFERENT if related else f.BRANCH_UNIT] = 1.0
    else:
        out[f.BRANCH_RELATED if related else f.BRANCH_UNIT] = 1.0


@compiled
def _compare_words(t: Facts, codes: Codes, a: int, b: int, work: Work) -> None:
    """Compare two Latin names: pair the words off, best first, and weigh what is left over."""
    out = work.findings
    out[f.BASE_WORDS] = 1.0
    out[f.WORDS_ORGANISATION] = 1.0 * (t[a, k.ORGANISATION] + t[b, k.ORGANISATION] > 0)
    out[f.GROUP_ONE] = 1.0 * (t[a, k.GROUP] != t[b, k.GROUP])
    _compare_forms(t, a, b, out)
    count_a, count_b = t[a, k.WORD_COUNT], t[b, k.WORD_COUNT]
    for i in range(count_a):
        one = t[a, k.WORDS] + k.WORD_FACTS * i
        for j in range(count_b):
            other = t[b, k.WORDS] + k.WORD_FACTS * j
            work.alike[i, j] = _word_likeness(codes, one, other, work.rows)
    _pair_off(work.alike, count_a, count_b, work.pair_of, work.taken)
    _weigh_pairs(t, codes, a, b, work)
    _weigh_left(t, codes, a, b, work)
    if out[f.WORDS_BOTH_LEFT] > 0.0 and out[f.WORDS_NUMBER] == 0.0:
        _weigh_joined(t, codes, a, b, out, work.rows)


@compiled
def _pair_off(alike: Strengths, count_a: int, count_b: int, pair_of: Facts, taken: Facts) -> None:
    pair_of[:] = -1
    taken[:] = 0
    for _ in range(min(count_a, count_b)):
        best, best_i, best_j = 0.0, -1, -1
        for i in range(count_a):
            if pair_of[i] >= 0:
                continue
            for j in range(count_b):
                if taken[j] == 0 and alike[i, j] > best:
                    best, best_i, best_j = alike[i, j], i, j
        if best_i < 0:
            return
        pair_of[best_i] = best_j
        taken[best_j] = 1


@compiled
def _weigh_pairs(t: Facts, codes: Codes, a: int, b: int, work: Work) -> None:
    """Weigh the words that answer to one another; their weight stays in `words.share`."""
    out, shared, last = work.findings, 0.0, -1
    for i in range(t[a, k.WORD_COUNT]):
        j = work.pair_of[i]
        if j < 0:
            continue
        one = codes[t[a, k.WORDS] + k.WORD_FACTS * i]
        other = codes[t[b, k.WORDS] + k.WORD_FACTS * j]
        weight = max(WORD_WEIGHTS[one], WORD_WEIGHTS[other])
        shared += weight
        if (one == INITIAL) != (other == INITIAL):
            out[f.WORDS_INITIALS] += 1.0
        else:
            out[f.WORDS_TYPING] += weight * (1.0 - work.alike[i, j])
        if j < last:
            out[f.WORDS_ORDER] = 1.0
        last = j
    out[f.WORDS_SHARE] = shared


@compiled
def _weigh_left(t: Facts, codes: Codes, a: int, b: int, work: Work) -> None:
    """Weigh the words that have no pair, and make `words.share` the share of all."""
    out = work.findings
    left_a, left_b = 0.0, 0.0
    kinds_a, kinds_b = 0, 0
    for i in range(t[a, k.WORD_COUNT]):
        if work.pair_of[i] < 0:
            kind = codes[t[a, k.WORDS] + k.WORD_FACTS * i]
            left_a += WORD_WEIGHTS[kind]
            kinds_a |= 1 << kind
    for j in range(t[b, k.WORD_COUNT]):
        if work.taken[j] == 0:
            kind = codes[t[b, k.WORDS] + k.WORD_FACTS * j]
            left_b += WORD_WEIGHTS[kind]
            kinds_b |= 1 << kind
    shared = out[f.WORDS_SHARE]
    whole = left_a + left_b + out[f.WORDS_TYPING] + out[f.WORDS_INITIALS] == 0.0
    out[f.WORDS_EQUAL] = 1.0 * whole
    out[f.WORDS_SHARE] = shared / max(shared + (left_a + left_b) / 2.0, 0.01)
    out[f.WORDS_TYPING] = min(out[f.WORDS_TYPING], CAP)
    out[f.WORDS_INITIALS] = min(out[f.WORDS_INITIALS], CAP)
    out[f.WORDS_BOTH_LEFT] = min(left_a, left_b, CAP)
    out[f.WORDS_EXTRA] = min(abs(left_a - left_b), CAP)
    out[f.WORDS_NUMBER] = 1.0 * ((kinds_a | kinds_b) >> NUMBER & 1)
    out[f.WORDS_TRADE_SWAPPED] = 1.0 * ((kinds_a & kinds_b) >> TRADE & 1)
    out[f.WORDS_PLACE_SWAPPED] = 1.0 * ((kinds_a & kinds_b) >> PLACE & 1)


@compiled
def _weigh_joined(t: Facts, codes: Codes, a: int, b: int, out: Strengths, rows: Facts) -> None:
    """Names written in one word, or with a space too many, are equal when they are joined."""
    one, count_a = t[a, k.OTHER_LETTERS], t[a, k.OTHER_LETTER_COUNT]
    other, count_b = t[b, k.OTHER_LETTERS], t[b, k.OTHER_LETTER_COUNT]
    # With as many words on both sides nothing was joined, and a word is another one.
    split = t[a, k.WORD_COUNT] != t[b, k.WORD_COUNT]
    most = max(count_a, count_b) // 8 if split else 0
    edits = edit_distance(codes, one, count_a, other, count_b, most, rows)
    if edits > most:
        return
    out[f.WORDS_JOINED] = 1.0
    out[f.WORDS_SHARE] = 1.0
    out[f.WORDS_TYPING] = min(edits / 4.0, CAP)
    out[f.WORDS_BOTH_LEFT] = 0.0
    out[f.WORDS_EXTRA] = 0.0
    out[f.WORDS_TRADE_SWAPPED] = 0.0
    out[f.WORDS_PLACE_SWAPPED] = 0.0


@compiled
def _word_likeness(codes: Codes, i: int, j: int, rows: Facts) -> float:
    """Return how far two words are one, 0 to 1; 0 for words that are not taken for one."""
    kind_i, kind_j = codes[i], codes[j]
    one, other, count, count_j = codes[i + 2], codes[j + 2], codes[i + 3], codes[j + 3]
    if count == count_j and count_differing(codes, one, other, count) == 0:
        return 1.0
    if kind_i == kind_j and kind_i in (TRADE, PLACE):
        return 0.97 * (codes[i + 1] == codes[j + 1])
    if kind_i == NUMBER or kind_j == NUMBER:
        return 0.0
    if kind_i == INITIAL or kind_j == INITIAL:
        return 0.3 * (kind_i != kind_j and codes[one] == codes[other])
    longest = max(count, count_j)
    most = max(1, longest // 4)
    # An edit changes two of the letters a word has at most, so that most words need no look.
    if min(count, count_j) < 3 or count_bits(codes[i + 4] ^ codes[j + 4]) > 2 * most:
        return 0.0
    edits = edit_distance(codes, one, count, other, count_j, most, rows)
    return 1.0 - edits / longest if edits <= most else 0.0
