"""Pages of rings: findings that hang together."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.registers.presenters import division_name
from zhiheng.office.screening import presenters, queries, ring_presenters
from zhiheng.office.screening.forms import about_in
from zhiheng.office.screening.permissions import JUDGE, VIEW
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate

FIRST_ORDER = "-strength"


@require_safe
@needs(VIEW)
def ring_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the rings, the strongest first."""
    wanted = request.GET.get("sort", "")
    known = wanted.removeprefix("-") in queries.RING_ORDERS
    sort = wanted if known else FIRST_ORDER
    about = about_in(request.GET)
    pager = paginate(request, queries.rings(about).order_by(sort, "pk"))
    lines = presenters.ring_lines(pager.items, day=timezone.localdate())
    context = {"about": about, "pager": pager, "lines": lines, "sort": sort}
    return render(request, "screening/rings.html", context)


@require_safe
@needs(VIEW)
def ring(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one ring: who hangs together with whom, and what was found."""
    found = queries.ring(pk)
    unmasked = sees_persons(request.user)
    pager = paginate(request, found.findings.select_related("ring").order_by(FIRST_ORDER, "pk"))
    context = {
        "ring": found,
        "line": presenters.ring_lines([found], day=timezone.localdate())[0],
        "division": division_name(found.division) if found.division else "",
        "drawing": ring_presenters.drawing(found, unmasked=unmasked),
        "pager": pager,
        "lines": presenters.finding_lines(pager.items, unmasked=unmasked),
        "can_judge": user_can(request.user, JUDGE),
    }
    return render(request, "screening/ring.html", context)
