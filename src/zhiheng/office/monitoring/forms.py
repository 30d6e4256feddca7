"""What narrows the cockpit; it lives in the address."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.core.plans.lights import Light
from zhiheng.office.monitoring.queries import city_districts
from zhiheng.office.monitoring.wording import LIGHTS
from zhiheng.office.plans.models import Department
from zhiheng.office.web.forms import DateInput, FilterForm

ALL = ("", _("all"))


class CockpitForm(FilterForm):
    """Narrows a cockpit by department, district, target year and light, on a day."""

    as_of = forms.DateField(label=_("As of"), widget=DateInput)
    known_on = forms.DateField(label=_("As known on"), widget=DateInput)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int, empty_value=None)
    district = forms.ChoiceField(label=_("District"))
    due = forms.TypedChoiceField(label=_("Target year"), coerce=int, empty_value=None)
    light = forms.ChoiceField(
        label=_("Light"), choices=[ALL, *((each.value, LIGHTS[each]) for each in Light)]
    )

    def __init__(
        self, *args: object, departments: Iterable[Department], years: Iterable[int], **more: object
    ) -> None:
        super().__init__(*args, **more)
        self._offer("department", [ALL, *((each.pk, each.name) for each in departments)])
        self._offer("district", [ALL, *city_districts().items()])
        self._offer("due", [ALL, *((year, str(year)) for year in sorted(set(years)))])
