"""Saved searches and alerts as plain data for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhiheng.office.accounts.models import User
from zhiheng.office.search.asking import SORTS, Asked, read_narrowed
from zhiheng.office.search.models import Alert, SavedSearch
from zhiheng.office.search.presenters import address, narrowed_words, value_words
from zhiheng.office.web.failures import problem_texts

LONGEST_SUGGESTION = 40


@dataclass(frozen=True)
class SavedLine:
    """One saved search; `unread` counts the viewer's alerts of it."""

    pk: int
    name: str
    query: str
    narrowed: Sequence[str]
    href: str
    owner: str
    organisation: str
    is_own: bool
    watched: bool
    unread: int
    created_at: dt.datetime
    problems: Sequence[str]


@dataclass(frozen=True)
class NamedRecord:
    """One record that an alert names."""

    register: str
    title: str
    key: str
    href: str


@dataclass(frozen=True)
class AlertLine:
    """One alert with the records it names; `more` counts those it does not."""

    pk: int
    search: str
    href: str
    found_at: dt.datetime
    total: int
    is_read: bool
    records: Sequence[NamedRecord]
    more: int


def saved_lines(searches: Iterable[SavedSearch], *, user: User | None = None) -> list[SavedLine]:
    """Return saved searches as `queries.saved_searches` annotated them."""
    return [_saved_line(each, user) for each in searches]


def alert_lines(alerts: Iterable[Alert]) -> list[AlertLine]:
    """Return alerts with the records they name."""
    return [_alert_line(each) for each in alerts]


def asked_of(search: SavedSearch) -> Asked:
    """Return what a saved search asks."""
    sort = next((each for each in SORTS if each == search.sort), SORTS[0])
    return Asked(text=search.query, narrowed=read_narrowed(search.narrowed), sort=sort)


def suggested_name(asked: Asked) -> str:
    """Return a name for a search that was not given one yet."""
    words = [asked.text] if asked.text else _narrowed_words(asked)
    return "，".join(words)[:LONGEST_SUGGESTION]


def _saved_line(search: SavedSearch, user: User | None) -> SavedLine:
    asked = asked_of(search)
    return SavedLine(
        pk=search.pk,
        name=search.name,
        query=search.query,
        narrowed=_narrowed_words(asked),
        href=address(asked),
        owner=search.owner.display_name,
        organisation=search.organisation.name if search.organisation else "",
        is_own=user is not None and search.owner_id == user.pk,
        watched=bool(getattr(search, "watched", False)),
        unread=int(getattr(search, "unread", 0)),
        created_at=search.created_at,
        problems=problem_texts(search.problems),
    )


def _narrowed_words(asked: Asked) -> list[str]:
    among = asked.narrowed.get("register", ())
    return [narrowed_words(name, values, among) for name, values in asked.narrowed.items()]


def _alert_line(alert: Alert) -> AlertLine:
    records = [
        NamedRecord(
            register=value_words("register", each.register),
            title=each.title or each.key,
            key=each.key,
            href=reverse("registers:record", args=(each.register, each.key)),
        )
        for each in alert.records.all()
    ]
    return AlertLine(
        pk=alert.pk,
        search=alert.search.name,
        href=address(asked_of(alert.search)),
        found_at=alert.found_at,
        total=alert.total,
        is_read=alert.read_at is not None,
        records=records,
        more=max(0, alert.total - len(records)),
    )
