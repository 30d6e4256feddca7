"""Forms of the protection list; they check shapes, commands check the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.protection.alert_words import plain_classes
from zhiheng.office.protection.describing import Described, read_classes
from zhiheng.office.protection.enums import (
    AlertKind,
    AlertState,
    EntryKind,
    EntryState,
    Rhythm,
    Severity,
)
from zhiheng.office.protection.models import Entry
from zhiheng.office.protection.queries import AlertFilter, EntryFilter
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.forms import DateInput, FilterForm

LARGEST_TABLE = 10 * 1024 * 1024
DUE = (("", _("all")), ("30", _("within 30 days")), ("90", _("within 90 days")))


class EntryFilterForm(FilterForm):
    """Narrows the list of entries."""

    q = forms.CharField(label=_("Name, number or owner"), max_length=120)
    kind = forms.ChoiceField(
        label=pgettext_lazy("protection", "Kind"), choices=[("", _("all")), *EntryKind.choices]
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("protection", "State"), choices=[("", _("all")), *EntryState.choices]
    )
    nice_class = forms.CharField(label=_("Class"), max_length=4)
    in_force = forms.DateField(label=_("In force on"), widget=DateInput)

    def asked(self) -> EntryFilter:
        """Return what was asked for; what makes no sense does not narrow."""
        self.is_valid()
        typed = self.cleaned_data
        classes, _wrong = read_classes(typed.get("nice_class") or "")
        return EntryFilter(
            text=(typed.get("q") or "").strip(),
            kind=typed.get("kind") or "",
            state=typed.get("state") or "",
            nice_class=next(iter(classes), ""),
            in_force=typed.get("in_force"),
        )


class AlertFilterForm(FilterForm):
    """Narrows the list of alerts."""

    q = forms.CharField(label=_("Words or number"), max_length=120)
    kind = forms.ChoiceField(
        label=pgettext_lazy("protection", "Kind"), choices=[("", _("all")), *AlertKind.choices]
    )
    severity = forms.ChoiceField(
        label=pgettext_lazy("alert", "Severity"), choices=[("", _("all")), *Severity.choices]
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("alert", "State"),
        choices=[
            ("", pgettext_lazy("alerts", "open")),
            *AlertState.choices,
            ("every", _("every state")),
        ],
    )
    due = forms.ChoiceField(label=pgettext_lazy("alert", "Deadline"), choices=list(DUE))
    entry = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def asked(self) -> AlertFilter:
        """Return what was asked for; what makes no sense does not narrow."""
        self.is_valid()
        typed = self.cleaned_data
        days = typed.get("due") or ""
        due_by = timezone.localdate() + dt.timedelta(days=int(days)) if days else None
        return AlertFilter(
            text=(typed.get("q") or "").strip(),
            kind=typed.get("kind") or "",
            state=typed.get("state") or "open",
            severity=typed.get("severity") or "",
            entry=typed.get("entry"),
            due_by=due_by,
        )


class EntryForm(forms.Form):
    """What is to be protected, and why."""

    kind = forms.ChoiceField(label=pgettext_lazy("protection", "Kind"), choices=EntryKind.choices)
    text = forms.CharField(
        label=pgettext_lazy("protection", "Name"),
        max_length=200,
        required=False,
        help_text=_("Words of the mark, name or term; may be left out where a number is given."),
    )
    number = forms.CharField(
        label=pgettext_lazy("protection", "Number"),
        max_length=60,
        required=False,
        help_text=_("Number of the mark or application number of the patent, as in the registers."),
    )
    party = forms.CharField(
        label=pgettext_lazy("protection", "Owner"),
        max_length=200,
        required=False,
        help_text=_(
            "Party number, unified social credit code or name; needed for an enterprise. Its own "
            "filings raise no alerts."
        ),
    )
    classes = forms.CharField(
        label=pgettext_lazy("protection", "Classes"),
        max_length=200,
        required=False,
        help_text=_("Nice classes such as 9、25; none means those of the mark, or all."),
    )
    well_known = forms.BooleanField(label=_("Recognised as well known"), required=False)
    reason = forms.CharField(
        label=pgettext_lazy("protection", "Reason"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )
    source = forms.CharField(
        label=pgettext_lazy("protection", "Legal basis"),
        max_length=200,
        help_text=_("Provision of law, or the document that establishes the protection."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput)
    valid_to = forms.DateField(
        label=_("Valid until"),
        widget=DateInput,
        required=False,
        help_text=_("The first day without protection; needed for a word of a current event."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate()

    def clean_classes(self) -> list[str]:
        """Return the classes; what is none stands on the field."""
        classes, problems = read_classes(self.cleaned_data["classes"])
        if problems:
            raise forms.ValidationError(problem_texts(problems))
        return classes

    def described(self) -> Described:
        """Return what was typed."""
        typed = self.cleaned_data
        return Described(
            kind=typed.get("kind", ""),
            text=typed.get("text", ""),
            number=typed.get("number", ""),
            party=typed.get("party", ""),
            nice_classes=typed["classes"],
            well_known=typed.get("well_known", False),
            reason=typed["reason"],
            source=typed["source"],
            valid_from=typed["valid_from"],
            valid_to=typed["valid_to"],
        )


class RequestForm(EntryForm):
    """What an owner asks to be protected."""

    organisation = forms.ModelChoiceField(
        label=_("For"), queryset=Organisation.objects.none(), empty_label=None
    )
    field_order = ("organisation", "kind")

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["well_known"]  # found in a case, not claimed by the owner
        offered = self.fields["organisation"]
        assert isinstance(offered, forms.ModelChoiceField)
        offered.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])


class ChangeForm(EntryForm):
    """What may change of an entry that is on the list."""

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        initial = {
            "classes": plain_classes(entry.nice_classes),
            "well_known": entry.well_known,
            "reason": entry.reason,
            "source": entry.source,
            "valid_from": entry.valid_from,
            "valid_to": entry.valid_to,
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("kind", "text", "number", "party"):
            del self.fields[name]
        self.fields["valid_from"].initial = entry.valid_from


class DecisionForm(forms.Form):
    """What the office says to a request."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("protection", "Decision"),
        choices=[("accept", _("Put on the list")), ("refuse", _("Refuse"))],
    )
    reason = forms.CharField(
        label=pgettext_lazy("protection", "Reason"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed to refuse; who asked reads it."),
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=pgettext_lazy("protection", "Reason"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )


class NoteForm(forms.Form):
    """What was done about an alert."""

    note = forms.CharField(
        label=_("What was done"), max_length=400, widget=forms.Textarea({"rows": 2})
    )


class TableForm(forms.Form):
    """A table of entries."""

    table = forms.FileField(
        label=_("Table"),
        help_text=_("CSV or XLSX with the headings of an export."),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx"}),
    )

    def clean_table(self) -> UploadedFile[Any]:
        """Refuse a table that is larger than any list of so many lines."""
        file: UploadedFile[Any] = self.cleaned_data["table"]
        if (file.size or 0) > LARGEST_TABLE:
            raise forms.ValidationError(_("The table is too large: 10 MB at most."))
        return file


class RhythmForm(forms.Form):
    """How often new alerts are mailed."""

    rhythm = forms.ChoiceField(label=_("Mail of new alerts"), choices=Rhythm.choices)
