"""Telling people something, and what they do about it.

Notices follow from acts that are on the ledger themselves; what is recorded here is that somebody
read theirs, and that an address changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.mailing import next_morning
from zhiheng.office.notices.models import MailAddress, Notice
from zhiheng.office.notices.signals import address_removed
from zhiheng.office.notices.tasks import ask_for_mail
from zhiheng.office.notices.wordings import WORDINGS, in_words


@transaction.atomic
def notify(
    *,
    people: Iterable[User],
    code: str,
    given: Mapping[str, str],
    href: str,
    key: str,
    on: datetime,
    mail: bool = True,
) -> int:
    """Tell people something once; return how many were not told before.

    `code` has its words in `wordings` and `given` fills them. Who has been told under the same
    `key` is left out, whatever was said then. Where a person has a mail address, an urgent notice
    is mailed at once and another one with the next daily mail; not at all with `mail=False`.
    """
    assert code in WORDINGS, f"no notice is called {code}"
    assert href.startswith("/"), f"a notice leads to a page of this office, not to {href}"
    assert not href.startswith("//"), f"a notice leads to a page of this office, not to {href}"
    in_words(code, given)  # a value that is missing shows here, not when somebody reads it
    told = {person.pk: person for person in people if person.is_active}
    known = Notice.objects.filter(person__in=told, key=key).values_list("person", flat=True)
    for pk in set(known):
        del told[pk]
    if not told:
        return 0
    due = (on if WORDINGS[code].urgent else next_morning(on)) if mail else None
    reached = set(_with_address(told)) if due else set()
    common = {"code": code, "given": dict(given), "href": href, "key": key, "made_at": on}
    Notice.objects.bulk_create(
        (
            Notice(person=person, mail_due_at=due if pk in reached else None, **common)
            for pk, person in told.items()
        ),
        ignore_conflicts=True,  # another worker may be telling the same
    )
    if due and reached:
        ask_for_mail(due=due)
    return len(told)


@transaction.atomic
def change_values(*, href: str, values: Mapping[str, str]) -> None:
    """Put other values into what people were told about a page, where the old ones may not stay.

    The act by which they may not is on the ledger already.
    """
    for notice in Notice.objects.filter(href=href):
        known = {name: value for name, value in values.items() if name in notice.given}
        notice.given = {**notice.given, **known}
        notice.save(update_fields=("given",))


@transaction.atomic
def read_notices(*, notices: Sequence[Notice], by: User, on: datetime) -> int:
    """Mark the person's own notices as read; return how many were not before."""
    if any(notice.person_id != by.pk for notice in notices):
        raise ForbiddenError.of("notice.not_yours")
    unread = Notice.objects.filter(person=by, read_at__isnull=True)
    return _read(unread.filter(pk__in=[notice.pk for notice in notices]), by, on)


@transaction.atomic
def read_all_notices(*, by: User, on: datetime) -> int:
    """Mark all the person's notices as read; return how many were not before."""
    return _read(Notice.objects.filter(person=by, read_at__isnull=True), by, on)


@transaction.atomic
def read_by_keys(*, keys: Sequence[str], by: User, on: datetime) -> int:
    """Mark what the person was told under some keys as read, where they saw it on another page.

    The act by which they saw it is on the ledger already.
    """
    unread = Notice.objects.filter(person=by, read_at__isnull=True, key__in=keys)
    return unread.update(read_at=on)


@transaction.atomic
def change_address(*, address: str, by: User, on: datetime) -> None:
    """Note where the person wants notices to be sent; an empty address ends all mail.

    The ledger notes that it changed, not the address.
    """
    wanted = address.strip()
    if wanted:
        _check_address(wanted)
        MailAddress.objects.update_or_create(
            person=by, defaults={"address": wanted, "changed_at": on}
        )
    else:
        MailAddress.objects.filter(person=by).delete()
        Notice.objects.filter(person=by, mailed_at__isnull=True).update(mail_due_at=None)
        address_removed.send(sender=None, person=by)
    record(act="notices.address_changed", subject=f"user:{by.pk}", details={}, by=by, on=on)


def _read(unread: QuerySet[Notice], by: User, on: datetime) -> int:
    marked = unread.update(read_at=on)
    if marked:
        details = {"notices": marked}
        record(act="notices.read", subject=f"user:{by.pk}", details=details, by=by, on=on)
    return marked


def _with_address(people: Iterable[int]) -> list[int]:
    found = MailAddress.objects.filter(person__in=list(people))
    return list(found.values_list("person", flat=True))


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise InputError.of("search.address_unfit", received=address[:80]) from None
