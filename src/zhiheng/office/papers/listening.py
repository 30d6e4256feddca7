"""Drafting the papers that an act calls for, in the transaction of that act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhiheng.office.accounts.models import User
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.signals import papers_wanted


def listen() -> None:
    """Draft papers from now on when an act calls for them."""
    papers_wanted.connect(_draft, dispatch_uid="papers.draft")


def _draft(
    sender: object,
    *,
    case: Case,
    papers: Sequence[str],
    entry: Entry,
    by: User,
    on: datetime,
    **_more: Any,
) -> None:
    # Loaded here: nobody should wait for it at the start of every command.
    from zhiheng.office.papers.drafting import draft_for

    for kind in papers:
        draft_for(case=case, kind=kind, entry=entry, by=by, on=on)
