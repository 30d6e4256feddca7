"""Questions about notices."""

from __future__ import annotations

from django.db.models import QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.notices.models import BegunDay, MailAddress, Notice


def notices_of(user: User, *, unread: bool = False) -> QuerySet[Notice]:
    """Return a person's notices, newest first."""
    found = Notice.objects.filter(person=user)
    return found.filter(read_at__isnull=True) if unread else found


def notice(pk: int, user: User) -> Notice:
    """Return one of the person's own notices."""
    found = Notice.objects.filter(pk=pk, person=user).first()
    if found is None:
        raise NotFoundError.of("notice.not_found", received=pk)
    return found


def unread_notices(user: User) -> int:
    """Return how many notices a person has not read."""
    return notices_of(user, unread=True).count()


def mail_address(user: User) -> str:
    """Return where the person wants notices to be sent; empty where nowhere."""
    found = MailAddress.objects.filter(person=user).first()
    return found.address if found else ""


def begun_days() -> QuerySet[BegunDay]:
    """Return the days the apps were told of, latest first."""
    return BegunDay.objects.all()
