"""Forms about people, organisations and roles; they check shapes, commands check the rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import USERNAME_FORM, Organisation
from zhiheng.office.web.forms import DateInput, FilterForm


class PeopleFilterForm(FilterForm):
    """Narrows the list of people."""

    q = forms.CharField(label=_("Name or user name"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("all")), *Role.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.all(), empty_label=_("all")
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all")), ("active", _("active")), ("locked", _("locked"))],
    )


class OrganisationFilterForm(FilterForm):
    """Narrows the list of organisations."""

    q = forms.CharField(label=_("Name or credit code"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("all")), *OrganisationKind.choices])


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        validators=[USERNAME_FORM],
        help_text=_("Lower-case letters, digits, dot, hyphen, underscore; never changed later."),
    )
    display_name = forms.CharField(label=_("Full name"), max_length=80)


class PersonChangeForm(forms.Form):
    """What may be changed of an account."""

    display_name = forms.CharField(label=_("Full name"), max_length=80)


class RoleForm(forms.Form):
    """A role for a person in an organisation."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.all(), empty_label=_("please choose")
    )
    role = forms.TypedChoiceField(
        label=_("Role"), choices=[("", _("please choose")), *Role.choices], coerce=Role
    )
    valid_from = forms.DateField(label=_("From"), widget=DateInput())
    valid_to = forms.DateField(
        label=_("Until"),
        widget=DateInput(),
        required=False,
        help_text=_("The last day, included; empty for no end."),
    )


class OrganisationForm(forms.Form):
    """An organisation."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.TypedChoiceField(
        label=_("Kind"),
        choices=[("", _("please choose")), *OrganisationKind.choices],
        coerce=OrganisationKind,
    )
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    district = forms.CharField(
        label=_("Division code"),
        max_length=6,
        required=False,
        help_text=_("Six digits, for example 440305 for Nanshan, Shenzhen."),
    )
