"""Forms about raised frequencies of inspection."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.registers.presenters import said
from zhiheng.office.screening.triggers import LONGEST_REASON, rules
from zhiheng.office.web.forms import FilterForm

STATES = (
    ("", _("raised now")),
    ("ended", _("no longer called for")),
    ("lifted", _("lifted by a person")),
    ("every", _("all")),
)


class TriggerFilterForm(FilterForm):
    """Narrows the list of raised frequencies."""

    q = forms.CharField(label=_("Name or code"), max_length=120)
    state = forms.ChoiceField(label=pgettext_lazy("trigger", "State"), choices=list(STATES))
    rule = forms.ChoiceField(label=pgettext_lazy("trigger", "Rule"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((n, said(r.title)) for n, r in rules().items())]


class LiftForm(forms.Form):
    """Why a raised frequency is lifted."""

    reason = forms.CharField(
        label=pgettext_lazy("screening", "Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Stays on record with your name. It is raised again only if it gets worse."),
    )
