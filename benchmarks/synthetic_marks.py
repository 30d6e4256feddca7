"""Made-up marks with the characters and lengths of real names, and planted conflicts among them.

Names come from a list of short company names (one a line). A mark is a beginning of one name and an
end of another, or a walk from character to character as often as names have them side by side;
15 in 100 have Latin letters: walks over letters, pinyin, or both scripts. No mark occurs twice.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from random import Random

import opencc

from zhiheng.core.characters import fold, is_han
from zhiheng.core.matching.marks.characters import (
    character_table,
    confusable_syllables,
    look_alikes,
)
from zhiheng.core.matching.marks.generic import generic_terms
from zhiheng.core.matching.marks.meaning import lexicon
from zhiheng.core.matching.spelling import pinyin

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LEAST_LIKENESS = 0.8  # of look-alikes and confusable sounds that are planted


@dataclass(frozen=True)
class Planted:
    """A mark to ask for, the conflict that was planted, in which way they are alike, its row."""

    asked: str
    conflict: str
    kind: str
    row: int


class Names:
    """Real names to make marks from."""

    def __init__(self, path: Path, random: Random) -> None:
        """Read names, one a line; lines that are no name are left out."""
        with gzip.open(path, "rt", encoding="utf-8-sig") as handle:
            lines = [line.strip() for line in handle]
        self.random = random
        self.han = [each for each in lines if 2 <= len(each) <= 8 and all(map(is_han, each))]
        self.following = defaultdict(list)
        for name in self.han:
            for first, second in pairwise(name):
                self.following[first].append(second)
        self.letters = defaultdict(list)
        for word in self._words():
            padded = f"^^{word}$"
            for at in range(len(padded) - 2):
                self.letters[padded[at : at + 2]].append(padded[at + 2])

    def han_mark(self) -> str:
        """Return a mark in Chinese characters, most of 2 to 6."""
        random = self.random
        if random.random() < 0.65:
            one, other = random.choice(self.han), random.choice(self.han)
            left = random.randint(1, max(1, len(one) - 1))
            right = random.randint(1, max(1, len(other) - 1))
            return (one[:left] + other[-right:])[:6]
        mark = random.choice(self.han)[0]
        length = random.choices((2, 3, 4, 5, 6), (28, 34, 27, 6, 5))[0]
        while len(mark) < length and self.following[mark[-1]]:
            mark += random.choice(self.following[mark[-1]])
        return mark

    def word(self) -> str:
        """Return a word in Latin letters, made by a walk over letters or pinyin."""
        if self.random.random() < 0.3:
            return pinyin(self.random.choice(self.han)[:3])
        word = "^^"
        while len(word) < 14:
            letter = self.random.choice(self.letters[word[-2:]])
            if letter == "$":
                break
            word += letter
        return word[2:]

    def mark(self) -> str:
        """Return any mark."""
        chance = self.random.random()
        if chance < 0.10:
            words = [self.word() for _ in range(self.random.choice((1, 1, 1, 2)))]
            return " ".join(words).upper()
        if chance < 0.15:
            return self.han_mark() + self.word().capitalize()
        if chance < 0.153:
            return "".join(self.han_mark() for _ in range(self.random.randint(3, 12)))
        return self.han_mark()

    def _words(self) -> Iterator[str]:
        for words in lexicon().words_of:
            yield from (word for word in words if word.isascii() and word.isalpha())
        for name in self.random.sample(self.han, 5_000):
            yield pinyin(name[:2])


class Planting:
    """Makes conflicts: another mark that the guide calls near."""

    def __init__(self, names: Names) -> None:
        """Take characters from the names."""
        self.names, self.random = names, names.random
        self.traditional = opencc.OpenCC("s2t")
        self.generic = sorted(each for each in generic_terms() if all(map(is_han, each)))
        self.kinds: dict[str, Callable[[str], str]] = {
            "other order": self.order,
            "same sound": self.homophone,
            "close sound": self.confusable,
            "look-alike": self.look,
            "character added": self.added,
            "character left out": self.removed,
            "character replaced": self.replaced,
            "traditional": self.traditional.convert,
            "with a generic word": self.generic_word,
            "pinyin": self.spelled,
            "translation": self.translation,
            "letter changed": self.letter,
        }

    def conflict(self, kind: str, mark: str) -> tuple[str, str] | None:
        """Return what to ask for and its conflict; None where a mark has none of the kind."""
        if kind == "translation":
            mark = self.compound()
        han = bool(mark) and all(map(is_han, mark))
        if han != (kind != "letter changed") or not 2 <= len(mark) <= 12:
            return None
        made = self.kinds[kind](mark)
        return (mark, made) if made and made != mark else None

    def order(self, mark: str) -> str:
        return "".join(self.random.sample(mark, len(mark)))

    def homophone(self, mark: str) -> str:
        at = self.random.randrange(len(mark))
        return _with(mark, at, self._one_of(self._by_sound.get(_sound(mark[at]), ()), mark[at]))

    def confusable(self, mark: str) -> str:
        at = self.random.randrange(len(mark))
        syllable = _sound(mark[at])[:-1]
        close = [each for each, alike in confusable_syllables(syllable) if alike >= LEAST_LIKENESS]
        characters = [
            character
            for each in close
            for tone in "1234"
            for character in self._by_sound.get(each + tone, ())
        ]
        return _with(mark, at, self._one_of(characters, mark[at]))

    def look(self, mark: str) -> str:
        at = self.random.randrange(len(mark))
        alike = [each for each, how in look_alikes(mark[at]) if how >= LEAST_LIKENESS]
        return _with(mark, at, self._one_of(alike, mark[at]))

    def added(self, mark: str) -> str:
        if len(mark) < 3:
            return ""
        at = self.random.randint(1, len(mark))
        return mark[:at] + self._any() + mark[at:]

    def removed(self, mark: str) -> str:
        at = self.random.randrange(1, len(mark))
        return mark[:at] + mark[at + 1 :] if len(mark) >= 4 else ""

    def replaced(self, mark: str) -> str:
        return (
            _with(mark, self.random.randrange(1, len(mark)), self._any()) if len(mark) > 2 else ""
        )

    def generic_word(self, mark: str) -> str:
        return mark + self.random.choice(self.generic)

    def spelled(self, mark: str) -> str:
        return pinyin(mark).upper()

    def letter(self, mark: str) -> str:
        word = mark.lower()
        if len(word) < 5 or not word.isascii() or not word.isalpha():
            return ""
        at = self.random.randrange(1, len(word))
        other = self.random.choice(LETTERS)
        changed = (
            word[:at] + word[at + 1 :],
            word[:at] + other + word[at:],
            _with(word, at, other),
        )
        return self.random.choice(changed).upper()

    def compound(self) -> str:
        """Return a mark of two known words."""
        self._concepts = self.random.sample(lexicon().words_of, 2)
        return "".join(self._word(words, ascii_=False) for words in self._concepts)

    def translation(self, mark: str) -> str:
        words = [self._word(each, ascii_=True) for each in self._concepts]
        return " ".join(words).upper() if all(words) else ""

    def _word(self, words: Sequence[str], *, ascii_: bool) -> str:
        return next((each for each in words if each.isascii() == ascii_), "")

    def _any(self) -> str:
        return self.random.choice(self.random.choice(self.names.han))

    def _one_of(self, characters: Sequence[str], own: str) -> str:
        others = [each for each in characters if each != own]
        return self.random.choice(others) if others else ""

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        used = set("".join(self.names.han))
        found: dict[str, list[str]] = defaultdict(list)
        for character in character_table():
            if character in used and fold(character) == character:
                found[_sound(character)].append(character)
        return found


def with_conflicts(
    path: Path, count: int, each: int, planted: list[Planted], seed: int = 1
) -> Iterator[str]:
    """Yield `count` different marks; append to `planted` so many conflicts of each kind."""
    names = Names(path, Random(seed))
    planting = Planting(names)
    wanted = [kind for kind in planting.kinds for _ in range(each)]
    names.random.shuffle(wanted)
    every = max(1, count // (len(wanted) + 1))
    seen: set[str] = set()
    while len(seen) < count:
        mark = names.mark()
        if mark and mark not in seen:
            seen.add(mark)
            yield mark
        if wanted and len(seen) >= (len(planted) + 1) * every:
            found = planting.conflict(wanted[-1], mark)
            if found and found[1] not in seen:
                for text in found:
                    if text not in seen:
                        seen.add(text)
                        yield text
                planted.append(Planted(*found, wanted.pop(), len(seen) - 1))


def _with(mark: str, at: int, character: str) -> str:
    return mark[:at] + character + mark[at + 1 :] if character else ""


def _sound(character: str) -> str:
    sounds = character_table()[character].sounds
    return f"{sounds[0].syllable}{sounds[0].tone}" if sounds else "0"
