"""Pages of alerts: the list, one alert, what became of it, how they are mailed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.protection import alert_commands, alert_presenters, commands, queries
from zhiheng.office.protection.enums import Rhythm
from zhiheng.office.protection.forms import AlertFilterForm, NoteForm, ReasonForm, RhythmForm
from zhiheng.office.protection.models import Alert
from zhiheng.office.protection.permissions import MANAGE, VIEW, check_may_enter, may_judge
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT, sees_persons
from zhiheng.office.web.forms import submitted
from zhiheng.office.web.pages import (
    AuthenticatedRequest,
    needs,
    ordering,
    paginate,
    revision_on,
    whole_number,
)


@require_safe
@needs()
def alert_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the alerts that the person may see, the most pressing first."""
    check_may_enter(request.user)
    day, unmasked = timezone.localdate(), sees_persons(request.user)
    form, found, sort = _asked(request)
    pager = paginate(request, found)
    context = {
        "form": form,
        "pager": pager,
        "lines": alert_presenters.alert_lines(pager.items, unmasked=unmasked, on=day),
        "sort": sort,
        "counts": alert_presenters.state_counts(queries.counts_by_state(request.user, on=day)),
        "narrowed": any(form.cleaned_data.values()),
        "last": queries.last_comparison() if user_can(request.user, VIEW) else None,
        "can_export": user_can(request.user, EXPORT),
    }
    return render(request, "protection/alerts.html", context)


@require_safe
@needs(EXPORT)
def alert_export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the alerts as a file, narrowed and ordered as the page is."""
    check_may_enter(request.user)
    _form, found, _sort = _asked(request)
    rows = found.count()
    check_format(ending, rows)
    commands.note_export(what="alerts", rows=rows, by=request.user, on=timezone.now())
    unmasked = sees_persons(request.user)
    table = alert_presenters.alert_table(found.iterator(chunk_size=500), unmasked=unmasked)
    return send(table, _("Alerts of the protection list"), ending)


@require_safe
@needs()
def alert(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one alert with its reasons and what can be done about it."""
    day, unmasked = timezone.localdate(), sees_persons(request.user)
    found = queries.alert(pk, request.user, on=day)
    context = {
        "alert": found,
        "line": alert_presenters.alert_line(found, unmasked=unmasked, on=day),
        "pair": alert_presenters.pair_of(found, unmasked=unmasked),
        "record_href": alert_presenters.record_href(found),
        "may_judge": may_judge(request.user, found.entry, on=day),
        "may_hand_over": user_can(request.user, MANAGE) and found.handed_at is None,
        "note": NoteForm(prefix="handle"),
        "reason": ReasonForm(prefix="dismiss"),
    }
    return render(request, "protection/alert.html", context)


@require_POST
@needs()
def see(request: AuthenticatedRequest) -> HttpResponse:
    """Mark the ticked alerts as seen."""
    check_may_enter(request.user)
    chosen = list(filter(None, map(whole_number, request.POST.getlist("alert"))))
    visible = queries.visible_alerts(request.user, on=timezone.localdate())
    alerts = list(visible.filter(pk__in=chosen))
    seen = alert_commands.see_alerts(alerts=alerts, by=request.user, on=timezone.now())
    text = ngettext("%(number)d alert is seen.", "%(number)d alerts are seen.", seen)
    messages.success(request, text % {"number": seen})
    return redirect("protection:alerts")


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def handle(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say what was done about an alert."""
    found = queries.alert(pk, request.user, on=timezone.localdate())
    form = NoteForm(request.POST or None, prefix="handle")
    if submitted(
        form,
        lambda: alert_commands.handle_alert(
            alert=found,
            revision=revision_on(request) or found.revision,
            note=form.cleaned_data["note"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("Noted as handled."))
        return redirect("protection:alert", pk)
    button = _("Note as handled")
    context = {"form": form, "alert": found, "heading": _("Handle an alert"), "button": button}
    return render(request, "protection/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def dismiss(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say that an alert is not relevant, and why."""
    found = queries.alert(pk, request.user, on=timezone.localdate())
    form = ReasonForm(request.POST or None, prefix="dismiss")
    if submitted(
        form,
        lambda: alert_commands.dismiss_alert(
            alert=found,
            revision=revision_on(request) or found.revision,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("Not relevant: the same is not alerted again."))
        return redirect("protection:alert", pk)
    words = pgettext("alert", "Not relevant")
    context = {"form": form, "alert": found, "heading": words, "button": words}
    return render(request, "protection/form.html", context)


@require_POST
@needs()
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open an alert again."""
    found = queries.alert(pk, request.user, on=timezone.localdate())
    alert_commands.reopen_alert(
        alert=found,
        revision=revision_on(request) or found.revision,
        by=request.user,
        on=timezone.now(),
    )
    messages.success(request, _("The alert is open again."))
    return redirect("protection:alert", pk)


@require_POST
@needs(MANAGE)
def hand_over(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Hand an alert to those who screen filings."""
    found = queries.alert(pk, request.user, on=timezone.localdate())
    told = alert_commands.hand_over(
        alert=found,
        revision=revision_on(request) or found.revision,
        by=request.user,
        on=timezone.now(),
    )
    text = ngettext("%(number)d person was told.", "%(number)d people were told.", told)
    messages.success(request, text % {"number": told})
    return redirect("protection:alert", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def rhythm(request: AuthenticatedRequest) -> HttpResponse:
    """Set how often new alerts are mailed."""
    check_may_enter(request.user)
    subscribed = queries.subscription_of(request.user)
    initial = {"rhythm": subscribed.rhythm if subscribed else Rhythm.NEVER}
    form = RhythmForm(request.POST or None, initial=initial)
    if submitted(
        form,
        lambda: alert_commands.set_rhythm(
            rhythm=form.cleaned_data["rhythm"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("Changed."))
        return redirect("protection:alerts")
    context = {"form": form, "heading": _("Mail of new alerts"), "to_alerts": True}
    return render(request, "protection/form.html", context)


def _asked(request: AuthenticatedRequest) -> tuple[AlertFilterForm, QuerySet[Alert], str]:
    """Return the alerts that the address asks for, in its order."""
    form = AlertFilterForm(request.GET)
    found = queries.alerts(request.user, form.asked(), on=timezone.localdate())
    sort = ordering(request, queries.ALERT_ORDERS)
    return form, found.order_by(sort, "-made_at", "-pk"), sort
