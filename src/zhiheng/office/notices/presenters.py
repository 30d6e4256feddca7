"""Notices as plain data for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng.office.notices.models import Notice
from zhiheng.office.notices.wordings import WORDINGS, in_words


@dataclass(frozen=True)
class NoticeLine:
    """One notice in the reader's language."""

    pk: int
    text: str
    made_at: dt.datetime
    is_read: bool
    is_urgent: bool


def notice_lines(notices: Iterable[Notice]) -> list[NoticeLine]:
    """Return notices as lines of a list."""
    return [
        NoticeLine(
            pk=each.pk,
            text=in_words(each.code, each.given),
            made_at=each.made_at,
            is_read=each.read_at is not None,
            is_urgent=each.code in WORDINGS and WORDINGS[each.code].urgent,
        )
        for each in notices
    ]
