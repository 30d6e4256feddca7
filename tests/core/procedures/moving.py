"""Cases of the small procedure, moved by the machine; days are those of March 2026."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.procedures.small import declared, small
from zhiheng.core.errors import PersonError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import Procedure, ready
from zhiheng.core.procedures.running import (
    Counting,
    latest_due,
    length_of,
)
from zhiheng.core.procedures.state import CaseState, RunningTerm
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.regimes import packaged_regimes

MARCH = [date(2026, 3, 1) + timedelta(days=number) for number in range(31)]
PROCEDURE = ready(declared(small()))


def day(number: int) -> date:
    """Return a day of March 2026, whose second is a Monday."""
    return MARCH[number - 1]


def counting(on: date) -> Counting:
    return Counting(packaged_regimes(), packaged_calendar(), on)


def do(
    state: CaseState,
    name: str,
    on: date,
    *by: str,
    procedure: Procedure = PROCEDURE,
    **more: Any,
) -> CaseState:
    capacities: Collection[str] = by or (str(procedure.acts[name].by[0]),)
    return machine.perform(
        procedure, state, name, capacities=capacities, on=on,
        length_of=lambda each: length_of(each, state.given, lambda parameter: "5wd"),
        due_of=lambda each: latest_due(procedure, state, each, counting(on)), **more,
    )  # fmt: skip


def serve(state: CaseState, paper: str, to: str, on: date, **more: Any) -> CaseState:
    procedure = more.pop("procedure", PROCEDURE)
    more = {"of": to, "mode": "delivery", "complete": True, **more}
    return machine.serve(
        state, paper, procedure=procedure, to=to, sent=on,
        length_of=lambda each: length_of(each, state.given, lambda parameter: "5wd"), **more,
    )  # fmt: skip


def accepted(procedure: Procedure = PROCEDURE) -> CaseState:
    state = do(machine.begin(procedure), "submit", day(2), procedure=procedure)
    return do(state, "accept", day(3), procedure=procedure)


def only(state: CaseState, name: str) -> RunningTerm:
    (found,) = (each for each in state.terms if each.term == name)
    return found


def due(state: CaseState, name: str, on: date, procedure: Procedure = PROCEDURE) -> date | None:
    return latest_due(procedure, state, name, counting(on))


def codes(error: pytest.ExceptionInfo[PersonError]) -> list[str]:
    return [each.code.removeprefix("procedure.") for each in error.value.problems]
