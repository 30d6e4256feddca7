"""The comparison itself, compiled: what two rows of the columns have in common, and the score.

Three ways: organisations by their parts (two Chinese ones, or a Chinese and a Latin one, whose
distinctive part is compared by its spelling); persons by characters or spelling; two Latin names
word by word. `findings` is a work array of the caller; the score is the logistic function of the
sum of the findings, each times its weight.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching import findings as f
from zhiheng.core.matching.columns import Columns
from zhiheng.core.matching.compiling import compiled

Strengths = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]

EMPTY, ORGANISATION, PERSON, WORDS = 0, 1, 2, 3
WORD, TRADE, PLACE, NUMBER, INITIAL, PARTICLE = 0, 1, 2, 3, 4, 5
# How much a word of each kind counts, in the order of the kinds.
WORD_WEIGHTS = (1.0, 0.7, 0.8, 1.2, 0.4, 0.25)
SHORTEST_TYPED = 4  # one differing sound in so many characters is taken for a slip
MOST_WORDS = 16
MOST_LETTERS = 128
WORDS_CAP = 3.0


def work_rows() -> npt.NDArray[np.int64]:
    """Return the work array for distances that `compare` wants."""
    return np.empty((3, MOST_LETTERS + 1), np.int64)


@compiled
def score_pairs(
    c: Columns,
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    weights: Strengths,
    out: npt.NDArray[np.float32],
) -> None:
    """Write the score of each pair (left[i], right[i])."""
    findings = np.empty(f.COUNT, np.float64)
    rows = np.empty((3, MOST_LETTERS + 1), np.int64)
    for at in range(len(left)):
        out[at] = compare(c, left[at], right[at], weights, findings, rows)


@compiled
def compare(
    c: Columns, a: int, b: int, weights: Strengths, findings: Strengths, rows: npt.NDArray[np.int64]
) -> float:
    """Return the score of one pair and leave what was found in `findings`."""
    findings[:] = 0.0
    if c.kind[a] == EMPTY or c.kind[b] == EMPTY:
        return 0.0
    if c.written[a] == c.written[b]:
        return 1.0
    if c.written[a] > c.written[b]:
        a, b = b, a  # one order, so that ties between words fall the same way from both sides
    if c.kind[a] == WORDS and c.kind[b] == WORDS:
        _compare_words(c, a, b, findings, rows)
    elif c.kind[a] == WORDS:
        _compare_across(c, b, a, findings, rows)
    elif c.kind[b] == WORDS:
        _compare_across(c, a, b, findings, rows)
    elif c.kind[a] == PERSON and c.kind[b] == PERSON:
        _compare_persons(c, a, b, findings)
    else:
        _compare_organisations(c, a, b, findings)
    total = 0.0
    for number in range(f.COUNT):
        total += findings[number] * weights[number]
    return 1.0 / (1.0 + math.exp(-total))


@compiled
def _compare_organisations(c: Columns, a: int, b: int, out: Strengths) -> None:
    out[f.BASE_ORGANISATION] = 1.0
    _compare_distinctive(c, a, b, out)
    _compare_places(c, a, b, out)
    if (c.site[a] != 0 or c.site[b] != 0) and c.site[a] != c.site[b]:
        out[f.SITE_DIFFERENT] = 1.0
    _compare_trades(c, a, b, out, False)
    _compare_forms(c, a, b, out)
    if c.group[a] != c.group[b]:
        out[f.GROUP_ONE] = 1.0
    if c.ordinals[a] != c.ordinals[b]:
        out[f.ORDINAL_DIFFERENT] = 1.0
    _compare_branches(c, a, b, out)


@compiled
def _compare_across(
    c: Columns, chinese: int, latin: int, out: Strengths, rows: npt.NDArray[np.int64]
) -> None:
    """Compare a Chinese name with one in Latin letters."""
    if c.kind[chinese] == PERSON and not c.organisation[latin]:
        out[f.BASE_PERSON] = 1.0
        if _spelled_alike(c, chinese, latin, False, rows) == 0:
            out[f.PERSON_SPELLED] = 1.0
        else:
            out[f.PERSON_DIFFERENT] = 1.0
        return
    out[f.BASE_ORGANISATION] = 1.0
    spelled = _spelled_alike(c, chinese, latin, True, rows)
    if spelled == -2:
        out[f.DISTINCTIVE_NONE] = 1.0
    elif spelled == 0:
        out[f.DISTINCTIVE_SPELLED] = 1.0
    elif spelled == 1:
        out[f.DISTINCTIVE_SPELLED_NEARLY] = 1.0
    else:
        out[f.DISTINCTIVE_DIFFERENT] = 1.0
    _compare_places(c, chinese, latin, out)
    if c.site[chinese] != 0:
        out[f.SITE_DIFFERENT] = 1.0
    _compare_trades(c, chinese, latin, out, True)
    if c.family[chinese] != c.family[latin] and c.family[chinese] != 0 and c.family[latin] != 0:
        out[f.FORM_DIFFERENT] = 1.0
    if c.group[chinese] != c.group[latin]:
        out[f.GROUP_ONE] = 1.0
    _compare_branches(c, chinese, latin, out)


@compiled
def _spelled_alike(
    c: Columns, chinese: int, latin: int, distinctive: bool, rows: npt.NDArray[np.int64]
) -> int:
    """Return the fewest letters that differ between the spellings; -1 many, -2 both empty."""
    if distinctive:
        spelled = c.letters[c.letter_bounds[latin] : c.letter_bounds[latin + 1]]
    else:
        spelled = c.other_letters[c.other_letter_bounds[latin] : c.other_letter_bounds[latin + 1]]
    one = c.letters[c.letter_bounds[chinese] : c.letter_bounds[chinese + 1]]
    other = c.other_letters[c.other_letter_bounds[chinese] : c.other_letter_bounds[chinese + 1]]
    if len(spelled) == 0 and len(one) == 0:
        return -2
    if len(spelled) == 0 or len(one) == 0:
        return -1
    fewest = min(_edits(one, spelled, 1, rows), _edits(other, spelled, 1, rows))
    if fewest == 1 and len(spelled) < 10:
        return -1
    return fewest if fewest <= 1 else -1


@compiled
def _compare_persons(c: Columns, a: int, b: int, out: Strengths) -> None:
    out[f.BASE_PERSON] = 1.0
    one = c.characters[c.character_bounds[a] : c.character_bounds[a + 1]]
    other = c.characters[c.character_bounds[b] : c.character_bounds[b + 1]]
    if _equal(one, other):
        out[f.PERSON_EQUAL] = 1.0
        return
    differing = 0
    if len(one) == len(other):
        for at in range(len(one)):
            differing += one[at] != other[at]
    if differing == 1 and len(one) > 2:
        out[f.PERSON_ONE_CHARACTER] = 1.0
    else:
        out[f.PERSON_DIFFERENT] = 1.0


@compiled
def _compare_distinctive(c: Columns, a: int, b: int, out: Strengths) -> None:
    begin_a, end_a = c.character_bounds[a], c.character_bounds[a + 1]
    begin_b, end_b = c.character_bounds[b], c.character_bounds[b + 1]
    one, other = c.characters[begin_a:end_a], c.characters[begin_b:end_b]
    if len(one) == 0 and len(other) == 0:
        out[f.DISTINCTIVE_NONE] = 1.0
        return
    if _equal(one, other):
        out[f.DISTINCTIVE_EQUAL] = 1.0
        return
    if len(one) == len(other):
        differing, unlike, unheard = 0, 0, 0
        for at in range(len(one)):
            if one[at] != other[at]:
                differing += 1
                unlike += c.likenesses[begin_a + at] != c.likenesses[begin_b + at]
                unheard += c.sounds[begin_a + at] != c.sounds[begin_b + at]
        if unlike == 0 or (differing == 1 and unheard == 0 and len(one) >= SHORTEST_TYPED):
            out[f.DISTINCTIVE_TYPING] = 1.0
            return
        if differing == 1 and len(one) >= 2:
            out[f.DISTINCTIVE_ONE_CHARACTER] = 1.0
            return
    if _contains(one, other) or _contains(other, one):
        out[f.DISTINCTIVE_CONTAINED] = 1.0
    elif 2 * _shared(one, other) >= max(len(one), len(other)):
        out[f.DISTINCTIVE_PARTLY] = 1.0
    else:
        out[f.DISTINCTIVE_DIFFERENT] = 1.0


@compiled
def _compare_places(c: Columns, a: int, b: int, out: Strengths) -> None:
    one, other = c.place[a], c.place[b]
    named = (
        c.place_is_name[a] != 0 or c.place_is_name[b] != 0 or c.generic[a] != 0 or c.generic[b] != 0
    )
    if one == 0 and other == 0:
        return
    if one == other:
        out[f.PLACE_SAME] = 1.0
    elif one == 0 or other == 0:
        out[f.PLACE_NAME_MISSING if named else f.PLACE_MISSING] = 1.0
    elif _within(one, other) or _within(other, one):
        out[f.PLACE_NAME_WIDER if named else f.PLACE_WIDER] = 1.0
    else:
        out[f.PLACE_DIFFERENT] = 1.0


@compiled
def _within(inner: int, outer: int) -> bool:
    if outer % 10_000 == 0:
        return inner // 10_000 == outer // 10_000
    return outer % 100 == 0 and inner // 100 == outer // 100


@compiled
def _compare_trades(c: Columns, a: int, b: int, out: Strengths, across: bool) -> None:
    begin_a, end_a = c.trade_bounds[a], c.trade_bounds[a + 1]
    begin_b, end_b = c.trade_bounds[b], c.trade_bounds[b + 1]
    count_a, count_b = end_a - begin_a, end_b - begin_b
    if count_a == 0 and count_b == 0:
        return
    if not across and count_a == count_b:
        same = True
        for at in range(count_a):
            same = same and c.trade_words[begin_a + at] == c.trade_words[begin_b + at]
        if same:
            out[f.TRADE_SAME] = 1.0
            return
    numbers = c.trades_across if across else c.trades
    missing_a = _missing(numbers[begin_a:end_a], numbers[begin_b:end_b])
    missing_b = _missing(numbers[begin_b:end_b], numbers[begin_a:end_a])
    if missing_a == 0 and missing_b == 0:
        out[f.TRADE_SAME if across else f.TRADE_SYNONYM] = 1.0
    elif missing_a == 0 or missing_b == 0:
        # A name without form is a short one, which leaves words out.
        short = a if missing_a == 0 else b
        out[f.TRADE_SHORTENED if c.form[short] == 0 else f.TRADE_PART] = 1.0
    else:
        out[f.TRADE_DIFFERENT] = 1.0


@compiled
def _missing(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> int:
    """Return how many of one list are not in the other."""
    missing = 0
    for number in one:
        found = False
        for candidate in other:
            found = found or candidate == number
        missing += not found
    return missing


@compiled
def _compare_forms(c: Columns, a: int, b: int, out: Strengths) -> None:
    if c.form[a] == 0 and c.form[b] == 0:
        return
    if c.form[a] == c.form[b]:
        out[f.FORM_SAME] = 1.0
    elif c.form[a] == 0 or c.form[b] == 0:
        out[f.FORM_MISSING] = 1.0
    elif c.family[a] == c.family[b]:
        out[f.FORM_VARIANT] = 1.0
    else:
        out[f.FORM_DIFFERENT] = 1.0


@compiled
def _compare_branches(c: Columns, a: int, b: int, out: Strengths) -> None:
    if c.branch[a] == 0 and c.branch[b] == 0:
        return
    if c.branch[a] != 0 and c.branch[b] != 0:
        if c.branch_text[a] == c.branch_text[b]:
            out[f.BRANCH_SAME] = 1.0
        elif c.branch_related[a] == 0 and c.branch_related[b] == 0:
            out[f.BRANCH_UNIT] = 1.0
        else:
            out[f.BRANCH_DIFFERENT] = 1.0
    elif c.branch_related[a] != 0 or c.branch_related[b] != 0:
        out[f.BRANCH_RELATED] = 1.0
    else:
        out[f.BRANCH_UNIT] = 1.0


@compiled
def _compare_words(c: Columns, a: int, b: int, out: Strengths, rows: npt.NDArray[np.int64]) -> None:
    """Compare two Latin names: pair the words off, best first, and weigh what is left over."""
    out[f.BASE_WORDS] = 1.0
    if c.organisation[a] != 0 or c.organisation[b] != 0:
        out[f.WORDS_ORGANISATION] = 1.0
    _compare_forms(c, a, b, out)
    if c.group[a] != c.group[b]:
        out[f.GROUP_ONE] = 1.0
    first_a, first_b = c.word_bounds[a], c.word_bounds[b]
    count_a, count_b = c.word_bounds[a + 1] - first_a, c.word_bounds[b + 1] - first_b
    pair_of = np.full(MOST_WORDS, -1, np.int64)
    taken = np.zeros(MOST_WORDS, np.bool_)
    alike = np.zeros((MOST_WORDS, MOST_WORDS), np.float64)
    for i in range(count_a):
        for j in range(count_b):
            alike[i, j] = _word_likeness(c, first_a + i, first_b + j, rows)
    _pair_off(alike, count_a, count_b, pair_of, taken)
    _weigh_words(c, a, b, alike, pair_of, taken, out)
    _weigh_joined(c, a, b, out, rows)


@compiled
def _pair_off(
    alike: Strengths,
    count_a: int,
    count_b: int,
    pair_of: npt.NDArray[np.int64],
    taken: npt.NDArray[np.bool_],
) -> None:
    for _ in range(min(count_a, count_b)):
        best, best_i, best_j = 0.0, -1, -1
        for i in range(count_a):
            if pair_of[i] >= 0:
                continue
            for j in range(count_b):
                if not taken[j] and alike[i, j] > best:
                    best, best_i, best_j = alike[i, j], i, j
        if best_i < 0:
            return
        pair_of[best_i] = best_j
        taken[best_j] = True


@compiled
def _weigh_words(
    c: Columns,
    a: int,
    b: int,
    alike: Strengths,
    pair_of: npt.NDArray[np.int64],
    taken: npt.NDArray[np.bool_],
    out: Strengths,
) -> None:
    first_a, first_b = c.word_bounds[a], c.word_bounds[b]
    count_a, count_b = c.word_bounds[a + 1] - first_a, c.word_bounds[b + 1] - first_b
    shared, left_a, left_b, typing, initials = 0.0, 0.0, 0.0, 0.0, 0.0
    trade_a, trade_b, place_a, place_b, order, last = False, False, False, False, False, -1
    for i in range(count_a):
        kind = c.word_kinds[first_a + i]
        weight = WORD_WEIGHTS[kind]
        j = pair_of[i]
        if j < 0:
            left_a += weight
            trade_a, place_a = trade_a or kind == TRADE, place_a or kind == PLACE
            out[f.WORDS_NUMBER] = max(out[f.WORDS_NUMBER], 1.0 * (kind == NUMBER))
            continue
        weight = max(weight, WORD_WEIGHTS[c.word_kinds[first_b + j]])
        shared += weight
        if (kind == INITIAL) != (c.word_kinds[first_b + j] == INITIAL):
            initials += 1.0
        else:
            typing += weight * (1.0 - alike[i, j])
        order = order or j < last
        last = j
    for j in range(count_b):
        if not taken[j]:
            kind = c.word_kinds[first_b + j]
            left_b += WORD_WEIGHTS[kind]
            trade_b, place_b = trade_b or kind == TRADE, place_b or kind == PLACE
            out[f.WORDS_NUMBER] = max(out[f.WORDS_NUMBER], 1.0 * (kind == NUMBER))
    total = shared + (left_a + left_b) / 2.0
    out[f.WORDS_SHARE] = shared / total if total > 0.0 else 0.0
    out[f.WORDS_EQUAL] = 1.0 * (left_a + left_b + typing + initials == 0.0)
    out[f.WORDS_TYPING] = min(typing, WORDS_CAP)
    out[f.WORDS_INITIALS] = min(initials, WORDS_CAP)
    out[f.WORDS_BOTH_LEFT] = min(left_a, left_b, WORDS_CAP)
    out[f.WORDS_EXTRA] = min(abs(left_a - left_b), WORDS_CAP)
    out[f.WORDS_ORDER] = 1.0 * order
    out[f.WORDS_TRADE_SWAPPED] = 1.0 * (trade_a and trade_b)
    out[f.WORDS_PLACE_SWAPPED] = 1.0 * (place_a and place_b)


@compiled
def _weigh_joined(c: Columns, a: int, b: int, out: Strengths, rows: npt.NDArray[np.int64]) -> None:
    """Names written in one word, or with a space too many, are equal when they are joined."""
    if out[f.WORDS_BOTH_LEFT] == 0.0:
        return
    one = c.other_letters[c.other_letter_bounds[a] : c.other_letter_bounds[a + 1]]
    other = c.other_letters[c.other_letter_bounds[b] : c.other_letter_bounds[b + 1]]
    same_count = c.word_bounds[a + 1] - c.word_bounds[a] == c.word_bounds[b + 1] - c.word_bounds[b]
    most = 0 if same_count else max(len(one), len(other)) // 8
    edits = _edits(one, other, most, rows)
    if edits > most or out[f.WORDS_NUMBER] > 0.0:
        return
    out[f.WORDS_JOINED] = 1.0
    out[f.WORDS_SHARE] = 1.0
    out[f.WORDS_BOTH_LEFT] = 0.0
    out[f.WORDS_EXTRA] = 0.0
    out[f.WORDS_TRADE_SWAPPED] = 0.0
    out[f.WORDS_PLACE_SWAPPED] = 0.0
    out[f.WORDS_TYPING] = min(edits / 4.0, WORDS_CAP)


@compiled
def _word_likeness(c: Columns, i: int, j: int, rows: npt.NDArray[np.int64]) -> float:
    """Return how far two words are one, 0 to 1; 0 for words that are not taken for one."""
    kind_i, kind_j = c.word_kinds[i], c.word_kinds[j]
    one = c.word_letters[c.word_letter_bounds[i] : c.word_letter_bounds[i + 1]]
    other = c.word_letters[c.word_letter_bounds[j] : c.word_letter_bounds[j + 1]]
    if _equal(one, other):
        return 1.0
    if kind_i == TRADE and kind_j == TRADE:
        return 0.97 * (c.word_values[i] == c.word_values[j])
    if kind_i == PLACE and kind_j == PLACE:
        return 0.97 * (c.word_values[i] == c.word_values[j])
    if kind_i == NUMBER or kind_j == NUMBER:
        return 0.0
    if kind_i == INITIAL or kind_j == INITIAL:
        return 0.3 * (kind_i != kind_j and one[0] == other[0])
    longest, shortest = max(len(one), len(other)), min(len(one), len(other))
    if shortest < 3:
        return 0.0
    most = max(1, longest // 4)
    edits = _edits(one, other, most, rows)
    if edits > most:
        return 0.0
    return 1.0 - edits / longest


@compiled
def _equal(one: Codes, other: Codes) -> bool:
    if len(one) != len(other):
        return False
    for at in range(len(one)):
        if one[at] != other[at]:
            return False
    return True


@compiled
def _contains(long: Codes, short: Codes) -> bool:
    if len(short) == 0:
        return False
    for start in range(len(long) - len(short) + 1):
        if _equal(long[start : start + len(short)], short):
            return True
    return False


@compiled
def _shared(one: Codes, other: Codes) -> int:
    """Return how many characters two texts share, each counted once."""
    shared = 0
    used = np.uint64(0)
    for code in one:
        for at in range(min(len(other), 64)):
            bit = np.uint64(1) << np.uint64(at)
            if other[at] == code and not used & bit:
                used |= bit
                shared += 1
                break
    return shared


@compiled
def _edits(one: Codes, other: Codes, most: int, rows: npt.NDArray[np.int64]) -> int:
    """Return the optimal string alignment distance, or `most + 1` where it is greater."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last, now = rows[0], rows[1], rows[2]
    for j in range(len(other) + 1):
        last[j] = j
    for i in range(1, len(one) + 1):
        now[0] = i
        fewest = i
        for j in range(1, len(other) + 1):
            cost = last[j - 1] + (one[i - 1] != other[j - 1])
            cost = min(cost, last[j] + 1, now[j - 1] + 1)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, before[j - 2] + 1)
            now[j] = cost
            fewest = min(fewest, cost)
        if fewest > most:
            return most + 1
        before, last, now = last, now, before
    return min(last[len(other)], most + 1)
