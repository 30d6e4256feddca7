"""One form for the publication numbers of each office, whichever source wrote them.

| office | written | canonical |
|---|---|---|
| US grant | `US 08,927,118 B2`, `US D0435854 S` | `US8927118B2`, `USD435854S` |
| US application | DOCDB `US2012116137A1`, `US 2012/0116137 A1` | `US20120116137A1` |
| EP | `EP 123456 A1` | `EP0123456A1` |
| WO | `WO 02/12345`, `WO03/000001`, `WO2009/085664` | year of four, serial of six digits |
| JP | `JP 2005-1234 A`, `特開2005-1234`, `JP H11-12345 A` | serial of six digits |
| KR | `KR 10-2005-0012345 A` | `KR20050012345A` |

Sources: WIPO ST.1, ST.6 and ST.10/C; the DOCDB forms are those of the European Patent Office's
answers.
"""

from __future__ import annotations

import re

_FIRST_WO_YEAR = 78
_JAPANESE = {"特開": "A", "特表": "A", "特願": "", "特許第": "B2", "特许第": "B2", "特开": "A"}
_JP_WORDS = re.compile(rf"(?:JP)?({'|'.join(_JAPANESE)})([0-9A-Z平昭-]+?)号?(?:公報)?([AB][0-9]?)?")
_JP_SERIAL = re.compile(r"(JP(?:(?:19|20)[0-9]{2}|[HSRT][0-9]{1,2}))-([0-9]{1,6})([A-Z][0-9]?)?")
_ERAS = str.maketrans("平昭", "HS")
_US_LEADING = re.compile(r"([A-Z]{0,2})0*([0-9]+)")
_US_APPLICATION = re.compile(r"((?:19|20)[0-9]{2})([0-9]{6})")
_WO_LONG = re.compile(r"((?:19|20)[0-9]{2})([0-9]{5,6})")
_WO_SHORT = re.compile(r"([0-9]{2})([0-9]{5,6})")
_KR_TYPED = re.compile(r"[12]0((?:19|20)[0-9]{2}[0-9]{7})")


def without_words(text: str) -> str:
    """Return a compact number with Japanese words and short serials written as ST.10/C has them."""
    if not text.isascii() and (found := _JP_WORDS.fullmatch(text)):
        text = f"JP{found[2].translate(_ERAS)}{found[3] or _JAPANESE[found[1]]}"
    if text.startswith("JP") and (short := _JP_SERIAL.fullmatch(text)):
        return f"{short[1]}{int(short[2]):06d}{short[3] or ''}"
    return text


def office_form(country: str, number: str, kind: str) -> str:
    """Return the number, without office and kind, as the office counts it.

    A number that has none of the office's shapes is returned as it is.
    """
    reader = _READERS.get(country)
    return reader(number, kind) if reader else number


def _american(number: str, kind: str) -> str:
    application = _US_APPLICATION.fullmatch(number)
    if application and kind[:1] in ("", "A", "P"):
        return f"{application[1]}0{application[2]}"
    leading = _US_LEADING.fullmatch(number)
    return f"{leading[1]}{leading[2]}" if leading else number


def _european(number: str, kind: str) -> str:
    return number.zfill(7)


def _international(number: str, kind: str) -> str:
    if long := _WO_LONG.fullmatch(number):
        return f"{long[1]}{long[2]:0>6}"
    if short := _WO_SHORT.fullmatch(number):
        century = "19" if int(short[1]) >= _FIRST_WO_YEAR else "20"
        return f"{century}{short[1]}{short[2]:0>6}"
    return number


def _korean(number: str, kind: str) -> str:
    typed = _KR_TYPED.fullmatch(number)
    return typed[1] if typed else number


_READERS = {"US": _american, "EP": _european, "WO": _international, "KR": _korean}
