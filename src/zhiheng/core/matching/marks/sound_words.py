"""Why two marks sound alike, in words: which characters, which parts of syllables, which merger."""

from __future__ import annotations

from collections.abc import Sequence

from pypinyin.contrib.tone_convert import tone3_to_tone

from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.marks.lookup import lookup_table, place_of, readings_of
from zhiheng.core.matching.marks.pairing import paired
from zhiheng.core.matching.marks.plain import sound_likeness
from zhiheng.core.matching.marks.reading import MarkText
from zhiheng.core.matching.marks.syllables import (
    Sound,
    confusions,
    confusions_between,
    syllable_likeness,
)
from zhiheng.core.matching.marks.telling import joined, sentence, together

TOLD = 0.55  # from here on a pair of characters is told as close
SAME = 0.999
CLOSE = 0.75


def character_likeness(x: str, y: str) -> float:
    """Return how far two characters sound alike, as the kernel has it."""
    return float(sound_likeness(lookup_table(), place_of(x), place_of(y)))


def sound_of_characters(one: str, other: str, score: float) -> Wording | None:
    """Return the sentence on the sound of two rows of characters; None where nothing is close."""
    pairs = paired(one, other, character_likeness)
    told = [(x, y) for x, y, likeness in pairs if x != y and likeness >= TOLD]
    if not told:
        return None
    differ = [(x, y) for x, y, likeness in pairs if x != y and likeness < TOLD]
    rest = None
    if len(one) == len(other) and not differ and len(told) < len(pairs) == len(one):
        rest = sentence("sound.rest_same")
    elif differ and len(told) + len(differ) <= 4:
        rest = sentence("sound.rest_differs", x=differ[0][0], y=differ[0][1])
    whole = len(one) == len(other) and score >= SAME - confusions().tone
    code = "sound.same" if whole else "sound.close" if score >= CLOSE else "sound.partly"
    words = joined((_pair(x, y) for x, y in told), zh="；", en="; ")
    return together(sentence(code, pairs=words), rest)


def _pair(x: str, y: str) -> Wording:
    """Return the words on two different characters that sound close."""
    one, other = _nearest(x, y)
    known = confusions().spoken
    if x in known or y in known:
        if y in known:
            x, y, one, other = y, x, other, one
        code = "sound.pair_digit" if x.isdigit() else "sound.pair_letter"
        return sentence(code, x=x.upper(), y=y.upper(), sound_y=spoken(other))
    values = {"x": x, "y": y, "sound_x": spoken(one), "sound_y": spoken(other)}
    if one.syllable != other.syllable:
        names = joined(each.words for each in confusions_between(one.syllable, other.syllable))
        return sentence("sound.pair_confused", **values, confusions=names)
    if one.tone != other.tone:
        return sentence("sound.pair_tone", **values)
    for a, b, heard in ((x, y, one), (y, x, other)):
        if heard != readings_of(a)[0] and len(readings_of(a)) > 1:
            return sentence("sound.pair_reading", x=a, y=b, sound_x=spoken(heard))
    return sentence("sound.pair_same", **values)


def _nearest(x: str, y: str) -> tuple[Sound, Sound]:
    """Return the readings by which two characters are heard as one."""
    return max(
        ((one, other) for one in readings_of(x) for other in readings_of(y)),
        key=lambda pair: (
            syllable_likeness(pair[0].syllable, pair[1].syllable),
            pair[0].tone == pair[1].tone,
            -readings_of(x).index(pair[0]) - readings_of(y).index(pair[1]),
        ),
    )


def spoken(sound_: Sound) -> str:
    """Return a reading as it is printed: láng; without a tone as it is."""
    syllable = sound_.syllable
    if not 1 <= sound_.tone <= 4:
        return syllable.replace("v", "ü")
    return tone3_to_tone(f"{syllable}{sound_.tone}")


def sound_of_words(a: str, b: str, score: float) -> Wording:
    """Return the sentence on two foreign words."""
    degree = Wording(zh="相同", en="the same") if score >= SAME else Wording(zh="相近", en="close")
    return sentence("sound.letters", a=a, b=b, degree=degree)


def sound_across(han: MarkText, latin: MarkText, spelled: float, heard: float) -> Wording:
    """Return the sentence on a mark in characters and one in letters."""
    code = "sound.spelled"
    read = _as_spelled(han.core, latin.syllables) or _as_spelled(han.characters, latin.syllables)
    if not read:
        code = "sound.spelled_close" if spelled >= max(heard, CLOSE) else "sound.across"
        read = [found[0] for each in han.core if (found := readings_of(each))]
    pinyin = " ".join(map(spoken, read))
    return sentence(code, a=han.text.strip(), b=latin.text.strip(), spelled=pinyin)


def _as_spelled(characters: str, syllables: Sequence[str]) -> list[Sound]:
    """Return the readings of characters that syllables are the pinyin of; none if they are not."""
    if len(characters) != len(syllables):
        return []
    found = [
        next((each for each in readings_of(character) if each.syllable == syllable), None)
        for character, syllable in zip(characters, syllables, strict=True)
    ]
    read = [each for each in found if each is not None]
    return read if len(read) == len(found) else []
