"""Forms of limits and of the white list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.screening.declared import Limit
from zhiheng.office.registers.presenters import said
from zhiheng.office.screening import law
from zhiheng.office.screening.enums import SpareKind
from zhiheng.office.web.forms import DateInput


class LimitForm(forms.Form):
    """Another value of a limit, to be tried before it is saved."""

    value = forms.FloatField(label=_("New value"))
    valid_from = forms.DateField(label=_("In force from"), widget=DateInput)
    reason = forms.CharField(
        label=pgettext_lazy("screening", "Reason"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, limit: Limit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate()
        field = self.fields["value"]
        field.widget.attrs["step"] = "1" if limit.whole else "any"
        field.help_text = _("From %(lowest)s to %(highest)s.") % {
            "lowest": f"{limit.lowest:g}",
            "highest": f"{limit.highest:g}",
        }


class SaveForm(forms.Form):
    """The reason for which a limit that was tried is set."""

    reason = forms.CharField(
        label=pgettext_lazy("screening", "Reason"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )


class SpareForm(forms.Form):
    """A new entry of the white list."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SpareKind.choices)
    text = forms.CharField(
        label=_("Name, number or code"),
        max_length=200,
        help_text=_(
            "An applicant by name, credit code or party number, an agency by code or name, a filing"
            " by its application number. An agency of marks by its name, for signals of marks only."
        ),
    )
    signals = forms.MultipleChoiceField(
        label=_("Signals"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("screening", "Reason"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )
    valid_from = forms.DateField(label=_("In force from"), widget=DateInput)
    valid_to = forms.DateField(
        label=pgettext_lazy("white list", "Until"),
        widget=DateInput,
        required=False,
        help_text=_("The first day on which it holds no more; empty means until it is ended."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate()
        field = self.fields["signals"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (each.signal, said(each.title)) for each in law.declared().signals.values()
        ]
