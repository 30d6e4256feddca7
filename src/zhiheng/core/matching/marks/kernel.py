"""The comparison of marks itself, compiled: what two rows of the columns have in common, the score.

Marks are compared by characters, by letters, and across where one has only the one and the other
only the other. Of a combined mark the part that is nearest counts, as the guide has it. The score
is the logistic function of the best way's findings, each times its weight; a rule of the guide that
holds moves it to the side of the threshold that the rule says.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.matching.marks import columns as k
from zhiheng.core.matching.marks import findings as f
from zhiheng.core.matching.marks import rules as r
from zhiheng.core.matching.marks.alignment import aligned, contained_at
from zhiheng.core.matching.marks.columns import MarkColumns
from zhiheng.core.matching.marks.containment import stands_as_word, take
from zhiheng.core.matching.marks.letters import letters_alike, letters_changed
from zhiheng.core.matching.marks.lookup import FIGURES, UNKNOWN, Table
from zhiheng.core.matching.marks.order import differing_characters, shared_characters
from zhiheng.core.matching.marks.reading import MOST
from zhiheng.core.matching.marks.shape import shape_likeness
from zhiheng.core.matching.marks.sound import (
    is_spelled,
    sound_likeness,
    sounds_alike,
    sounds_of_characters,
    syllable_sounds_like,
    syllables_heard,
)

Strengths = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

NOTHING = -9.0  # the sum where marks have nothing that can be compared
SHORT = 4  # characters, or letters over two: fewer are short, and differ the more by each
FEWEST_BESIDE = 3  # letters that count beside characters


class Work(NamedTuple):
    """Room that a comparison works in; one for each thread.

    After a comparison `best` holds the findings of the view that counted, `rules` which rules hold.
    """

    findings: Strengths
    best: Strengths
    rules: npt.NDArray[np.uint8]
    one: Numbers
    other: Numbers
    sounds_one: Numbers
    sounds_other: Numbers
    shape: Strengths
    sound: Strengths
    sums: Strengths


class Judgement(NamedTuple):
    """What findings are judged by: their weights, the threshold, and the figures of the rules."""

    weights: Strengths
    threshold: float
    near: npt.NDArray[np.int8]
    limits: Strengths


def work_room() -> Work:
    """Return room for comparisons."""
    square = (MOST + 1, MOST + 1)
    return Work(
        findings=np.zeros(f.COUNT),
        best=np.zeros(f.COUNT),
        rules=np.zeros(r.COUNT, np.uint8),
        one=np.zeros(MOST, np.int64),
        other=np.zeros(MOST, np.int64),
        sounds_one=np.zeros(MOST, np.int64),
        sounds_other=np.zeros(MOST, np.int64),
        shape=np.zeros(square),
        sound=np.zeros(square),
        sums=np.zeros(square),
    )


@compiled
def score_rows(
    one: MarkColumns,
    other: MarkColumns,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    table: Table,
    judgement: Judgement,
    work: Work,
    out: npt.NDArray[np.float32],
) -> None:
    """Write the score of each pair (left[i] of the one columns, right[i] of the other)."""
    for at in range(len(left)):
        out[at] = _score(one, other, left[at], right[at], table, judgement, work)


@compiled
def _score(
    one: MarkColumns,
    other: MarkColumns,
    a: int,
    b: int,
    table: Table,
    judgement: Judgement,
    work: Work,
) -> float:
    for rule in range(r.COUNT):
        work.rules[rule] = 0
    for number in range(f.COUNT):
        work.best[number] = 0.0
    facts_a, facts_b = one.facts[a], other.facts[b]
    if facts_a[k.CHARACTERS] + facts_a[k.LETTERS_COUNT] == 0:
        return 0.0
    if facts_b[k.CHARACTERS] + facts_b[k.LETTERS_COUNT] == 0:
        return 0.0
    # Left aside in both marks it can only be what they share and what distinguishes neither.
    views = 2 if facts_a[k.ASIDE] + facts_b[k.ASIDE] == 1 else 1
    best = NOTHING
    for view in range(views):
        total = _compare(one, other, a, b, table, judgement, work, view == 0)
        if view == 0 or total > best:
            best = total
            for number in range(f.COUNT):
                work.best[number] = work.findings[number]
    _fire_whole(one.digests[a], other.digests[b], facts_a, facts_b, work.best, work.rules)
    score = 1.0 / (1.0 + math.exp(-best))
    if one.digests[a, k.WRITTEN] == other.digests[b, k.WRITTEN]:
        return 1.0
    return _decided(score, judgement, work.rules)


@compiled
def _decided(score: float, judgement: Judgement, holds: npt.NDArray[np.uint8]) -> float:
    """Return the score moved to the side of the threshold that the first rule says."""
    threshold = judgement.threshold
    for rule in range(r.COUNT):
        if holds[rule]:
            if judgement.near[rule] > 0:
                return threshold + (1.0 - threshold) * score
            return 0.999 * threshold * score
    return score


@compiled
def _compare(
    one: MarkColumns,
    other: MarkColumns,
    a: int,
    b: int,
    table: Table,
    judgement: Judgement,
    work: Work,
    core: bool,
) -> float:
    """Write the findings of one view; return the best way's sum. Rules are asked of the core."""
    out = work.findings
    for number in range(f.COUNT):
        out[number] = 0.0
    facts_a, facts_b = one.facts[a], other.facts[b]
    begin_a, begin_b = one.begins[a], other.begins[b]
    meaning = _meaning(one, other, a, b)
    fixed = facts_a[k.FIXED] & facts_b[k.FIXED]
    m = take(one.codes, begin_a, facts_a[k.CHARACTERS], core, work.one)
    n = take(other.codes, begin_b, facts_b[k.CHARACTERS], core, work.other)
    if m > 0 and n > 0:
        _compare_characters(table, m, n, work)
        out[f.CHARACTERS_MEANING] = _beyond_half(meaning)
        out[f.CHARACTERS_APART] = 1.0 * (meaning < 1.0) * (fixed & 1)
        out[f.CHARACTERS_ASIDE] = 1.0 - min(m / facts_a[k.CHARACTERS], n / facts_b[k.CHARACTERS])
        if core:
            _fire_characters(m, n, table, work, judgement.limits)
    begin_a += facts_a[k.CHARACTERS]
    begin_b += facts_b[k.CHARACTERS]
    p = take(one.codes, begin_a, facts_a[k.LETTERS_COUNT], core, work.one)
    q = take(other.codes, begin_b, facts_b[k.LETTERS_COUNT], core, work.other)
    if p > 0 and q > 0 and (m == 0 or n == 0 or min(p, q) >= FEWEST_BESIDE):
        _compare_letters(one, other, a, b, table, p, q, core, work)
        out[f.LETTERS_MEANING] = _beyond_half(meaning)
        out[f.LETTERS_APART] = (1.0 - meaning) * (fixed >> 1)
        out[f.LETTERS_ASIDE] = 1.0 - min(p / facts_a[k.LETTERS_COUNT], q / facts_b[k.LETTERS_COUNT])
        if core:
            _fire_letters(p, q, table, work, judgement.limits)
    elif (m > 0 and q > 0 and n == 0) or (n > 0 and p > 0 and m == 0):
        han, latin, c, d = (one, other, a, b) if m > 0 else (other, one, b, a)
        _compare_across(han, latin, c, d, table, core, work)
        out[f.ACROSS_MEANING] = _beyond_half(meaning)
    return _weighed(out, judgement.weights)


