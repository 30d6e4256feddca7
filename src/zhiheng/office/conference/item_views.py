"""Pages of items: proposing one, and what is done with it on an agenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.attachments.queries import download
from zhiheng.office.conference import commands, deciding, queries
from zhiheng.office.conference.forms import (
    DiscussionForm,
    PapersForm,
    ProposalForm,
    ResolutionForm,
    default_due,
)
from zhiheng.office.conference.models import Item, Meeting
from zhiheng.office.conference.permissions import (
    REPORT,
    VIEW,
    check_manages,
    check_may_withdraw,
    manages,
    may_withdraw,
)
from zhiheng.office.conference.views import revision_of
from zhiheng.office.plans.models import Measure
from zhiheng.office.supervision import queries as supervision_queries
from zhiheng.office.supervision.models import Task
from zhiheng.office.web.forms import submitted
from zhiheng.office.web.pages import AuthenticatedRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(REPORT)
def propose(request: AuthenticatedRequest) -> HttpResponse:
    """Propose an item, about a task or measure where the address names one."""
    measure, task = _about(request)
    initial = {"title": str(task or measure or ""), "text": _matter(task)}
    form = ProposalForm(request.POST or None, request.FILES or None, initial=initial)
    about: dict[str, Any] = {
        "measure": measure,
        "task": task,
        "by": request.user,
        "on": timezone.now(),
    }
    if submitted(form, lambda: commands.propose_item(**about, **form.cleaned_data)):
        messages.success(request, _("The item was proposed; it waits for the next agenda."))
        return redirect("conference:list")
    context = {"form": form, "task": task, "measure": measure}
    return render(request, "conference/propose.html", context)


@require_safe
@needs(VIEW)
def item(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show an item with what can be done with it."""
    day = timezone.localdate()
    found = queries.item(pk, seen_by=request.user, on=day)
    return render(request, "conference/item.html", _context(request, found))


@require_POST
@needs(VIEW)
def place(request: AuthenticatedRequest, number: int, pk: int) -> HttpResponse:
    """Put a waiting item on an agenda."""
    day = timezone.localdate()
    meeting = queries.meeting(number, seen_by=request.user, on=day)
    found = queries.item(pk, seen_by=request.user, on=day)
    given: dict[str, Any] = {"revision": revision_of(request, meeting), "by": request.user}
    commands.place_item(item=found, meeting=meeting, on=timezone.now(), **given)
    messages.success(request, _("The item is on the agenda."))
    return redirect("conference:meeting", number)


@require_POST
@needs(VIEW)
def move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Move an item up or down on its agenda."""
    found, meeting = _on_agenda(request, pk)
    up = request.POST.get("direction") != "down"
    commands.move_item(item=found, up=up, **_given(request, meeting))
    return redirect("conference:meeting", meeting.number)


@require_POST
@needs(VIEW)
def remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take an item off its agenda."""
    found, meeting = _on_agenda(request, pk)
    commands.remove_item(item=found, **_given(request, meeting))
    messages.success(request, _("The item waits for another meeting."))
    return redirect("conference:meeting", meeting.number)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Withdraw what was proposed, after asking."""
    found = queries.item(pk, seen_by=request.user, on=timezone.localdate())
    check_may_withdraw(request.user, found, on=timezone.localdate())
    if request.method != "POST":
        return render(request, "conference/confirm.html", {"item": found, "revision": 0})
    commands.withdraw_item(item=found, by=request.user, on=timezone.now())
    messages.success(request, _("The item was withdrawn."))
    return redirect("conference:list")


@require_POST
@needs(VIEW)
def papers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Add papers to an item."""
    found = queries.item(pk, seen_by=request.user, on=timezone.localdate())
    form = PapersForm(request.POST, request.FILES, auto_id="papers_%s")
    given: dict[str, Any] = {"item": found, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: commands.attach_papers(papers=form.cleaned_data["papers"], **given)):
        messages.success(request, _("The papers were added."))
        return redirect("conference:item", pk)
    return render(request, "conference/item.html", {**_context(request, found), "papers": form})


