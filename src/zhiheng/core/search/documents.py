"""What the index keeps of a record: made from a row by the declaration of its register.

Names of private persons are kept apart from those of organisations, so that only who may see them
can search by them. `shown` is what a hit shows without asking the lake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from zhiheng.core.declarations.models import Column, Register, SearchField
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.search.fields import BY_NAME, DATE_FIELDS
from zhiheng.core.search.numbers import index_forms
from zhiheng.core.search.terms import whole_form
from zhiheng.core.search.values import class_levels, division_levels

KEY_SEPARATOR = "~"  # as in the addresses of record pages (`browsing.records`)
LONGEST_SHOWN = 3_000  # characters of a text kept for highlights
MOST_SHOWN = 20  # names and classes kept for display
WHOLE: tuple[SearchField, ...] = ("applicant", "title")  # what boosts when typed as a whole
LONGEST_WHOLE = 100  # characters
is_public = lru_cache(maxsize=200_000)(is_organisation)


@dataclass
class Document:
    """One record as the index keeps it; texts are as written, everything else in index form."""

    register: str
    key: str
    number: str = ""
    title: str = ""
    import_id: str = ""
    texts: dict[SearchField, list[str]] = field(default_factory=dict)
    persons: dict[SearchField, list[str]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    dates: dict[SearchField, int] = field(default_factory=dict)
    values: dict[SearchField, str] = field(default_factory=dict)
    shown_classes: list[str] = field(default_factory=list)
    day: int = 0

    @property
    def identity(self) -> str:
        """Return what names the record among all registers."""
        return identity(self.register, self.key)

    @property
    def year(self) -> int:
        """Return the year of filing, or of the first date there is; 0 where there is none."""
        return (self.dates.get("filed") or self.day) // 10_000

    @property
    def places(self) -> tuple[str, ...]:
        """Return the division with those above it."""
        code = self.values.get("division", "")
        return division_levels(code) if code else ()

    @property
    def exact(self) -> set[str]:
        """Return the names and titles that boost when they are typed as a whole."""
        wholes = {whole_form(self.title)}
        for name in WHOLE:
            wholes.update(map(whole_form, self.texts.get(name, ())))
        return {whole for whole in wholes if may_be_typed(whole)}

    def shown(self) -> dict[str, Any]:
        """Return what a hit shows, ready for JSON."""
        texts = {name: values for name, values in self.texts.items() if name != "description"}
        return {
            "register": self.register,
            "key": self.key,
            "number": self.number,
            "title": self.title,
            "texts": {name: _short(values) for name, values in texts.items()},
            "persons": {name: values[:MOST_SHOWN] for name, values in self.persons.items()},
            "classes": self.shown_classes[:MOST_SHOWN],
            "dates": self.dates,
            "values": self.values,
        }


def may_be_typed(whole: str) -> bool:
    """Tell whether somebody may type a name or title of this whole form as a whole."""
    return 0 < len(whole) <= LONGEST_WHOLE


def identity(register: str, key: str) -> str:
    """Return what names a record among all registers."""
    return f"{register}\x1f{key}"


@dataclass(frozen=True)
class Plan:
    """Which columns of a register fill which fields."""

    register: Register
    columns: tuple[Column, ...]
    more: Mapping[str, SearchField] = field(default_factory=dict)

    @classmethod
    def of(cls, register: Register, texts: Register | None = None) -> Plan:
        """Return the plan of a register, with the columns that `texts` lends it."""
        columns = tuple(column for column in register.columns if column.search)
        lent = _lent(register, texts)
        return cls(register, columns, lent)

    @property
    def needed(self) -> list[str]:
        """Return the columns of the register that have to be read."""
        names = [column.name for column in self.columns]
        register = self.register
        return list(dict.fromkeys([*register.key, register.label, register.sort, *names]))

    def document(self, row: Mapping[str, Any]) -> Document:
        """Return the document of a row; `row` holds `needed` and the lent columns."""
        register = self.register
        document = Document(
            register.name,
            KEY_SEPARATOR.join(str(row[name]) for name in register.key),
            title=str(row[register.label] or ""),
            import_id=row.get("import_id") or "",
        )
        for column in self.columns:
            value = row[column.name]
            if value is not None and value != "" and value != []:
                _fill(document, column, value)
        for name, search in self.more.items():
            if value := row.get(name):
                document.texts.setdefault(search, []).extend(_texts(value))
        document.number = document.number or str(row[register.key[0]] or "")
        document.day = _day(document, row[register.sort])
        return document


def _lent(register: Register, texts: Register | None) -> dict[str, SearchField]:
    """Return the columns that another register lends, by the field each fills."""
    if register.texts_from is None or texts is None:
        return {}
    return {
        column.name: column.search or _by_name(column.name)
        for column in texts.columns
        if column.name in register.texts_from.columns
    }


def _by_name(name: str) -> SearchField:
    return name if name in BY_NAME else "description"


def _fill(document: Document, column: Column, value: Any) -> None:
    search = column.search
    assert search is not None
    kind = BY_NAME[search].kind
    if kind == "date":
        document.dates.setdefault(search, _number_of(value))
    elif kind == "number":
        for text in _texts(value):
            document.numbers += index_forms(text, column.identifier)
            document.number = document.number or text
    elif kind == "class":
        for text in _texts(value):
            document.shown_classes.append(text)
            document.classes += class_levels(text)
    elif kind == "value":
        document.values.setdefault(search, _texts(value)[0])
    else:
        _fill_text(document, column, search, _texts(value))


def _fill_text(document: Document, column: Column, search: SearchField, texts: list[str]) -> None:
    if not column.personal:
        document.texts.setdefault(search, []).extend(texts)
        return
    for text in texts:
        kept = document.texts if is_public(text) else document.persons
        kept.setdefault(search, []).append(text)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Iterable):
        return [str(item) for item in value if item]
    return [str(value)]


def _number_of(value: date) -> int:
    return value.year * 10_000 + value.month * 100 + value.day


def _day(document: Document, sorted_by: Any) -> int:
    """Return the day by which results are sorted: filing, else what the register is sorted by."""
    if filed := document.dates.get("filed"):
        return filed
    if isinstance(sorted_by, date):
        return _number_of(sorted_by)
    return next((document.dates[name] for name in DATE_FIELDS if name in document.dates), 0)


def _short(texts: list[str]) -> list[str]:
    """Return texts up to a length together."""
    kept: list[str] = []
    left = LONGEST_SHOWN
    for text in texts:
        if left <= 0:
            break
        kept.append(text[:left])
        left -= len(text)
    return kept
