"""The way through the platform: what is offered, to whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `path` is where it leads and what lies below it."""

    label: StrPromise
    path: str
    icon: str
    permission: str


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    label: StrPromise
    entries: tuple[Entry, ...]


NAVIGATION: tuple[Group, ...] = (
    Group(
        _("Overview"),
        (
            Entry(_("Cockpit"), "/", "layout-dashboard", "indicators.view"),
            Entry(_("Indicators"), "/indicators/", "chart-line", "indicators.view"),
        ),
    ),
    Group(
        _("Casework"),
        (
            Entry(_("Service hall"), "/hall/", "file-text", "registers.view"),
            Entry(_("My matters"), "/hall/matters/", "bookmark", "cases.apply"),
            Entry(_("Check drafts"), "/screening/drafts/", "check", "screening.check_drafts"),
            Entry(_("My protection"), "/protection/", "bookmark", "protection.request"),
            Entry(_("Ratings"), "/hall/ratings/", "check", "cases.load"),
            Entry(_("My cases"), "/cases/", "bookmark", "cases.work"),
            Entry(_("Case load"), "/caseload/", "chart-line", "cases.load"),
        ),
    ),
    Group(
        _("Screening"),
        (
            Entry(_("Findings"), "/screening/", "alert-triangle", "screening.view"),
            Entry(_("Quality of filings"), "/screening/quality/", "chart-line", "screening.view"),
            Entry(_("Barred?"), "/screening/veto/", "lock", "screening.ask_veto"),
            Entry(_("Protection list"), "/protection/", "bookmark", "protection.view"),
            Entry(
                _("Alerts of the list"), "/protection/alerts/", "alert-triangle", "protection.view"
            ),
            Entry(_("Limits of screening"), "/screening/limits/", "adjustments", "screening.set"),
        ),
    ),
    Group(
        _("Data"),
        (
            Entry(pgettext_lazy("page", "Search"), "/search/", "search", "registers.view"),
            Entry(_("Registers"), "/registers/", "database", "registers.view"),
            Entry(_("Themes"), "/themes/", "tags", "themes.view"),
            Entry(_("Parties"), "/parties/", "building", "registers.view"),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Marks"),
        (
            Entry(_("Near marks"), "/marks/", "search", "marks.compare"),
            Entry(_("Compare two marks"), "/marks/compare/", "eye", "marks.compare"),
            Entry(_("Owners of marks"), "/marks/owners/", "building", "registers.view"),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Plans"),
        (
            Entry(_("Plans"), "/plans/", "file-text", "plans.view"),
            Entry(pgettext_lazy("reported values", "Reports"), "/reports/", "edit", "plans.report"),
            Entry(_("My tasks"), "/supervision/", "check", "plans.view"),
            Entry(_("Joint conference"), "/conference/", "users", "plans.view"),
        ),
    ),
    Group(
        _("Administration"),
        (
            Entry(_("People"), "/people/", "users", "accounts.manage"),
            Entry(_("Organisations"), "/organisations/", "building", "accounts.manage"),
            Entry(_("Act log"), "/ledger/", "history", "ledger.view"),
            Entry(_("Erase by law"), "/cases/erase/", "trash", "accounts.manage"),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    """An entry as this page shows it; `current` when the page lies below it."""

    label: StrPromise
    path: str
    icon: str
    current: bool


def links_for(user: User | AnonymousUser, path: str) -> list[tuple[StrPromise, list[Link]]]:
    """Return the groups with the entries `user` may open, on the page at `path`."""
    offered = [
        (group.label, [entry for entry in group.entries if user_can(user, entry.permission)])
        for group in NAVIGATION
    ]
    paths = [entry.path for _label, entries in offered for entry in entries]
    # Of entries of which one lies below the other, the page belongs to the lower.
    here = max((each for each in paths if _covers(each, path)), key=len, default="")
    return [
        (label, [Link(each.label, each.path, each.icon, each.path == here) for each in entries])
        for label, entries in offered
        if entries
    ]


def _covers(entry: str, path: str) -> bool:
    return path == entry if entry == "/" else path.startswith(entry)
