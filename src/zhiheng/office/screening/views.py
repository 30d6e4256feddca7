"""Pages of findings in a list, of screenings, and of rings."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.errors import ConflictError
from zhiheng.core.screening.scopes import Scope
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT, sees_persons
from zhiheng.office.screening import commands, presenters, queries, running
from zhiheng.office.screening.forms import (
    SCOPE_FORMS,
    ApplicantForm,
    FindingFilterForm,
    ScopeForm,
    about_in,
)
from zhiheng.office.screening.models import Finding, Run
from zhiheng.office.screening.permissions import JUDGE, VIEW
from zhiheng.office.screening.tasks import screen_in_background
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate

FIRST_ORDER = "-strength"


@require_safe
@needs(VIEW)
def finding_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the findings, the strongest first."""
    form, found, sort = _asked(request)
    pager = paginate(request, found)
    context = {
        "form": form,
        "about": form.chosen,
        "pager": pager,
        "lines": presenters.finding_lines(pager.items, unmasked=sees_persons(request.user)),
        "sort": sort,
        "counts": presenters.state_counts(queries.counts_by_state(form.chosen), form.chosen),
        "narrowed": any(value for name, value in form.cleaned_data.items() if name != "about"),
        "can_judge": user_can(request.user, JUDGE),
        "can_export": user_can(request.user, EXPORT),
    }
    return render(request, "screening/findings.html", context)


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the findings as a file, narrowed and ordered as the page is."""
    form, found, _sort = _asked(request)
    rows = found.count()
    check_format(ending, rows)
    filters = [name for name, value in form.cleaned_data.items() if value]
    commands.note_export(rows=rows, filters=filters, by=request.user, on=timezone.now())
    table = presenters.finding_table(found.iterator(), unmasked=sees_persons(request.user))
    return send(table, _("Findings"), ending)


@require_safe
@needs(VIEW)
def run_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show all screenings, newest first."""
    running.mark_interrupted(on=timezone.now())
    about = about_in(request.GET)
    pager = paginate(request, queries.runs(about))
    context = {
        "about": about,
        "pager": pager,
        "lines": [presenters.run_line(run) for run in pager.items],
        "can_judge": user_can(request.user, JUDGE),
    }
    return render(request, "screening/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(JUDGE)
def run_new(request: AuthenticatedRequest) -> HttpResponse:
    """Ask what is to be screened, and begin."""
    kind, about = request.POST.get("kind", ""), about_in(request.POST or request.GET)
    forms: dict[str, ScopeForm] = {
        name: form(request.POST if name == kind else None, about=about)
        for name, form in SCOPE_FORMS.items()
    }
    sent = forms.get(kind)
    if isinstance(sent, ApplicantForm):
        sent.unmasked = sees_persons(request.user)
    if sent is not None and sent.is_valid():
        run = submit(sent, lambda: _begin(request, sent.scope(), about))
        if run is not None:
            return redirect("screening:run", run.pk)
    context = {"forms": list(forms.values()), "sent": kind, "about": about}
    return render(request, "screening/run_new.html", context)


@require_safe
@needs(VIEW)
def run(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one screening: how far it is, and then what it brought."""
    running.mark_interrupted(on=timezone.now())
    found = queries.run(pk)
    unmasked = sees_persons(request.user)
    strongest = found.findings.select_related("ring")[: presenters.FIRST_FINDINGS]
    context = {
        "run": found,
        "shown": presenters.run_line(found),
        "lines": presenters.finding_lines(strongest, unmasked=unmasked),
        "kept": found.findings.count(),
        "rings": found.rings.count(),
        "spared": presenters.spared_lines(found, unmasked=unmasked),
        "problems": presenters.problem_texts(found.problems),
        "limits": presenters.limits_used(found),
        "versions": presenters.versions_read(found),
        "may_repeat": not found.going_on and user_can(request.user, JUDGE),
    }
    return render(request, "screening/run.html", context)


@require_POST
@needs(JUDGE)
def run_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Screen the same scope again, as the registers are now."""
    earlier = queries.run(pk)
    if earlier.going_on:
        raise ConflictError.of("screening.still_running", received=pk)
    run = _begin(request, Scope.from_json(earlier.scope), earlier.about)
    messages.success(request, _("The same is screened again, on the registers as they are now."))
    return redirect("screening:run", run.pk)


def _begin(request: AuthenticatedRequest, scope: Scope, about: str) -> Run:
    """Ask for a screening and queue its work: both or neither."""
    with transaction.atomic():
        run = running.request_run(scope=scope, about=about, by=request.user, on=timezone.now())
        screen_in_background.enqueue(run.pk, request.user.pk)
    return run


def _asked(request: AuthenticatedRequest) -> tuple[FindingFilterForm, QuerySet[Finding], str]:
    """Return the findings that the address asks for, in its order."""
    form = FindingFilterForm(request.GET)
    found = queries.findings(form.asked())
    wanted = request.GET.get("sort", "")
    known = wanted.removeprefix("-") in queries.FINDING_ORDERS
    sort = wanted if known else FIRST_ORDER
    return form, found.order_by(sort, "pk"), sort
