"""Forms of the inbox: what narrows a tray, and what is taken or assigned at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases import law
from zhiheng.office.cases.queries import CaseFilter
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.forms import DateInput, FilterForm

Choice = tuple[str, Any]
ANY: Choice = ("", _("all"))


class InboxFilterForm(FilterForm):
    """Narrows a tray of the inbox."""

    q = forms.CharField(label=_("Number, subject or party"), max_length=200)
    procedure = forms.ChoiceField(label=pgettext_lazy("case", "Procedure"))
    stage = forms.ChoiceField(label=_("Stage"))
    handler = forms.TypedChoiceField(label=_("Handler"), coerce=int, empty_value=None)
    station = forms.TypedChoiceField(label=_("Station"), coerce=int, empty_value=None)
    division = forms.ChoiceField(label=_("Division"))
    since = forms.DateField(label=pgettext_lazy("case", "Filed from"), widget=DateInput())
    until = forms.DateField(label=pgettext_lazy("case", "Filed until"), widget=DateInput())

    is_filter = True

    def __init__(
        self,
        *args: Any,
        day: dt.date,
        people: Iterable[User],
        stations: Iterable[Organisation],
        divisions: Iterable[str],
    ) -> None:
        super().__init__(*args)
        procedures = {each.name: each for each in law.procedures().all_in_force(on=day)}
        chosen = procedures.get(self.data.get("procedure", ""))
        stages = chosen.stages.values() if chosen else ()
        self._choose(
            "procedure", [(name, said(each.declaration.title)) for name, each in procedures.items()]
        )
        self._choose("stage", [(each.stage, said(each.title)) for each in stages])
        self._choose("handler", [(str(each.pk), each.display_name) for each in people])
        self._choose("station", [(str(each.pk), each.name) for each in stations])
        self._choose("division", [(code, division_name(code)) for code in divisions])
        for name in ("stage", "station", "division"):
            if len(self.fields[name].choices) == 1:  # type: ignore[attr-defined]  # a ChoiceField
                del self.fields[name]

    def asked(self) -> CaseFilter:
        """Return what to look for; what does not fit narrows nothing."""
        self.is_valid()
        found = self.cleaned_data
        return CaseFilter(
            text=found.get("q", "").strip(),
            procedure=found.get("procedure", ""),
            stage=found.get("stage", ""),
            handler=found.get("handler"),
            station=found.get("station"),
            division=found.get("division", ""),
            since=found.get("since"),
            until=found.get("until"),
        )

    def _choose(self, name: str, choices: list[Choice]) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]  # a ChoiceField


class BatchForm(forms.Form):
    """Which cases of the inbox to take or to assign, and to whom."""

    cases = forms.MultipleChoiceField(
        error_messages={"required": _("Tick at least one case.")},
    )
    person = forms.ChoiceField(label=_("To"), required=False)

    def __init__(self, *args: Any, people: Iterable[User]) -> None:
        super().__init__(*args)
        self.people = {str(each.pk): each for each in people}
        choices = [(key, each.display_name) for key, each in self.people.items()]
        self.fields["person"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        given = self.data.getlist("cases") if hasattr(self.data, "getlist") else []
        self.fields["cases"].choices = [(each, each) for each in given]  # type: ignore[attr-defined]  # whoever asks is checked with the cases

    def chosen(self) -> User | None:
        """Return the person, None where nobody was chosen."""
        return self.people.get(self.cleaned_data.get("person", ""))
