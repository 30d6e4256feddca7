"""Pages of the conference: its meetings, one meeting, its members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.conference import commands, deciding, minutes, presenters, queries
from zhiheng.office.conference.forms import (
    AttendanceForm,
    EndMemberForm,
    MeetingFilterForm,
    MeetingForm,
    MemberForm,
    NewMeetingForm,
)
from zhiheng.office.conference.models import Meeting
from zhiheng.office.conference.permissions import (
    REPORT,
    VIEW,
    check_manages,
    manages,
)
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.web.forms import submit, submitted
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate, revision_on


@require_safe
@needs(VIEW)
def meeting_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the meetings, what waits for one, and what is outstanding."""
    day = timezone.localdate()
    form = MeetingFilterForm(request.GET)
    form.is_valid()
    text, state = form.cleaned_data.get("q", ""), form.cleaned_data.get("state", "")
    sort = ordering(request, queries.MEETING_ORDERS)
    found = queries.meetings(request.user, on=day, text=text, state=state).order_by(sort, "pk")
    can_manage = manages(request.user, on=day)
    context = {
        "form": form,
        "pager": paginate(request, found),
        "sort": sort,
        "can_manage": can_manage,
        "can_propose": user_can(request.user, REPORT),
        "waiting": queries.waiting_items(request.user, on=day),
        "suggested": queries.suggested_tasks(request.user, on=day) if can_manage else [],
        "outstanding": presenters.outstanding_lines(queries.outstanding(), on=day),
    }
    return render(request, "conference/list.html", context)


@require_safe
@needs(VIEW)
def plan_items(request: AuthenticatedRequest, plan: int) -> HttpResponse:
    """Show what of a plan went to the conference, and what came of it."""
    day = timezone.localdate()
    found = plan_queries.plan(plan, seen_by=request.user, on=day)
    items = queries.items_on(found, request.user, on=day)
    context = {
        "plan": found,
        "pager": paginate(request, items),
        "can_manage": manages(request.user, on=day),
        "can_propose": user_can(request.user, REPORT),
    }
    return render(request, "conference/plan.html", context)


