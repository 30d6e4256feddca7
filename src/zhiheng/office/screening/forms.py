"""Forms of screening; they check shapes, commands check the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.screening.scopes import Scope
from zhiheng.office.registers.presenters import said
from zhiheng.office.registers.queries import imports
from zhiheng.office.screening import law, subjects
from zhiheng.office.screening.enums import About, FindingState
from zhiheng.office.screening.matters import matter_of
from zhiheng.office.screening.queries import FindingFilter
from zhiheng.office.web.forms import DateInput, FilterForm

IMPORTS_OFFERED = 50
STRENGTHS = (("", _("all")), ("0.5", _("0.5 and more")), ("0.8", _("0.8 and more")))


def about_in(asked: Mapping[str, object]) -> str:
    """Return the register that an address or a form names; patents unless told."""
    told = str(asked.get("about") or "")
    return told if told in About.values else About.PATENTS.value


class FindingFilterForm(FilterForm):
    """Narrows the list of findings about one register."""

    about = forms.ChoiceField(choices=About.choices, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Number or applicant"), max_length=120)
    state = forms.ChoiceField(
        label=pgettext_lazy("screening", "State"),
        choices=[("", _("still found")), *FindingState.choices, ("every", _("every state"))],
    )
    signal = forms.ChoiceField(label=_("Signal"))
    behaviour = forms.ChoiceField(label=pgettext_lazy("screening", "Behaviour"))
    strength = forms.ChoiceField(
        label=pgettext_lazy("screening", "Strength"), choices=list(STRENGTHS)
    )
    division = forms.CharField(label=_("Division code"), max_length=6)
    run = forms.IntegerField(label=_("Screening"), min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = about_in(self.data)
        day = timezone.localdate()
        declared = law.declared().of(self.chosen).signals.values()
        signals = [(each.signal, said(each.title)) for each in declared]
        behaviours = [
            (each.behaviour, f"{each.behaviour} {said(each.title)}")
            for each in law.behaviours().all_on(day, about=self.chosen)
        ]
        _offer(self.fields["signal"], [("", _("all")), *signals])
        _offer(self.fields["behaviour"], [("", _("all")), *behaviours])

    def asked(self) -> FindingFilter:
        """Return what was asked for; what makes no sense does not narrow."""
        self.is_valid()
        typed = self.cleaned_data
        return FindingFilter(
            about=self.chosen,
            state=typed.get("state") or "",
            signal=typed.get("signal") or "",
            behaviour=typed.get("behaviour") or "",
            division=(typed.get("division") or "").strip(),
            run=typed.get("run"),
            text=(typed.get("q") or "").strip(),
            strength=float(typed.get("strength") or 0),
        )


class _AskingForm(forms.Form):
    """What is to be screened, of which register."""

    kind = ""

    def __init__(self, *args: Any, about: str = About.PATENTS.value, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about


class PeriodForm(_AskingForm):
    """A screening of the filings of a period."""

    kind = prefix = "period"
    first = forms.DateField(label=_("Filed from"), widget=DateInput)
    last = forms.DateField(label=_("Filed until"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["first"].initial = today - timedelta(days=365)
        self.fields["last"].initial = today

    def scope(self) -> Scope:
        """Return what is to be screened."""
        typed = self.cleaned_data
        return Scope("period", first=typed["first"], last=typed["last"])


class BatchForm(_AskingForm):
    """A screening of the filings that an import brought."""

    kind = prefix = "batch"
    import_id = forms.ChoiceField(label=_("Import"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        finished = imports().filter(state="finished").exclude(import_id="")[:IMPORTS_OFFERED]
        offered = [
            (
                run.import_id,
                _("%(number)s · %(day)s · %(records)s records")
                % {
                    "number": run.pk,
                    "day": timezone.localtime(run.requested_at).strftime("%Y-%m-%d %H:%M"),
                    "records": run.records_read,
                },
            )
            for run in finished
        ]
        _offer(self.fields["import_id"], offered)

    def scope(self) -> Scope:
        """Return what is to be screened."""
        return Scope("batch", import_id=self.cleaned_data["import_id"])


class _SubjectForm(_AskingForm):
    """A screening of whose filings, within days that may be left open."""

    first = forms.DateField(label=_("Filed from"), widget=DateInput, required=False)
    last = forms.DateField(label=_("Filed until"), widget=DateInput, required=False)
    field_order = ("text", "first", "last")


class ApplicantForm(_SubjectForm):
    """A screening of an applicant's filings."""

    kind = prefix = "applicant"
    unmasked = False  # whether whoever asks may find private persons by name
    text = forms.CharField(
        label=_("Applicant"),
        max_length=200,
        help_text=_("Name or code as in the registers, or party number such as P2345678AB2."),
    )

    def scope(self) -> Scope:
        """Return what is to be screened."""
        typed = self.cleaned_data
        party, _name = subjects.applicant_of(typed["text"], unmasked=self.unmasked)
        return Scope("applicant", first=typed["first"], last=typed["last"], party=party)


class AgencyForm(_SubjectForm):
    """A screening of the filings through an agency."""

    kind = prefix = "agency"
    text = forms.CharField(
        label=pgettext_lazy("screening", "Agency"),
        max_length=200,
        help_text=_("Five-digit code, or the name as in the register of agencies."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.about == About.TRADEMARKS:
            self.fields["text"].help_text = _("The name as in the register of trademarks.")

    def scope(self) -> Scope:
        """Return what is to be screened."""
        typed = self.cleaned_data
        code, _name = subjects.agency_of(typed["text"], matter_of(self.about))
        return Scope("agency", first=typed["first"], last=typed["last"], agency=code)


ScopeForm = PeriodForm | BatchForm | ApplicantForm | AgencyForm
SCOPE_FORMS: dict[str, type[ScopeForm]] = {
    form.kind: form for form in (PeriodForm, BatchForm, ApplicantForm, AgencyForm)
}


def _offer(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