@compiled
def _weighed(out: Strengths, weights: Strengths) -> float:
    """Return the greatest sum of the three ways that were gone; `NOTHING` where none was."""
    best = NOTHING
    for begin, end in f.WAYS:
        if out[begin] > 0.0:
            total = 0.0
            for number in range(begin, end):
                total += out[number] * weights[number]
            best = max(best, total)
    return best


@compiled
def _meaning(one: MarkColumns, other: MarkColumns, a: int, b: int) -> float:
    """Return how far two marks say the same, as the share of their concepts and what is left."""
    facts_a, facts_b = one.facts[a], other.facts[b]
    count_a, count_b = facts_a[k.TOKENS], facts_b[k.TOKENS]
    if facts_a[k.MEANT] * facts_b[k.MEANT] == 0:
        return 0.0
    begin_a, begin_b = one.begins[a + 1] - count_a, other.begins[b + 1] - count_b
    shared, used = 0, 0
    for i in range(count_a):
        for j in range(min(count_b, 62)):
            if one.codes[begin_a + i] == other.codes[begin_b + j] and not used >> j & 1:
                used |= 1 << j
                shared += 1
                break
    return 2.0 * shared / (count_a + count_b)


@compiled
def _beyond_half(meaning: float) -> float:
    """Return how far more than half of what marks say is one: one word of two says little."""
    return max(0.0, 2.0 * meaning - 1.0)


