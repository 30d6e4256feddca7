"""How filings are named: read from what people write, found in registers, listed in papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.core.errors import InputError, PersonError
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.trademark_number import normalise_trademark_number
from zhiheng.office.registers import lake
from zhiheng.office.screening.matters import MARKS, Matter

MOST_NAMED = 5
NO_CLASS = "00"  # as the register of marks says that its source names none
Row = dict[str, Any]
# A mark's number, and its class after a tilde, a stroke, a space or the word for class.
_MARK = re.compile(r"(.+?)\s*(?:~|/|\s第?|第)\s*(\d{1,2})\s*(?:类|\s|$)")
_BETWEEN = re.compile(r"[\s、,]+")  # what stands between filings where several are listed


def numbers_in(text: str, matter: Matter) -> list[str]:
    """Return the filings that stand one a line, each once, named as the registers name them.

    What follows a number on its line, such as a title, is left aside. A mark without a class means
    all classes that the register knows of it. `InputError` with all lines that have none.
    """
    listed = [each.strip() for each in text.replace("、", "\n").replace(",", "\n").splitlines()]
    numbers: dict[str, None] = {}
    unfit = []
    for each in filter(None, listed):
        number = _mark_in(each) if matter is MARKS else _patent_in(each)
        if number:
            numbers[number] = None
        else:
            unfit.append(each)
    if unfit or not numbers:
        received = "、".join(unfit[:MOST_NAMED]) or "—"
        code = "screening.marks_unfit" if matter is MARKS else "screening.numbers_unfit"
        raise InputError.of(code, received=received)
    return _with_classes(numbers) if matter is MARKS else list(numbers)


def written(number: str, beside: str = "") -> str:
    """Return a filing as papers and forms name it: 12345678 第9类; a patent by its number.

    `beside` stands behind it, such as the words of a mark.
    """
    plain, nice_class = _parts(number)
    told = f"{plain} 第{nice_class}类" if nice_class else plain
    return f"{told} {_BETWEEN.sub(' ', beside)}".strip()


def shown(number: str) -> str:
    """Return a filing as pages name it, in the language of who reads."""
    plain, nice_class = _parts(number)
    if not nice_class:
        return plain
    return _("%(number)s class %(nice_class)s") % {"number": plain, "nice_class": nice_class}


def _parts(number: str) -> tuple[str, str]:
    """Return the number of a filing and its class, if it has one, without a leading nought."""
    plain, _separator, nice_class = number.partition(KEY_SEPARATOR)
    return plain, nice_class.lstrip("0")


def rows_named(
    register: str, matter: Matter, numbers: Collection[str], columns: Sequence[str]
) -> dict[str, Row]:
    """Return some columns of the rows of a register that filings have, by the filing."""
    if not numbers:
        return {}
    asked = set(numbers)
    firsts = {number.partition(KEY_SEPARATOR)[0] for number in asked}
    wanted = dict.fromkeys((*matter.key, *columns))
    chosen = lake.rows_with(register, matter.key[0], firsts).select(*wanted)
    rows = ((name_of(row, matter), row) for row in lake.engine().run(chosen).to_pylist())
    return {name: row for name, row in rows if name in asked}


def name_of(row: Row, matter: Matter) -> str:
    """Return the name of the filing that a row of a register is about."""
    return KEY_SEPARATOR.join(str(row[column]) for column in matter.key)


def _patent_in(line: str) -> str:
    """Return the number that a line is, or begins with; nothing where it has none."""
    return _read(line, normalise_application_number) or _read(
        line.split()[0], normalise_application_number
    )


def _mark_in(line: str) -> str:
    """Return the mark that a line is, or begins with, with its class where it tells one."""
    found = _MARK.match(line)
    if found and 1 <= int(found[2]) <= 45:
        number = _read(found[1], normalise_trademark_number)
        return f"{number}{KEY_SEPARATOR}{int(found[2]):02d}" if number else ""
    return _read(line, normalise_trademark_number) or _read(
        line.split()[0], normalise_trademark_number
    )


def _read(text: str, normalise: Callable[[str], str]) -> str:
    try:
        return normalise(text)
    except PersonError:
        return ""


def _with_classes(named: Iterable[str]) -> list[str]:
    """Return marks with their classes; one without stands for all that the register knows."""
    bare = [each for each in named if KEY_SEPARATOR not in each]
    classes = classes_of(bare)
    found: dict[str, None] = {}
    for each in named:
        known = [""] if KEY_SEPARATOR in each else classes.get(each, [NO_CLASS])
        found.update(
            dict.fromkeys(f"{each}{KEY_SEPARATOR}{nice}" if nice else each for nice in known)
        )
    return list(found)


def classes_of(numbers: Collection[str]) -> dict[str, list[str]]:
    """Return the classes in which the register of marks knows numbers, by the number."""
    found: dict[str, list[str]] = {}
    if numbers:
        chosen = lake.rows_with(MARKS.register, "number", numbers).select(*MARKS.key)
        for row in lake.engine().run(chosen.order_by("nice_class")).to_pylist():
            found.setdefault(row["number"], []).append(row["nice_class"])
    return found
