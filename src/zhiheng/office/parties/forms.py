"""Forms about parties; they check shapes, commands check the rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.core.analyses.parties.registers import CURRENT
from zhiheng.core.declarations.models import Register
from zhiheng.office.parties.commands import LONGEST_REASON
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.forms import FilterForm

Choices = list[tuple[str, str]]


class PartyFilterForm(FilterForm):
    """Narrows the list of parties."""

    q = forms.CharField(label=_("Name or credit code"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    state = forms.ChoiceField(label=_("State"))

    def __init__(self, register: Register, *args: object, **kwargs: object) -> None:
        """Offer the kinds and states that the register declares."""
        super().__init__(*args, **kwargs)
        for name in ("kind", "state"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _choices(register, name)

    @property
    def state_wanted(self) -> str:
        """Return the state asked for, the current ones without any."""
        given = self.cleaned_data.get("state") if self.is_valid() else ""
        return given or CURRENT


class ReasonForm(forms.Form):
    """Why somebody decides; `seen` is the newest decision that they had before them."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays on record with your name."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MergeForm(ReasonForm):
    """With which party another is to be merged."""

    other = forms.CharField(
        label=_("Merge with"),
        max_length=200,
        help_text=_("Number, credit code or exact name of the other party."),
    )
    field_order = ("other", "reason")


class SplitForm(ReasonForm):
    """What is to be split off a party."""

    chosen = forms.MultipleChoiceField(
        label=_("Split off"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("chosen", "reason")

    def __init__(self, choices: Choices, *args: object, **kwargs: object) -> None:
        """Offer the names or mentions to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Form takes
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices


def _choices(register: Register, name: str) -> Choices:
    declared = register.column(name).choices
    first = [] if name == "state" else [("", str(_("all")))]
    return [*first, *((value, said(wording)) for value, wording in declared.items())]
