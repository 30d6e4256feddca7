"""The filters of the load of cases; they live in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.caseload.choosing import SHOWN, LoadFilter
from zhiheng.office.caseload.periods import a_year_before
from zhiheng.office.web.forms import DateInput, FilterForm

Choices = Sequence[tuple[str, str]]

_ALL = ("", _("all"))
BY = (
    ("procedure", pgettext_lazy("case", "Procedure")),
    ("organisation", pgettext_lazy("case", "Body")),
    ("handler", pgettext_lazy("case", "Handler")),
    ("division", _("Division")),
    ("station", pgettext_lazy("case", "Station")),
)


class LoadForm(FilterForm):
    """Narrows the load: the period, on whose last day the stock is counted, and whose cases."""

    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until, and as of"), widget=DateInput())
    procedure = forms.ChoiceField(label=pgettext_lazy("case", "Procedure"))
    organisation = forms.TypedChoiceField(
        label=pgettext_lazy("case", "Body"), coerce=int, empty_value=None
    )
    handler = forms.TypedChoiceField(
        label=pgettext_lazy("case", "Handler"), coerce=int, empty_value=None
    )
    division = forms.ChoiceField(label=_("Division"))
    station = forms.TypedChoiceField(
        label=pgettext_lazy("case", "Station"), coerce=int, empty_value=None
    )
    by = forms.ChoiceField(choices=BY, widget=forms.HiddenInput())

    def __init__(
        self, *args: object, offered: dict[str, Choices], today: dt.date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        for name, choices in offered.items():
            self.fields[name].choices = [_ALL, *choices]  # type: ignore[attr-defined]

    def asked(self) -> LoadFilter:
        """Return what was asked; what does not fit is left out and told beside its field."""
        self.is_valid()
        given = self.cleaned_data
        until = given.get("until") or self._today
        since = given.get("since") or a_year_before(until)
        return LoadFilter(
            since=min(since, until),
            until=until,
            procedure=given.get("procedure", ""),
            organisation=given.get("organisation"),
            handler=given.get("handler"),
            division=given.get("division", ""),
            station=given.get("station"),
            outcome=given.get("outcome", ""),
            term=given.get("term", ""),
        )

    @property
    def dimension(self) -> str:
        """Return by what the table is broken down; by body unless told."""
        return str(self.cleaned_data.get("by") or "organisation")


class ListForm(LoadForm):
    """Narrows the list of cases behind a figure."""

    show = forms.ChoiceField(label=_("Which cases"), choices=list(SHOWN.items()))
    outcome = forms.CharField(widget=forms.HiddenInput(), max_length=48)
    term = forms.CharField(widget=forms.HiddenInput(), max_length=48)
    field_order = (
        "show", "since", "until", "procedure", "organisation", "handler", "division", "station",
    )  # fmt: skip

    @property
    def shown(self) -> str:
        """Return which list is asked for; all open cases unless told."""
        return str(self.cleaned_data.get("show") or "open")


def dated(given: QueryDict, today: dt.date) -> QueryDict:
    """Return an address with the period that counts where it names none."""
    full = given.copy()
    if not full.get("until"):
        full["until"] = today.isoformat()
    if not full.get("since"):
        full["since"] = a_year_before(_day(str(full["until"])) or today).isoformat()
    return full


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
