"""What a proposal says, as typed values: read from its data, changed by a clerk, written back.

The data have the shape of `zhiheng plan read`, with two additions a clerk decides about an
indicator: `counting` and `lower_is_better`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.core.plans.counting import guess_counting
from zhiheng.core.plans.departments import split_departments
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.quantities import split_unit
from zhiheng.office.plans.enums import Comparator, Counting, IndicatorKind

Data = dict[str, Any]
_KINDS = {"约束性": IndicatorKind.BINDING, "预期性": IndicatorKind.EXPECTED}
_KIND_WORDS = {kind.value: word for word, kind in _KINDS.items()}


@dataclass(frozen=True)
class Target:
    """A value to be reached in a year; `upper` only between two values."""

    year: int | None
    value: Decimal | None
    comparator: str = Comparator.EQUAL.value
    upper: Decimal | None = None


@dataclass(frozen=True)
class IndicatorValues:
    """An indicator as a clerk decides it; amounts are in `unit`."""

    name: str
    unit: str
    target: Target
    kind: str = ""
    counting: str = Counting.LEVEL.value
    lower_is_better: bool = False
    baseline_year: int | None = None
    baseline: Decimal | None = None
    milestones: tuple[Target, ...] = ()
    departments: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CommitmentValues:
    """Something countable that a measure promises."""

    text: str
    quantity: Decimal
    unit: str = ""
    comparator: str = Comparator.EQUAL.value
    upper: Decimal | None = None
    year: int | None = None


@dataclass(frozen=True)
class MeasureValues:
    """A measure, named project or safeguard as a clerk decides it."""

    number: str
    title: str
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    due_on: date | None = None
    due_text: str = ""
    ongoing: bool = False
    commitments: tuple[CommitmentValues, ...] = ()
    under: tuple[str, ...] = ()


def indicator_values(data: Mapping[str, Any]) -> IndicatorValues:
    """Return what the data of an indicator say."""
    target, base = data.get("target") or {}, data.get("baseline") or {}
    name = data.get("name") or ""
    comparator = target.get("comparator") or Comparator.EQUAL.value
    cumulative = bool(target.get("cumulative"))
    has_base = base.get("value") is not None
    unit = data.get("unit") or ""
    return IndicatorValues(
        name=name,
        unit=unit,
        target=_target(target, unit),
        kind=_kind(data.get("kind") or ""),
        counting=data.get("counting") or guess_counting(name, cumulative=cumulative),
        lower_is_better=data.get(
            "lower_is_better", comparator in (Comparator.AT_MOST, Comparator.LESS)
        ),
        baseline_year=base.get("year") if has_base else None,
        baseline=_amount(base, unit),
        milestones=tuple(_target(each, unit) for each in data.get("milestones") or ()),
        departments=names_in(data.get("source") or ""),
        note=data.get("note") or "",
    )


def measure_values(data: Mapping[str, Any]) -> MeasureValues:
    """Return what the data of a measure, project or safeguard say."""
    due = data.get("due_date")
    return MeasureValues(
        number=data.get("no") or "",
        title=data.get("title") or "",
        lead=tuple(data.get("lead") or ()),
        support=tuple(data.get("support") or ()),
        due_on=date.fromisoformat(due) if due else None,
        due_text=data.get("due_text") or "",
        ongoing=bool(data.get("ongoing")),
        commitments=tuple(_commitment(each) for each in data.get("commitments") or ()),
        under=tuple(data.get("under") or ()),
    )


def indicator_data(values: IndicatorValues) -> Data:
    """Return the values as data."""
    cumulative = values.counting == Counting.CUMULATIVE
    return {
        "name": values.name,
        "unit": values.unit or None,
        "baseline": {"year": values.baseline_year, "value": number(values.baseline)},
        "target": {**_target_data(values.target), "cumulative": cumulative},
        "kind": _KIND_WORDS.get(values.kind),
        "counting": values.counting,
        "lower_is_better": values.lower_is_better,
        "milestones": [_target_data(each) for each in values.milestones],
        "source": "、".join(values.departments) or None,
        "note": values.note or None,
    }


def measure_data(values: MeasureValues) -> Data:
    """Return the values as data."""
    return {
        "no": values.number,
        "title": values.title,
        "lead": list(values.lead),
        "support": list(values.support),
        "due_date": values.due_on.isoformat() if values.due_on else None,
        "due_text": values.due_text or None,
        "ongoing": values.ongoing,
        "commitments": [_commitment_data(each) for each in values.commitments],
        "under": list(values.under),
    }


def names_in(text: str) -> tuple[str, ...]:
    """Return the departments that a list in one line names."""
    names = (passage.text.strip() for passage in split_departments(Passage.of(text)))
    return tuple(dict.fromkeys(name for name in names if name))


def typed_names(text: str) -> tuple[str, ...]:
    """Return the departments that somebody typed, one a line or with commas between."""
    return _unique(name for line in re.split(r"[\n;；]", text) for name in names_in(line))


def with_department(
    values: IndicatorValues | MeasureValues, written: str, instead: str
) -> IndicatorValues | MeasureValues:
    """Return the values with one department named instead of another."""

    def changed(names: tuple[str, ...]) -> tuple[str, ...]:
        return _unique(instead if name == written else name for name in names)

    if isinstance(values, IndicatorValues):
        return replace(values, departments=changed(values.departments))
    return replace(values, lead=changed(values.lead), support=changed(values.support))


def number(amount: Decimal | None) -> int | float | None:
    """Return an amount as JSON writes it: 108, not 108.0."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _kind(word: str) -> str:
    return _KINDS[word].value if word in _KINDS else ""


def _amount(level: Mapping[str, Any], unit: str, name: str = "value") -> Decimal | None:
    """Return an amount in the indicator's unit; None where its own is none of that kind."""
    if level.get(name) is None:
        return None
    value, own = Decimal(str(level[name])), level.get("unit") or unit
    if own == unit:
        return value
    (times, base), (in_unit, wanted) = split_unit(own), split_unit(unit)
    return value * times / in_unit if base == wanted else None


def _target(data: Mapping[str, Any], unit: str) -> Target:
    return Target(
        year=data.get("year"),
        value=_amount(data, unit),
        comparator=data.get("comparator") or Comparator.EQUAL.value,
        upper=_amount(data, unit, "upper"),
    )


def _target_data(target: Target) -> Data:
    upper = {} if target.upper is None else {"upper": number(target.upper)}
    data = {"year": target.year, "value": number(target.value), "comparator": target.comparator}
    return {**data, **upper}


def _commitment(data: Mapping[str, Any]) -> CommitmentValues:
    return CommitmentValues(
        text=data["text"],
        quantity=Decimal(str(data["quantity"])),
        unit=data.get("unit") or "",
        comparator=data.get("comparator") or Comparator.EQUAL.value,
        upper=None if data.get("upper") is None else Decimal(str(data["upper"])),
        year=data.get("year"),
    )


def _commitment_data(values: CommitmentValues) -> Data:
    upper = {} if values.upper is None else {"upper": number(values.upper)}
    return {
        "text": values.text,
        "quantity": number(values.quantity),
        "unit": values.unit,
        "comparator": values.comparator,
        "year": values.year,
        **upper,
    }
