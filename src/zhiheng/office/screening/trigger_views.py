"""Pages of raised frequencies of inspection: the list, one of them, lifting it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT
from zhiheng.office.screening import commands, queries
from zhiheng.office.screening import trigger_presenters as presenters
from zhiheng.office.screening.models import Trigger
from zhiheng.office.screening.permissions import SET, VIEW
from zhiheng.office.screening.trigger_forms import LiftForm, TriggerFilterForm
from zhiheng.office.screening.trigger_tasks import ask_for_computation
from zhiheng.office.screening.triggers import lift_trigger
from zhiheng.office.web.forms import submitted
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(VIEW)
def triggers(request: AuthenticatedRequest) -> HttpResponse:
    """Show who is inspected more often, since when and why."""
    form, found, sort = _asked(request)
    pager = paginate(request, found)
    context = {
        "form": form,
        "pager": pager,
        "lines": presenters.trigger_lines(pager.items),
        "sort": sort,
        "narrowed": any(form.cleaned_data.values()),
        "can_set": user_can(request.user, SET),
        "can_export": user_can(request.user, EXPORT),
    }
    return render(request, "screening/triggers.html", context)


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the list as a file, narrowed and ordered as the page is."""
    _form, found, _sort = _asked(request)
    rows = found.count()
    check_format(ending, rows)
    commands.note_trigger_export(rows=rows, by=request.user, on=timezone.now())
    return send(presenters.trigger_table(found.iterator()), _("Raised inspection"), ending)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def trigger(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one raised frequency with its figures; lift it with a reason."""
    found = queries.trigger(pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and submitted(
        form,
        lambda: lift_trigger(
            trigger=found, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("The raised frequency was lifted."))
        return redirect("screening:trigger", pk)
    context = {
        "trigger": found,
        "line": presenters.trigger_line(found),
        "rule": presenters.rule_fact(found),
        "form": form,
        "may_lift": found.is_open and user_can(request.user, SET),
    }
    return render(request, "screening/trigger.html", context)


@require_POST
@needs(SET)
def compute(request: AuthenticatedRequest) -> HttpResponse:
    """Have the rules looked at once more, in the background."""
    ask_for_computation(by=request.user, on=timezone.now())
    messages.success(request, _("The rules are being looked at; reload the page in a while."))
    return redirect("screening:triggers")


def _asked(
    request: AuthenticatedRequest,
) -> tuple[TriggerFilterForm, QuerySet[Trigger], str]:
    form = TriggerFilterForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data
    wanted = request.GET.get("sort", "")
    sort = wanted if wanted in queries.TRIGGER_ORDERS else queries.TRIGGER_ORDERS[0]
    found = queries.triggers(
        state=typed.get("state") or "", rule=typed.get("rule") or "", text=typed.get("q") or ""
    )
    return form, found.order_by(sort, "-pk"), sort