@compiled
def _compare_characters(table: Table, m: int, n: int, work: Work) -> None:
    out, one, other = work.findings, work.one, work.other
    shape, sound = work.shape, work.sound
    for i in range(m):
        for j in range(n):
            shape[i, j] = shape_likeness(table, one[i], other[j])
            sound[i, j] = sound_likeness(table, one[i], other[j])
    out[f.BASE_CHARACTERS] = 1.0
    out[f.CHARACTERS_SHAPE] = aligned(shape, m, n, work.sums)
    out[f.CHARACTERS_SOUND] = aligned(sound, m, n, work.sums)
    out[f.CHARACTERS_FIRST] = max(shape[0, 0], sound[0, 0])
    if _only_figures(one, m, table) != _only_figures(other, n, table):
        out[f.CHARACTERS_SPOKEN] = out[f.CHARACTERS_SOUND]
    out[f.CHARACTERS_SHARED] = shared_characters(one, m, other, n)
    out[f.CHARACTERS_LENGTH] = min(m, n) / max(m, n)
    out[f.CHARACTERS_SHORT] = max(0.0, 1.0 - (min(m, n) - 1.0) / (SHORT - 1.0))
    place = contained_at(one, m, other, n)
    if place >= 0 and min(m, n) > 1:
        out[f.CHARACTERS_CONTAINED] = min(m, n) / max(m, n)
        out[f.CHARACTERS_BEGINS] = 1.0 * (place == 0)


@compiled
def _compare_letters(
    one: MarkColumns,
    other: MarkColumns,
    a: int,
    b: int,
    table: Table,
    p: int,
    q: int,
    core: bool,
    work: Work,
) -> None:
    out = work.findings
    out[f.BASE_LETTERS] = 1.0
    out[f.LETTERS_EDITS] = letters_alike(table, work.one, p, work.other, q, work.sums)
    out[f.LETTERS_LENGTH] = min(p, q) / max(p, q)
    out[f.LETTERS_SHORT] = max(0.0, 1.0 - (min(p, q) - 2.0) / (2.0 * SHORT - 2.0))
    place = contained_at(work.one, p, work.other, q)
    if place >= 0:
        out[f.LETTERS_CONTAINED] = min(p, q) / max(p, q)
        out[f.LETTERS_BEGINS] = 1.0 * (place == 0)
        long, row = (one, a) if p > q else (other, b)
        begin = long.begins[row] + long.facts[row, k.CHARACTERS]
        count = long.facts[row, k.LETTERS_COUNT]
        word = stands_as_word(long.codes, begin, count, core, place, min(p, q))
        out[f.LETTERS_WORDS] = 1.0 * word
    heard = _heard(one, a, work.sounds_one)
    heard_other = _heard(other, b, work.sounds_other)
    out[f.LETTERS_SOUND] = sounds_alike(
        table, work.sounds_one, heard, work.sounds_other, heard_other, work.sums
    )
    first = table.sound_alike[work.sounds_one[0], work.sounds_other[0]]
    out[f.LETTERS_FIRST] = max(table.letters[work.one[0], work.other[0]], 1.0 * (first == 1.0))


@compiled
def _heard(columns: MarkColumns, row: int, sounds: Numbers) -> int:
    facts = columns.facts[row]
    count = facts[k.SOUNDS_COUNT]
    begin = columns.begins[row + 1] - facts[k.TOKENS] - count
    for at in range(count):
        sounds[at] = columns.codes[begin + at]
    return count


@compiled
def _compare_across(
    han: MarkColumns, latin: MarkColumns, a: int, b: int, table: Table, core: bool, work: Work
) -> None:
    """Compare a mark in characters with one in letters: as pinyin, and as a foreign sound."""
    out, facts = work.findings, latin.facts[b]
    m = take(han.codes, han.begins[a], han.facts[a, k.CHARACTERS], core, work.one)
    out[f.BASE_ACROSS] = 1.0
    out[f.ACROSS_SHORT] = max(0.0, 1.0 - (m - 1.0) / (SHORT - 1.0))
    begin = latin.begins[b] + facts[k.CHARACTERS] + facts[k.LETTERS_COUNT]
    count = facts[k.SYLLABLES]
    for i in range(m):
        for j in range(count):
            syllable = latin.codes[begin + j]
            work.sound[i, j] = syllable_sounds_like(table, syllable, work.one[i])
    is_pinyin = is_spelled(work.sound, m, count)  # then they sound the same, however they are read
    out[f.ACROSS_SPELLED] = aligned(work.sound, m, count, work.sums)
    heard = sounds_of_characters(table, work.one, m, work.sounds_one)
    heard_latin = _heard(latin, b, work.sounds_other)
    alike = sounds_alike(table, work.sounds_one, heard, work.sounds_other, heard_latin, work.sums)
    # A character is one syllable: a word of more than there are characters is heard in part only.
    syllables = syllables_heard(table, work.sounds_other, heard_latin)
    alike *= min(1.0, m / max(1, syllables))
    out[f.ACROSS_SOUND] = 1.0 if is_pinyin else alike


