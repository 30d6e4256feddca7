"""Forms about papers; they check shapes, commands check the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.core.terms.regimes import ServiceRule
from zhiheng.office.cases.models import Party
from zhiheng.office.papers.serving import Sending
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.forms import DateInput

_REASON = forms.Textarea({"rows": 3})
_PROOF_HELP = _("The signed proof of service, the return receipt or a photograph: PDF or picture.")


class ConfirmForm(forms.Form):
    """Nothing to fill in but the consent to go on; knows which revision was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(ConfirmForm):
    """An act that needs a reason."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=_REASON)


class EditForm(ConfirmForm):
    """The edited Word file."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_(
            "The edited .docx. Keep 【文号】 and 【签发日期】: they are filled in at issue."
        ),
        widget=forms.FileInput({"accept": ".docx"}),
        allow_empty_file=True,
    )


class DraftForm(forms.Form):
    """Chooses a paper to draft."""

    kind = forms.ChoiceField(label=pgettext_lazy("paper", "Paper"))

    def __init__(self, *args: Any, kinds: list[DeclaredPaper], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (each.paper, said(each.title)) for each in kinds
        ]


class ServeForm(forms.Form):
    """How a paper is sent to a party."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("Served on"), empty_label=None)
    mode = forms.ChoiceField(label=_("Mode of service"))
    sent_on = forms.DateField(label=_("Sent"), widget=DateInput())
    received_on = forms.DateField(
        label=pgettext_lazy("service", "Received on"),
        widget=DateInput(),
        required=False,
        help_text=_(
            "Where it is handed over, the day it was signed for. Otherwise leave it empty and "
            "record the receipt when the proof has come back."
        ),
    )
    proof = forms.FileField(
        label=_("Proof"), required=False, help_text=_PROOF_HELP, allow_empty_file=True
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    note = forms.CharField(label=_("Remark"), max_length=400, required=False)
    agreed = forms.BooleanField(label=_("The party agreed to electronic service"), required=False)

    def __init__(
        self, *args: Any, parties: list[Party], modes: list[ServiceRule], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["party"].queryset = Party.objects.filter(  # type: ignore[attr-defined]
            pk__in=[each.pk for each in parties]
        )
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (rule.mode, f"{said(rule.title)} — {said(rule.received)}") for rule in modes
        ]

    def sending(self) -> Sending:
        """Return what was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "party"}
        return Sending(**given)


class ReceiptForm(forms.Form):
    """When a party received a paper."""

    received_on = forms.DateField(label=pgettext_lazy("service", "Received on"), widget=DateInput())
    proof = forms.FileField(
        label=_("Proof"), required=False, help_text=_PROOF_HELP, allow_empty_file=True
    )
    note = forms.CharField(label=_("Remark"), max_length=400, required=False)


class FailureForm(forms.Form):
    """Why a paper was not delivered."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=_REASON)


class VerifyForm(forms.Form):
    """A code, or a file."""

    code = forms.CharField(
        label=_("Verification code"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Printed at the foot of the paper, such as 7K3M-9QXA-02BD-FTRW-5."),
    )
    file = forms.FileField(
        label=_("or the file itself"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "A paper: PDF or Word as issued. A check of drafts: a file that was checked, or its "
            "proof. It is compared and not kept."
        ),
    )


def initial_of_service(parties: list[Party], today: dt.date) -> dict[str, object]:
    """Return what a form of service begins with."""
    first = parties[0] if len(parties) == 1 else None
    return {"sent_on": today, "address": first.address if first else "", "party": first}
