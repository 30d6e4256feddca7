"""The departments that plans name: found by the declared list, kept as rows of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from zhiheng.core.plans.department_names import (
    DepartmentList,
    ResolvedDepartment,
    resolve_department,
)
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.plans.models import Department, Plan
from zhiheng.office.registers import lake


class NamedDepartments:
    """What the names in one plan mean on a day.

    A name that the declared list does not know stays as written. A department whose name an
    organisation of the platform bears is that organisation's at once.
    """

    def __init__(self, plan: Plan, *, on: date) -> None:
        self.on = on
        self._plan = plan
        self._rows: dict[str, Department] = {}

    def resolve(self, name: str) -> ResolvedDepartment:
        """Return which department a name means."""
        return resolve_department(name, on=self.on, place=self._place, among=self._declared)

    def rows(self, names: Iterable[str]) -> list[Department]:
        """Return the departments of some names in order, made where they were not named before."""
        full = dict.fromkeys(self.resolve(name).name for name in names)
        return [self._row(name) for name in full]

    @cached_property
    def _declared(self) -> DepartmentList:
        return DepartmentList(lake.catalogue().departments.values())

    @cached_property
    def _place(self) -> str | None:
        return self._declared.place_of(self._plan.title, *self._plan.issuers)

    def _row(self, name: str) -> Department:
        if name not in self._rows:
            organisation = Organisation.objects.filter(name=name).first()
            self._rows[name], _ = Department.objects.get_or_create(
                name=name, defaults={"organisation": organisation}
            )
        return self._rows[name]
