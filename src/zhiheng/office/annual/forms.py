"""Forms about yearly reports; they check shapes, commands check the rest."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.annual.sections import LONGEST
from zhiheng.office.plans.models import Plan
from zhiheng.office.web.forms import DateInput


class FreezeForm(forms.Form):
    """As of which day the figures are frozen."""

    as_of = forms.DateField(
        label=_("As of"),
        widget=DateInput(),
        help_text=_("The report is that of the day's year; usually its last day."),
    )


class SectionForm(forms.Form):
    """The words of one section."""

    text = forms.CharField(
        label=pgettext_lazy("yearly report", "Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("Each line becomes a paragraph. Left empty, the draft comes back."),
    )


class VerifyForm(forms.Form):
    """A file that may be an issued report."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A Word or PDF file that somebody sent. It is compared and not kept."),
    )


def usual_day(plan: Plan, today: dt.date) -> dt.date:
    """Return the day a report is usually of: the last 31 December within the plan, else today."""
    for year in range(min(today.year, plan.last_year), plan.first_year - 1, -1):
        end = dt.date(year, 12, 31)
        if end <= today:
            return end
    return today
