"""Forms about tasks and measures; they check shapes, commands check the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import User
from zhiheng.office.plans.enums import MeasureKind
from zhiheng.office.plans.models import Department, Measure, Plan
from zhiheng.office.supervision.commands import TaskContent
from zhiheng.office.supervision.enums import MeasureState, TaskState
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.queries import TaskFilter, possible_owners
from zhiheng.office.web.forms import DateInput, FilesField, FilterForm

_ALL = ("", _("all"))
_EVIDENCE = _("Several files at once; each is kept with its digest and never changed.")


class BoardFilterForm(FilterForm):
    """Narrows the board of a plan."""

    q = forms.CharField(label=_("Measure"))
    state = forms.ChoiceField(label=_("State"), choices=[_ALL, *MeasureState.choices])
    department = forms.ChoiceField(label=_("Department"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[_ALL, *MeasureKind.choices])
    due_until = forms.DateField(label=_("Due until"), widget=DateInput())

    def __init__(self, *args: object, departments: Iterable[Department], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [_ALL, *((str(each.pk), each.name) for each in departments)]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]


class TaskFilterForm(FilterForm):
    """Narrows the tasks of a person and their departments."""

    q = forms.CharField(label=_("Task or measure"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("open", _("all that are open")),
            ("overdue", _("Overdue")),
            *TaskState.choices[1:],
            ("is_open", pgettext_lazy("task", "Not started")),
            ("every", _("all")),
        ],
    )
    plan = forms.ChoiceField(label=_("Plan"))
    due_until = forms.DateField(label=_("Due until"), widget=DateInput())
    owned = forms.BooleanField(label=_("only my own"))

    def __init__(self, *args: object, plans: Iterable[Plan], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [_ALL, *((str(each.pk), each.title) for each in plans)]
        self.fields["plan"].choices = choices  # type: ignore[attr-defined]

    def asked(self) -> TaskFilter:
        """Return what was asked; open tasks unless told."""
        self.is_valid()
        given = self.cleaned_data
        state = given.get("state") or "open"
        return TaskFilter(
            text=given.get("q", ""),
            state="" if state == "every" else state,
            due_until=given.get("due_until"),
            owned=given.get("owned", False),
            plan=given.get("plan", ""),
        )


class TaskForm(forms.Form):
    """A task as its department arranges it."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))
    title = forms.CharField(label=_("Task"), max_length=200)
    owner = forms.ModelChoiceField(
        Task.objects.none(),
        label=_("Owner"),
        required=False,
        help_text=_("Without one all who report for the department are reminded."),
    )
    starts_on = forms.DateField(label=_("Start"), required=False, widget=DateInput())
    due_on = forms.DateField(label=_("Due"), widget=DateInput())
    late_reason = forms.CharField(
        label=_("Why later than the measure"),
        max_length=400,
        required=False,
        help_text=_("Only where the task is due after the measure's own last day."),
    )
    weight = forms.IntegerField(
        label=pgettext_lazy("task", "Weight"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("How much it counts in the progress of the measure."),
    )
    after = forms.ModelChoiceField(Task.objects.none(), label=_("Only after"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("task", "Details"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        measure: Measure | None,
        departments: list[Department],
        on: dt.date,
        owner: User | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        pks = [each.pk for each in departments]
        self._give("department", Department.objects.filter(pk__in=pks))
        bodies = departments if measure is None else _bodies(measure, departments)
        self._give("owner", possible_owners(bodies, on=on, present=owner))
        self._give(
            "after", Task.objects.filter(measure=measure) if measure else Task.objects.none()
        )
        if measure is None:
            del self.fields["after"], self.fields["late_reason"]
        if len(departments) == 1:
            self.fields["department"].initial = departments[0].pk

    def content(self) -> TaskContent:
        """Return what was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "department"}
        return TaskContent(**given)

    def _give(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """Something said in words."""

    text = forms.CharField(
        label=_("In words"), max_length=4_000, widget=forms.Textarea({"rows": 4})
    )


class RemarkForm(forms.Form):
    """Something that may be said in words."""

    text = forms.CharField(
        label=_("Remark"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))


class EvidenceForm(TextForm):
    """Something said in words, with what proves it."""

    evidence = FilesField(label=_("Evidence"), help_text=_EVIDENCE)


class ProgressForm(EvidenceForm):
    """How far a task is."""

    percent = forms.IntegerField(label=_("Done so far, in percent"), min_value=0, max_value=99)
    field_order = ("percent", "text", "evidence")


class MeasureProgressForm(EvidenceForm):
    """How far a measure is as a whole."""

    percent = forms.IntegerField(label=_("Done so far, in percent"), min_value=0, max_value=100)
    field_order = ("percent", "text", "evidence")


class YearForm(EvidenceForm):
    """What was done in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200)
    field_order = ("year", "text", "evidence")


class QuantityForm(RemarkForm):
    """What was reached of something promised."""

    quantity = forms.DecimalField(
        label=_("Reached so far, all in all"), min_value=0, max_digits=19, decimal_places=4
    )
    evidence = FilesField(label=_("Evidence"), help_text=_EVIDENCE)
    field_order = ("quantity", "text", "evidence")


class BlockForm(forms.Form):
    """Why a task cannot go on."""

    needs = forms.CharField(
        label=_("What it needs"), max_length=400, widget=forms.Textarea({"rows": 3})
    )
    needed_from = forms.CharField(label=_("From whom"), max_length=200)


def initial_of(task: Task) -> dict[str, object]:
    """Return a task as its form shows it."""
    plain = ("title", "starts_on", "due_on", "weight", "note", "late_reason")
    chosen = {name: getattr(task, f"{name}_id") for name in ("department", "owner", "after")}
    return {**{name: getattr(task, name) for name in plain}, **chosen}


def _bodies(measure: Measure, departments: list[Department]) -> list[Department]:
    return [*departments, *measure.lead.all(), *measure.support.all()]
