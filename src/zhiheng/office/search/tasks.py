"""Work after an import: alerts for those who watch a search, and their mails."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from zhiheng.core.errors import StorageError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.search import alerting, mailing
from zhiheng.office.search.rebuilding import ask_for_rebuilding

AGAIN_AFTER = dt.timedelta(minutes=5)  # where there was no index that could answer


@task()
def alert_in_background(import_id: str) -> None:
    """Alert those who watch a search of what an import brought, then see to the mails."""
    now = timezone.now()
    try:
        alerts = alerting.alert_watchers(import_id=import_id, by=system_operator(), on=now)
    except StorageError:
        # Whoever was told already is not told again.
        ask_for_rebuilding()
        mail_in_background.enqueue()
        alert_in_background.using(run_after=now + AGAIN_AFTER).enqueue(import_id)
        return
    due = {alert.mail_due_at for alert in alerts if alert.mail_due_at}
    for moment in sorted(due):
        if moment <= now:
            mail_in_background.enqueue()
        else:
            mail_in_background.using(run_after=moment + dt.timedelta(seconds=1)).enqueue()


@task()
def mail_in_background() -> None:
    """Send the mails that are due; sending what was sent already is not possible."""
    mailing.send_due_mails(on=timezone.now())
