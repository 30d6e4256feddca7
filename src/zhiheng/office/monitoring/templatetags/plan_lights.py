"""The lights of the plans in force, for the first page of those who may see plans."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.plans.permissions import VIEW

register = template.Library()


@register.inclusion_tag("monitoring/later.html", takes_context=True)
def plan_lights(context: RequestContext) -> dict[str, Any]:
    """Show the lights of every plan in force, fetched once the page stands; a link without that.

    Counting all plans must not keep the figures of the first page waiting.
    """
    return {"sees_plans": user_can(context["request"].user, VIEW)}