@require_POST
@needs(VIEW)
def discuss(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Note what the minutes say of an item."""
    found, meeting = _on_agenda(request, pk)
    form = DiscussionForm(request.POST, auto_id="discussion_%s")
    given = _given(request, meeting)
    if submitted(
        form, lambda: deciding.discuss(item=found, text=form.cleaned_data["text"], **given)
    ):
        messages.success(request, _("The change was saved."))
        return redirect("conference:item", pk)
    context = {**_context(request, found), "discussion": form}
    return render(request, "conference/item.html", context)


@require_POST
@needs(VIEW)
def resolve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Note what was decided on an item."""
    found, meeting = _on_agenda(request, pk)
    form = ResolutionForm(request.POST, auto_id="decision_%s")
    given = _given(request, meeting)
    if submitted(form, lambda: deciding.resolve(item=found, **form.cleaned_data, **given)):
        messages.success(request, _("The decision was noted."))
        return redirect("conference:item", pk)
    context = {**_context(request, found), "resolution": form}
    return render(request, "conference/item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def unresolve(request: AuthenticatedRequest, pk: int, resolution: int) -> HttpResponse:
    """Remove a decision before the minutes are issued, after asking."""
    found, meeting = _on_agenda(request, pk)
    wanted = queries.resolution(resolution, item=found)
    if request.method != "POST":
        context = {"item": found, "resolution": wanted, "revision": meeting.revision}
        return render(request, "conference/confirm.html", context)
    deciding.remove_resolution(resolution=wanted, **_given(request, meeting))
    messages.success(request, _("The decision was removed."))
    return redirect("conference:item", pk)


@require_safe
@needs(VIEW)
def paper(request: AuthenticatedRequest, pk: int, file: int) -> FileResponse:
    """Give a paper of an item."""
    return download(queries.paper(pk, file, seen_by=request.user, on=timezone.localdate()))


def _about(request: AuthenticatedRequest) -> tuple[Measure | None, Task | None]:
    day = timezone.localdate()
    task, measure = request.GET.get("task", ""), request.GET.get("measure", "")
    if task.isdecimal():
        found = supervision_queries.task(int(task), seen_by=request.user, on=day)
        return found.measure, found
    if measure.isdecimal():
        return supervision_queries.measure(int(measure), seen_by=request.user, on=day), None
    return None, None


def _matter(task: Task | None) -> str:
    if task is None or task.state != "blocked":
        return ""
    given: dict[str, Any] = {"needs": task.blocked_needs, "source": task.blocked_from}
    return _("Blocked: needs %(needs)s from %(source)s") % given


def _on_agenda(request: AuthenticatedRequest, pk: int) -> tuple[Item, Meeting]:
    found = queries.item(pk, seen_by=request.user, on=timezone.localdate())
    check_manages(request.user, on=timezone.localdate())
    return found, commands.meeting_of(found)


def _given(request: AuthenticatedRequest, meeting: Meeting) -> dict[str, Any]:
    return {"revision": revision_of(request, meeting), "by": request.user, "on": timezone.now()}


def _context(request: AuthenticatedRequest, found: Item) -> dict[str, object]:
    day = timezone.localdate()
    meeting = found.meeting
    keeps = manages(request.user, on=day)
    return {
        "item": found,
        # A meeting in preparation is known to who keeps the conference alone.
        "meeting": meeting if keeps or (meeting and meeting.state != "draft") else None,
        "revision": meeting.revision if meeting else 0,
        "resolutions": found.resolutions.prefetch_related("departments", "tasks__department"),
        "can_decide": keeps and meeting is not None and meeting.state == "convened",
        "can_manage": keeps and meeting is not None and meeting.state != "minuted",
        "can_withdraw": meeting is None and may_withdraw(request.user, found, on=day),
        "can_attach": (meeting is None or meeting.state != "minuted")
        and (keeps or found.proposed_by_id == request.user.pk),
        "papers": PapersForm(auto_id="papers_%s"),
        "discussion": DiscussionForm(initial={"text": found.discussion}, auto_id="discussion_%s"),
        "resolution": ResolutionForm(
            initial={"due_on": default_due(meeting.held_on) if meeting else None},
            auto_id="decision_%s",
        ),
    }
