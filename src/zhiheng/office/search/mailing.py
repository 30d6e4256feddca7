"""Alerts by mail, through the server that the settings name.

An alert is claimed before it is sent and given back when sending fails, so two workers do not send
it twice and none is lost: what was given back goes with the next mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.notices.mailing import send_mail
from zhiheng.office.notices.queries import mail_address
from zhiheng.office.registers.permissions import VIEW
from zhiheng.office.search import queries
from zhiheng.office.search.models import Alert

MOST_IN_A_MAIL = 10  # records listed under one alert


def send_due_mails(*, on: dt.datetime) -> int:
    """Send everybody the alerts that are due, one mail a person; return how many were sent."""
    if settings.ZHIHENG.mail is None:
        return 0
    due = Alert.objects.filter(mail_due_at__lte=on, mailed_at__isnull=True)
    people = User.objects.filter(pk__in=due.values("person"), is_active=True).order_by("pk")
    return sum(_send(person, on) for person in people)


def _send(person: User, on: dt.datetime) -> bool:
    address, day = mail_address(person), timezone.localtime(on).date()
    alerts = _claimed(person, on) if address and user_can(person, VIEW, on=day) else []
    if not alerts:
        return False
    subject, body = _said(alerts)
    sent = send_mail(subject=subject, body=body, address=address)
    if not sent:
        Alert.objects.filter(pk__in=[each.pk for each in alerts]).update(mailed_at=None)
    return sent


def _claimed(person: User, on: dt.datetime) -> list[Alert]:
    due = Alert.objects.filter(person=person, mail_due_at__lte=on, mailed_at__isnull=True)
    mine = [
        pk
        for pk in due.values_list("pk", flat=True)
        if Alert.objects.filter(pk=pk, mailed_at__isnull=True).update(mailed_at=on)
    ]
    return list(queries.alerts_of(person).filter(pk__in=mine))


def _said(alerts: Sequence[Alert]) -> tuple[str, str]:
    """Return subject and text of the mail that tells of alerts."""
    with translation.override(settings.LANGUAGE_CODE):
        total = sum(alert.total for alert in alerts)
        subject = _("Zhiheng: %(number)d new matches of your saved searches") % {"number": total}
        listed = [(alert, list(alert.records.all())[:MOST_IN_A_MAIL]) for alert in alerts]
        return subject, render_to_string("search/mail.txt", {"alerts": listed, "total": total})
