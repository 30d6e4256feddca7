"""The form of a party: what is noted of it, and the accounts that speak for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases.enums import PARTIES
from zhiheng.office.cases.keeping import PartyContent
from zhiheng.office.cases.models import Party
from zhiheng.office.desk.forms import DeskForm


class PartyForm(DeskForm):
    """What is noted of a party, and the accounts that speak for it."""

    position = forms.ChoiceField(
        label=pgettext_lazy("party", "Position"),
        choices=[(each.value, each.label) for each in PARTIES],
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    is_person = forms.BooleanField(label=_("A private person"), required=False)
    identifier = forms.CharField(label=_("Code or number"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=32, required=False)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    account = forms.CharField(
        label=_("User name of the person's account"), max_length=150, required=False,
        help_text=_("The person then follows the matter in the service hall."),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Organisation with an account here"), max_length=200, required=False,
        help_text=_("Its exact name; its people then follow the matter in the service hall."),
    )  # fmt: skip
    agent_name = forms.CharField(label=_("Agent"), max_length=200, required=False)
    agent_account = forms.CharField(
        label=_("User name of the agent's account"), max_length=150, required=False
    )

    def clean_account(self) -> User | None:
        """Return the account by its user name."""
        return _account(self.cleaned_data["account"])

    def clean_agent_account(self) -> User | None:
        """Return the agent's account by its user name."""
        return _account(self.cleaned_data["agent_account"])

    def clean_organisation(self) -> Organisation | None:
        """Return the organisation by its name."""
        name = self.cleaned_data["organisation"].strip()
        if not name:
            return None
        found = Organisation.objects.filter(name=name).first()
        if found is None:
            raise forms.ValidationError(_("No organisation of this name has accounts here."))
        return found

    def content(self) -> PartyContent:
        """Return what the form says of the party."""
        found = self.cleaned_data
        plain = ("position", "name", "identifier", "is_person", "address", "phone", "mail")
        return PartyContent(
            **{name: found[name] for name in plain},
            organisation=found["organisation"],
            user=found["account"],
            agent_name=found["agent_name"],
            agent=found["agent_account"],
        )


def party_initial(party: Party) -> dict[str, Any]:
    """Return what a party's form begins with."""
    return {
        "position": party.position,
        "name": party.name,
        "is_person": party.is_person,
        "identifier": party.identifier,
        "address": party.address,
        "phone": party.phone,
        "mail": party.mail,
        "account": party.user.username if party.user else "",
        "organisation": party.organisation.name if party.organisation else "",
        "agent_name": party.agent_name,
        "agent_account": party.agent.username if party.agent else "",
    }


def _account(username: str) -> User | None:
    name = username.strip()
    if not name:
        return None
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise forms.ValidationError(_("There is no account of this name."))
    return found
