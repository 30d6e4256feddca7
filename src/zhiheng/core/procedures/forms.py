"""What people fill in, read and checked against the declared fields.

Values are kept as text in one form each: dates as 2026-09-17, amounts with a point and no commas,
numbers of rights as their register writes them, several choices joined by commas. Every problem is
told at once, each with the field it belongs to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from zhiheng.core.errors import PersonError, Problem
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.divisions import parse_division_code
from zhiheng.core.identifiers.trademark_number import normalise_trademark_number
from zhiheng.core.identifiers.uscc import normalise_uscc
from zhiheng.core.procedures.declared import FormField, Material, ProcedureDeclaration

LONGEST: Mapping[str, int] = {"line": 200, "text": 4_000}
_PHONE = re.compile(r"\+?[0-9\-() ]{5,31}")
_MAIL = re.compile(r"(?=.{6,254}$)[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+")
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]|[A-Z0-9]{6,18}")
_AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_MONEY_PLACES = Decimal("0.01")


def fields_of(declaration: ProcedureDeclaration) -> list[FormField]:
    """Return the fields of the form with which a case begins, in order."""
    return [field for section in declaration.form for field in section.fields]


def asked(fields: Iterable[FormField], given: Mapping[str, str]) -> list[FormField]:
    """Return the fields that are asked for, given what was answered so far.

    What was once answered to a field that is no longer asked does not make others be asked.
    """
    left = list(fields)
    answered = dict(given)
    while True:
        found = [field for field in left if field.when is None or field.when.holds(answered)]
        if len(found) == len(left):
            return found
        kept = {field.field for field in found}
        for field in left:
            if field.field not in kept:
                answered.pop(field.field, None)
        left = found


def demanded(materials: Iterable[Material], given: Mapping[str, str]) -> list[Material]:
    """Return the files that are to be handed in with these answers, the optional ones too."""
    return [each for each in materials if each.when is None or each.when.holds(dict(given))]


def read(
    fields: Iterable[FormField], given: Mapping[str, str], *, complete: bool = True
) -> tuple[dict[str, str], dict[str, Problem]]:
    """Return the values as they are kept, and what is wrong by field.

    A draft need not be `complete`: nothing is missing from it, but what stands there is checked.
    """
    values: dict[str, str] = {}
    problems: dict[str, Problem] = {}
    fields = list(fields)
    for field in fields:
        text = unicodedata.normalize("NFC", given.get(field.field, "")).strip()
        if not text:
            continue
        try:
            values[field.field] = _READERS[field.kind](field, text)
        except PersonError as error:
            problems[field.field] = error.problems[0]
        except _UnfitError as unfit:
            problems[field.field] = _unfit(field, text, unfit)
    wanted = asked(fields, values)
    names = {field.field for field in wanted}
    values = {name: value for name, value in values.items() if name in names}
    problems = {name: problem for name, problem in problems.items() if name in names}
    problems |= _out_of_order(wanted, values)
    if complete:
        for field in wanted:
            if field.required and field.field not in values and field.field not in problems:
                problems[field.field] = Problem("form.missing", {"field": field.label.zh})
    return values, problems


def _out_of_order(fields: Iterable[FormField], values: Mapping[str, str]) -> dict[str, Problem]:
    """Return the dates that lie after another date of the form which they may not exceed."""
    known = {field.field: field for field in fields}
    found = {}
    for field in known.values():
        other = known.get(field.not_after or "")
        if other is None or not {field.field, other.field} <= set(values):
            continue
        received, latest = values[field.field], values[other.field]
        if received > latest:
            named = {"field": field.label.zh, "other": other.label.zh}
            found[field.field] = Problem(
                "form.too_late", {**named, "received": received, "latest": latest}
            )
    return found


class _UnfitError(Exception):
    """What stands in a field does not fit: the code of the problem, and what its text names."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}


def _unfit(field: FormField, text: str, unfit: _UnfitError) -> Problem:
    return Problem(unfit.code, {"field": field.label.zh, "received": text[:80], **unfit.values})


def _line(field: FormField, text: str) -> str:
    most = field.longest or LONGEST[field.kind]
    if field.kind == "line":
        text = " ".join(text.split())
    if len(text) > most:
        raise _UnfitError("form.too_long", most=most)
    if any(unicodedata.category(each) == "Cc" and each not in "\n\r\t" for each in text):
        raise _UnfitError("form.control_characters")
    return text


def _date(field: FormField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _UnfitError("form.not_a_date") from None


def _integer(field: FormField, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if not re.fullmatch(r"\d{1,12}", plain):
        raise _UnfitError("form.not_a_number")
    _check_largest(field, int(plain))
    return str(int(plain))


def _money(field: FormField, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("元").strip()
    if not _AMOUNT.fullmatch(plain):
        raise _UnfitError("form.not_an_amount")
    amount = Decimal(plain)
    _check_largest(field, amount)
    return str(amount.quantize(_MONEY_PLACES))


def _check_largest(field: FormField, number: int | Decimal) -> None:
    if field.largest and number > field.largest:
        raise _UnfitError("form.too_large", largest=field.largest)


def _choice(field: FormField, text: str) -> str:
    if text not in field.choices:
        raise _UnfitError("form.not_offered", offered=", ".join(field.choices))
    return text


def _choices(field: FormField, text: str) -> str:
    chosen = list(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    for each in chosen or [text]:
        _choice(field, each)
    return ",".join(sorted(chosen, key=list(field.choices).index))


def _yes_no(field: FormField, text: str) -> str:
    if text not in ("yes", "no"):
        raise _UnfitError("form.not_yes_or_no")
    return text


def _matching(pattern: re.Pattern[str], code: str) -> Callable[[FormField, str], str]:
    def reader(field: FormField, text: str) -> str:
        plain = unicodedata.normalize("NFKC", text).upper() if pattern is _IDENTITY else text
        if not pattern.fullmatch(plain):
            raise _UnfitError(code)
        return plain

    return reader


_READERS: Mapping[str, Callable[[FormField, str], str]] = {
    "line": _line,
    "text": _line,
    "date": _date,
    "integer": _integer,
    "money": _money,
    "choice": _choice,
    "choices": _choices,
    "yes-no": _yes_no,
    "uscc": lambda field, text: normalise_uscc(text),
    "patent-number": lambda field, text: normalise_application_number(text),
    "trademark-number": lambda field, text: normalise_trademark_number(text),
    "division": lambda field, text: parse_division_code(text).code,
    "phone": _matching(_PHONE, "form.not_a_phone"),
    "mail": _matching(_MAIL, "form.not_a_mail"),
    "identity-number": _matching(_IDENTITY, "form.not_an_identity"),
}
