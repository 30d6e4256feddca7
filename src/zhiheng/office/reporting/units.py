"""What a change of an indicator's unit means for the values reported before."""

from __future__ import annotations

from zhiheng.core.errors import InputError
from zhiheng.core.plans.units import conversion
from zhiheng.office.plans.models import PlanIndicator
from zhiheng.office.reporting.models import Version


def check_unit(*, indicator: PlanIndicator, **others: object) -> None:
    """Raise where values were reported in a unit that does not go into the new one.

    Receives `plans.signals.unit_changed`; the values themselves are told in the new unit from then
    on, computed from what was typed.
    """
    versions = Version.objects.filter(request__indicator=indicator)
    units = versions.order_by().values_list("unit", flat=True).distinct()
    unfit = sorted(unit for unit in units if conversion(unit, indicator.unit) is None)
    if unfit:
        known, wanted = "、".join(unfit) or "—", indicator.unit or "—"
        raise InputError.of("report.unit_of_values", received=wanted, expected=known)
