"""What an import brought to the searches that people watch.

One watch after the other, each in a transaction of its own: a query that no longer works is noted
on its search and does not keep the others from being run.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.core.search.results import Hit
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import notify
from zhiheng.office.notices.mailing import next_morning
from zhiheng.office.registers.permissions import VIEW
from zhiheng.office.search import answering, queries
from zhiheng.office.search.asking import Asked, read_narrowed
from zhiheng.office.search.commands import notice_key
from zhiheng.office.search.enums import MailRhythm
from zhiheng.office.search.models import Alert, AlertedRecord, Watch
from zhiheng.office.search.permissions import can_open

logger = logging.getLogger(__name__)
MOST_NAMED = 100  # records one alert names; it tells how many there are in all


def alert_watchers(*, import_id: str, by: User, on: dt.datetime) -> list[Alert]:
    """Run every watched search on what an import brought; return the alerts that came of it.

    A search and person already alerted of this import are left out, so running it again does no
    harm; and of each record a person is told once a search. StorageError where the index cannot
    answer: what was found before stays, the rest waits for the next run.
    """
    made: list[Alert] = []
    try:
        for watch in queries.watches():
            if not _may_see(watch, timezone.localtime(on).date()):
                continue
            try:
                alert = _alert(watch, import_id, on)
            except InputError as error:
                _note_failure(watch, error)
                continue
            if alert:
                made.append(alert)
    finally:
        _note_alerts(made, import_id, by, on)
    return made


@transaction.atomic
def _alert(watch: Watch, import_id: str, on: dt.datetime) -> Alert | None:
    search = watch.search
    known = {"search": search, "person": watch.person, "import_id": import_id}
    if Alert.objects.filter(**known).exists():
        return None
    asked = Asked(text=search.query, narrowed=read_narrowed(search.narrowed))
    hits, total = answering.brought_by(asked, watch.person, import_id, most=MOST_NAMED)
    new = _not_told_before(hits, watch)
    if search.failure:
        search.failure = []
        search.save(update_fields=["failure"])
    if not new:
        return None
    due = {MailRhythm.AT_ONCE: on, MailRhythm.DAILY: next_morning(on)}.get(MailRhythm(watch.rhythm))
    total -= len(hits) - len(new)
    alert = Alert.objects.create(**known, found_at=on, total=total, mail_due_at=due)
    AlertedRecord.objects.bulk_create(
        AlertedRecord(alert=alert, register=hit.register, key=hit.key, title=hit.title)
        for hit in new
    )
    _give_notice(alert)
    return alert


def _give_notice(alert: Alert) -> None:
    """Show the alert among the person's notices; its mail, with the records, is sent from here."""
    notify(
        people=[alert.person],
        code="search.alert",
        given={"name": alert.search.name, "total": str(alert.total)},
        href=reverse("search:alerts") + f"#alert-{alert.pk}",
        key=notice_key(alert),
        on=alert.found_at,
        mail=False,
    )


def _note_alerts(made: Sequence[Alert], import_id: str, by: User, on: dt.datetime) -> None:
    if made:
        with transaction.atomic():
            details = {"import_id": import_id, "alerts": len(made)}
            record(act="search.alerted", subject="search:watched", details=details, by=by, on=on)


def _may_see(watch: Watch, day: dt.date) -> bool:
    return user_can(watch.person, VIEW, on=day) and can_open(watch.person, watch.search, on=day)


def _not_told_before(hits: Sequence[Hit], watch: Watch) -> list[Hit]:
    told = AlertedRecord.objects.filter(
        alert__search=watch.search,
        alert__person=watch.person,
        key__in=[hit.key for hit in hits],
    ).values_list("register", "key")
    known = set(told)
    return [hit for hit in hits if (hit.register, hit.key) not in known]


def _note_failure(watch: Watch, error: InputError) -> None:
    logger.warning("watched search %s was not run: %s", watch.search_id, error)
    watch.search.failure = [
        {"code": problem.code, "values": dict(problem.values)} for problem in error.problems
    ]
    watch.search.save(update_fields=["failure"])
