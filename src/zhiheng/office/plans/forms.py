"""Forms about plans; they read what was typed, commands check what it means."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.plans.amounts import read_amount
from zhiheng.core.plans.dates import read_time_limit
from zhiheng.core.plans.passages import one_notation
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.plans.checking import Surroundings, problems_of
from zhiheng.office.plans.enums import (
    Comparator,
    Counting,
    Decision,
    IndicatorKind,
    MeasureKind,
    PlanState,
    ProposalKind,
)
from zhiheng.office.plans.typed_lines import (
    commitment_lines,
    milestone_lines,
    read_commitment_lines,
    read_milestone_lines,
)
from zhiheng.office.plans.values import (
    IndicatorValues,
    MeasureValues,
    Target,
    typed_names,
)
from zhiheng.office.web.forms import FilterForm

# Follow only from a value that could not be read, which is told already.
_CONSEQUENCES = frozenset({"plan.target_missing", "plan.baseline_missing", "plan.upper_missing"})
ENDINGS = (".txt", ".md", ".docx", ".pdf")


class PlanFilterForm(FilterForm):
    """Narrows the list of plans."""

    q = forms.CharField(label=_("Title"))
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *PlanState.choices])


class ReviewFilterForm(FilterForm):
    """Narrows the proposals of a plan under review."""

    show = forms.ChoiceField(
        label=_("Decision"), choices=[("", _("every decision")), *Decision.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("every kind")), *ProposalKind.choices]
    )
    doubt = forms.ChoiceField(
        label=_("To be looked at"),
        choices=[
            ("", _("sure and unsure")),
            ("unsure", _("uncertain reading")),
            ("problems", _("with remarks")),
        ],
    )


class MeasureFilterForm(FilterForm):
    """Narrows the measures of a plan in force."""

    department = forms.ChoiceField(label=_("Department"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("all")), *MeasureKind.choices])
    due = forms.DateField(
        label=_("Due until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, departments: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            ("", _("all")),
            *departments,
        ]


class ImportForm(forms.Form):
    """A document to be read, and what is said of it where it is silent."""

    document = forms.FileField(
        label=_("Plan document"),
        widget=forms.ClearableFileInput({"accept": ",".join(ENDINGS)}),
        help_text=_("Text, Markdown, Word (.docx) or PDF with text. Scans hold no text."),
    )
    division = forms.CharField(
        label=_("Division"), max_length=6, help_text=_("Six digits, such as 440300.")
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is read from the document; so are the years."),
    )
    first_year = forms.IntegerField(label=_("First year"), required=False)
    last_year = forms.IntegerField(label=_("Last year"), required=False)
    as_new_edition = forms.BooleanField(
        label=_("Import as a new edition, though the document is a plan already"), required=False
    )


class DescriptionForm(forms.Form):
    """What a plan is called, who issued it and which years it covers."""

    title = forms.CharField(label=_("Title"), max_length=200)
    issuers = forms.CharField(
        label=_("Issued by"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One body a line."),
    )
    issued = forms.CharField(
        label=_("Issued on"),
        required=False,
        max_length=10,
        help_text=_("2022, 2022-01 or 2022-01-05."),
    )
    first_year = forms.IntegerField(label=_("First year"), required=False)
    last_year = forms.IntegerField(label=_("Last year"), required=False)


class ReasonForm(forms.Form):
    """A reason for an act that needs one."""

    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)


class IndicatorForm(forms.Form):
    """An indicator as a clerk sees it in the document."""

    name = forms.CharField(label=_("Indicator"), required=False)
    unit = forms.CharField(
        label=_("Unit"), required=False, help_text=_("As the plan writes it: 件, 万件, 亿元, %.")
    )
    baseline_year = forms.IntegerField(label=_("Baseline year"), required=False)
    baseline = forms.CharField(label=_("Baseline"), required=False)
    target_year = forms.IntegerField(label=_("Target year"), required=False)
    comparator = forms.ChoiceField(
        label=_("Comparison"), choices=Comparator.choices, required=False
    )
    target = forms.CharField(
        label=_("Target"),
        required=False,
        help_text=_("Digits, with 万 or 亿 and the unit if you like: 1.5万."),
    )
    upper = forms.CharField(
        label=_("Upper end"), required=False, help_text=_("Only between two values.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("not said")), *IndicatorKind.choices], required=False
    )
    counting = forms.ChoiceField(
        label=pgettext_lazy("indicator", "Values are"), choices=Counting.choices, required=False
    )
    lower_is_better = forms.BooleanField(label=_("Lower is better"), required=False)
    milestones = forms.CharField(
        label=_("Interim targets"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One a line, year before value: 2026 不少于60."),
    )
    departments = forms.CharField(
        label=_("Departments"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Separated by 、 or one a line."),
    )
    note = forms.CharField(
        label=_("Definition"), required=False, widget=forms.Textarea({"rows": 2})
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        required=False,
        help_text=_("Needed where a year outside of the plan's is meant."),
    )

    def values(self, around: Surroundings) -> IndicatorValues:
        """Return what was typed; InputError with everything that is wrong with it."""
        typed, problems = self.cleaned_data, list[Problem]()
        unit = typed["unit"].strip()
        milestones, unread = read_milestone_lines(typed["milestones"], unit)
        values = IndicatorValues(
            name=typed["name"].strip(),
            unit=unit,
            target=Target(
                typed["target_year"],
                _amount(typed["target"], unit, problems),
                typed["comparator"],
                _amount(typed["upper"], unit, problems),
            ),
            kind=typed["kind"],
            counting=typed["counting"],
            lower_is_better=typed["lower_is_better"],
            baseline_year=typed["baseline_year"],
            baseline=_amount(typed["baseline"], unit, problems),
            milestones=milestones,
            departments=typed_names(typed["departments"]),
            note=typed["note"].strip(),
        )
        _raise_all([*problems, *unread], values, around)
        return values


class MeasureForm(forms.Form):
    """A measure, named project or safeguard as a clerk sees it in the document."""

    number = forms.CharField(label=_("Number"), max_length=24, required=False)
    title = forms.CharField(label=_("Measure"), required=False, widget=forms.Textarea({"rows": 2}))
    lead = forms.CharField(
        label=_("Lead"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Separated by 、 or one a line."),
    )
    support = forms.CharField(
        label=pgettext_lazy("plan", "Support"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    due = forms.CharField(
        label=_("Time limit"),
        required=False,
        help_text=_("As plans write it: 2026年12月, 长期推进."),
    )
    commitments = forms.CharField(
        label=_("Promised quantities"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: what | how much | year, such as 建成服务站 | 不少于20家 | 2026."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        required=False,
        help_text=_("Needed where a year outside of the plan's is meant."),
    )

    def values(self, around: Surroundings, under: tuple[str, ...] = ()) -> MeasureValues:
        """Return what was typed; InputError with everything that is wrong with it.

        `under` are the headings that the measure stands below, which nobody types.
        """
        typed = self.cleaned_data
        commitments, problems = read_commitment_lines(typed["commitments"])
        due = typed["due"].strip()
        limit = read_time_limit(one_notation(due), year=around.first_year) if due else None
        if due and limit is None:
            problems.append(Problem("plan.due_unread", {"received": due}))
        values = MeasureValues(
            number=typed["number"].strip(),
            title=" ".join(typed["title"].split()),
            lead=typed_names(typed["lead"]),
            support=typed_names(typed["support"]),
            due_on=limit.last_day if limit else None,
            due_text=due,
            ongoing=limit.ongoing if limit else False,
            commitments=commitments,
            under=under,
        )
        _raise_all(problems, values, around)
        return values


class LinkForm(forms.Form):
    """Which declared indicator gives an indicator's values."""

    computed_by = forms.ChoiceField(label=_("Computed by"), required=False)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Form takes
        self.fields["computed_by"].choices = choices  # type: ignore[attr-defined]


