"""The sentence of an alert in the reader's language, names of private persons masked."""

from __future__ import annotations

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.protection.findings import OWNERS
from zhiheng.office.protection.models import Alert, Entry
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
    return [shown_name(name, unmasked=unmasked) for name in alert.details.get("owners", ())]


def owner_of(entry: Entry, *, unmasked: bool) -> str:
    """Return who owns what an entry protects."""
    names = filter(None, entry.owner.split("、"))
    return "、".join(shown_name(name, unmasked=unmasked) for name in names)


def shown_name(name: str, *, unmasked: bool) -> str:
    """Return a name; that of a private person is masked for who may not see it."""
    return name if unmasked or is_organisation(name) else mask_name(name)


def _lead(names: list[str]) -> str:
    """Return the names as a sentence begins with them."""
    shown = "、".join(names[:MOST_NAMED])
    more = len(names) > MOST_NAMED
    if language().startswith("zh"):
        return f"{shown}{'等' if more else ''} " if shown else ""
    return f"{shown}{' and others' if more else ''}" if shown else "Somebody"
