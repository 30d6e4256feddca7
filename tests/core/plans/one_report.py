"""One reported value and what is known of its indicator, as a row of a table writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhiheng.core.plans.plausibility import Checked, Known, Thresholds, check_value

# As declared when these tables were drawn; a change of the parameters does not change the rules.
THRESHOLDS = Thresholds(
    factors=tuple(map(Decimal, ("100", "1000", "10000", "100000000"))),
    factor_times=3,
    far_times=5,
    deviations=4,
    least_share=0.2,
    least_values=4,
)


def checked(
    written: str, unit: str, until: date, of: str, known: str, before: str, target: str
) -> Checked:
    """Check a value for the period that ends on a day.

    `of` is what values are values of, `known` the plan's unit, `target` baseline and target of the
    plan for 2024 to 2028 (`300→500`), `before` other periods as `2025-12-31 31.5; …`.
    """
    baseline, _, aim = target.rpartition("→")
    history = [entry.split() for entry in before.split(";") if entry.strip()]
    return check_value(
        Decimal(written),
        unit,
        on=until,
        known=Known(
            unit=known,
            counting=of,
            begins=date(2024, 1, 1),
            ends=date(2028, 12, 31),
            baseline=Decimal(baseline) if baseline else None,
            target=Decimal(aim),
            history=tuple((date.fromisoformat(day), Decimal(each)) for day, each in history),
            below_zero=of == "yearly_growth",
        ),
        thresholds=THRESHOLDS,
    )
