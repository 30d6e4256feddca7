"""Who files: the city's enterprises, universities and persons, others elsewhere, and the agencies.

All names are invented. Enterprises are ranked: the first files most (Zipf), the last hardly ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, NamedTuple

from sample.days import day_date, day_number
from sample.numbers import credit_code
from sample.order import Order
from sample.vocabulary import declared, fields, spread

_FORMS = spread(["有限公司", "股份有限公司"], [88, 12])
_FORM_TYPES = {"有限公司": "有限责任公司", "股份有限公司": "股份有限公司"}
_STRIDE = 48271  # coprime with the number of marks, so no two enterprises share a name
_SERIAL_STRIDE = 7919  # coprime with the size of the serial range, so no two share a credit code
_SERIALS = 10_000_000
_FIELD_STRIDE, _DISTRICT_STRIDE = 101, 157  # odd, so that all 256 slots are met
_OUTSIDERS = 512


class Applicant(NamedTuple):
    """An applicant as the documents name it; `district` is empty outside the city.

    `staff` tells inventors and agencies of one applicant from another's; 0 is a person alone.
    """

    name: str
    country: str
    province: str
    city: str
    county: str
    post: str
    text: str
    district: str
    staff: int


class Agency(NamedTuple):
    """A patent agency with its five-digit code."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise of the city; `founded` and `renamed` are day numbers, money in 10 000 yuan.

    `mark` is the distinctive part of its name, `firm` its trade. Before the day `renamed` it was
    called `former`; both are empty for an enterprise that never changed its name.
    """

    applicant: Applicant
    code: str
    form: str
    founded: int
    field: int
    industry: str
    insured: int
    research: int
    mark: str
    firm: str
    former: str
    renamed: int
    representative: str
    capital: int

    @property
    def english(self) -> str:
        """The English name the enterprise gives itself."""
        words = declared("others.yaml")
        mark = "".join(words["pinyin"][character] for character in self.mark).capitalize()
        return f"Shenzhen {mark} {words['trades'][self.firm]} Co., Ltd."

    @property
    def founded_on(self) -> date:
        """The date of establishment."""
        return day_date(self.founded)


class Names:
    """Persons' names: a number gives always the same name."""

    def __init__(self) -> None:
        words = declared("names.yaml")
        self._surnames = spread(words["surnames"], [1 / (r + 6) for r in range(100)])
        self._given: list[str] = list(words["given_last"]) + [
            first + last for first in words["given_first"] for last in words["given_last"]
        ]

    def person(self, number: int) -> str:
        """Return the name of the person with this number."""
        mixed = number * 2654435761 & 0xFFFFFFFF
        return str(self._surnames[mixed >> 24]) + self._given[(mixed >> 4) % len(self._given)]


