"""The filter of the act log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.office.ledger.acts import act_label
from zhiheng.office.ledger.queries import EventFilter, acts_on_record
from zhiheng.office.web.forms import DateInput, FilterForm


def _act_choices() -> list[tuple[str, object]]:
    return [("", _("all")), *((act, act_label(act)) for act in acts_on_record())]


class EventFilterForm(FilterForm):
    """Narrows the act log."""

    act = forms.ChoiceField(label=_("Act"), choices=_act_choices)
    actor = forms.CharField(label=_("By (user name)"))
    subject = forms.CharField(label=_("Subject"), help_text="")
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
