"""The form on which somebody hands drafts in to be checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.screening.draft_queries import is_agency
from zhiheng.office.screening.drafts import File
from zhiheng.office.web.forms import FilesField, FilesInput

LONGEST_PASTED = 200_000  # characters; what is longer is better handed over as a file
_PASTED = ("title", "abstract", "claims", "description")


def _pasted(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_PASTED,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
    )


class DraftsForm(forms.Form):
    """Files, or pasted texts, or both; for whom, where somebody drafts for others."""

    uploads = FilesField(
        label=gettext_lazy("Files"),
        widget=FilesInput({"accept": ".xml,.docx,.txt,.md,.jsonl,.ndjson,.zip"}),
        help_text=gettext_lazy(
            "Choose or drop them, several at once: XML for electronic filing, Word (.docx), text, "
            "JSON Lines, or a ZIP with one folder per application."
        ),
    )
    organisation = forms.ChoiceField(label=gettext_lazy("In whose name"), required=False)
    applicant = forms.CharField(
        label=gettext_lazy("Applicant"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For whom you draft. Empty: your own organisation."),
    )
    right = forms.ChoiceField(
        label=pgettext_lazy("drafts", "Kind of right"),
        choices=[
            ("invention", gettext_lazy("Invention")),
            ("utility_model", gettext_lazy("Utility model")),
        ],
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    abstract = _pasted(gettext_lazy("Abstract"), 4)
    claims = _pasted(
        gettext_lazy("Claims"), 8, gettext_lazy("Each begins with its number: 1. 2. 3.")
    )
    description = _pasted(gettext_lazy("Description"), 6)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **more: Any) -> None:
        """Offer the organisations of whoever asks; ask for whom only those who draft for others."""
        super().__init__(*args, **more)
        self.organisations = {str(each.pk): each for each in organisations}
        choices = [(str(each.pk), each.name) for each in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if len(organisations) < 2:
            del self.fields["organisation"]
        if not any(is_agency(each) for each in organisations):
            del self.fields["applicant"]

    def chosen(self) -> Organisation:
        """Return the organisation in whose name is checked."""
        name = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[name]

    def for_whom(self) -> str:
        """Return the applicant that an agency names; a firm checks in its own name."""
        given: str = self.cleaned_data.get("applicant", "")
        return given if is_agency(self.chosen()) else ""

    def handed_in(self) -> list[File]:
        """Return what was handed over; pasted texts are one file more."""
        found: list[File] = [
            (each.name or "draft", each.chunks()) for each in self.cleaned_data["uploads"]
        ]
        texts = {name: self.cleaned_data[name] for name in _PASTED if self.cleaned_data[name]}
        if texts:
            line = json.dumps({"id": _("Pasted text"), **texts}, ensure_ascii=False)
            found.append((f"{_('Pasted text')}.jsonl", [line.encode()]))
        return found

    @property
    def pasted(self) -> list[forms.BoundField]:
        """The fields for pasted texts."""
        return [self[name] for name in _PASTED]

    @property
    def chosen_fields(self) -> list[forms.BoundField]:
        """The other fields."""
        return [self[name] for name in self.fields if name not in _PASTED]
