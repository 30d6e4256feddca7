"""Application numbers of Chinese patents, in every notation met in official files.

Three forms are read, with or without `CN` or `ZL` in front, spaces or full-width characters:

* since 2003-10-01: year (4), type (1), serial (7), check digit: `201910302430.1`;
* before: year (2), type (1), serial (5), check digit: `95115608.X`. Until 1988 the numbers
  were published without a check digit; the computed one is added: `85100312.5`;
* the 15-digit "standard" form of the office's XML: right (2), year (4), serial padded to nine
  digits, no check digit: `102019000302430`.

The canonical text is the digits, a dot and the check digit. Source of the structure: ZC 0006.

The check digit is the sum of the digits times 2, 3, … 9, 2, 3, …, modulo 11, where 10 is
written X. It finds every wrong digit and every swap of two neighbours, for 11 is prime and no
weight and no difference of neighbouring weights is a multiple of it.

Known limits: the standard form is known from files of national applications only. Whether an
application from the international phase keeps its type digit 8 or 9 there is not established,
and without a check digit a wrong reading would go unnoticed: take the original form when a
file gives both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import cycle

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step, weighted_sum
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.rights import Right

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9)
_CHECKS = "0123456789X"
_RIGHTS = {
    "1": Right.INVENTION,
    "2": Right.UTILITY_MODEL,
    "3": Right.DESIGN,
    "8": Right.INVENTION,
    "9": Right.UTILITY_MODEL,
}
_GLUED = re.compile(r"(?:CN)?(?:ZL)?([0-9]{12}|[0-9]{8})(?:\.?([0-9X]))?")
_STANDARD = re.compile(r"(?:CN)?([123])0([0-9]{4})00([0-9]{7})")
_WELL_FORMED = re.compile(r"(20[0-9]{2})([12389][0-9]{3})([0-9]{4})\.([0-9X])").fullmatch
_FIRST_YEAR = 1985  # the Patent Law came into force on 1985-04-01
_FIRST_LONG_YEAR = 2003  # twelve-digit numbers since 2003-10-01
_LAST_YEAR = 2099

# Remainders of all four-digit blocks, so that a check costs three look-ups, not twelve products.
_LOW = [(2 * (n // 1000) + 3 * (n // 100 % 10) + 4 * (n // 10 % 10) + 5 * (n % 10)) % 11
        for n in range(10_000)]  # fmt: skip
_HIGH = [(6 * (n // 1000) + 7 * (n // 100 % 10) + 8 * (n // 10 % 10) + 9 * (n % 10)) % 11
         for n in range(10_000)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """A well-formed number: `digits` (8 or 12) without the check digit, and the check digit."""

    digits: str
    check_digit: str

    def __str__(self) -> str:
        return f"{self.digits}.{self.check_digit}"

    @property
    def year(self) -> int:
        """Return the year of filing, four digits."""
        return _year(self.digits)

    @property
    def right(self) -> Right:
        """Return the kind of right applied for."""
        return _RIGHTS[self._type_digit]

    @property
    def pct(self) -> bool:
        """Tell whether the application entered the national phase from the PCT.

        Types 8 and 9 say so since 1998; from 1994 to 1997 a serial number from 90000 did.
        """
        if self._type_digit in "89":
            return True
        early = len(self.digits) == 8 and 1994 <= self.year <= 1997
        return early and self._type_digit != "3" and self.serial >= "90000"

    @property
    def serial(self) -> str:
        """Return the serial number within year and type: 5 or 7 digits."""
        return self.digits[3:] if len(self.digits) == 8 else self.digits[5:]

    @property
    def patent_number(self) -> str:
        """Return the number the patent bears once granted: `ZL201910302430.1`."""
        return f"ZL{self}"

    @property
    def _type_digit(self) -> str:
        return self.digits[2] if len(self.digits) == 8 else self.digits[4]


def check_digit(digits: str) -> str:
    """Return the check digit of 8 or 12 digits, `0`–`9` or `X`."""
    total = _LOW[int(digits[:4])] + _HIGH[int(digits[4:8])]
    if len(digits) == 12:
        total += _LOW[int(digits[8:])]
    return _CHECKS[total % 11]


def normalise_application_number(text: str) -> str:
    """Return the canonical text; raise `InputError` for what is not an application number.

    A number already in canonical twelve-digit form takes a short way: imports ask millions.
    """
    match = _WELL_FORMED(text)
    if match:
        year, type_and_serial, rest, check = match.groups()
        total = _LOW[int(year)] + _HIGH[int(type_and_serial)] + _LOW[int(rest)]
        if _CHECKS[total % 11] == check and year >= "2003":
            return text
    return str(parse_application_number(text))


def parse_application_number(text: str) -> ApplicationNumber:
    """Read a number in any notation; raise `InputError` with everything that is wrong."""
    split = _split(text)
    problems = _problems(text, split)
    if split is None or problems:
        raise InputError(*problems)
    return ApplicationNumber(split[0], check_digit(split[0]))


def application_number_problems(text: str) -> list[Problem]:
    """Return everything that is wrong with the text as an application number."""
    return _problems(text, _split(text))


def explain_application_number(text: str) -> list[Step]:
    """Show how the number is read and its check digit computed, right or wrong.

    Raises `InputError` only where there is nothing to compute with.
    """
    split = _split(text)
    if split is None:
        raise InputError(*_problems(text, split))
    digits, given = split
    number = ApplicationNumber(digits, check_digit(digits))
    head = 2 if len(digits) == 8 else 4
    steps = [Step("申请年", "Year of filing", f"{digits[:head]} → {_year(digits)}")]
    if digits[head] in _RIGHTS:
        route = "，PCT 进入国家阶段 (from the PCT)" if number.pct else ""
        kind = f"{digits[head]} → {number.right.wording}{route}"
        steps.append(Step("申请种类", "Kind of right", kind))
    steps.append(Step("流水号", "Serial number", number.serial))
    weights = (weight for weight, _ in zip(cycle(_WEIGHTS), digits, strict=False))
    steps += weighted_sum(digits, map(int, digits), weights)
    steps.append(Step("除以 11 的余数（10 写作 X）", "Modulo 11 (10 is X)", number.check_digit))
    if given:
        steps.append(Step("所给校验位", "Check digit given", given))
    return [*steps, Step("规范写法", "Canonical form", str(number))]


def _split(text: str) -> tuple[str, str] | None:
    """Return digits and given check digit (`""` where there is none), or None if unreadable."""
    plain = compact(text)
    if match := _GLUED.fullmatch(plain):
        return match[1], match[2] or ""
    if match := _STANDARD.fullmatch(plain):
        right, year, serial = match.groups()
        # Serial numbers of 2003 have five digits until September and start at 0100000 after it.
        if year < "2003" or (year == "2003" and serial < "0100000"):
            return (year[2:] + right + serial[2:], "") if serial < "0100000" else None
        return year + right + serial, ""
    return None


def _year(digits: str) -> int:
    if len(digits) == 12:
        return int(digits[:4])
    short = int(digits[:2])
    return 1900 + short if short >= _FIRST_YEAR % 100 else 2000 + short


def _problems(text: str, split: tuple[str, str] | None) -> list[Problem]:
    if split is None:
        return [Problem("application_number.malformed", {"received": text})]
    digits, given = split
    first, last = (_FIRST_YEAR, _FIRST_LONG_YEAR)
    if len(digits) == 12:
        first, last = (_FIRST_LONG_YEAR, _LAST_YEAR)
    problems = []
    year = _year(digits)
    if not first <= year <= last:
        values = {"received": text, "year": str(year), "first": str(first), "last": str(last)}
        problems.append(Problem("application_number.year", values))
    kind = digits[2] if len(digits) == 8 else digits[4]
    if kind not in _RIGHTS:
        problems.append(Problem("application_number.type", {"received": text, "digit": kind}))
    expected = check_digit(digits)
    if given and given != expected:
        values = {"received": text, "given": given, "expected": expected}
        problems.append(Problem("application_number.check_digit", values))
    return problems
