"""Lines of tables about marks, completed: several classes in a cell become several rows.

A list of marks has a line a mark and class, or a line a mark with all its classes. Of the goods
of such a line each class gets its own where the cell says which are whose (`第9类：…；第35类：…`),
otherwise all of them. Events are read the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of
from zhiheng.core.feeds.records import Value
from zhiheng.core.feeds.trademark_rows import (
    ClassPart,
    Values,
    read_number,
    read_office,
    rows_of_mark,
)
from zhiheng.core.identifiers.trademark_classes import (
    NO_CLASS,
    is_services,
    normalise_nice_class,
    split_nice_classes,
)

Completed = tuple[list[Values], list[Problem]]
_LABEL = re.compile(r"(?:第\s*(\d{1,2})\s*类|class\s*(\d{1,2})\b)\s*[:：]?", re.IGNORECASE)
_LEVELS = {2: "class", 4: "group", 6: "item"}
_VIENNA_LEVELS = ("category", "division", "section")


def complete_trademark(values: Values, catalogue: Catalogue) -> Completed:
    """Return the rows of a line of a list of marks, or everything that is wrong with it."""
    problems: list[Problem] = []
    parts = _parts(values, problems)
    table = {**values, "format": "table"}
    rows, others = rows_of_mark(table, parts, catalogue)
    problems += others
    return ([], problems) if problems else (rows, [])


def complete_trademark_event(values: Values, catalogue: Catalogue) -> Completed:
    """Return the rows of a line of a list of events: one a class that it names."""
    problems: list[Problem] = []
    office = read_office(values, problems)
    number = read_number(str(values["number"]), office, problems, "number")
    try:
        classes = split_nice_classes(str(values.get("nice_class") or NO_CLASS)) or [NO_CLASS]
        classes = [normalise_nice_class(name) for name in classes]
    except InputError as error:
        problems += problems_of(error, "nice_class")
    if problems or number is None:
        return [], problems
    said = [str(values[name]) for name in ("details", "conclusion") if values.get(name)]
    shared = {
        **values,
        "number": number.text,
        "office": number.office,
        "details": "；".join(said),
        "format": "table",
    }
    return [{**shared, "nice_class": name} for name in dict.fromkeys(classes)], []


def complete_nice(values: Values, catalogue: Catalogue) -> Completed:
    """Return an entry of the Nice Classification with its class and what is above it."""
    code = str(values["code"])
    try:
        nice_class = normalise_nice_class(code[:2] if len(code) > 2 else code)
    except InputError as error:
        return [], problems_of(error, "code")
    level = values.get("level")
    if level == "class":
        code = nice_class
    elif not code.isdecimal() or _LEVELS.get(len(code)) != level:
        return [], [Problem("nice.code_contradicts_level", {"received": f"{code}、{level}"})]
    parent = None if level == "class" else values.get("parent") or nice_class
    kind = "services" if is_services(nice_class) else "goods"
    row = {"code": code, "nice_class": nice_class, "parent": parent, "sort_of_goods": kind}
    return [{**values, **row}], []


def complete_vienna(values: Values, catalogue: Catalogue) -> Completed:
    """Return a code of the Vienna Classification with its level and the code above it."""
    code = str(values["code"])
    above, _, _ = code.rpartition(".")
    level: Value = _VIENNA_LEVELS[code.count(".")]
    return [{**values, "level": level, "parent": above or None}], []


COMPLETIONS: dict[str, Callable[[Values, Catalogue], Completed]] = {
    "trademarks": complete_trademark,
    "trademark-events": complete_trademark_event,
    "nice": complete_nice,
    "vienna": complete_vienna,
}


def _parts(values: Values, problems: list[Problem]) -> list[ClassPart]:
    given = values.get("classes")
    classes = [str(name) for name in given] if isinstance(given, list) else []
    found = values.get("similar_groups")
    groups = [str(group) for group in found] if isinstance(found, list) else []
    classes = [name for name in dict.fromkeys(classes) if name != NO_CLASS]
    if not classes:
        classes = list(dict.fromkeys(group[:2] for group in groups)) or [NO_CLASS]
    strange = [group for group in groups if group[:2] not in classes]
    if strange:
        received = f"{'、'.join(strange)} ≠ {'、'.join(classes)}"
        problems.append(Problem("trademark.group_contradicts_class", {"received": received}))
    goods = goods_by_class(str(values.get("goods") or ""), classes)
    return [
        ClassPart(name, goods[name], [group for group in groups if group[:2] == name])
        for name in classes
    ]


def goods_by_class(text: str, classes: list[str]) -> dict[str, str | None]:
    """Return the goods of each class: its own where the text labels them, otherwise all."""
    labels = list(_LABEL.finditer(text))
    whole: dict[str, str | None] = {name: text.strip() or None for name in classes}
    if not labels or text[: labels[0].start()].strip():
        return whole
    found: dict[str, str] = {}
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        name = f"{int(label[1] or label[2]):02d}"
        own = text[label.end() : end].strip(" \n;；,，。")
        found[name] = f"{found[name]}；{own}" if name in found else own
    return {name: found.get(name) for name in classes} if set(found) == set(classes) else whole
