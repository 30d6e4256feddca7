"""Forms of the hall beside the declared ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.errors import InputError
from zhiheng.core.papers.codes import read_code
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.models import USERNAME_FORM, Organisation
from zhiheng.office.hall.models import Rating
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.forms import DateInput, FilterForm

_ALL = ("", _("all"))


class StartForm(forms.Form):
    """For whom somebody begins a form."""

    whom = forms.ChoiceField(label=_("Who asks"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        privately: bool,
        applicants: Sequence[Organisation],
        counters: Sequence[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {f"for-{each.pk}": each for each in applicants}
        self.counters = {f"at-{each.pk}": each for each in counters}
        choices = [(name, each.name) for name, each in self.bodies.items()]
        if privately:
            choices.insert(0, ("self", str(_("I ask as a private person"))))
        taken_in = _("Somebody else, taken in at: %(body)s")
        choices += [(name, taken_in % {"body": each.name}) for name, each in self.counters.items()]
        self.fields["whom"].choices = choices  # type: ignore[attr-defined]
        self.fields["whom"].initial = choices[0][0] if choices else ""

    @property
    def applicant(self) -> Organisation | None:
        """Return the organisation that asks."""
        return self.bodies.get(self.cleaned_data["whom"])

    @property
    def station(self) -> Organisation | None:
        """Return the counter at which the request is taken in."""
        return self.counters.get(self.cleaned_data["whom"])


class _ServiceFilterForm(FilterForm):
    """Narrows a list by service."""

    procedure = forms.ChoiceField(label=pgettext_lazy("hall", "Service"))

    def __init__(self, *args: Any, procedures: Iterable[Procedure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [_ALL, *((each.name, said(each.declaration.title)) for each in procedures)]
        self.fields["procedure"].choices = choices  # type: ignore[attr-defined]


class MatterFilterForm(_ServiceFilterForm):
    """Narrows one's own matters."""

    field_order = ("q", "procedure", "state")
    q = forms.CharField(label=_("Number or subject"), max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            _ALL,
            ("open", _("under way")),
            ("mine", _("waiting for the parties")),
            ("closed", _("closed")),
        ],
    )


class RatingFilterForm(_ServiceFilterForm):
    """Narrows ratings."""

    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until"), widget=DateInput())
    low = forms.BooleanField(label=_("only one and two stars"))


class ClaimForm(forms.Form):
    """Number and code of a receipt."""

    number = forms.CharField(label=_("Number on the receipt"), max_length=24)
    code = forms.CharField(label=_("Verification code"), max_length=40)

    def clean_code(self) -> str:
        """Return the code as it is kept, however it was typed."""
        try:
            return read_code(self.cleaned_data["code"])
        except InputError as error:
            raise forms.ValidationError(problem_texts(error.problems)) from error


class RateForm(forms.ModelForm[Rating]):
    """How a matter was handled."""

    stars = forms.TypedChoiceField(
        label=_("Rating"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, _("5 · very good")),
            (4, _("4 · good")),
            (3, _("3 · fair")),
            (2, _("2 · poor")),
            (1, _("1 · very poor")),
        ],
    )

    class Meta:
        model = Rating
        fields = ("stars", "text")
        widgets = {"text": forms.Textarea({"rows": "4"})}


class SignUpForm(forms.Form):
    """A new account for a member of the public."""

    display_name = forms.CharField(label=_("Full name"), max_length=80)
    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        validators=[USERNAME_FORM],
        help_text=_("2 to 64 characters: lower-case letters, digits, dot, hyphen, underscore."),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters."),
    )
    again = forms.CharField(
        label=_("Password once more"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    agreed = forms.BooleanField(
        label=_("My name is used to handle my matters and shown to those who handle them."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that both passwords are the same."""
        given = super().clean() or {}
        if given.get("password") and given.get("password") != given.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return given
