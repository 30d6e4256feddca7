"""Numbers of trademarks, in every notation of lists, certificates and foreign registers.

| office | canonical | how it is met |
|---|---|---|
| China | `12345678`, divided off `12345678A` | 第12345678号, No. 12345678, CN12345678 |
| China, Madrid extension | `G1234567`, split off `G1234567A` | 国际注册第1234567号, G1234567 |
| Madrid, international registration | `WO1234567` | IR 1234567, WO 1234567 |
| United States, application | `US76044902` | SN 76/044,902, 76/044902, US SN 76044902 |
| United States, registration | `USR2824281` | RN 2,824,281, US Reg. No. 2824281 |
| European Union | `EM018123456` | EUTM 018123456, CTM 001123, 000001123 |
| European Union, Madrid | `EMW01234567`, split off `EMW01234567A` | W01234567, EUTM W1234567 |
| other offices | office of WIPO ST.3 and the number | JP4123456, BR927347776 |

A Chinese registration number is the application number, of up to eight digits, and covers one
class or several. No number of a mark has a check digit: a mistyped digit goes unnoticed.

Bare digits name no office. Up to eight are read as Chinese, the home office's, whatever else they
fit; nine with a nought in front as European, which alone pads its numbers; other nine fit several
offices and are refused until the office is named. `readings` tells all that a text may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.offices import OFFICE_CODES

LONGEST = 40
NUMBERS_KEPT = 100_000
# Names of offices that tables use instead of their codes.
OFFICE_NAMES = {
    **dict.fromkeys(("CN", "CHN", "CNIPA", "SBJ", "CTMO", "中国", "国家知识产权局"), "CN"),
    **dict.fromkeys(("EM", "EU", "EUIPO", "OHIM", "EUTM", "CTM", "欧盟"), "EM"),
    **dict.fromkeys(("US", "USA", "USPTO", "美国"), "US"),
    **dict.fromkeys(("WO", "WIPO", "IB", "IR", "国际局", "马德里"), "WO"),
}
_WORDS = re.compile(
    r"中国|国家知识产权局|商标|注册|申请|证|号码|号|第|NUMBER|NOS?(?=[.:/0-9])|APPL?(?=[.:0-9])|[:：.,，#]|TM"
)
_SERIES = re.compile(r"(?:US)?(?:SERIAL|SN|S/N)?([0-9]{2})/?([0-9]{6})")
_US = re.compile(
    r"(?:US)?(SERIAL|SN|S/N)([0-9]{1,8})|(?:US(?:REGISTRATION|REG|R)|(?:US)?RN)([0-9]{1,8})"
)
_US_BARE = re.compile(r"US([0-9]{1,8})")
_EUROPEAN = re.compile(
    r"(?:EUIPO|EUTM|EM|EU|CTM|OHIM)(?:([0-9]{1,9})|W([0-9]{5,8})([A-Z]?))|W([0-9]{8})([A-Z]?)"
)
_MADRID = re.compile(r"(?:CN)?(?:G|国际)0*([1-9][0-9]{0,6})([A-Z]?)")
_INTERNATIONAL = re.compile(r"(?:WO|IR|WIPO)0*([1-9][0-9]{0,6})([A-Z]?)")
_CHINESE = re.compile(r"(?:CN)?0*([1-9][0-9]{0,7})([A-Z]{0,2})")
_OTHER = re.compile(r"([A-Z]{2})([0-9A-Z]{1,20})")


class TrademarkRoute(StrEnum):
    """How a mark came to its office; the value is a word of the explanations."""

    NATIONAL = "national"
    MADRID = "madrid"
    REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class TrademarkNumber:
    """A number in canonical form; `suffix` is the letter of a part divided or split off."""

    text: str
    office: str
    serial: str
    suffix: str = ""
    route: TrademarkRoute = TrademarkRoute.NATIONAL

    def __str__(self) -> str:
        return self.text

    @property
    def undivided(self) -> str:
        """Return the number without its suffix: that of the mark it was part of."""
        return self.text.removesuffix(self.suffix) if self.suffix else self.text


def normalise_trademark_number(text: str) -> str:
    """Return the canonical number; raise `InputError` for what is none or fits several offices."""
    return str(parse_trademark_number(text))


@lru_cache(maxsize=NUMBERS_KEPT)
def parse_trademark_number(text: str, office: str = "") -> TrademarkNumber:
    """Read a number in any notation; `office` (WIPO ST.3) settles what bare digits mean.

    Raises `InputError` with what is wrong.
    """
    found = readings(text)
    if office:
        found = tuple(reading for reading in found if reading.office == office) or _of(office, text)
    if problems := _problems(text, office, found):
        raise InputError(*problems)
    return found[0]


def trademark_number_problems(text: str, office: str = "") -> list[Problem]:
    """Return everything that is wrong with the text as the number of a mark."""
    try:
        parse_trademark_number(text, office)
    except InputError as error:
        return list(error.problems)
    return []


def office_of(name: str) -> str | None:
    """Return the ST.3 code of an office by code or name, None where neither is known."""
    plain = compact(name)
    code = OFFICE_NAMES.get(plain, plain)
    return code if code in OFFICE_CODES else None


def readings(text: str) -> tuple[TrademarkNumber, ...]:
    """Return all that the text may be as the number of a mark, the most likely first.

    `76044902` is a Chinese number and might be a serial number of the United States.
    """
    plain = _plain(text)
    if len(plain) > LONGEST:
        return ()
    if not plain.isdecimal():
        named = _named(plain)
        return (named,) if named else ()
    if not plain.strip("0"):
        return ()
    if len(plain) == 9:
        return (_european(plain), *_foreign_nine(plain))
    chinese = _chinese(plain)
    said = "第" in text or "TM" in text.upper()  # as only the Chinese register writes it
    american = _american(plain) if len(plain) == 8 and not said else None
    return tuple(reading for reading in (chinese, american) if reading)


def explain_trademark_number(text: str) -> list[Step]:
    """Show how the number is read; raises `InputError` where it is refused."""
    number = parse_trademark_number(text)
    route = {
        TrademarkRoute.NATIONAL: "向该局提出的申请 (filed with the office)",
        TrademarkRoute.MADRID: "马德里国际注册 (international registration)",
        TrademarkRoute.REGISTRATION: "注册号，与申请号不同 (registration, numbered apart)",
    }[number.route]
    steps = [
        Step("受理局", "Office", number.office),
        Step("来路", "Route", route),
        Step("号码", "Number", number.serial),
    ]
    if number.suffix:
        steps.append(Step("分割或转让后缀", "Letter of the part split off", number.suffix))
    others = [str(reading) for reading in readings(text) if reading != number]
    if others:
        steps.append(Step("也可能是", "Might also be", "、".join(others)))
    return [*steps, Step("规范写法", "Canonical form", str(number))]


def _plain(text: str) -> str:
    # 国际注册 is what Chinese lists write for G; the other words say nothing.
    return _WORDS.sub("", compact(text).replace("国际注册", "国际"))


def _named(plain: str) -> TrademarkNumber | None:
    """Return the number of a text that itself says which office's it is."""
    if match := _MADRID.fullmatch(plain):
        serial, suffix = match[1], match[2]
        return TrademarkNumber(f"G{serial}{suffix}", "CN", serial, suffix, TrademarkRoute.MADRID)
    if match := _INTERNATIONAL.fullmatch(plain):
        serial, suffix = match[1], match[2]
        return TrademarkNumber(f"WO{serial}{suffix}", "WO", serial, suffix, TrademarkRoute.MADRID)
    if match := _EUROPEAN.fullmatch(plain):
        return _european(match[1]) if match[1] else _european_madrid(*match.groups("")[1:])
    if number := _american_named(plain):
        return number
    return _chinese(plain) or _other(plain)