@require_safe
@needs(VIEW)
def meeting(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show a meeting: agenda, attendance, decisions, what is outstanding of earlier ones."""
    day = timezone.localdate()
    found = queries.meeting(number, seen_by=request.user, on=day)
    can_manage = manages(request.user, on=day)
    attendances = list(found.attendances.select_related("department"))
    open_meeting = found.state != "minuted"
    live = queries.outstanding(before=found.number) if open_meeting else []
    context = {
        "meeting": found,
        "badge": presenters.badge_of(found),
        "items": queries.agenda(found),
        "attendances": attendances,
        "quorum": presenters.quorum(attendances, on=found.held_on),
        "outstanding": presenters.outstanding_of(found, live),
        "can_manage": can_manage and open_meeting,
        "may_download": can_manage or not open_meeting,
        "waiting": queries.waiting_items(request.user, on=day)
        if can_manage and open_meeting
        else [],
    }
    return render(request, "conference/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Prepare a meeting."""
    check_manages(request.user, on=timezone.localdate())
    initial = {"number": queries.next_number(), "title": _("Joint conference on IP")}
    form = NewMeetingForm(request.POST or None, initial=initial)
    if form.is_valid():
        number, content = form.cleaned_data["number"], form.content()
        made = submit(
            form,
            lambda: commands.make_meeting(
                number=number, content=content, by=request.user, on=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, _("The meeting is being prepared. Put items on its agenda."))
            return redirect("conference:meeting", made.number)
    return _form(request, form, _("New meeting"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def change(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Change when and where a meeting is."""
    found = _managed(request, number)
    names = ("title", "held_on", "place", "chair")
    initial = {name: getattr(found, name) for name in names}
    form = MeetingForm(request.POST or None, initial=initial)
    given = _given(request, found)
    if submitted(
        form, lambda: commands.change_meeting(meeting=found, content=form.content(), **given)
    ):
        messages.success(request, _("The change was saved."))
        return redirect("conference:meeting", number)
    return _form(request, form, _("Change the meeting"), found)


@require_POST
@needs(VIEW)
def convene(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Convene a meeting."""
    found = _managed(request, number)
    commands.convene(meeting=found, **_given(request, found))
    messages.success(request, _("The meeting is convened; its members were invited."))
    return redirect("conference:meeting", number)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def attendance(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Note who came."""
    found = _managed(request, number)
    noted = found.attendances.select_related("department")
    members = queries.members(on=found.held_on)
    form = AttendanceForm(request.POST or None, members=members, noted=noted)
    given = _given(request, found)
    if form.is_valid():
        rows = form.rows()
        done = submit(
            form,
            lambda: commands.note_attendance(meeting=found, rows=rows, **given) or True,
        )
        if done:
            messages.success(request, _("The attendance was noted."))
            return redirect("conference:meeting", number)
    context = {"form": form, "meeting": found, "revision": given["revision"]}
    return render(request, "conference/attendance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def issue(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Issue the minutes, after asking."""
    found = _managed(request, number)
    if request.method == "POST":
        tasks = deciding.issue_minutes(meeting=found, **_given(request, found))
        text = _("The minutes were issued; %(count)s tasks were given.") % {"count": len(tasks)}
        messages.success(request, text)
        return redirect("conference:meeting", number)
    return render(
        request,
        "conference/issue.html",
        {"meeting": found, "items": queries.agenda(found), "revision": found.revision},
    )


@require_safe
@needs(VIEW)
def minutes_document(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Give the minutes as a Word document; before they are issued to who keeps the conference."""
    day = timezone.localdate()
    found = queries.meeting(number, seen_by=request.user, on=day)
    if found.state != "minuted":
        check_manages(request.user, on=day)
    attendances = list(found.attendances.select_related("department"))
    lines = presenters.outstanding_of(found, queries.outstanding(before=found.number))
    quorum = presenters.quorum(attendances, on=found.held_on)
    content = minutes.minutes_file(found, list(queries.agenda(found)), attendances, lines, quorum)
    answer = HttpResponse(content, content_type=minutes.MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename=conference-{found.number}-minutes.docx"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def members(request: AuthenticatedRequest) -> HttpResponse:
    """Show the members; who keeps the conference names new ones."""
    day = timezone.localdate()
    can_manage = manages(request.user, on=day)
    form = MemberForm(request.POST or None, initial={"since": day})
    if request.method == "POST":
        check_manages(request.user, on=day)
        given: dict[str, Any] = {"by": request.user, "on": timezone.now()}
        if submitted(form, lambda: commands.name_member(**form.cleaned_data, **given)):
            messages.success(request, _("The member was named."))
            return redirect("conference:members")
    found = paginate(request, queries.all_members())
    context = {"form": form, "pager": found, "can_manage": can_manage, "today": day}
    return render(request, "conference/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def end_member(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End a membership, after asking for its last day."""
    day = timezone.localdate()
    check_manages(request.user, on=day)
    found = queries.member(pk)
    form = EndMemberForm(request.POST or None, initial={"until": day})
    given: dict[str, Any] = {"member": found, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: commands.end_member(**given, **form.cleaned_data)):
        messages.success(request, _("The change was saved."))
        return redirect("conference:members")
    heading = _("End the membership of %(name)s") % {"name": found.department.name}
    return _form(request, form, heading)


def _managed(request: AuthenticatedRequest, number: int) -> Meeting:
    day = timezone.localdate()
    found = queries.meeting(number, seen_by=request.user, on=day)
    check_manages(request.user, on=day)
    return found


def _given(request: AuthenticatedRequest, meeting: Meeting) -> dict[str, Any]:
    return {"revision": revision_of(request, meeting), "by": request.user, "on": timezone.now()}


def revision_of(request: AuthenticatedRequest, meeting: Meeting) -> int:
    """Return the revision the page was made of, so that two people cannot cross."""
    return revision_on(request) or meeting.revision


def _form(
    request: AuthenticatedRequest,
    form: object,
    heading: str,
    meeting: Meeting | None = None,
) -> HttpResponse:
    revision = revision_of(request, meeting) if meeting else 0
    context = {"form": form, "heading": heading, "meeting": meeting, "revision": revision}
    return render(request, "conference/form.html", context)
