"""The inbox: trays of cases, what is taken and assigned from them, and their export."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhiheng.core.errors import PersonError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.cases.assigning import assign_case, take_case
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import LEAD, WORK
from zhiheng.office.cases.queries import proposals_for, tray_counts
from zhiheng.office.desk import inbox_presenters, limits, queries
from zhiheng.office.desk.enums import BatchAct, Tray
from zhiheng.office.desk.inbox_forms import BatchForm, InboxFilterForm
from zhiheng.office.registers.downloads import send
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate

MOST_AT_ONCE = 50


@require_safe
@needs(WORK)
def inbox(request: AuthenticatedRequest) -> HttpResponse:
    """Show one tray of the inbox, narrowed, ordered and in pages."""
    day = timezone.localdate()
    tray = _tray(request)
    people = list(queries.colleagues(request.user, on=day))
    form, found = _narrowed(request, tray, people, day)
    pager = paginate(request, found)
    counts = tray_counts(request.user, on=day, soon=limits.soon(on=day))
    context = {
        "tray": tray,
        "tabs": inbox_presenters.tray_tabs(counts, tray),
        "form": form,
        "pager": pager,
        "rows": [inbox_presenters.inbox_row(each, on=day) for each in pager.items],
        "sort": ordering(request, queries.ORDERS),
        "people": people,
        "may_take": tray in (Tray.UNASSIGNED, Tray.TEAM, Tray.OVERDUE),
        "begins": queries.own_motion(request.user, on=day),
    }
    return render(request, "desk/inbox.html", context)


@require_safe
@needs(WORK)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give a tray as a file, narrowed and ordered as the page is."""
    day = timezone.localdate()
    tray = _tray(request)
    people = list(queries.colleagues(request.user, on=day))
    _form, found = _narrowed(request, tray, people, day)
    rows = found.iterator(chunk_size=500)
    return send(inbox_presenters.inbox_table(rows, on=day), str(Tray(tray).label), ending)


@require_POST
@needs(WORK)
def batch(request: AuthenticatedRequest) -> HttpResponse:
    """Take or assign several cases at once; what is refused is told case by case."""
    day = timezone.localdate()
    people = list(queries.colleagues(request.user, on=day))
    form = BatchForm(request.POST, people=people)
    act = request.POST.get("act", "")
    person = form.chosen() if form.is_valid() else None
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors["cases"]))
    elif act == BatchAct.ASSIGN and person is None:
        messages.error(request, _("Choose to whom the cases go."))
    elif act in BatchAct.values:
        numbers = form.cleaned_data["cases"][:MOST_AT_ONCE]
        _do_with_several(request, numbers, person if act == BatchAct.ASSIGN else None)
    return redirect(_back(request))


def _do_with_several(
    request: AuthenticatedRequest, numbers: list[str], person: User | None
) -> None:
    now = timezone.now()
    cases = queries.cases_numbered(numbers, user=request.user, on=timezone.localdate(now))
    done = 0
    for case in cases:
        given: dict[str, Any] = {"case": case, "revision": None, "by": request.user, "on": now}
        try:
            assign_case(to=person, **given) if person else take_case(**given)
        except PersonError as refused:
            for text in problem_texts(list(refused.problems)):
                messages.error(request, f"{case.number}：{text}")
        else:
            done += 1
    if done:
        said = ngettext("%(count)d case was taken.", "%(count)d cases were taken.", done)
        if person:
            said = ngettext(
                "%(count)d case was assigned to %(who)s.",
                "%(count)d cases were assigned to %(who)s.",
                done,
            )
        who = person.display_name if person else ""
        messages.success(request, said % {"count": done, "who": who})


def _tray(request: AuthenticatedRequest) -> str:
    wanted = request.GET.get("tray", "")
    if wanted in Tray.values:
        return wanted
    return Tray.TO_APPROVE if _approves_most(request) else Tray.MINE


def _approves_most(request: AuthenticatedRequest) -> bool:
    """Tell whether somebody leads and has something to approve: that is what they come for."""
    day = timezone.localdate()
    leads = user_can(request.user, LEAD, on=day)
    return leads and proposals_for(request.user, on=day).exists()


def _narrowed(
    request: AuthenticatedRequest, tray: str, people: list[User], day: dt.date
) -> tuple[InboxFilterForm, QuerySet[Case]]:
    form = InboxFilterForm(
        request.GET,
        day=day,
        people=people,
        stations=queries.stations(),
        divisions=queries.divisions_of(request.user, on=day),
    )
    sort = ordering(request, queries.ORDERS)
    return form, queries.inbox(request.user, tray, form.asked(), sort=sort, on=day)


def _back(request: AuthenticatedRequest) -> str:
    wanted = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/cases/") else "/cases/"
