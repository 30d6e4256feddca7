"""How filings are named: read from what people write, found in registers, listed in papers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from zhiheng.core.errors import InputError, PersonError
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.trademark_number import normalise_trademark_number
from zhiheng.office.registers import lake
from zhiheng.office.screening.matters import MARKS, Matter

MOST_NAMED = 5
Row = dict[str, Any]
_BETWEEN = re.compile(r"[\s、,]+")  # what stands between filings where several are listed
_FIRST = re.compile(r"[^\s~]+")  # an address names the class of a mark behind a tilde


def numbers_in(text: str, matter: Matter) -> list[str]:
    """Return the numbers that stand one a line, each once, as the registers write them.

    What follows a number on its line, such as a title, is left aside. `InputError` with all lines
    that have none.
    """
    listed = [each.strip() for each in text.replace("、", "\n").replace(",", "\n").splitlines()]
    numbers: dict[str, None] = {}
    unfit = []
    for each in filter(None, listed):
        number = number_in(each, matter)
        if number:
            numbers[number] = None
        else:
            unfit.append(each)
    if unfit or not numbers:
        received = "、".join(unfit[:MOST_NAMED]) or "—"
        code = "screening.marks_unfit" if matter is MARKS else "screening.numbers_unfit"
        raise InputError.of(code, received=received)
    return list(numbers)


def number_in(line: str, matter: Matter) -> str:
    """Return the number that a line is, or begins with; nothing where it has none."""
    read = normalise_trademark_number if matter is MARKS else normalise_application_number
    first = _FIRST.search(line)
    for text in (line, first[0] if first else ""):
        try:
            return read(text)
        except PersonError:
            continue
    return ""


def listed(number: str, beside: str) -> str:
    """Return a filing as papers list it, with what people know it by behind its number."""
    return f"{number} {_BETWEEN.sub(' ', beside)}".strip()


def rows_named(
    register: str, matter: Matter, numbers: Collection[str], columns: Sequence[str]
) -> dict[str, Row]:
    """Return some columns of the rows of a register that filings have, by their numbers.

    Of a mark with several rows, the one of the lowest class.
    """
    if not numbers:
        return {}
    table = lake.rows_with(register, matter.key, numbers)
    wanted = dict.fromkeys((matter.key, *columns, *_CLASS.get(register, ())))
    rows = lake.engine().run(table.select(*wanted)).to_pylist()
    rows.sort(key=lambda row: str(row.get("nice_class") or ""), reverse=True)
    return {row[matter.key]: row for row in rows}


_CLASS = {MARKS.register: ("nice_class",)}
