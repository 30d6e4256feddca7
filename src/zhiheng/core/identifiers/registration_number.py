"""Numbers of registrations other than patents: layouts, software, works, varieties, recordals.

| kind | known form | example |
|---|---|---|
| layout design | `BS.` and nine digits | BS.205512345 |
| software | year, `SR`, serial number | 2024SR0123456 |
| work | register, 作登字, year, letter of the type, serial | 粤作登字-2024-F-00012345 |
| plant variety | `CNA` (farming) or `CNF` (forestry), year, serial | CNA20191000123 |
| pledge | `Y`, year, office, serial | Y2024980012345 |
| licence | `X`, year, office, serial | X2024980012345 |

No standard for these forms was found that could be cited, and older certificates differ. A number
of another form is therefore kept as it was written and said to be of no known form; it is refused
only where it cannot be a number at all, or is plainly one of another kind that stands in the
wrong column. None has a check digit: a mistyped digit that keeps the form goes unnoticed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from re import Pattern

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact

LONGEST = 40
_HYPHENS = re.compile("[‐‑‒–—―−－﹣]")


class RegistrationKind(StrEnum):
    """What a number registers; the value is the identifier's name in declarations."""

    LAYOUT_DESIGN = "layout_design_number"
    SOFTWARE = "software_number"
    WORK = "works_number"
    PLANT_VARIETY = "plant_variety_number"
    PLEDGE = "pledge_number"
    LICENCE = "licence_number"

    @property
    def wording(self) -> str:
        """Return the kind's Chinese name."""
        return _WORDINGS[self]


_WORDINGS = {
    RegistrationKind.LAYOUT_DESIGN: "集成电路布图设计登记号",
    RegistrationKind.SOFTWARE: "软件著作权登记号",
    RegistrationKind.WORK: "作品登记号",
    RegistrationKind.PLANT_VARIETY: "植物新品种权号",
    RegistrationKind.PLEDGE: "质押登记号",
    RegistrationKind.LICENCE: "许可备案号",
}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# The known forms of compact text. A kind may have several; groups become steps.
_FORMS: dict[RegistrationKind, tuple[Pattern[str], ...]] = {
    RegistrationKind.LAYOUT_DESIGN: (re.compile(r"(?P<prefix>BS)[.-]?(?P<serial>\d{9})"),),
    RegistrationKind.SOFTWARE: (re.compile(rf"{_YEAR}(?P<prefix>SR)(?P<serial>\d{{5,7}})"),),
    RegistrationKind.WORK: (
        re.compile(
            rf"(?P<prefix>[\u4e00-\u9fff]作登字)-?{_YEAR}-?(?P<letter>[A-Z])-?(?P<serial>\d{{8}})"
        ),
    ),
    RegistrationKind.PLANT_VARIETY: (
        re.compile(rf"(?P<prefix>CN[AF]){_YEAR}(?P<serial>\d{{4,7}}(?:\.[\dX])?)"),
    ),
    RegistrationKind.PLEDGE: (re.compile(rf"(?P<prefix>Y){_YEAR}(?P<serial>\d{{9,10}})"),),
    RegistrationKind.LICENCE: (re.compile(rf"(?P<prefix>X){_YEAR}(?P<serial>\d{{9,10}})"),),
}
_STEPS = {
    "prefix": ("登记类别", "Register"),
    "year": ("年份", "Year"),
    "letter": ("作品类型字母", "Letter of the type of work"),
    "serial": ("顺序号", "Serial number"),
}


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A number as it is stored; `year` is None where the form tells none or is not known."""

    kind: RegistrationKind
    text: str
    known_form: bool
    year: int | None = None

    def __str__(self) -> str:
        return self.text


def parse_registration_number(text: str, kind: str) -> RegistrationNumber:
    """Read a number of a kind; raise `InputError` with everything that is wrong."""
    wanted = RegistrationKind(kind)
    if problems := registration_number_problems(text, kind):
        raise InputError(*problems)
    plain = _plain(text)
    match = _match(plain, wanted)
    if match is None:
        return RegistrationNumber(wanted, plain, known_form=False)
    year = match.groupdict().get("year")
    return RegistrationNumber(wanted, _canonical(match), True, int(year) if year else None)


def registration_number_problems(text: str, kind: str) -> list[Problem]:
    """Return everything that is wrong with the text as a number of the kind."""
    wanted, plain = RegistrationKind(kind), _plain(text)
    received, name = text[:200], wanted.wording
    if len(plain) > LONGEST or not re.search(r"[0-9]", plain):
        values = {"received": received, "kind": name}
        return [Problem("registration_number.malformed", values)]
    kinds = registration_kinds(text)
    if kinds and wanted not in kinds:
        others = "、".join(other.wording for other in kinds)
        values = {"received": received, "kind": name, "other": others}
        return [Problem("registration_number.another_kind", values)]
    return []


def registration_kinds(text: str) -> list[RegistrationKind]:
    """Return the kinds whose known form the text has; usually one, often none."""
    plain = _plain(text)
    return [kind for kind in RegistrationKind if _match(plain, kind)]


def explain_registration_number(text: str, kind: str) -> list[Step]:
    """Show how the number is read; raises `InputError` where it is refused."""
    number = parse_registration_number(text, kind)
    match = _match(_plain(text), number.kind)
    steps = [Step("登记号种类", "Kind of number", number.kind.wording)]
    if match is None:
        steps.append(Step("已知写法", "Known form", "不符，按原样保存 (none; kept as written)"))
    else:
        parts = match.groupdict()
        steps += [Step(*_STEPS[name], parts[name]) for name in parts]
    return [*steps, Step("规范写法", "Canonical form", str(number))]


def normalise_layout_design_number(text: str) -> str:
    """Return the canonical registration number of a layout design, such as BS.205512345."""
    return str(parse_registration_number(text, RegistrationKind.LAYOUT_DESIGN))


def normalise_software_number(text: str) -> str:
    """Return the canonical registration number of software, such as 2024SR0123456."""
    return str(parse_registration_number(text, RegistrationKind.SOFTWARE))


def normalise_works_number(text: str) -> str:
    """Return the canonical registration number of a work: 国作登字-2024-F-00012345."""
    return str(parse_registration_number(text, RegistrationKind.WORK))


def normalise_plant_variety_number(text: str) -> str:
    """Return the canonical number of a plant variety right, such as CNA20191000123."""
    return str(parse_registration_number(text, RegistrationKind.PLANT_VARIETY))


def normalise_pledge_number(text: str) -> str:
    """Return the canonical number of a pledge registration, such as Y2024980012345."""
    return str(parse_registration_number(text, RegistrationKind.PLEDGE))


def normalise_licence_number(text: str) -> str:
    """Return the canonical number of a licence recordal, such as X2024980012345."""
    return str(parse_registration_number(text, RegistrationKind.LICENCE))


def _plain(text: str) -> str:
    return compact(_HYPHENS.sub("-", text))


def _match(plain: str, kind: RegistrationKind) -> re.Match[str] | None:
    matches = (form.fullmatch(plain) for form in _FORMS[kind])
    return next((match for match in matches if match), None)


def _canonical(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if parts["prefix"] == "BS":
        return f"BS.{parts['serial']}"
    if parts["prefix"] == "SR":
        return f"{parts['year']}SR{parts['serial']}"
    if "letter" in parts:
        return f"{parts['prefix']}-{parts['year']}-{parts['letter']}-{parts['serial']}"
    return f"{parts['prefix']}{parts['year']}{parts['serial']}"
