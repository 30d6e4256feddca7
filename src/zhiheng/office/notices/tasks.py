"""The mail of notices, sent outside a request."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from zhiheng.office.notices import mailing
from zhiheng.office.web.queue import waiting


@task()
def mail_in_background() -> None:
    """Send the mails that are due; sending what was sent already is not possible."""
    mailing.send_due_notices(on=timezone.now())


def ask_for_mail(*, due: dt.datetime) -> None:
    """Have the mails sent at a moment, once however many notices are due then."""
    moment = due + dt.timedelta(seconds=1)
    if not waiting(mail_in_background, run_after=moment):
        mail_in_background.using(run_after=moment).enqueue()
