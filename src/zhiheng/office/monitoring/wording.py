"""What lights, sources and numbers are called on pages, with the icon beside each colour."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhiheng.core.plans.goals import Counting, Goal, Mark, Observation
from zhiheng.core.plans.light_words import exact, figure, mark_words
from zhiheng.core.plans.lights import Light
from zhiheng.office.registers.presenters import said

LIGHTS = {
    Light.RED: gettext_lazy("Behind"),
    Light.AMBER: gettext_lazy("At risk"),
    Light.UNKNOWN: gettext_lazy("Not known"),
    Light.GREEN: gettext_lazy("On course"),
    Light.REACHED: gettext_lazy("Reached"),
}
ICONS = {
    Light.RED: "x",
    Light.AMBER: "alert-triangle",
    Light.UNKNOWN: "help",
    Light.GREEN: "check",
    Light.REACHED: "shield-check",
}
SOURCES = {
    "computed": gettext_lazy("Computed from registers"),
    "reported": gettext_lazy("Reported and signed"),
    "none": gettext_lazy("Not reported"),
}


def told(value: Decimal | None, unit: str = "") -> str:
    """Return a value that was stated or counted, with its unit; "—" where it is not known."""
    return "—" if value is None else exact(value, unit)


def expected(value: Decimal, goal: Goal) -> str:
    """Return a value that was worked out, with digits enough to tell it from the target."""
    return figure(value, goal.unit, goal.target.value)


def target_told(mark: Mark, goal: Goal) -> str:
    """Return a target in words, `年均` told where it is growth on average."""
    text = said(mark_words(mark, goal.unit))
    if goal.counting is Counting.YEARLY_GROWTH:
        return _("%(target)s a year on average") % {"target": text}
    return text


def pace_told(value: Decimal | None, goal: Goal) -> str:
    """Return a pace a year with its sign; a growth as it is."""
    if value is None:
        return "—"
    if goal.counting is Counting.YEARLY_GROWTH:
        return figure(value, "%")
    unit = pgettext("pace", "points") if goal.unit in {"%", "％"} else goal.unit
    sign = "+" if value > 0 else ""
    return f"{sign}{figure(value, unit)}"


def day_told(goal: Goal, latest: Observation) -> str:
    """Return to which day or days a value belongs."""
    day = latest.on.isoformat()
    if goal.counting is Counting.YEARLY:
        return _("1 January to %(day)s") % {"day": day}
    if goal.counting is Counting.CUMULATIVE:
        return _("%(year)s to %(day)s") % {"year": goal.first_year, "day": day}
    if goal.counting is Counting.YEARLY_GROWTH:
        return _("average of %(first)s to %(last)s") % {
            "first": goal.first_year,
            "last": latest.on.year,
        }
    return day


def share_told(share: Decimal | None) -> str:
    """Return a share of the way as whole percent; "" where it is not known."""
    return "" if share is None else f"{share * 100:.0f}%"
