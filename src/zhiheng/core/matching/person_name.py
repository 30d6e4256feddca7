"""Names of persons in Chinese characters: surname, given name, and how they are spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from zhiheng.core.characters import fold, is_han
from zhiheng.core.matching.spelling import pinyin
from zhiheng.core.matching.vocabulary import load_vocabulary

_NOTHING = re.compile(r"[\s　·・•.．,，、]+")
_DOT = re.compile(r"[·・•．.]")
LONGEST = 4


@dataclass(frozen=True, slots=True)
class PersonName:
    """A Chinese name; `surname` is empty where none is known, as in names of other peoples."""

    surname: str
    given: str

    @property
    def written(self) -> str:
        """Return the whole name in folded characters, without spaces and dots."""
        return self.surname + self.given

    @property
    def spellings(self) -> tuple[str, str]:
        """Return the pinyin in one word, surname first and surname last."""
        surname, given = spell_surname(self.surname), pinyin(self.given)
        return surname + given, given + surname

    @property
    def initials(self) -> tuple[str, ...]:
        """Return the ways to write surname and initials, words in alphabetical order: `w zhang`."""
        if not self.surname:
            return ()
        surname, first = spell_surname(self.surname), [pinyin(each)[0] for each in self.given]
        ways = ([first[0]], ["".join(first)], first)
        return tuple(" ".join(sorted([surname, *way])) for way in ways)


def parse_person_name(text: str) -> PersonName | None:
    """Read a name of a person in Chinese characters; None for what does not look like one.

    Two to four characters that begin with a surname, or words joined by a middle dot. Short names
    of companies can look the same (华为): the caller compares those as both.
    """
    folded = _without_title(fold(text).strip())
    written = _NOTHING.sub("", folded)
    if not written or not all(map(is_han, written)):
        return None
    if _DOT.search(folded):
        return PersonName("", written)
    if not 2 <= len(written) <= LONGEST:
        return None
    surnames = load_vocabulary().surnames
    for length in (2, 1):
        if written[:length] in surnames and len(written) > length:
            return PersonName(written[:length], written[length:])
    return None


@cache
def spell_surname(surname: str) -> str:
    """Return the pinyin of a surname, which may differ from the character's usual one (单 Shan)."""
    return load_vocabulary().surname_spellings.get(surname) or pinyin(surname)


def _without_title(text: str) -> str:
    for title in load_vocabulary().titles:
        if is_han(title[0]) and text.endswith(title) and len(text) > len(title) + 1:
            return text[: -len(title)].strip()
    return text
