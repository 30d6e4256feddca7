"""The digest of new alerts by mail, once a day or once a week.

What is told is bounded by two moments that are claimed before the mail is sent and given back
where the server does not take it: two workers do not send it twice, and none is lost.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhiheng.office.notices.mailing import send_mail
from zhiheng.office.notices.queries import mail_address
from zhiheng.office.protection import queries
from zhiheng.office.protection.alert_words import sentence
from zhiheng.office.protection.enums import OPEN, Rhythm
from zhiheng.office.protection.models import Alert, Subscription
from zhiheng.office.registers.permissions import sees_persons

MOST_IN_A_MAIL = 30  # alerts listed; the mail tells how many there are in all
EVERY = {Rhythm.DAILY: dt.timedelta(days=1), Rhythm.WEEKLY: dt.timedelta(days=7)}
# The task of a day may begin some minutes earlier than that of the day before.
EARLY = dt.timedelta(hours=1)


def send_digests(*, on: dt.datetime) -> int:
    """Send everybody whose digest is due what is new; return how many mails were sent."""
    if settings.ZHIHENG.mail is None:
        return 0
    wanted = Subscription.objects.select_related("person").exclude(rhythm=Rhythm.NEVER)
    people = wanted.filter(person__is_active=True).order_by("pk")
    return sum(_send(each, on) for each in people if _is_due(each, on))


def _is_due(subscription: Subscription, on: dt.datetime) -> bool:
    return on - subscription.told_until >= EVERY[Rhythm(subscription.rhythm)] - EARLY


def _send(subscription: Subscription, on: dt.datetime) -> bool:
    address = mail_address(subscription.person)
    since = subscription.told_until
    news = _news(subscription, since, on) if address else []
    # The digest of a day without news is none, and the week goes on.
    if not news:
        return False
    mine = Subscription.objects.filter(pk=subscription.pk, told_until=since)
    if not mine.update(told_until=on):
        return False
    subject, body = _said(subscription, news)
    sent = send_mail(subject=subject, body=body, address=address)
    if not sent:
        Subscription.objects.filter(pk=subscription.pk, told_until=on).update(told_until=since)
    return sent


def _news(subscription: Subscription, since: dt.datetime, on: dt.datetime) -> list[Alert]:
    day = timezone.localdate(on)
    visible = queries.visible_alerts(subscription.person, on=day)
    return list(visible.filter(made_at__gt=since, made_at__lte=on, state__in=OPEN))


def _said(subscription: Subscription, news: list[Alert]) -> tuple[str, str]:
    """Return subject and text of a digest, the most pressing alerts first."""
    unmasked = sees_persons(subscription.person)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Zhiheng: %(number)d new alerts of the protection list") % {"number": len(news)}
        listed = [
            {
                "entry": each.entry.text,
                "severity": each.get_severity_display(),
                "sentence": sentence(each, unmasked=unmasked),
                "deadline": each.deadline,
            }
            for each in news[:MOST_IN_A_MAIL]
        ]
        context = {"lines": listed, "more": len(news) - len(listed)}
        return subject, render_to_string("protection/mail.txt", context)
