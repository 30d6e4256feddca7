"""The channels of a comparison in words: what was found, told of the words of the marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from zhiheng.core.characters import fold_each
from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.marks import findings as f
from zhiheng.core.matching.marks import rules as r
from zhiheng.core.matching.marks.comparison import Channel, ChannelName
from zhiheng.core.matching.marks.meaning import meaning_words
from zhiheng.core.matching.marks.numerals import in_digits
from zhiheng.core.matching.marks.reading import MarkText
from zhiheng.core.matching.marks.shape_words import shape_of_characters
from zhiheng.core.matching.marks.sound_words import (
    sound_across,
    sound_of_characters,
    sound_of_words,
)
from zhiheng.core.matching.marks.telling import joined, sentence, together

LEAST = 0.35  # a channel that says less is not told
CLOSE_WORDS = 0.7
CLOSE_ACROSS = 0.6

Found = npt.NDArray[np.float64]
Holds = npt.NDArray[np.uint8]
Said = tuple[float, Wording | None]


def channels_for(one: MarkText, other: MarkText, found: Found, holds: Holds) -> tuple[Channel, ...]:
    """Return the channels that have something to say, the strongest first; one at least."""
    for mark in (one, other):
        if mark.empty:
            return (Channel("order", 0.0, sentence("no_words", a=mark.text.strip())),)
    if one.written == other.written:
        return (Channel("order", 1.0, sentence("same_text")),)
    told = [
        Channel(name, min(1.0, float(score)), words)
        for name, say in _CHANNELS
        for score, words in [say(one, other, found, holds)]
        if words is not None and score >= LEAST
    ]
    told.sort(key=lambda channel: -channel.score)
    if told:
        return tuple(told)
    best = float(max(found[f.CHARACTERS_SOUND], found[f.LETTERS_EDITS], found[f.ACROSS_SOUND]))
    return (Channel("order", min(best, LEAST), sentence("none")),)


def _order(one: MarkText, other: MarkText, found: Found, holds: Holds) -> Said:
    a, b = one.characters, other.characters
    if holds[r.WORDS_SWAPPED]:
        return 1.0, sentence("order.words", a=one.text.strip(), b=other.text.strip())
    if not a or not b:
        return 0.0, None
    if a == b:
        pairs = _other_script(one.written, other.written)
        if pairs:
            return 1.0, sentence("order.script", pairs=joined(pairs))
        return 1.0, sentence("order.same", a=a)
    if in_digits(a) == in_digits(b):
        return 1.0, sentence("order.numerals", a=a, b=b)
    if sorted(a) == sorted(b):
        return 1.0, sentence("order.swapped", a=a, b=b)
    counted = Counter(a) & Counter(b)
    shared = "".join(each for each in dict.fromkeys(a) for _ in range(counted[each]))
    first = sentence("order.first") if a[0] == b[0] else None
    words = sentence("order.shared", count=len(shared), shared=shared)
    return len(shared) / max(len(a), len(b)), together(words, first) if shared else None


def _other_script(a: str, b: str) -> list[Wording]:
    if len(a) != len(b):
        return []
    pairs = dict.fromkeys((x, y) for x, y in zip(a, b, strict=True) if x != y)
    return [
        sentence("order.script_pair", x=x, y=y) for x, y in pairs if fold_each(x) == fold_each(y)
    ]


def _sound(one: MarkText, other: MarkText, found: Found, holds: Holds) -> Said:
    if one.characters and other.characters and one.characters != other.characters:
        score = found[f.CHARACTERS_SOUND]
        core = found[f.CHARACTERS_ASIDE] > 0
        texts = (one.core, other.core) if core else (one.characters, other.characters)
        return score, sound_of_characters(*texts, score)
    if one.words and other.words and one.letters != other.letters:
        score = found[f.LETTERS_SOUND]
        if score < CLOSE_WORDS:
            return score, None
        return score, sound_of_words(one.text.strip(), other.text.strip(), score)
    if not found[f.BASE_ACROSS]:
        return 0.0, None
    spelled, heard = found[f.ACROSS_SPELLED], found[f.ACROSS_SOUND]
    score = max(spelled, heard)
    if score < CLOSE_ACROSS:
        return score, None
    han, latin = (one, other) if one.characters else (other, one)
    return score, sound_across(han, latin, spelled, heard)


def _shape(one: MarkText, other: MarkText, found: Found, holds: Holds) -> Said:
    if not one.characters or not other.characters or one.characters == other.characters:
        return 0.0, None
    score = found[f.CHARACTERS_SHAPE]
    core = found[f.CHARACTERS_ASIDE] > 0
    texts = (one.core, other.core) if core else (one.characters, other.characters)
    return score, shape_of_characters(*texts, score)


def _meaning(one: MarkText, other: MarkText, found: Found, holds: Holds) -> Said:
    score = max(found[f.CHARACTERS_MEANING], found[f.LETTERS_MEANING], found[f.ACROSS_MEANING])
    if one.characters == other.characters and one.letters == other.letters:
        return 0.0, None
    return score, meaning_words(one.text.strip(), other.text.strip()) if score else None


def _letters(one: MarkText, other: MarkText, found: Found, holds: Holds) -> Said:
    a, b = one.letters, other.letters
    if not a or not b:
        return 0.0, None
    if a == b:
        return 1.0, sentence("letters.same", a=_capitals(one))
    score = found[f.LETTERS_EDITS]
    if holds[r.SAME_LETTERS] and len(a) == len(b):
        return score, sentence("letters.look", pairs=joined(_looks(a, b)))
    if holds[r.INFLECTION]:
        words = sentence("letters.ending", a=_capitals(one), b=_capitals(other))
        return max(score, 0.9), words
    if holds[r.DOUBLING]:
        short, long = sorted((_capitals(one), _capitals(other)), key=len)
        return max(score, 0.9), sentence("letters.doubled", long=long, short=short)
    return score, _changes(a, b, score)


def _changes(a: str, b: str, score: float) -> Wording:
    """Return the words on what was changed in a word."""
    changes, count = [], 0
    for kind, i, i_end, j, j_end in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        count += max(i_end - i, j_end - j)
        x, y = a[i:i_end].upper(), b[j:j_end].upper()
        if x and y:
            changes.append(sentence("letters.replaced", place=i + 1, x=x, y=y))
        else:
            changes.append(sentence("letters.added", x=x or y))
    first = sentence("letters.first_same" if a[0] == b[0] else "letters.first_differs")
    code = "letters.changed" if count <= 2 else "letters.partly"
    return together(sentence(code, count=count, changes=joined(changes[:4])), first)


def _looks(a: str, b: str) -> Iterator[Wording]:
    for x, y in dict.fromkeys(zip(a, b, strict=True)):
        if x != y:
            yield sentence("letters.look_pair", x=x.upper(), y=y.upper())


def _capitals(mark: MarkText) -> str:
    return " ".join(word.text for word in mark.words).upper()


def _containment(one: MarkText, other: MarkText, found: Found, holds: Holds) -> Said:
    aside = tuple(dict.fromkeys((*one.set_aside, *other.set_aside)))
    if holds[r.WITH_GENERIC]:
        words = sentence("containment.aside", words="、".join(aside))
        core = one.core + one.core_letters.upper()
        return 1.0, together(words, sentence("containment.core_same", core=core))
    for a, b in ((one.characters, other.characters), (one.letters, other.letters)):
        short, long = sorted((a, b), key=len)
        if not short or short == long or short not in long:
            continue
        score = 0.5 + 0.5 * len(short) / len(long)
        begins = sentence("containment.begins") if long.startswith(short) else None
        words = sentence("containment.whole", long=long.upper(), short=short.upper())
        return score, together(words, begins)
    if aside:
        return LEAST, sentence("containment.aside", words="、".join(aside))
    return 0.0, None


_CHANNELS: tuple[tuple[ChannelName, Callable[[MarkText, MarkText, Found, Holds], Said]], ...] = (
    ("order", _order),
    ("sound", _sound),
    ("shape", _shape),
    ("meaning", _meaning),
    ("letters", _letters),
    ("containment", _containment),
)
