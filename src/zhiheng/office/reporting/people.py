"""Who is told of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhiheng.office.accounts.models import User
from zhiheng.office.plans.models import Department
from zhiheng.office.plans.permissions import (
    EDIT,
    REPORT,
    SIGN,
    in_lead_office,
    speaks_for,
)
from zhiheng.office.plans.queries import lead_office_people, people_of


class People:
    """The people of departments on a day, looked up once."""

    def __init__(self, *, on: dt.date) -> None:
        self._on = on
        self._known: dict[tuple[int, str], list[User]] = {}
        self._lead: list[User] | None = None

    def reporters(self, department: Department) -> list[User]:
        """Return who enters values for a department."""
        return self._with(department, REPORT)

    def signers(self, department: Department) -> list[User]:
        """Return who signs values off for a department."""
        return self._with(department, SIGN)

    def lead_office(self) -> list[User]:
        """Return who looks after plans in the lead office."""
        if self._lead is None:
            people = lead_office_people(on=self._on)
            self._lead = [each for each in people if in_lead_office(each, EDIT, on=self._on)]
        return self._lead

    def _with(self, department: Department, name: str) -> list[User]:
        key = department.pk, name
        if key not in self._known:
            people: Iterable[User] = people_of(department, on=self._on)
            self._known[key] = [
                each for each in people if speaks_for(each, department, name, on=self._on)
            ]
        return self._known[key]
