"""Forms of what is done with findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.writing import LONGEST_REASON


class ReasonForm(forms.Form):
    """Why a finding is dismissed or opened again; `revision` is the one that the page showed."""

    reason = forms.CharField(
        label=pgettext_lazy("screening", "Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 4}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class HearForm(forms.Form):
    """Which findings become a case, and why.

    `key` is that of the page: sent twice, it opens once. `revisions` are those that it showed.
    """

    reason = forms.CharField(
        label=_("Why these are opened"),
        help_text=_("Kept with the findings, for the office alone."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=48)
    revisions = forms.CharField(widget=forms.HiddenInput, max_length=8_000)

    def __init__(self, chosen: Sequence[Finding], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex
        self.fields["revisions"].initial = ",".join(f"{each.pk}:{each.revision}" for each in chosen)

    def clean_revisions(self) -> dict[int, int]:
        """Return the revision of each finding that the page showed."""
        pairs = [each.split(":") for each in self.cleaned_data["revisions"].split(",") if each]
        try:
            return {int(pk): int(revision) for pk, revision in pairs}
        except ValueError as error:
            raise forms.ValidationError(_("This page is out of date. Open it again.")) from error