def _american_named(plain: str) -> TrademarkNumber | None:
    if "/" in plain and (match := _SERIES.fullmatch(plain)):
        return _american(match[1] + match[2])
    if match := _US.fullmatch(plain):
        return _american(match[2].zfill(8)) if match[2] else _american_registration(match[3])
    if match := _US_BARE.fullmatch(plain):
        digits = match[1]
        return _american(digits) if len(digits) == 8 else _american_registration(digits)
    return None


def _american(digits: str) -> TrademarkNumber:
    return TrademarkNumber(f"US{digits}", "US", digits)


def _american_registration(digits: str) -> TrademarkNumber | None:
    serial = digits.lstrip("0")
    if not serial:
        return None
    return TrademarkNumber(f"USR{serial}", "US", serial, route=TrademarkRoute.REGISTRATION)


def _european(digits: str) -> TrademarkNumber:
    serial = digits.zfill(9)
    return TrademarkNumber(f"EM{serial}", "EM", serial)


def _european_madrid(named: str, letter: str, bare: str, bare_letter: str) -> TrademarkNumber:
    """Return the number of a designation of the Union, with or without the office before it."""
    serial, suffix = (named or bare).zfill(8), letter or bare_letter
    return TrademarkNumber(f"EMW{serial}{suffix}", "EM", serial, suffix, TrademarkRoute.MADRID)


def _chinese(plain: str) -> TrademarkNumber | None:
    match = _CHINESE.fullmatch(plain)
    if match is None:
        return None
    return TrademarkNumber(match[1] + match[2], "CN", match[1], match[2])


def _other(plain: str) -> TrademarkNumber | None:
    match = _OTHER.fullmatch(plain)
    if match is None or not re.search(r"[0-9]", match[2]):
        return None
    return TrademarkNumber(plain, match[1], match[2])


def _foreign_nine(digits: str) -> tuple[TrademarkNumber, ...]:
    """Return what else nine digits may be: Brazil and China's neighbours count that far too."""
    return () if digits.startswith("0") else (TrademarkNumber(f"BR{digits}", "BR", digits),)


def _of(office: str, text: str) -> tuple[TrademarkNumber, ...]:
    """Return the reading of bare digits under an office that is named beside them."""
    plain = _plain(text)
    if not re.fullmatch(r"[0-9][0-9/-]{0,19}[A-Z]?", plain) or office == "CN":
        return ()
    if office == "US":
        digits = plain.replace("/", "").replace("-", "")
        number = _american(digits) if len(digits) == 8 else _american_registration(digits)
        return (number,) if number and len(digits) <= 8 else ()
    if office == "EM":
        return (_european(plain),) if plain.isdecimal() and len(plain) <= 9 else ()
    return (TrademarkNumber(f"{office}{plain}", office, plain),)


def _problems(text: str, office: str, found: tuple[TrademarkNumber, ...]) -> list[Problem]:
    received = text[:200]
    if not found or not found[0].serial.strip("0"):
        return [Problem("trademark_number.malformed", {"received": received})]
    first = found[0]
    if first.office not in OFFICE_CODES:
        values = {"received": received, "office": first.office}
        return [Problem("trademark_number.office", values)]
    if not office and len(found) > 1 and first.office != "CN":
        fits = "、".join(f"{reading.office} {reading.text}" for reading in found)
        return [Problem("trademark_number.ambiguous", {"received": received, "fits": fits})]
    return []
