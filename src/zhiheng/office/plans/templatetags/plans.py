"""The navigation that every page about one plan shows, whichever app it belongs to."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from zhiheng.office.plans.models import Plan
from zhiheng.office.plans.plan_presenters import tabs

register = template.Library()


@register.inclusion_tag("plans/tabs.html", takes_context=True)
def plan_tabs(context: RequestContext, plan: Plan) -> dict[str, Any]:
    """Show where else a plan has pages: content, cockpit, reports, tasks, …"""
    request = context["request"]
    return {"tabs": tabs(plan, request.user, request.path)}
