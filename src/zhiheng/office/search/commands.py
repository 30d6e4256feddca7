"""What people do with searches: save, share, watch, read alerts, take results away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import read_by_keys
from zhiheng.office.notices.queries import mail_address
from zhiheng.office.registers.permissions import EXPORT, VIEW
from zhiheng.office.search.asking import Narrowed
from zhiheng.office.search.enums import MailRhythm
from zhiheng.office.search.models import (
    KEPT_AFTER_DELETION,
    Alert,
    SavedSearch,
    Watch,
)
from zhiheng.office.search.permissions import check_can_open, check_owns, organisations_of

LONGEST_NAME = 120
LONGEST_QUERY = 10_000


@transaction.atomic
def save_search(
    *,
    name: str,
    query: str,
    by: User,
    on: dt.datetime,
    narrowed: Narrowed | None = None,
    sort: str = "",
    organisation: Organisation | None = None,
    watch: bool = False,
) -> SavedSearch:
    """Keep a search under a name; with an organisation it is shared with its people.

    With `watch` the person is told from now on what imports bring to it. The ledger notes that it
    was saved, not what was asked: a query may be a person's name.
    """
    check_user_can(by, VIEW)
    if not query.strip() and not narrowed:
        raise InputError.of("search.nothing_to_save")
    if len(query) > LONGEST_QUERY:
        raise InputError.of("search.query_too_long", received=len(query), expected=LONGEST_QUERY)
    search = SavedSearch(
        owner=by,
        name=_checked_name(name),
        query=query.strip(),
        narrowed={facet: list(values) for facet, values in (narrowed or {}).items()},
        sort=sort,
        organisation=_checked_organisation(organisation, by, on),
        created_at=on,
    )
    _keep(search)
    _note("search.saved", search, by, on, organisation=search.organisation_id)
    if watch:
        watch_search(search=search, by=by, on=on)
    return search


@transaction.atomic
def change_search(
    *,
    search: SavedSearch,
    name: str,
    by: User,
    on: dt.datetime,
    organisation: Organisation | None = None,
) -> SavedSearch:
    """Give a search another name, or share it with others; only its owner may.

    People it is no longer shared with stop watching it.
    """
    _check_present(search, by, on)
    search.name = _checked_name(name)
    search.organisation = _checked_organisation(organisation, by, on)
    _keep(search)
    _end_watches_of_strangers(search, on)
    _note("search.changed", search, by, on, organisation=search.organisation_id)
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch, by: User, on: dt.datetime) -> None:
    """Delete a search; it can be taken back for a while, its alerts stay readable."""
    _check_present(search, by, on)
    present = SavedSearch.objects.filter(pk=search.pk, deleted_at__isnull=True)
    if not present.update(deleted_at=on):
        raise ConflictError.of("search.saved_deleted", received=search.name)
    _note("search.deleted", search, by, on)


@transaction.atomic
def restore_search(*, search: SavedSearch, by: User, on: dt.datetime) -> SavedSearch:
    """Take a deleted search back, with everybody who watched it."""
    check_user_can(by, VIEW)
    check_owns(by, search, on=_day(on))
    since = on - KEPT_AFTER_DELETION
    deleted = SavedSearch.objects.filter(pk=search.pk, deleted_at__gte=since)
    try:
        with transaction.atomic():
            restored = deleted.update(deleted_at=None)
    except IntegrityError:
        raise ConflictError.of("search.name_taken", received=search.name) from None
    if not restored:
        raise ConflictError.of("search.not_deleted", received=search.name)
    search.refresh_from_db()
    _note("search.restored", search, by, on)
    return search


@transaction.atomic
def watch_search(
    *, search: SavedSearch, by: User, on: dt.datetime, rhythm: str = MailRhythm.NEVER
) -> Watch:
    """Tell the person from now on what imports bring to a search, also by mail if wanted."""
    _check_can_watch(search, by, on)
    if rhythm not in MailRhythm.values:
        raise InputError.of("search.rhythm_unknown", received=rhythm)
    if rhythm != MailRhythm.NEVER and not mail_address(by):
        raise InputError.of("search.address_missing")
    watch, _created = Watch.objects.update_or_create(
        search=search,
        person=by,
        defaults={"rhythm": rhythm},
        create_defaults={"rhythm": rhythm, "since": on},
    )
    _note("search.watched", search, by, on, rhythm=rhythm)
    return watch


@transaction.atomic
def unwatch_search(*, search: SavedSearch, by: User, on: dt.datetime) -> None:
    """Stop telling the person what imports bring to a search."""
    check_user_can(by, VIEW)
    check_can_open(by, search, on=_day(on))
    ended, _which = Watch.objects.filter(search=search, person=by).delete()
    if not ended:
        raise ConflictError.of("search.not_watched", received=search.name)
    _note("search.unwatched", search, by, on)


@transaction.atomic
def read_alerts(*, alerts: Sequence[Alert], by: User, on: dt.datetime) -> int:
    """Mark the person's own alerts as read; return how many were not before."""
    check_user_can(by, VIEW)
    if any(alert.person_id != by.pk for alert in alerts):
        raise ForbiddenError.of("search.alert_not_yours")
    marked = Alert.objects.filter(
        pk__in=[alert.pk for alert in alerts], person=by, read_at__isnull=True
    ).update(read_at=on)
    if marked:
        read_by_keys(keys=[notice_key(alert) for alert in alerts], by=by, on=on)
        details = {"alerts": marked}
        record(act="search.alerts_read", subject=f"user:{by.pk}", details=details, by=by, on=on)
    return marked


