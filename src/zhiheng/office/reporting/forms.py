"""Forms about reports; they check shapes, commands check the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.plans.plausibility import plain, unit_choices
from zhiheng.office.plans.models import Department, Plan, PlanIndicator
from zhiheng.office.reporting.enums import RequestState, Rhythm
from zhiheng.office.reporting.models import Schedule, Version
from zhiheng.office.reporting.scheduling import MOST_DUE_DAYS, Terms
from zhiheng.office.web.forms import DateInput, FilterForm


class InboxFilterForm(FilterForm):
    """Narrows the list of reports."""

    q = forms.CharField(label=_("Indicator"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("reports", "all")),
            ("waiting", _("My department's turn")),
            ("overdue", _("Overdue")),
            *RequestState.choices,
        ],
    )
    plan = forms.ModelChoiceField(
        label=_("Plan"), queryset=Plan.objects.none(), empty_label=_("all plans")
    )

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class FilesInput(forms.ClearableFileInput):
    """Takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A field of files; its value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files that were chosen, none where none were."""
        chosen = data if isinstance(data, list | tuple) else [data]
        # What a file may be is told by the command, in the words of the house.
        return [each for each in chosen if each]


class ValueForm(forms.Form):
    """A value with its unit, note and evidence."""

    written = forms.CharField(
        label=_("Value"), max_length=40, widget=forms.TextInput({"inputmode": "decimal"})
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("report", "Note"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("How the value was counted, and from which source."),
    )
    evidence = FilesField(
        label=_("Evidence"),
        required=False,
        help_text=_("Documents or statistics that the value is taken from; several at once."),
    )
    keep = forms.TypedMultipleChoiceField(
        label=_("Evidence that still serves"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        indicator: PlanIndicator,
        before: Version | None,
    ) -> None:
        super().__init__(data, files, initial=_initial(indicator, before))
        units = unit_choices(indicator.unit)
        self.fields["unit"].required = bool(indicator.unit)
        self.fields["unit"].choices = [(each, each or "—") for each in units]  # type: ignore[attr-defined]
        kept = list(before.evidence.all()) if before else []
        choices = [(each.attachment_id, each.attachment.name) for each in kept]
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]
        self.initial["keep"] = [key for key, _name in choices]
        if not choices:
            del self.fields["keep"]


class ReasonForm(forms.Form):
    """Why a doubted value is right, or why a signed one is corrected."""

    reason = forms.CharField(
        label=pgettext_lazy("report", "Reason"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
    )


class AnswerForm(forms.Form):
    """Why a value is returned or queried."""

    answer = forms.CharField(
        label=_("What is wrong"), max_length=2_000, widget=forms.Textarea({"rows": 2})
    )


class TermsForm(forms.Form):
    """How often something is asked for, and how long people have."""

    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, initial=Rhythm.QUARTERLY
    )
    due_days = forms.IntegerField(
        label=_("Days to report"), min_value=1, max_value=MOST_DUE_DAYS, initial=10
    )
    in_working_days = forms.BooleanField(
        label=_("Counted in working days"), required=False, initial=True
    )
    starts_on = forms.DateField(
        label=_("First period begins"),
        widget=DateInput(),
        help_text=_("Periods that begin on or after this day are asked for."),
    )

    def terms(self) -> Terms:
        """Return what was typed."""
        typed = self.cleaned_data
        return Terms(
            rhythm=typed["rhythm"],
            due_days=typed["due_days"],
            in_working_days=typed["in_working_days"],
            starts_on=typed["starts_on"],
            ended_on=typed.get("ended_on"),
            department=typed.get("department"),
        )


class ScheduleForm(TermsForm):
    """The schedule of one indicator."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.all())
    ended_on = forms.DateField(
        label=_("No period after"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: until the plan's last year."),
    )
    field_order = ("department", "rhythm", "due_days", "in_working_days", "starts_on", "ended_on")


class SheetForm(forms.Form):
    """A sheet that was filled in."""

    sheet = forms.FileField(label=_("Filled-in sheet (.xlsx)"), allow_empty_file=True)
    submit = forms.BooleanField(
        label=_("Hand in for sign-off what is free of doubts or has a reason beside it"),
        required=False,
    )


def schedule_initial(
    schedule: Schedule | None, indicator: PlanIndicator, today: date
) -> dict[str, Any]:
    """Return what the form of a schedule shows first."""
    if schedule is None:
        return {
            "department": indicator.departments.order_by("pk").first(),
            "starts_on": first_start(indicator.plan, today),
        }
    names = ("department", "rhythm", "due_days", "in_working_days", "starts_on", "ended_on")
    return {name: getattr(schedule, name) for name in names}


def first_start(plan: Plan, today: date) -> date:
    """Return the day from which a new schedule asks: this year's first, within the plan's years."""
    year = min(max(today.year, plan.first_year), plan.last_year)
    return date(year, 1, 1)


def _initial(indicator: PlanIndicator, before: Version | None) -> dict[str, Any]:
    if before is None:
        return {"unit": indicator.unit}
    return {"written": plain(before.written), "unit": before.unit, "note": before.note}