class Inhabitants:
    """Everybody who can appear in a document of one city."""

    def __init__(self, order: Order) -> None:
        self._places = declared("places.yaml")
        self._marks = declared("names.yaml")["marks"]
        districts = self._places["districts"]
        self.names = Names()
        self._districts = spread(districts, [float(d["weight"]) for d in districts])
        rng = Random(f"{order.seed}/inhabitants")
        self._taken: set[str] = set()
        self.enterprises = self._found_enterprises(order, rng)
        self.universities = [self._university(entry) for entry in self._places["universities"]]
        self.elsewhere = [self._outsider(number, rng) for number in range(_OUTSIDERS)]
        self.abroad = [
            Applicant(
                name, entry["country"], "0", "0", "0", "0", entry["place"], "", 9000 + len(name)
            )
            for entry in self._places["abroad"]
            for name in entry["firms"]
        ]
        self.agencies = _agencies()
        self.banks: list[str] = declared("names.yaml")["banks"]

    def private_person(self, number: int) -> Applicant:
        """Return a person who files in their own name."""
        district = self._districts[number & 255]
        road = self._places["roads"][number % len(self._places["roads"])]
        street = district["streets"][number % len(district["streets"])]
        return self._at(
            self.names.person(number), district, f"{street}{road}{number % 190 + 1}号", 0
        )

    def _found_enterprises(self, order: Order, rng: Random) -> list[Enterprise]:
        width = 3 if order.enterprises <= len(self._marks) ** 3 else 4
        offset = rng.randrange(len(self._marks) ** width)
        industries = spread(range(len(fields())), [float(f.weight) for f in fields()])
        last = day_number(order.until) - 400
        return [
            self._enterprise(rank, self._mark(_shared(rank), offset, width), industries, last, rng)
            for rank in range(order.enterprises)
        ]

    def _mark(self, rank: int, offset: int, width: int) -> str:
        code = (rank * _STRIDE + offset) % len(self._marks) ** width
        mark = ""
        for _ in range(width):
            code, digit = divmod(code, len(self._marks))
            mark += self._marks[digit]
        return mark

    def _enterprise(
        self, rank: int, mark: str, industries: tuple[int, ...], last: int, rng: Random
    ) -> Enterprise:
        # The first ranks file so much that chance must not put them all in one place or field:
        # a stride spreads them evenly over the slots.
        number = industries[rank * _FIELD_STRIDE & 255]
        field = fields()[number]
        district = self._districts[rank * _DISTRICT_STRIDE & 255]
        form = _FORMS[rng.randrange(256)]
        # The enterprises that file most were there before the first year of the sample.
        early = rank == 0 or rng.random() < 8 / (8 + rank)
        founded = rng.randrange(-4500, 0) if early else rng.randrange(-3500, last)
        size = int(12 * rng.paretovariate(0.9) + 20000 / (rank + 6))
        firm = self._trade(mark, rng.choice(field.firms), field.firms, form)
        name = _bracketed(mark, firm, form) if rank % 11 == 3 else f"深圳市{mark}{firm}{form}"
        former = self._former(rank, mark, firm, form)
        self._taken |= {name, former}
        return Enterprise(
            applicant=self._at(name, district, self._address(district, rng), rank + 1),
            code=credit_code(
                division=district["code"], serial=30_000_000 + rank * _SERIAL_STRIDE % _SERIALS
            ),
            form=_FORM_TYPES[form],
            founded=founded,
            field=number,
            industry=field.industry,
            insured=min(size, 60000),
            research=int(min(size, 60000) * (4 + 26 * rng.random())),
            mark=mark,
            firm=firm,
            former=former,
            # Some years after the founding, and before the last year of the city.
            renamed=min(founded + 700 + rank * 367 % 2900, last) if former else 0,
            representative=self.names.person(700_000 + rank),
            capital=(50, 100, 200, 500, 1000, 3000)[rank * 31 % 6] * (1 + size // 200),
        )

    def _trade(self, mark: str, firm: str, firms: tuple[str, ...], form: str) -> str:
        """Return the firm's trade, or the next of its field where a sister has that name."""
        for choice in (firm, *firms):
            names = {f"深圳市{mark}{choice}{each}" for each in _FORM_TYPES}
            if not self._taken & (names | {_bracketed(mark, choice, each) for each in _FORM_TYPES}):
                return choice
        raise ValueError(f"no trade is left for {mark} {form}")

    def _former(self, rank: int, mark: str, firm: str, form: str) -> str:
        """Return the name before, empty for most: another legal form, or another trade."""
        if form == "股份有限公司":
            return f"深圳市{mark}{firm}有限公司"
        if rank % 7 != 2:
            return ""
        others = fields()[rank % len(fields())].firms
        name = f"深圳市{mark}{others[rank % len(others)]}有限公司"
        return "" if name in self._taken or others[rank % len(others)] == firm else name

    def _address(self, district: dict[str, Any], rng: Random) -> str:
        street = rng.choice(district["streets"])
        road = rng.choice(self._places["roads"])
        building = rng.choice(self._places["buildings"])
        return f"{street}{road}{rng.randrange(1, 400)}号{building}{rng.randrange(1, 30)}层"

    def _at(self, name: str, district: dict[str, Any], address: str, staff: int) -> Applicant:
        text = f"广东省深圳市{district['name']}{address}"
        county = district["name"]
        return Applicant(
            name, "CN", "广东省", "深圳市", county, district["post"], text, district["code"], staff
        )

    def _university(self, entry: dict[str, str]) -> Applicant:
        district = next(d for d in self._places["districts"] if d["name"] == entry["district"])
        address = f"{district['streets'][0]}学衡一路{len(entry['name'])}号"
        return self._at(entry["name"], district, address, 7000 + 40 * len(entry["name"]))

    def _outsider(self, number: int, rng: Random) -> Applicant:
        place = self._places["elsewhere"][number % len(self._places["elsewhere"])]
        mark = self._marks[number % len(self._marks)] + self._marks[number // 7 % len(self._marks)]
        firm = rng.choice(rng.choice(fields()).firms)
        if number % 16 == 7:  # the twin of one of the city's, elsewhere and nobody's relation
            twin = self.enterprises[number % len(self.enterprises)]
            mark, firm = twin.mark, twin.firm
        name = f"{place['city'].removesuffix('市')}{mark}{firm}有限公司"
        province = "" if place["province"] == place["city"] else place["province"]
        county = "" if place["county"] == "0" else place["county"]
        text = f"{province}{place['city']}{county}{rng.choice(self._places['roads'])}{number + 1}号"
        return Applicant(
            name,
            "CN",
            place["province"],
            place["city"],
            place["county"],
            place["post"],
            text,
            "",
            8000 + number,
        )


def _shared(rank: int) -> int:
    """Return whose mark an enterprise has: its own, or as a sister that of the one before."""
    return rank - 1 if rank % 23 == 5 else rank


def _bracketed(mark: str, firm: str, form: str) -> str:
    """Return a name with the city in brackets, full-width as in the register of enterprises."""
    return f"{mark}{firm}（深圳）{form}"


def _agencies() -> list[Agency]:
    marks = declared("names.yaml")["agency_marks"]
    forms = ("知识产权代理有限公司", "专利代理事务所(普通合伙)", "知识产权代理事务所(特殊普通合伙)")
    return [
        Agency(f"深圳{'市' if index % 2 else ''}{mark}{forms[index % 3]}", str(44901 + index))
        for index, mark in enumerate(marks)
    ]
