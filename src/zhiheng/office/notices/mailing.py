"""Mail through the server that the settings name, and the mail of notices.

A notice is claimed before it is sent and given back when sending fails, so two workers do not send
it twice and none is lost: what was given back goes with the next mail.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from zhiheng.office.accounts.models import User
from zhiheng.office.notices import queries
from zhiheng.office.notices.models import Notice
from zhiheng.office.notices.wordings import in_words

logger = logging.getLogger(__name__)
MAIL_HOUR = 8  # of the day on which a daily mail is sent
MOST_IN_A_MAIL = 50  # notices listed; the mail tells how many there are in all


def next_morning(on: dt.datetime) -> dt.datetime:
    """Return when the next daily mail is sent."""
    local = timezone.localtime(on)
    morning = local.replace(hour=MAIL_HOUR, minute=0, second=0, microsecond=0)
    return morning if local < morning else morning + dt.timedelta(days=1)


def send_mail(*, subject: str, body: str, address: str) -> bool:
    """Send one mail; False, with the reason in the log, where the server did not take it."""
    message = EmailMessage(subject, body, from_email=_sender(), to=[address])
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        logger.exception("a mail could not be sent")
        return False
    return True


def send_due_notices(*, on: dt.datetime) -> int:
    """Send everybody the notices that are due, one mail a person; return how many were sent."""
    if settings.ZHIHENG.mail is None:
        return 0
    people = User.objects.filter(pk__in=_due(on).values("person"), is_active=True).order_by("pk")
    return sum(_send(person, on) for person in people)


def _due(on: dt.datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(mail_due_at__lte=on, mailed_at__isnull=True)


def _send(person: User, on: dt.datetime) -> bool:
    address = queries.mail_address(person)
    claimed = _claimed(person, on) if address else []
    # What was read on the pages meanwhile is no news.
    news = [notice for notice in claimed if notice.read_at is None]
    if not news:
        return False
    sent = send_mail(subject=_subject(len(news)), body=_body(news), address=address)
    if not sent:
        Notice.objects.filter(pk__in=[each.pk for each in news]).update(mailed_at=None)
    return sent


def _claimed(person: User, on: dt.datetime) -> list[Notice]:
    mine = [
        pk
        for pk in _due(on).filter(person=person).values_list("pk", flat=True)
        if Notice.objects.filter(pk=pk, mailed_at__isnull=True).update(mailed_at=on)
    ]
    return list(Notice.objects.filter(pk__in=mine))


def _subject(number: int) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        text = ngettext("Zhiheng: %(number)d notice", "Zhiheng: %(number)d notices", number)
        return text % {"number": number}


def _body(notices: Sequence[Notice]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        texts = [in_words(each.code, each.given) for each in notices[:MOST_IN_A_MAIL]]
        context = {"texts": texts, "more": len(notices) - len(texts)}
        return render_to_string("notices/mail.txt", context)


def _sender() -> str:
    """Return who the mail is from: the account at the mail server, where that is an address."""
    server = settings.ZHIHENG.mail
    assert server is not None  # nothing is sent without one
    return server.user if "@" in server.user else f"zhiheng@{server.host}"
