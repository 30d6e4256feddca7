"""A year and a half of cases, made by the demo accounts through the same commands as real ones.

    python -m sample.cases            up to today
    python -m sample.cases 2026-06-30 up to a day

What was done is done in the order of its days. An office that has cases is left alone.
"""

from __future__ import annotations

import datetime as dt
import heapq
import os
import sys
from collections.abc import Iterator

from sample.case_stories import STORIES
from sample.case_walk import ZONE, Story, Walk


def main(until: dt.datetime) -> int:
    """Live through the stories up to a moment; return how many cases there are then."""
    from zhiheng.office.accounts.demo import ensure_demo_accounts
    from zhiheng.office.cases.models import Case

    if Case.objects.exists():
        return 0
    ensure_demo_accounts(on=until - dt.timedelta(days=600))
    live(STORIES, until)
    return Case.objects.count()


def live(stories: list[Story], until: dt.datetime) -> None:
    """Do what the stories say, the earliest first, and stop at the moment."""
    waiting: list[tuple[dt.datetime, int, Iterator[dt.datetime]]] = []
    for number, story in enumerate(stories):
        day = (until - dt.timedelta(days=story.ago)).astimezone(ZONE).date()
        begins = dt.datetime(
            day.year, day.month, day.day, 9 + number % 8, 7 * number % 60, tzinfo=ZONE
        )
        moments = Walk(story, begins, number).moments()
        heapq.heappush(waiting, (next(moments), number, moments))
    while waiting:
        moment, number, moments = heapq.heappop(waiting)
        if moment > until:
            continue
        following = next(moments, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, moments))


def _main(arguments: list[str]) -> int:
    """Make the cases; an error is told as the command line tells it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    from zhiheng.core.errors import PersonError
    from zhiheng.office.cli.errors import tell

    until = dt.datetime.now(ZONE)
    if arguments:
        until = dt.datetime.fromisoformat(f"{arguments[0]}T18:00:00").replace(tzinfo=ZONE)
    try:
        import django

        django.setup()
        from django.db import transaction

        from zhiheng.office.cli.home import prepare_home

        prepare_home()
        with transaction.atomic():  # broken off, all of it is done anew the next time
            main(until)
    except PersonError as error:
        return tell(error)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
