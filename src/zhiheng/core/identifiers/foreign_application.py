"""Numbers of applications at other offices, brought to one form: office (ST.3) and number.

* United States: series code and serial number, `US 13/349,377` → `US13349377`. The DOCDB form
  since 2013 has the year in front: `US201213349377` → `US13349377`. The earlier one has a serial
  number of at most six digits and the year behind it, without the series: 34937712 of 2012 becomes
  `US20120349377`, eleven digits as in the EPODOC form, because the series cannot be told from it.
* International: `PCT/CH02/00573`, `WO2002CH00573`, DOCDB kind W → `PCT/CH2002/000573`.
* Europe: eight digits; the check digit behind the dot is left out: `EP 99203729.2` → `EP99203729`.
* Korea: year and seven digits; the digits of the kind of right in front are left out:
  `KR 10-2011-0055402` → `KR20110055402`.
* Others: as written, without separators.

Application numbers of China have their own module, because they carry a check digit.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from zhiheng.core.errors import InputError
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.offices import OFFICE_CODES

_SEPARATORS = str.maketrans("", "", "-/,. ")
_SHAPE = re.compile(r"([A-Z]{2})([A-Z]{0,3}[0-9]{3,15}[A-Z]?)")
_PCT = re.compile(r"(?:WO)?PCT/?([A-Z]{2})([0-9]{2}|[0-9]{4})/?([0-9]{5,6})")
_EPODOC_PCT = re.compile(r"WO((?:19|20)[0-9]{2})([A-Z]{2})([0-9]{5,6})")
_CHECK_DIGIT = re.compile(r"(EP[0-9]{8})\.[0-9X]")
_YEAR_FIRST = re.compile(r"(?:19|20)[0-9]{2}([0-9]{8})P?")
_KOREAN = re.compile(r"[12]0((?:19|20)[0-9]{9})")
_YEAR_LAST = re.compile(r"([0-9]{5,6})([0-9]{2})")
_FIRST_PCT_YEAR = 78
_NUMBERS_KEPT = 65_536  # the events of an application all bear its number


@lru_cache(maxsize=_NUMBERS_KEPT)
def normalise_foreign_application(text: str) -> str:
    """Return the canonical text; raises `InputError` for what is no application number."""
    typed = compact(text)
    if international := _PCT.fullmatch(typed):
        return _international(international[1], international[2], international[3])
    if international := _EPODOC_PCT.fullmatch(typed):
        return _international(international[2], international[1], international[3])
    if european := _CHECK_DIGIT.fullmatch(typed):
        return european[1]
    found = _SHAPE.fullmatch(typed.translate(_SEPARATORS))
    if found is None or found[1] not in OFFICE_CODES:
        raise InputError.of("foreign_application.malformed", received=text)
    return f"{found[1]}{_of_office(found[1], found[2])}"


def docdb_application(country: str, number: str, kind: str, filed: date | None) -> str:
    """Return the canonical text of a DOCDB application number; `InputError` as above.

    `kind` W marks the national phase of an international application. The date of filing tells
    whether a number of the United States ends with its year.
    """
    if kind == "W" and (phase := re.fullmatch(r"([0-9]{4})([0-9]{5,6})", number)):
        return _international(country, phase[1], phase[2])
    old = _YEAR_LAST.fullmatch(number) if country == "US" and filed else None
    if old and filed and int(old[2]) == filed.year % 100:
        return f"US{filed.year}{int(old[1]):07d}"
    return normalise_foreign_application(f"{country}{number}")


def _of_office(country: str, number: str) -> str:
    if country == "US" and (found := _YEAR_FIRST.fullmatch(number)):
        return found[1]
    if country == "KR" and (found := _KOREAN.fullmatch(number)):
        return found[1]
    return number


def _international(receiving: str, year: str, serial: str) -> str:
    if len(year) == 2:
        year = f"{'19' if int(year) >= _FIRST_PCT_YEAR else '20'}{year}"
    return f"PCT/{receiving}{year}/{int(serial):06d}"