@compiled
def _fire_characters(m: int, n: int, table: Table, work: Work, limits: Strengths) -> None:
    """Ask the rules on characters of what distinguishes two marks."""
    out, holds = work.findings, work.rules
    differing = differing_characters(work.one, m, work.other, n)
    if differing <= 0:
        return
    if out[f.CHARACTERS_SOUND] >= limits[r.CLOSE_SOUND]:
        holds[r.SOUND_AND_SHAPE] = out[f.CHARACTERS_SHAPE] >= limits[r.CLOSE_SHAPE]
    most = 2 if m >= limits[r.TWO_MAY_DIFFER] else 1
    if m < limits[r.FEWEST_CHARACTERS] or differing > most or _only_figures(work.one, m, table):
        return
    if out[f.CHARACTERS_FIRST] < limits[r.FIRST_CHARACTER]:
        holds[r.FIRST_CHARACTER_DIFFERS] = 1
    elif out[f.CHARACTERS_APART] > limits[r.APART]:
        holds[r.CHARACTERS_MEANING_DIFFERS] = 1
    else:
        holds[r.FEW_CHARACTERS] = 1


@compiled
def _only_figures(row: Numbers, count: int, table: Table) -> bool:
    """Tell whether a row is letters and figures, of which each counts."""
    least = len(table.readings) - FIGURES
    figures = True
    for at in range(count):
        figures = figures and least <= row[at] < UNKNOWN
    return figures


@compiled
def _fire_letters(p: int, q: int, table: Table, work: Work, limits: Strengths) -> None:
    """Ask the rules on letters of what distinguishes two marks."""
    out, holds = work.findings, work.rules
    if p == q:
        look, differing = 1.0, 0
        for at in range(p):
            look = min(look, table.letters[work.one[at], work.other[at]])
            differing += work.one[at] != work.other[at]
        if look >= limits[r.LETTER_LOOK]:
            # Where none differs, the words as a whole are the same, or something is left aside.
            holds[r.SAME_LETTERS] = differing > 0
            return
    changed = letters_changed(work.one, p, work.other, q, work.sums)
    most = 2 if min(p, q) >= limits[r.TWO_LETTERS_MAY_DIFFER] else 1
    if min(p, q) < limits[r.FEWEST_LETTERS] or changed > most:
        return
    if work.one[0] != work.other[0] and out[f.LETTERS_FIRST] < limits[r.FIRST_LETTER]:
        holds[r.FIRST_LETTER_DIFFERS] = 1
    elif out[f.LETTERS_APART] > limits[r.APART]:
        holds[r.LETTERS_MEANING_DIFFERS] = 1
    else:
        holds[r.FEW_LETTERS] = 1


@compiled
def _fire_whole(
    one: Numbers,
    other: Numbers,
    facts_a: npt.NDArray[np.int16],
    facts_b: npt.NDArray[np.int16],
    found: Strengths,
    holds: npt.NDArray[np.uint8],
) -> None:
    """Ask the rules that are about marks as a whole, by their digests."""
    bag, letters, characters = k.CHARACTER_BAG, k.LETTERS_DIGEST, k.CHARACTERS_DIGEST
    same = one[bag] != 0 and one[bag] == other[bag]
    holds[r.SAME_CHARACTERS] = same
    if one[letters] != 0 and one[letters] == other[letters]:
        beside = facts_a[k.CHARACTERS] > 0 and facts_b[k.CHARACTERS] > 0
        few = facts_a[k.LETTERS_COUNT] < FEWEST_BESIDE or one[k.CORE] == 0
        holds[r.SAME_LETTERS] = not (beside and few)
    elif one[letters] != 0 and other[letters] != 0:
        holds[r.WORDS_SWAPPED] = one[k.WORD_BAG] != 0 and one[k.WORD_BAG] == other[k.WORD_BAG]
        holds[r.INFLECTION] = one[k.STEM] != 0 and one[k.STEM] == other[k.STEM]
    holds[r.DOUBLING] = _doubles(one, other, characters, letters) or _doubles(
        other, one, characters, letters
    )
    whole = one[characters] == other[characters] and one[letters] == other[letters]
    holds[r.WITH_GENERIC] = one[k.CORE] != 0 and one[k.CORE] == other[k.CORE] and not whole
    meaning = max(found[f.CHARACTERS_MEANING], found[f.LETTERS_MEANING], found[f.ACROSS_MEANING])
    holds[r.SAME_MEANING] = meaning == 1.0 and not same and holds[r.SAME_LETTERS] == 0
    mixed = facts_a[k.CHARACTERS] * facts_a[k.LETTERS_COUNT] + (
        facts_b[k.CHARACTERS] * facts_b[k.LETTERS_COUNT]
    )
    holds[r.COMBINATION] = mixed > 0 and not whole and (same or holds[r.SAME_LETTERS] > 0)


@compiled
def _doubles(one: Numbers, other: Numbers, characters: int, letters: int) -> bool:
    """Tell whether the one mark is the other, which is nothing else, doubled."""
    if one[k.HALF] == 0:
        return False
    if one[characters] != 0:
        return one[k.HALF] == other[characters] and other[letters] == 0
    return one[k.HALF] == other[letters] and other[characters] == 0
