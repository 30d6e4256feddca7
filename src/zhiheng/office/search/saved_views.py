"""Pages of saved searches and alerts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiheng.office.notices.queries import mail_address
from zhiheng.office.registers.permissions import VIEW
from zhiheng.office.search import commands, presenters, queries, saved_presenters
from zhiheng.office.search.asking import read_address
from zhiheng.office.search.forms import ChangeForm, SaveForm, WatchForm
from zhiheng.office.search.permissions import check_owns
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(VIEW)
def saved(request: AuthenticatedRequest) -> HttpResponse:
    """Show the person's saved searches, those shared with them, and what was deleted lately."""
    kept = queries.saved_searches(request.user, on=timezone.localdate())
    pager = paginate(request, kept)
    context = {
        "pager": pager,
        "lines": saved_presenters.saved_lines(pager.items, user=request.user),
        "deleted": queries.deleted_searches(request.user, now=timezone.now()),
    }
    return render(request, "search/saved.html", context)


@needs(VIEW)
def save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the search that the address holds under a name."""
    asked = read_address(dict(request.GET.lists()))
    today, now = timezone.localdate(), timezone.now()
    initial = {"name": saved_presenters.suggested_name(asked)}
    form = SaveForm(request.POST or None, initial=initial, user=request.user, on=today)
    if form.is_valid():
        given = form.cleaned_data
        kept = submit(form, lambda: commands.save_search(
            name=given["name"], query=asked.text, narrowed=asked.narrowed, sort=asked.sort,
            organisation=given["organisation"], watch=given["watch"], by=request.user, on=now,
        ))  # fmt: skip
        if kept:
            messages.success(request, _("Saved as “%(name)s”.") % {"name": kept.name})
            return redirect("search:saved")
    context = {"form": form, "asked": asked, "back": presenters.address(asked)}
    return render(request, "search/save.html", context)


@needs(VIEW)
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Rename a saved search or share it with others."""
    today, now = timezone.localdate(), timezone.now()
    search = queries.saved_search(pk, request.user, on=today)
    check_owns(request.user, search, on=today)
    initial = {"name": search.name, "organisation": search.organisation}
    form = ChangeForm(request.POST or None, initial=initial, user=request.user, on=today)
    if form.is_valid() and submit(
        form,
        lambda: bool(
            commands.change_search(search=search, by=request.user, on=now, **form.cleaned_data)
        ),
    ):
        messages.success(request, _("Changed."))
        return redirect("search:saved")
    return render(request, "search/change.html", {"form": form, "search": search})


@needs(VIEW)
def delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask, then delete a saved search; it can be taken back."""
    today = timezone.localdate()
    search = queries.saved_search(pk, request.user, on=today)
    check_owns(request.user, search, on=today)
    if request.method == "POST":
        commands.delete_search(search=search, by=request.user, on=timezone.now())
        messages.success(request, _("Deleted. It can be taken back below."))
        return redirect("search:saved")
    return render(request, "search/delete.html", {"search": search})


@require_POST
@needs(VIEW)
def restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a deleted search back."""
    search = queries.saved_search(pk, request.user, on=timezone.localdate())
    commands.restore_search(search=search, by=request.user, on=timezone.now())
    messages.success(request, _("“%(name)s” is back.") % {"name": search.name})
    return redirect("search:saved")


@needs(VIEW)
def watch(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin or stop telling the person what imports bring to a search."""
    now = timezone.now()
    search = queries.saved_search(pk, request.user, on=timezone.localdate())
    present = queries.watch_of(search, request.user)
    if request.method == "POST" and "stop" in request.POST:
        commands.unwatch_search(search=search, by=request.user, on=now)
        return redirect("search:saved")
    form = WatchForm(request.POST or None, initial={"rhythm": present.rhythm if present else ""})
    if form.is_valid() and submit(
        form,
        lambda: bool(
            commands.watch_search(search=search, by=request.user, on=now, **form.cleaned_data)
        ),
    ):
        messages.success(request, _("You will be told what new imports bring to it."))
        return redirect("search:saved")
    context = {"form": form, "search": search, "present": present}
    return render(request, "search/watch.html", context)


@require_safe
@needs(VIEW)
def run(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Lead to the results of a saved search."""
    search = queries.saved_search(pk, request.user, on=timezone.localdate())
    return redirect(presenters.address(saved_presenters.asked_of(search)))


@require_safe
@needs(VIEW)
def alerts(request: AuthenticatedRequest) -> HttpResponse:
    """Show what imports brought to the searches the person watches."""
    pager = paginate(request, queries.alerts_of(request.user))
    context = {
        "pager": pager,
        "lines": saved_presenters.alert_lines(pager.items),
        "address": mail_address(request.user),
        "unread": queries.unread_alerts(request.user),
    }
    return render(request, "search/alerts.html", context)


@require_POST
@needs(VIEW)
def read_alert(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark one alert as read."""
    alert = queries.alert_of(pk, request.user)
    commands.read_alerts(alerts=[alert], by=request.user, on=timezone.now())
    return redirect("search:alerts")


@require_POST
@needs(VIEW)
def read_all_alerts(request: AuthenticatedRequest) -> HttpResponse:
    """Mark every alert of the person as read."""
    unread = list(queries.alerts_of(request.user, unread=True))
    commands.read_alerts(alerts=unread, by=request.user, on=timezone.now())
    return redirect("search:alerts")
