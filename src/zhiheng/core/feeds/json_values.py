"""Values of JSON that others wrote: read by name without failing where something is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

AMERICAN_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
NOTHING = ("null", "None", "N/A", "--")


def text_of(item: Any, *names: str) -> str:
    """Return the first of the named values that says something, as one line of text."""
    for name in names:
        value = item.get(name) if isinstance(item, dict) else None
        if isinstance(value, list):
            value = next((one for one in value if one), None)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = " ".join(str(value).split())
            if text and text not in NOTHING:
                return text
    return ""


def list_of(item: Any, name: str) -> list[Any]:
    """Return a named list, empty where there is none."""
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, list) else []


def texts_of(item: Any, name: str) -> list[str]:
    """Return the texts of a named list, and of a text a list of itself."""
    value = item.get(name) if isinstance(item, dict) else None
    many = value if isinstance(value, list) else [value]
    return [" ".join(str(one).split()) for one in many if isinstance(one, str) and one.strip()]


def dict_of(item: Any, *path: str) -> dict[str, Any]:
    """Return the object at a path of names, empty where there is none."""
    for name in path:
        item = item.get(name) if isinstance(item, dict) else None
    return item if isinstance(item, dict) else {}


def day_of(item: Any, *names: str) -> str:
    """Return a day as `2019-06-26`, whether written so, with a time, or as 06/26/2019."""
    text = text_of(item, *names)
    if found := AMERICAN_DAY.match(text):
        return f"{found[3]}-{found[1]:0>2}-{found[2]:0>2}"
    return text[:10]


def with_text(items: list[Any], *names: str) -> Iterator[str]:
    """Yield of each item the first named text, leaving out items that have none."""
    return (text for item in items if (text := text_of(item, *names)))
