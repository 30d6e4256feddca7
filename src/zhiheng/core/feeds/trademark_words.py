"""What the words of a source say of a mark: its status, its kind and its category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.core.declarations.catalogue import Catalogue

STATUS = "trademark-status."
STATUSES_KEPT = 10_000
CATALOGUES_KEPT = 4
# Words that a type contains, the more special before what they contain.
KINDS = (
    ("combined", ("组合商标", "文字图形", "图文", "文字及图形", "combined", "word and device")),
    ("three_dimensional", ("三维", "立体", "three-dimensional", "3-d", "3d")),
    ("motion", ("动态", "motion")),
    ("sound", ("声音", "sound")),
    ("colour", ("颜色", "colour", "color")),
    ("figurative", ("图形", "图象", "图像", "figurative", "device", "design only")),
    ("word", ("文字", "word", "typeset", "standard character", "verbal")),
)
CATEGORIES = (
    ("collective", ("集体", "collective")),
    ("certification", ("证明", "certification", "guarantee")),
    ("special", ("特殊",)),
    ("ordinary", ("普通", "一般", "trademark", "service mark", "individual")),
)


@dataclass(frozen=True)
class StatusWords:
    """The parameters `trademark-status.*` of a catalogue, made ready for asking.

    `words` are in small letters with their state, the longest first and of equally long ones in
    the order of the parameters; `codes` are the USPTO's.
    """

    words: tuple[tuple[str, str], ...]
    codes: Mapping[int, str]
    answers: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def state(self, text: str, code: str) -> str | None:
        """Return the state that a code means, or else the longest word that the text contains."""
        asked = (text, code)
        if asked not in self.answers:
            if len(self.answers) > STATUSES_KEPT:
                self.answers.clear()
            self.answers[asked] = self._state(text.lower(), code)
        return self.answers[asked]

    def _state(self, lower: str, code: str) -> str | None:
        if code.isdecimal() and (state := self.codes.get(int(code))):
            return state
        return next((state for word, state in self.words if word in lower), None)


# The catalogues asked last, by identity; their declarations do not change.
_known: list[tuple[Catalogue, StatusWords]] = []


def status_of(text: str, catalogue: Catalogue, *, code: str = "", office: str = "") -> str | None:
    """Return the state that a status means by the parameters `trademark-status.*`, or None.

    A code of the USPTO decides before the words, of those the longest that the status contains.
    """
    return status_words(catalogue).state(text, code if office == "US" else "")


def status_words(catalogue: Catalogue) -> StatusWords:
    """Return the status words of a catalogue, put together once."""
    for known, words in _known:
        if known is catalogue:
            return words
    found: list[tuple[str, str]] = []
    codes: dict[int, str] = {}
    for name in catalogue.parameters:
        if name.startswith(STATUS):
            state = name.removeprefix(STATUS)
            for item in _items(name, catalogue):
                if item.startswith("US:"):
                    low, _, high = item.removeprefix("US:").partition("-")
                    for code in range(int(low), int(high or low) + 1):
                        codes.setdefault(code, state)
                else:
                    found.append((item.lower(), state))
    made = StatusWords(tuple(sorted(found, key=lambda word: -len(word[0]))), codes)
    _known[CATALOGUES_KEPT - 1 :] = []
    _known.insert(0, (catalogue, made))
    return made


def kind_of(text: str) -> str | None:
    """Return what a mark is made of, as a choice of `mark_kind`; None where nothing says it."""
    return _first(text, KINDS)


def category_of(text: str) -> str | None:
    """Return the category of a mark, as a choice of `category`, None where nothing says it."""
    return _first(text, CATEGORIES)


def _first(text: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    lower = text.lower()
    return next((name for name, words in table if any(word in lower for word in words)), None)


def _items(name: str, catalogue: Catalogue) -> list[str]:
    return [
        item
        for dated in catalogue.parameters[name].values
        for item in (dated.value if isinstance(dated.value, list) else [str(dated.value)])
    ]
