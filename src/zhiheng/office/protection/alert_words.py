"""Alerts and entries in the reader's words: sentences, classes, owners as the reader sees them."""

from __future__ import annotations

from collections.abc import Iterable

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.identifiers.trademark_classes import NO_CLASS
from zhiheng.core.protection.findings import OWNERS
from zhiheng.office.protection.models import OWNERS_PARTED, Alert, Entry
from zhiheng.office.registers.presenters import language

MOST_NAMED = 3


def sentence(alert: Alert, *, unmasked: bool) -> str:
    """Return what an alert says."""
    words: str = in_language(alert.words)
    return words.replace(OWNERS, _lead(owners(alert, unmasked=unmasked)), 1)


def in_language(words: dict[str, str]) -> str:
    """Return the text in the reader's language."""
    return words["zh"] if language().startswith("zh") else words["en"]


def owners(alert: Alert, *, unmasked: bool) -> list[str]:
    """Return who owns what an alert is about."""
    return [name if unmasked else mask_name(name) for name in alert.details.get("owners", ())]


def owner_of(entry: Entry, *, unmasked: bool) -> str:
    """Return who owns what an entry protects."""
    names = filter(None, entry.owner.split(OWNERS_PARTED))
    return OWNERS_PARTED.join(name if unmasked else mask_name(name) for name in names)


def plain_classes(classes: Iterable[str]) -> str:
    """Return Nice classes as people write them: 9、42."""
    return "、".join(each.lstrip("0") for each in classes if each != NO_CLASS)


def _lead(names: list[str]) -> str:
    """Return the names as a sentence begins with them."""
    shown = "、".join(names[:MOST_NAMED])
    more = len(names) > MOST_NAMED
    if language().startswith("zh"):
        return f"{shown}{'等' if more else ''} " if shown else ""
    return f"{shown}{' and others' if more else ''}" if shown else "Somebody"
