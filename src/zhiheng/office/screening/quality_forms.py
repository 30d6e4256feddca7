"""Filters of the quality of filings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.core.errors import PersonError
from zhiheng.office.screening.quality import FIRST_YEAR, ORDERS, YEARS, By, Wanted, check_years
from zhiheng.office.web.forms import FilterForm

LEAST = (
    ("", _("all")),
    ("10", _("10 and more")),
    ("50", _("50 and more")),
    ("200", _("200 and more")),
)


class YearsForm(FilterForm):
    """Which filing years are looked at; what makes no sense is replaced by the usual ones."""

    first = forms.IntegerField(label=_("Filed from (year)"), min_value=FIRST_YEAR)
    last = forms.IntegerField(label=_("to (year)"), min_value=FIRST_YEAR)

    def years(self, on: date) -> tuple[int, int]:
        """Return the years asked for, the last ten without any."""
        self.is_valid()
        last = self.cleaned_data.get("last") or on.year
        first = self.cleaned_data.get("first") or last - YEARS + 1
        try:
            check_years(first, last, on=on)
        except PersonError:
            first, last = on.year - YEARS + 1, on.year
        for name, year in (("first", first), ("last", last)):
            self.fields[name].widget.attrs["placeholder"] = str(year)
        return first, last


class QualityFilterForm(YearsForm):
    """Narrows the list of agencies or applicants."""

    q = forms.CharField(label=_("Name or code"), max_length=120)
    least = forms.ChoiceField(label=_("Filings in these years"), choices=list(LEAST))
    field_order = ("q", "first", "last", "least")

    def asked(self, by: By, *, on: date, sort: str) -> Wanted:
        """Return what was asked for."""
        first, last = self.years(on)
        typed: dict[str, Any] = self.cleaned_data
        return Wanted(
            by=by,
            on=on,
            first=first,
            last=last,
            text=typed.get("q") or "",
            least=int(typed.get("least") or 0),
            sort=sort if sort in ORDERS else ORDERS[0],
        )
