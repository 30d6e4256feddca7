"""Pages of limits, of what another limit would change, and of the white list."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import law, limit_presenters, previewing, queries, running, setting
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.forms import about_in
from zhiheng.office.screening.limit_forms import LimitForm, SaveForm, SpareForm
from zhiheng.office.screening.models import Trial
from zhiheng.office.screening.permissions import SET, VIEW
from zhiheng.office.screening.tasks import try_in_background
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(VIEW)
def limits(request: AuthenticatedRequest) -> HttpResponse:
    """Show every signal with its limits in force, and how they were changed."""
    day, about = timezone.localdate(), about_in(request.GET)
    can_set = user_can(request.user, SET)
    signals = law.declared().of(about).signals
    pager = paginate(request, queries.limit_changes(signals))
    context = {
        "about": about,
        "signals": [limit_presenters.signal_limits(each, on=day) for each in signals.values()],
        "pager": pager,
        "changes": limit_presenters.change_lines(pager.items, on=day, can_set=can_set),
        "can_set": can_set,
    }
    return render(request, "screening/limits.html", context)


@require_safe
@needs(VIEW)
def signal(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Show one signal with its limits and their history."""
    day = timezone.localdate()
    can_set = user_can(request.user, SET)
    pager = paginate(request, queries.limit_changes([name]))
    context = {
        "each": limit_presenters.signal_limits(law.declared().signal(name), on=day),
        "pager": pager,
        "changes": limit_presenters.change_lines(pager.items, on=day, can_set=can_set),
        "can_set": can_set,
    }
    return render(request, "screening/limit_signal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SET)
def limit(request: AuthenticatedRequest, name: str, limit: str) -> HttpResponse:
    """Ask for another value, and try it on last year's filings."""
    declared = law.declared().signal(name).limit(limit)
    form = LimitForm(declared, request.POST or None)
    if form.is_valid():
        trial = submit(form, lambda: _try(request, name, limit, form))
        if trial is not None:
            return redirect("screening:trial", trial.pk)
    found = limit_presenters.signal_limits(law.declared().signal(name), on=timezone.localdate())
    line = next(each for each in found.lines if each.limit == limit)
    return render(request, "screening/limit.html", {"form": form, "line": line, "signal": found})


def _try(request: AuthenticatedRequest, name: str, limit: str, form: LimitForm) -> Trial:
    """Ask for a trial and queue its work: both or neither."""
    with transaction.atomic():
        trial = previewing.request_trial(
            signal=name, limit=limit, **form.cleaned_data, by=request.user, on=timezone.now()
        )
        try_in_background.enqueue(trial.pk)
    return trial


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SET)
def trial(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show what another limit would change on last year's data; then save it, or leave it."""
    running.mark_interrupted(on=timezone.now())
    found = queries.trial(pk)
    form = SaveForm(request.POST or None, initial={"reason": found.reason})
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        saved = submit(
            form,
            lambda: setting.change_limit(
                trial=found, reason=reason, by=request.user, on=timezone.now()
            ),
        )
        if saved is not None:
            messages.success(request, _("The limit is set. It counts from the day you chose."))
            return redirect("screening:limit-signal", found.signal)
    keys = [each["key"] for name in ("gained", "lost") for each in found.result.get(name, ())]
    shown = limit_presenters.trial_shown(
        found,
        present=_present(found),
        stored=queries.by_key(keys),
        unmasked=sees_persons(request.user),
    )
    context = {"trial": found, "shown": shown, "form": form, "done": found.state == RunState.DONE}
    return render(request, "screening/trial.html", context)


def _present(trial: Trial) -> str:
    """Return the value of a limit today, in words."""
    found = limit_presenters.signal_limits(
        law.declared().signal(trial.signal), on=timezone.localdate()
    )
    return next((each.value for each in found.lines if each.limit == trial.limit), "")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SET)
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a change of a limit back, after asking."""
    change = queries.limit_change(pk)
    if request.method == "POST":
        setting.withdraw_limit(change=change, by=request.user, on=timezone.now())
        messages.success(request, _("The change was withdrawn. What held before holds again."))
        return redirect("screening:limit-signal", change.signal)
    day = timezone.localdate()
    line = limit_presenters.change_lines([change], on=day, can_set=True)[0]
    return render(request, "screening/limit_withdraw.html", {"line": line})


@require_safe
@needs(VIEW)
def white_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the entries of the white list and the declared rules that spare."""
    day = timezone.localdate()
    can_set = user_can(request.user, SET)
    pager = paginate(request, queries.white_list())
    context = {
        "pager": pager,
        "lines": limit_presenters.entry_lines(
            pager.items, on=day, can_set=can_set, unmasked=sees_persons(request.user)
        ),
        "rules": limit_presenters.rule_lines(law.declared().rules, on=day),
        "can_set": can_set,
    }
    return render(request, "screening/white_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SET)
def spare(request: AuthenticatedRequest) -> HttpResponse:
    """Put somebody or something on the white list."""
    form = SpareForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        saved = submit(form, lambda: setting.spare(**typed, by=request.user, on=timezone.now()))
        if saved is not None:
            messages.success(request, _("The entry was added. It counts from the next screening."))
            return redirect("screening:white-list")
    return render(request, "screening/spare.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SET)
def end_sparing(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End an entry of the white list, after asking."""
    entry = queries.entry(pk)
    if request.method == "POST":
        setting.end_sparing(entry=entry, by=request.user, on=timezone.now())
        messages.success(request, _("The entry was ended. It stays in the list."))
        return redirect("screening:white-list")
    line = limit_presenters.entry_lines(
        [entry], on=timezone.localdate(), can_set=True, unmasked=sees_persons(request.user)
    )[0]
    return render(request, "screening/spare_end.html", {"line": line})
