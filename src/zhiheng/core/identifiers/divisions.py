"""Administrative divisions by their GB/T 2260 codes: province, city, county.

A code has six digits, two for each level: 440000 Guangdong, 440300 Shenzhen, 440305 Nanshan.
The parent of a county that answers to its province directly is the province, as in the four
municipalities and for cities such as 济源市; the code's middle digits (01, 02, 90) that only
group such counties are no divisions and are left out. Source and edition are described beside
the list, in `declarations/divisions/README.md`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from zhiheng.core.errors import InputError, NotFoundError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact

_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}){0,2}")


class DivisionLevel(StrEnum):
    """The three levels of the list."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code, its full name and the code of its parent (`""` for provinces)."""

    code: str
    name: str
    parent: str

    @property
    def level(self) -> DivisionLevel:
        """Return the level, as the code tells it."""
        if self.code.endswith("0000"):
            return DivisionLevel.PROVINCE
        return DivisionLevel.CITY if self.code.endswith("00") else DivisionLevel.COUNTY


@dataclass(frozen=True, slots=True)
class FunctionalArea:
    """A zone with its own administration that is no division: 前海, 横琴, a high-tech zone.

    `city` is the GB/T 2260 code of its city, `division` the county it lies in, where certain.
    """

    code: str
    name: str
    city: str
    division: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Divisions:
    """The list in use, by code, with the functional areas beside it."""

    by_code: Mapping[str, Division]
    areas: Mapping[str, FunctionalArea]

    def find(self, code: str) -> Division | None:
        """Return a division, or None for a code that is not in the list (any more)."""
        return self.by_code.get(code)

    def get(self, code: str) -> Division:
        """Return a division; raise `NotFoundError` for a code that is not in the list."""
        if code not in self.by_code:
            raise NotFoundError.of("division.unknown", received=code)
        return self.by_code[code]

    def name_of(self, code: str) -> str:
        """Return the name of a division or functional area: `440305` → 南山区."""
        area = self.areas.get(code)
        return area.name if area else self.get(code).name

    def full_name_of(self, code: str) -> str:
        """Return the name with those above it: `440305` → 广东省深圳市南山区."""
        return "".join(division.name for division in self.path_to(code))

    def parent_of(self, code: str) -> str | None:
        """Return the code of the division above, None for a province."""
        return self.get(code).parent or None

    def path_to(self, code: str) -> list[Division]:
        """Return the divisions from the province down to the one named, which comes last."""
        path = [self.get(code)]
        while path[0].parent:
            path.insert(0, self.get(path[0].parent))
        return path

    def children_of(self, code: str) -> list[str]:
        """Return the codes directly below, in order; `""` gives the provinces."""
        if code:
            self.get(code)
        return [each.code for each in self.by_code.values() if each.parent == code]


@cache
def load_divisions() -> Divisions:
    """Return the packaged lists."""
    return Divisions(
        by_code=_by_code(
            Division(row["code"], row["name"], row["parent"]) for row in _rows("gbt2260.csv")
        ),
        areas={
            row["code"]: FunctionalArea(
                row["code"],
                row["name"],
                row["city"],
                row["division"],
                tuple(alias for alias in row["aliases"].split("|") if alias),
            )
            for row in _rows("functional-areas.csv")
        },
    )


def normalise_division_code(text: str) -> str:
    """Return six digits: `44` → `440000`, `4403` → `440300`; `InputError` if unknown."""
    return parse_division_code(text).code


def parse_division_code(text: str) -> Division:
    """Read a code of two, four or six digits; raise `InputError` with what is wrong."""
    if problems := division_code_problems(text):
        raise InputError(*problems)
    return load_divisions().get(_plain(text))


def division_code_problems(text: str) -> list[Problem]:
    """Return everything that is wrong with the text as a code of the list in use."""
    if not _CODE.fullmatch(compact(text)):
        return [Problem("division.malformed", {"received": text})]
    if load_divisions().find(_plain(text)) is None:
        return [Problem("division.unknown", {"received": text})]
    return []


def explain_division_code(text: str) -> list[Step]:
    """Show the levels of a code; raises `InputError` for a code that is not in the list."""
    division = parse_division_code(text)
    labels = {
        DivisionLevel.PROVINCE: ("省级", "Province"),
        DivisionLevel.CITY: ("地级", "City"),
        DivisionLevel.COUNTY: ("县级", "County"),
    }
    path = load_divisions().path_to(division.code)
    return [Step(*labels[each.level], f"{each.code} {each.name}") for each in path]


def _plain(text: str) -> str:
    return compact(text).ljust(6, "0")


def _by_code(divisions: Iterable[Division]) -> dict[str, Division]:
    return {division.code: division for division in divisions}


def _rows(name: str) -> list[dict[str, str]]:
    packaged = resources.files("zhiheng") / "declarations" / "divisions" / name
    with packaged.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
