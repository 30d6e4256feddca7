"""Forms about vetoes; they check shapes, the command checks the rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.screening.enums import VetoQuestion
from zhiheng.office.screening.veto_commands import LONGEST_PURPOSE, VetoRequest
from zhiheng.office.screening.veto_subjects import LONGEST_NAME
from zhiheng.office.web.forms import DateInput, FilterForm

KNOWN = (
    ("then", _("as the registers stood on that day")),
    ("now", _("as the registers stand now")),
)


class VetoForm(forms.Form):
    """Whom is asked about, for which day, what for."""

    given = forms.CharField(
        label=_("Name or code"),
        max_length=LONGEST_NAME,
        help_text=_("Unified social credit code, party number, agency code, or the exact name."),
    )
    on = forms.DateField(
        label=_("Day of the decision"),
        widget=DateInput(),
        help_text=_("The day on which support is decided: what was decided later does not count."),
    )
    question = forms.ChoiceField(
        label=pgettext_lazy("veto", "What is asked"), choices=VetoQuestion.choices
    )
    known = forms.ChoiceField(
        label=_("By what is answered"),
        choices=list(KNOWN),
        help_text=_("For a day gone by: what could be known then, or what is known by now."),
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=LONGEST_PURPOSE,
        help_text=_("For example the programme of subsidies or the award. Stays on record."),
    )

    def asked(self) -> VetoRequest:
        """Return what was asked for; only after the form was found valid."""
        typed = self.cleaned_data
        return VetoRequest(
            given=typed["given"],
            on=typed["on"],
            purpose=typed["purpose"],
            question=typed["question"],
            known_now=typed["known"] == "now",
        )


class VetoFilterForm(FilterForm):
    """Narrows the list of answers."""

    q = forms.CharField(label=_("Name or code, or what for"), max_length=120)
    barred = forms.ChoiceField(
        label=_("Answer"), choices=[("", _("all")), ("yes", _("barred")), ("no", _("not barred"))]
    )