class DepartmentForm(forms.Form):
    """Whose people speak for a department."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.all(),
        label=_("Organisation"),
        required=False,
        empty_label=_("none yet"),
    )


def initial_of(values: IndicatorValues | MeasureValues) -> dict[str, object]:
    """Return what a form shows before anything is typed."""
    if isinstance(values, MeasureValues):
        return {
            "number": values.number,
            "title": values.title,
            "lead": "、".join(values.lead),
            "support": "、".join(values.support),
            "due": values.due_text or (values.due_on.isoformat() if values.due_on else ""),
            "commitments": commitment_lines(values.commitments),
        }
    return {
        "name": values.name,
        "unit": values.unit,
        "baseline_year": values.baseline_year,
        "baseline": _plain(values.baseline),
        "target_year": values.target.year,
        "comparator": values.target.comparator,
        "target": _plain(values.target.value),
        "upper": _plain(values.target.upper),
        "kind": values.kind,
        "counting": values.counting,
        "lower_is_better": values.lower_is_better,
        "milestones": milestone_lines(values.milestones),
        "departments": "、".join(values.departments),
        "note": values.note,
    }


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def _amount(typed: str, unit: str, problems: list[Problem]) -> Decimal | None:
    if not typed.strip():
        return None
    try:
        return read_amount(typed, unit)
    except InputError as error:
        problems.extend(error.problems)
        return None


def _raise_all(
    unread: list[Problem], values: IndicatorValues | MeasureValues, around: Surroundings
) -> None:
    """Raise what could not be read together with what is wrong with the rest."""
    if unread:
        others = problems_of(values, around)
        raise InputError(*unread, *(each for each in others if each.code not in _CONSEQUENCES))
