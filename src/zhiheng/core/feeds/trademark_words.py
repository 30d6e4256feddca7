"""What the words of a source say of a mark: its status, its kind and its category."""

from __future__ import annotations

from zhiheng.core.declarations.catalogue import Catalogue

STATUS = "trademark-status."
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


def status_of(text: str, catalogue: Catalogue, *, code: str = "", office: str = "") -> str | None:
    """Return the state that a status means by the parameters `trademark-status.*`, or None.

    A code of the USPTO decides before the words, of those the longest that the status contains.
    """
    states = [name for name in catalogue.parameters if name.startswith(STATUS)]
    lower = text.lower()
    if office == "US" and code.isdecimal():
        for name in states:
            if any(_in_range(item, int(code)) for item in _items(name, catalogue)):
                return name.removeprefix(STATUS)
    fitting = [
        (len(word), -place, name)
        for place, name in enumerate(states)
        for word in _items(name, catalogue)
        if not word.startswith("US:") and word.lower() in lower
    ]
    return max(fitting)[2].removeprefix(STATUS) if fitting else None


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


def _in_range(item: str, code: int) -> bool:
    low, _, high = item.removeprefix("US:").partition("-")
    return item.startswith("US:") and int(low) <= code <= int(high or low)
