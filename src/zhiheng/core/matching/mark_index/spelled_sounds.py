"""Reading letters as pinyin: xingyao is xing yao; a foreign word as it would be said in Chinese.

A word that is no pinyin is read with a vowel put after each consonant that has none, as Chinese
transliterations do (Lux: lu ke si); where that is needed for more than half of the syllables the
word has no reading.
"""

from __future__ import annotations

from zhiheng.core.matching.marks.reading import pinyin_syllables

LONGEST_RUN = 30
_LONGEST_SYLLABLE = 6
_ALONE = {
    "b": "bu", "c": "ke", "d": "de", "f": "fu", "g": "ge", "h": "he", "j": "ji", "k": "ke",
    "l": "er", "m": "mu", "n": "en", "p": "pu", "q": "ke", "r": "er", "s": "si", "t": "te",
    "v": "wei", "w": "wu", "x": "si", "y": "yi", "z": "zi",
}  # fmt: skip
_COST_ALONE = 3  # a whole syllable costs 1


def syllables_of(run: str) -> tuple[str, ...]:
    """Return the syllables of plain small letters, the fewest that make them up; or none."""
    if not 2 <= len(run) <= LONGEST_RUN:
        return ()
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())]
    for end in range(1, len(run) + 1):
        best.append(_cheapest(run, end, best))
    found = best[-1]
    if found is None:
        return ()
    cost, syllables = found
    alone = (cost - len(syllables)) // (_COST_ALONE - 1)
    return syllables if alone * 2 <= len(syllables) else ()


def _cheapest(
    run: str, end: int, best: list[tuple[int, tuple[str, ...]] | None]
) -> tuple[int, tuple[str, ...]] | None:
    """Return the cheapest reading of the letters before `end`."""
    cheapest = None
    for begin in range(max(0, end - _LONGEST_SYLLABLE), end):
        before = best[begin]
        if before is None:
            continue
        part = run[begin:end]
        if part in pinyin_syllables():
            cost, syllable = before[0] + 1, part
        elif part in _ALONE:
            cost, syllable = before[0] + _COST_ALONE, _ALONE[part]
        else:
            continue
        if cheapest is None or cost < cheapest[0]:
            cheapest = (cost, (*before[1], syllable))
    return cheapest
