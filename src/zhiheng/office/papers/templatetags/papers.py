"""The papers of a case, put into the page of the case."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.utils import timezone

from zhiheng.office.cases.models import Case
from zhiheng.office.papers import presenters, queries

register = template.Library()


@register.inclusion_tag("papers/panel.html", takes_context=True)
def paper_panel(context: RequestContext, case: Case) -> dict[str, Any]:
    """Show the papers of a case to whoever works on it, with what is to be done next."""
    user, day = context["request"].user, timezone.localdate()
    papers = queries.papers_of(case, user, on=day)
    return {
        "case": case,
        "lines": presenters.paper_lines(case, papers, user, on=day),
        "kinds": queries.offered_kinds(case, user, on=day),
    }
