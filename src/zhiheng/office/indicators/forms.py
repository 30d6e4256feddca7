"""Forms about indicators: what narrows their list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.office.indicators import queries
from zhiheng.office.indicators.enums import IndicatorGroup
from zhiheng.office.registers.presenters import division_name
from zhiheng.office.web.forms import FilterForm


class IndicatorFilterForm(FilterForm):
    """Narrows the list of indicators and says of which place the values are."""

    q = forms.CharField(label=_("Words"))
    group = forms.ChoiceField(label=_("Group"), choices=[("", _("all")), *IndicatorGroup.choices])
    division = forms.ChoiceField(label=_("District"))
    as_of = forms.DateField(label=_("As of"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: object, **more: object) -> None:
        """Offer the districts of the city."""
        super().__init__(*args, **more)
        named = [(code, division_name(code)) for code in queries.districts()]
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the whole city")), *named]
