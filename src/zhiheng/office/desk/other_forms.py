"""Forms beside the case: one's own ties, erasing by law, sessions of everybody's cases."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.office.web.forms import DateInput, FilterForm


class InterestForm(forms.Form):
    """A tie to a person or body that may become a party."""

    name = forms.CharField(label=_("Person or body"), max_length=200)
    tie = forms.CharField(
        label=_("Tie"), max_length=200, help_text=_("Such as spouse, shareholder, former client")
    )
    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput())


class EraseForm(forms.Form):
    """On what ground the content of a line is erased."""

    ground = forms.CharField(
        label=_("Legal ground"), max_length=120,
        help_text=_("Such as the request of the person concerned, with its number and day"),
    )  # fmt: skip


class CaseNumberForm(forms.Form):
    """The number of a case."""

    number = forms.CharField(label=_("Case number"), max_length=24)


class SessionFilterForm(FilterForm):
    """From when to when sessions are shown."""

    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until"), widget=DateInput())
