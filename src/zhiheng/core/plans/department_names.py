"""Which department a name means on a day: aliases, short forms, abolished ones and who followed.

The departments are declared in `declarations/departments`, and an office adds its own. Of the full
name 深圳市科技创新局 plans write 市科技创新局 or 科技创新局 too; parts are shortened (委员会 to 委,
监督管理 to 监管) by the rules in `declarations/names/departments.yaml`. Where several places have a
department of that name, the caller says which place is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.departments import DeclaredDepartment
from zhiheng.core.errors import Problem
from zhiheng.core.plans.departments import department_names
from zhiheng.core.plans.passages import one_notation

CENTRAL = ""
_LOCAL = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:区|县|市|州|旗|镇|乡|街道)(?:人民政府|政府|管委会|管理委员会|办事处)"
)
_ETC = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")

# A city at the beginning of a title; 全市 and 城市 are none.
_CITY = re.compile(r"[\u4e00-\u9fff]{2,5}?(?<!城)市")


@dataclass(frozen=True)
class ResolvedDepartment:
    """What a name in a plan means on a day.

    `name` is the declared full name, or the name as written where none or several are meant.
    `abolished_on` is given if the department was no more on that day; `successors` are those of
    its successors that were still there. `problems` say what a clerk should look at.
    """

    name: str
    written: str
    known: bool
    abolished_on: date | None = None
    successors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


class DepartmentList:
    """The declared departments, found by every form of their names."""

    def __init__(self, departments: Iterable[DeclaredDepartment]) -> None:
        self.by_name = {each.name: each for each in departments}
        self.places = tuple(
            sorted({each.place for each in self.by_name.values() if each.place}, key=len)
        )
        self._by_form: dict[str, dict[str, DeclaredDepartment]] = {}
        for each in self.by_name.values():
            for form in _forms(each):
                self._by_form.setdefault(form, {})[each.name] = each

    def place_of(self, *texts: str) -> str | None:
        """Return the place that a title or an issuer's name begins with, or None.

        A city that the list does not know is a place as well: another's departments are not its.
        """
        declared = (each for text in texts for each in self.places if text.startswith(each))
        written = (found[0] for text in texts if (found := _CITY.match(text)))
        return next(declared, None) or next(written, None)

    def resolve(self, name: str, *, on: date, place: str | None = None) -> ResolvedDepartment:
        """Return what a name means on a day; see `resolve_department`."""
        written = name.strip()
        found = self._found(written, place)
        there = [each for each in found if not _gone(each, on)]
        if there:
            full = there[0].name if len(there) == 1 else written
            return ResolvedDepartment(full, written, known=True)
        if found:
            return self._abolished(found, written, on)
        known = _is_local(written)
        problems = () if known else (Problem("department.unknown", {"received": written}),)
        return ResolvedDepartment(written, written, known, problems=problems)

    def _found(self, written: str, place: str | None) -> list[DeclaredDepartment]:
        for text in _readings(written):
            found = list(self._by_form.get(_shortened(text), {}).values())
            if place is not None:
                found = [each for each in found if self._meant(each, text, place)]
            if found:
                return found
        return []

    def _meant(self, department: DeclaredDepartment, text: str, place: str) -> bool:
        """Tell whether a plan of a place may mean a department when it writes this name."""
        own = department.place in (place, CENTRAL) or text.startswith(department.place)
        # 省科技厅 in the plan of one of the province's cities.
        province = department.place.endswith("省") and text.startswith("省")
        return own or (province and place in self.places)

    def _abolished(
        self, found: list[DeclaredDepartment], written: str, on: date
    ) -> ResolvedDepartment:
        first = found[0]
        successors = tuple(dict.fromkeys(name for each in found for name in self._after(each, on)))
        last = max(each.abolished_on for each in found if each.abolished_on)
        values = {
            "received": written,
            "on": last.isoformat(),
            "successors": "、".join(successors),
            "source": first.source.instrument if first.source else "",
        }
        return ResolvedDepartment(
            first.name if len(found) == 1 else written, written, known=True,
            abolished_on=last, successors=successors,
            problems=(Problem("department.abolished", values),),
        )  # fmt: skip

    def _after(
        self, department: DeclaredDepartment, on: date, seen: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        """Yield who has the tasks on a day, past successors that were abolished in their turn."""
        for name in department.successors:
            successor = self.by_name.get(name)
            if successor and _gone(successor, on) and name not in seen:
                yield from self._after(successor, on, seen | {name})
            else:
                yield name


def resolve_department(
    name: str, *, on: date, place: str | None = None, among: DepartmentList | None = None
) -> ResolvedDepartment:
    """Return which department a plan's name means on a day.

    `place` is the city or province whose plan it is (深圳市): only its departments and central
    ones are meant then, unless the name tells another place. Without it any place may be meant.
    `among` are the departments of an office with declarations of its own. What is not declared
    comes back as written, not known, with a problem; governments of districts and collective names
    (各区人民政府) are known without being declared.
    """
    return (among or packaged_departments()).resolve(name, on=on, place=place)


@cache
def packaged_departments() -> DepartmentList:
    """Return the packaged list; its schema is checked where the catalogue is loaded."""
    items = [
        item
        for path in sorted((PACKAGED / "departments").glob("*.yaml"))
        for item in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    return DepartmentList(DeclaredDepartment.model_validate(item) for item in items)


def _gone(department: DeclaredDepartment, on: date) -> bool:
    return department.abolished_on is not None and department.abolished_on <= on


def _forms(department: DeclaredDepartment) -> Iterator[str]:
    """Yield every form in which plans may write a department's name."""
    for name in (department.name, *department.aliases):
        yield _shortened(name)
        if department.place and name.startswith(department.place):
            bare = name.removeprefix(department.place)
            yield _shortened(bare)
            yield _shortened(department.place[-1] + bare)
        elif department.place and name.startswith(department.place[-1]):
            yield _shortened(department.place[:-1] + name)


def _readings(written: str) -> Iterator[str]:
    """Yield a name whole, without what stands in brackets, and what stands there."""
    text = _ETC.sub("", one_notation(written))
    yield text
    yield re.sub(r"（[^（）]*）", "", text)
    yield from re.findall(r"（([^（）]*)）", text)


def _shortened(name: str) -> str:
    name = re.sub(r"\s", "", one_notation(name))
    for long, short in department_names().shortened:
        name = name.replace(long, short)
    return name


def _is_local(name: str) -> bool:
    collective = any(word in name for word in department_names().collective)
    return collective or bool(_LOCAL.fullmatch(name))
