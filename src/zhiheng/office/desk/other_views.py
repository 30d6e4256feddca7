"""Pages beside the case: sessions of everybody's cases, one's own ties, beginning, erasing."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.cases import keeping, law
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.filling import FillingForm
from zhiheng.office.cases.models import Case, Entry, Session
from zhiheng.office.cases.permissions import WORK
from zhiheng.office.cases.queries import find_case
from zhiheng.office.desk import commands, file_presenters, queries
from zhiheng.office.desk.calendar_files import CalendarEvent, calendar_file
from zhiheng.office.desk.heads import WRITING
from zhiheng.office.desk.other_forms import (
    CaseNumberForm,
    EraseForm,
    InterestForm,
    SessionFilterForm,
)
from zhiheng.office.desk.sending import new_key
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.days import midnight
from zhiheng.office.web.forms import submit, submitted
from zhiheng.office.web.limits import LARGEST_UPLOAD, takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate

MANAGE = "accounts.manage"
_SHOWN_AHEAD = dt.timedelta(days=60)
_LENGTH = dt.timedelta(hours=2)  # a session has no declared end; calendars want one


@require_safe
@needs(WORK)
def sessions(request: AuthenticatedRequest) -> HttpResponse:
    """Show the sessions of the cases somebody sees, day by day."""
    form = SessionFilterForm(request.GET)
    found = paginate(request, _sessions(request, form))
    context = {"form": form, "pager": found, "rows": [_session_row(each) for each in found.items]}
    return render(request, "desk/sessions.html", context)


@require_safe
@needs(WORK)
def sessions_file(request: AuthenticatedRequest) -> HttpResponse:
    """Give the sessions as a file for a calendar program."""
    rows = _sessions(request, SessionFilterForm(request.GET))
    events = [_event(request, each) for each in rows[:1_000]]
    content = calendar_file(events, title=_("Sessions"))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sessions.ics"'
    return answer


@require_http_methods(WRITING)
@needs(WORK)
def interests(request: AuthenticatedRequest) -> HttpResponse:
    """Show the ties somebody declared, and declare another."""
    initial = {"since": timezone.localdate()}
    form = InterestForm(request.POST or None, initial=initial)
    if submitted(
        form,
        lambda: commands.declare_interest(**form.cleaned_data, by=request.user, on=timezone.now()),
    ):
        messages.success(request, _("The tie is noted; you are not given cases with this party."))
        return redirect("desk:interests")
    pager = paginate(request, queries.interests_of(request.user))
    context = {"form": form, "pager": pager, "today": timezone.localdate()}
    return render(request, "desk/interests.html", context)


@require_http_methods(["POST"])
@needs(WORK)
def end_interest(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End a tie that somebody declared."""
    found = queries.interest(pk, person=request.user)
    commands.end_interest(interest=found, by=request.user, on=timezone.now())
    messages.success(request, _("The tie has ended."))
    return redirect("desk:interests")


@require_safe
@needs(WORK)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Show which cases somebody's body begins of its own motion."""
    day = timezone.localdate()
    found = [
        (name, law.in_force(name, on=day).declaration, body)
        for name, body in queries.own_motion(request.user, on=day)
    ]
    rows = [(name, said(each.title), said(each.summary), body) for name, each, body in found]
    return render(request, "desk/new.html", {"rows": rows})


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(WRITING)
@needs(WORK)
def begin(request: AuthenticatedRequest, procedure: str) -> HttpResponse:
    """Begin a case of the office's own motion."""
    day = timezone.localdate()
    bodies = dict(queries.own_motion(request.user, on=day))
    if procedure not in bodies:
        raise NotFoundError.of("procedure.unknown", received=procedure)
    declaration = law.in_force(procedure, on=day).declaration
    fields = [field for section in declaration.form for field in section.fields]
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = FillingForm(fields, declaration.materials, data=data, files=files)
    key = request.POST.get("key", "")[:64] or new_key()
    if posted and form.is_valid():
        case = submit(form, lambda: _begin(request, procedure, form, bodies[procedure], key))
        if case is not None:
            messages.success(request, _("Case %(number)s was begun.") % {"number": case.number})
            return redirect("desk:case", case.number)
    context = {
        "form": form, "key": key, "title": said(declaration.title), "body": bodies[procedure],
        "sections": [
            (said(each.title), [form[field.field] for field in each.fields])
            for each in declaration.form
        ],
        "materials": [form[name] for name in form.fields if name.startswith("file-")],
    }  # fmt: skip
    return render(request, "desk/begin.html", context)


@require_safe
@needs(MANAGE)
def erase(request: AuthenticatedRequest) -> HttpResponse:
    """Show the lines of a case to an administrator, without their content, to erase one."""
    form = CaseNumberForm(request.GET or None)
    lines, case = [], None
    if form.is_bound and form.is_valid():
        case = find_case(form.cleaned_data["number"])
        lines = _bare_lines(case)
    context = {"form": form, "case": case, "lines": lines}
    return render(request, "desk/erase.html", context)


@require_http_methods(WRITING)
@needs(MANAGE)
def erase_entry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Erase what a line holds because the law demands it; its digest stays."""
    entry = Entry.objects.select_related("case__version").filter(pk=pk).first()
    if entry is None:
        raise NotFoundError.of("desk.not_there")
    form = EraseForm(request.POST or None)
    if submitted(
        form,
        lambda: keeping.erase_entry(
            entry=entry, ground=form.cleaned_data["ground"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("The content was erased; its digest and the log stay whole."))
        return redirect(f"/cases/erase/?number={entry.case.number}")
    title = file_presenters.title_of(law.procedure_of(entry.case), entry)
    context = {"form": form, "entry": entry, "title": title, "case": entry.case}
    return render(request, "desk/erase_entry.html", context)


def _begin(
    request: AuthenticatedRequest, procedure: str, form: FillingForm, body: Organisation, key: str
) -> Case:
    wanted = Request(given=form.given(), files=form.files_given(), organisation=body, key=key)
    return begin_case(procedure=procedure, request=wanted, by=request.user, on=timezone.now())


def _sessions(request: AuthenticatedRequest, form: SessionFilterForm) -> QuerySet[Session]:
    """Return the sessions that the filters keep, from today for two months unless told."""
    form.is_valid()
    day = timezone.localdate()
    first = form.cleaned_data.get("since") or day
    last = form.cleaned_data.get("until") or first + _SHOWN_AHEAD
    return queries.coming_sessions(
        request.user, first=midnight(first), last=midnight(last + dt.timedelta(days=1)), on=day
    )


def _session_row(session: Session) -> tuple[Session, str, str]:
    declared = law.procedure_of(session.case)
    kind = declared.sessions.get(session.kind)
    title = said(kind.title) if kind else session.kind
    return session, title, said(declared.declaration.title)


def _event(request: AuthenticatedRequest, session: Session) -> CalendarEvent:
    _found, title, procedure = _session_row(session)
    address = request.build_absolute_uri(f"/cases/{session.case.number}/")
    return CalendarEvent(
        uid=f"session-{session.pk}@{request.get_host()}",
        starts_at=session.starts_at,
        ends_at=session.starts_at + _LENGTH,
        summary=f"{title} {session.case.number}",
        place=session.place,
        description=f"{procedure}\n{address}",
        changed_at=session.scheduled_at,
    )


def _bare_lines(case: Case) -> list[tuple[Entry, str]]:
    """Return the lines that still hold something, by what they record; never what they hold."""
    procedure = law.procedure_of(case)
    found = Entry.objects.filter(case=case).select_related("by")
    return [(each, file_presenters.title_of(procedure, each)) for each in found]
