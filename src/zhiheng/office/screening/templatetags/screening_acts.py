"""What was and can be done with a finding, put into its page."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.utils import timezone

from zhiheng.office.screening.hearing import may_open
from zhiheng.office.screening.hearing_presenters import HeardIn, heard_in
from zhiheng.office.screening.matters import PATENTS, matter_of
from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.writing import ASKABLE

register = template.Library()


@register.simple_tag
def cases_of(finding: Finding) -> list[HeardIn]:
    """Return the cases in which a finding is or was heard."""
    return heard_in(finding)


@register.simple_tag(takes_context=True)
def may_open_cases(context: RequestContext, finding: Finding) -> bool:
    """Tell whether who reads the page can open a finding as a case."""
    matter = matter_of(finding.about)
    return may_open(context["request"].user, matter, on=timezone.localdate())


@register.filter
def of_about(about: str) -> str:
    """Return the end of the address of a list that is about a register; patents need none."""
    return "" if about == PATENTS.about else f"?about={about}"


@register.filter
def askable(finding: Finding) -> bool:
    """Tell whether a finding can be opened as a case or dismissed."""
    return finding.state in ASKABLE