@transaction.atomic
def note_export(*, rows: int, narrowed: Sequence[str], by: User, on: dt.datetime) -> None:
    """Put on record that somebody takes results away as a file; the query itself is not noted."""
    check_user_can(by, EXPORT)
    details = {"rows": rows, "filters": sorted(narrowed)}
    record(act="search.exported", subject="search:results", details=details, by=by, on=on)


def _check_present(search: SavedSearch, by: User, on: dt.datetime) -> None:
    check_user_can(by, VIEW)
    check_owns(by, search, on=_day(on))
    if search.deleted_at:
        raise ConflictError.of("search.saved_deleted", received=search.name)


def _check_can_watch(search: SavedSearch, by: User, on: dt.datetime) -> None:
    check_user_can(by, VIEW)
    check_can_open(by, search, on=_day(on))
    if search.deleted_at:
        raise ConflictError.of("search.saved_deleted", received=search.name)


def _checked_name(name: str) -> str:
    given = " ".join(name.split())
    if not 1 <= len(given) <= LONGEST_NAME:
        raise InputError.of("search.name_unfit", received=given[:40], expected=LONGEST_NAME)
    return given


def _checked_organisation(
    organisation: Organisation | None, by: User, on: dt.datetime
) -> Organisation | None:
    if organisation is not None and organisation not in organisations_of(by, on=_day(on)):
        raise ForbiddenError.of("search.organisation_not_yours", received=organisation.name)
    return organisation


def notice_key(alert: Alert) -> str:
    """Return the key under which a person is given notice of an alert."""
    return f"search.alert:{alert.pk}"


def _keep(search: SavedSearch) -> None:
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError:
        raise ConflictError.of("search.name_taken", received=search.name) from None


def _end_watches_of_strangers(search: SavedSearch, on: dt.datetime) -> None:
    for watch in search.watches.select_related("person").exclude(person=search.owner_id):
        if search.organisation not in organisations_of(watch.person, on=_day(on)):
            watch.delete()


def _note(act: str, search: SavedSearch, by: User, on: dt.datetime, **details: object) -> None:
    record(act=act, subject=f"saved-search:{search.pk}", details=details, by=by, on=on)


def _day(on: dt.datetime) -> dt.date:
    return timezone.localtime(on).date()
