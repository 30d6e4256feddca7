"""Questions about saved searches and alerts."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.search.models import (
    KEPT_AFTER_DELETION,
    Alert,
    SavedSearch,
    Watch,
)
from zhiheng.office.search.permissions import check_can_open, organisations_of


def saved_searches(user: User, *, on: dt.date) -> QuerySet[SavedSearch]:
    """Return the searches the person owns or shares, with `watched` and `unread` of the person."""
    shared = Q(organisation__in=organisations_of(user, on=on))
    watching = Watch.objects.filter(search=OuterRef("pk"), person=user)
    unread = Count("alerts", filter=Q(alerts__person=user, alerts__read_at__isnull=True))
    kept = SavedSearch.objects.filter(Q(owner=user) | shared, deleted_at__isnull=True)
    return kept.select_related("owner", "organisation").annotate(
        watched=Exists(watching), unread=unread
    )


def deleted_searches(user: User, *, now: dt.datetime) -> QuerySet[SavedSearch]:
    """Return the person's own searches that were deleted lately and can be taken back."""
    since = now - KEPT_AFTER_DELETION
    return SavedSearch.objects.filter(owner=user, deleted_at__gte=since).order_by("-deleted_at")


def saved_search(pk: int, user: User, *, on: dt.date) -> SavedSearch:
    """Return a saved search the person may open, deleted ones only to their owner."""
    found = SavedSearch.objects.select_related("owner", "organisation").filter(pk=pk).first()
    if found is None or (found.deleted_at and found.owner_id != user.pk):
        raise NotFoundError.of("search.saved_not_found", received=pk)
    check_can_open(user, found, on=on)
    return found


def watch_of(search: SavedSearch, user: User) -> Watch | None:
    """Return how the person watches the search; None where not."""
    return Watch.objects.filter(search=search, person=user).first()


def watches() -> QuerySet[Watch]:
    """Return every watch on a search that was not deleted."""
    return (
        Watch.objects.filter(search__deleted_at__isnull=True, person__is_active=True)
        .select_related("search", "person")
        .order_by("pk")
    )


def alerts_of(user: User, *, unread: bool = False) -> QuerySet[Alert]:
    """Return the person's alerts, newest first, with the records they name."""
    alerts = Alert.objects.filter(person=user).select_related("search")
    if unread:
        alerts = alerts.filter(read_at__isnull=True)
    return alerts.prefetch_related("records")


def alert_of(pk: int, user: User) -> Alert:
    """Return one of the person's own alerts."""
    found = Alert.objects.select_related("search").filter(pk=pk, person=user).first()
    if found is None:
        raise NotFoundError.of("search.alert_not_found", received=pk)
    return found


def unread_alerts(user: User) -> int:
    """Return how many alerts the person has not read."""
    return Alert.objects.filter(person=user, read_at__isnull=True).count()
