"""Pages of the protection list: its entries, what is done with them, tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.protection import alert_presenters, commands, presenters, queries
from zhiheng.office.protection.enums import EntryState
from zhiheng.office.protection.forms import (
    ChangeForm,
    DecisionForm,
    EntryFilterForm,
    EntryForm,
    ReasonForm,
    RequestForm,
    TableForm,
)
from zhiheng.office.protection.importing import MOST_ROWS, import_table
from zhiheng.office.protection.models import Entry
from zhiheng.office.protection.permissions import (
    MANAGE,
    REQUEST,
    check_may_enter,
    may_judge,
    organisations_of,
)
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT, sees_persons
from zhiheng.office.web.forms import submit, submitted
from zhiheng.office.web.limits import takes_at_most
from zhiheng.office.web.pages import (
    AuthenticatedRequest,
    needs,
    ordering,
    paginate,
    revision_on,
)

_Made = TypeVar("_Made")
ALERTS_SHOWN = 10
LARGEST_REQUEST = 12 * 1024 * 1024


@require_safe
@needs()
def entry_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the entries that the person may see."""
    check_may_enter(request.user)
    day = timezone.localdate()
    form, found, sort = _asked(request)
    pager = paginate(request, found)
    context = {
        "form": form,
        "pager": pager,
        "lines": presenters.entry_lines(pager.items, unmasked=sees_persons(request.user), on=day),
        "sort": sort,
        "narrowed": any(form.cleaned_data.values()),
        "waiting": queries.requests_waiting(request.user, on=day),
        "new_alerts": queries.new_alerts(request.user, on=day),
        **_rights(request),
    }
    return render(request, "protection/list.html", context)


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the entries as a file, narrowed and ordered as the page is."""
    check_may_enter(request.user)
    _form, found, _sort = _asked(request)
    rows = found.count()
    check_format(ending, rows)
    commands.note_export(what="entries", rows=rows, by=request.user, on=timezone.now())
    table = presenters.entry_table(
        found.iterator(chunk_size=500), unmasked=sees_persons(request.user)
    )
    return send(table, _("Protection list"), ending)


@require_safe
@needs()
def entry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show an entry: what it protects and why, its history, its alerts."""
    day, unmasked = timezone.localdate(), sees_persons(request.user)
    found = queries.entry(pk, request.user, on=day)
    alerts = found.alerts.select_related("entry")
    rights = _rights(request)
    context = {
        "entry": found,
        "line": presenters.entry_line(found, unmasked=unmasked, on=day),
        "steps": presenters.step_lines(found.steps.select_related("by")),
        "ways": presenters.ways_on(found),
        "alerts": alert_presenters.alert_lines(alerts[:ALERTS_SHOWN], unmasked=unmasked, on=day),
        "number_of_alerts": alerts.count(),
        "may_judge": may_judge(request.user, found, on=day),
        "decision": DecisionForm(initial={"decision": "accept"}),
        "may_decide": rights["can_manage"] and found.state == EntryState.REQUESTED,
        "may_change": rights["can_manage"] and found.state == EntryState.LISTED,
        "may_withdraw": rights["can_request"] and found.state == EntryState.REQUESTED,
        **rights,
    }
    return render(request, "protection/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Put something on the list."""
    form = EntryForm(request.POST or None)
    made = _done(
        form,
        lambda: commands.list_entry(described=form.described(), by=request.user, on=timezone.now()),
    )
    if made is not None:
        messages.success(request, _("The entry is on the list. Imports are held against it."))
        return redirect("protection:entry", made.pk)
    context = {"form": form, "heading": _("New entry of the protection list")}
    return render(request, "protection/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(REQUEST)
def ask(request: AuthenticatedRequest) -> HttpResponse:
    """Ask that something be put on the list."""
    own = organisations_of(request.user, on=timezone.localdate())
    form = RequestForm(request.POST or None, organisations=own)
    made = _done(
        form,
        lambda: commands.request_entry(
            described=form.described(),
            organisation=form.cleaned_data["organisation"],
            by=request.user,
            on=timezone.now(),
        ),
    )
    if made is not None:
        messages.success(request, _("Asked for. You are told what the office decides."))
        return redirect("protection:entry", made.pk)
    button = pgettext("protection", "Send the request")
    context = {"form": form, "heading": _("Ask for protection"), "button": button}
    return render(request, "protection/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change reason, basis, days and classes of an entry."""
    found = queries.entry(pk, request.user, on=timezone.localdate())
    form = ChangeForm(request.POST or None, entry=found)
    if submitted(
        form,
        lambda: commands.change_entry(
            entry=found,
            revision=revision_on(request) or found.revision,
            described=form.described(),
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("Changed."))
        return redirect("protection:entry", pk)
    heading = _("Change “%(name)s”") % {"name": found.text}
    context = {"form": form, "entry": found, "heading": heading}
    return render(request, "protection/form.html", context)


@require_POST
@needs(MANAGE)
def decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Accept or refuse what an owner asked for."""
    found = queries.entry(pk, request.user, on=timezone.localdate())
    form = DecisionForm(request.POST)
    acts = {"accept": commands.accept_entry, "refuse": commands.refuse_entry}
    if submitted(
        form,
        lambda: acts[form.cleaned_data["decision"]](
            entry=found,
            revision=revision_on(request) or found.revision,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("Decided. Who asked is told."))
        return redirect("protection:entry", pk)
    context = {
        "form": form,
        "entry": found,
        "heading": _("Decide on “%(name)s”") % {"name": found.text},
        "button": pgettext("protection", "Decide"),
    }
    return render(request, "protection/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End an entry, after asking for the reason."""
    found = queries.entry(pk, request.user, on=timezone.localdate())
    form = ReasonForm(request.POST or None)
    if submitted(
        form,
        lambda: commands.end_entry(
            entry=found,
            revision=revision_on(request) or found.revision,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("The entry was ended. It stays, with its alerts."))
        return redirect("protection:entry", pk)
    context = {
        "form": form,
        "entry": found,
        "heading": _("End “%(name)s”") % {"name": found.text},
        "warning": _("From today on nothing is held against it. This cannot be undone."),
        "button": pgettext("white list", "End"),
    }
    return render(request, "protection/form.html", context)


@require_POST
@needs(REQUEST)
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    found = queries.entry(pk, request.user, on=timezone.localdate())
    commands.withdraw_entry(
        entry=found,
        revision=revision_on(request) or found.revision,
        by=request.user,
        on=timezone.now(),
    )
    messages.success(request, _("The request was withdrawn."))
    return redirect("protection:entry", pk)


@takes_at_most(LARGEST_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def table(request: AuthenticatedRequest) -> HttpResponse:
    """Put the lines of a table on the list."""
    form = TableForm(request.POST or None, request.FILES or None)
    imported = _done(
        form,
        lambda: import_table(
            name=str(form.cleaned_data["table"].name),
            content=form.cleaned_data["table"].read(),
            by=request.user,
            on=timezone.now(),
        ),
    )
    language = get_language() or "zh"
    bad = [(each, each.reasons(language)) for each in imported.bad] if imported else []
    context = {"form": form, "imported": imported, "bad": bad, "most": MOST_ROWS}
    return render(request, "protection/table.html", context)


@require_safe
@needs(MANAGE)
def template(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the table without lines, for whoever fills it in."""
    return send(presenters.template_table(), _("Protection list"), ending)


def _done(form: EntryForm | TableForm, act: Callable[[], _Made]) -> _Made | None:
    return submit(form, act) if form.is_valid() else None


def _rights(request: AuthenticatedRequest) -> dict[str, bool]:
    return {
        "can_manage": user_can(request.user, MANAGE),
        "can_request": user_can(request.user, REQUEST),
        "can_export": user_can(request.user, EXPORT),
    }


def _asked(request: AuthenticatedRequest) -> tuple[EntryFilterForm, QuerySet[Entry], str]:
    """Return the entries that the address asks for, in its order."""
    form = EntryFilterForm(request.GET)
    found = queries.entries(request.user, form.asked(), on=timezone.localdate())
    sort = ordering(request, queries.ENTRY_ORDERS)
    return form, found.order_by(sort, "pk"), sort
