"""The filter of the act log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.office.ledger.acts import ACT_LABELS
from zhiheng.office.ledger.queries import EventFilter
from zhiheng.office.web.forms import DateInput, FilterForm


class EventFilterForm(FilterForm):
    """Narrows the act log."""

    act = forms.ChoiceField(label=_("Act"), choices=[("", _("all")), *ACT_LABELS.items()])
    actor = forms.CharField(label=_("By (user name)"))
    subject = forms.CharField(
        label=_("Subject"), widget=forms.TextInput(attrs={"placeholder": "user:6"})
    )
    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until"), widget=DateInput())

    def wanted(self) -> EventFilter:
        """Return what to look for; a field that cannot be read does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        return EventFilter(
            act=given.get("act", ""),
            actor=given.get("actor", "").strip().lower(),
            subject=given.get("subject", "").strip(),
            since=given.get("since"),
            until=given.get("until"),
        )
