"""Forms about evaluations; they check shapes, commands check the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.evaluation.enums import EvaluationKind
from zhiheng.office.evaluation.models import Criterion
from zhiheng.office.web.forms import DateInput


class OpenForm(forms.Form):
    """Which evaluation is opened, by the figures of which day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EvaluationKind.choices)
    as_of = forms.DateField(
        label=_("As of"),
        widget=DateInput(),
        help_text=_("The figures of this day are held against the plan."),
    )


class BeginForm(forms.Form):
    """Until when the departments assess themselves."""

    due_on = forms.DateField(label=_("Self-assessment until"), widget=DateInput())


class ConcludeForm(forms.Form):
    """What the evaluation says as a whole."""

    conclusion = forms.CharField(
        label=_("Conclusion"), max_length=8_000, widget=forms.Textarea({"rows": 6})
    )


class WeightsForm(forms.Form):
    """One weight a criterion; `weights` gives them by place."""

    def __init__(self, criteria: list[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in criteria:
            self.fields[f"w{each.place}"] = forms.CharField(
                label=each.title,
                max_length=8,
                initial=str(each.weight),
                required=False,
                widget=forms.TextInput({"inputmode": "decimal", "class": "figure-input"}),
            )

    def weights(self) -> dict[int, str]:
        """Return what was typed, by place."""
        return {int(name[1:]): text for name, text in self.cleaned_data.items()}


class ScoreForm(forms.Form):
    """A score with its reason."""

    score = forms.CharField(
        label=_("Score, 0 to 100"),
        max_length=8,
        widget=forms.TextInput({"inputmode": "decimal", "class": "figure-input"}),
    )
    reason = forms.CharField(
        label=pgettext_lazy("evaluation", "Reason"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class SelfScoreForm(ScoreForm):
    """A department's own score, with evidence."""

    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A PDF, Word, Excel, picture or text file of at most 50 MB."),
    )

    def attached(self) -> list[UploadedFile[Any]]:
        """Return the file that was given, if any."""
        file = self.cleaned_data["evidence"]
        return [file] if file else []
