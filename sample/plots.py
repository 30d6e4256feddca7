"""What planted filings are made with: firms, people, lives and numbers beside those of the city.

Everything has a range of its own: credit codes, persons, serial numbers and publication numbers. So
the rest of the city is the same with planted filings as without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from sample.days import Days
from sample.filings import PUBLICATION_BASE, TYPE_DIGIT, Filing, World
from sample.inhabitants import Agency, Applicant, Enterprise
from sample.lives import EXAMINED, GRANTED, PUBLISHED, TRANSFERRED, WITHDRAWN_BY_FILER, Event, Life
from sample.numbers import application_check, credit_code
from sample.order import Right
from sample.planted_truth import Role, Truth
from sample.vocabulary import Field, Ipc, declared, in_own_words
from sample.wording import Wording

INVENTION: Right = "invention"
UTILITY_MODEL: Right = "utility-model"
# The item of article 3 of order 77 that members of a kind of ring fall under; 8 for filing again.
BEHAVIOURS = {
    "near-identical": "1",
    "combination-grid": "1",
    "patchwork": "2",
    "template-text": "3",
    "degraded-claims": "4",
    "capacity": "5",
    "field-spread": "5",
    "dispersal": "6",
    "transfers": "7",
    "inventor-changes": "7",
    "refiling": "8",
}
# Ranges that the city's own filings, enterprises and persons never reach.
_FIRST_SERIAL, _FIRST_PUBLICATION, _FIRST_CODE = 1_200_000, 39_000_000, 50_000_000
_FIRST_STAFF, _FIRST_PERSON = 61 * 500_000, 3_000_000
LAST_DAYS = 330  # days before the end of the city in which nothing is planted: not yet published
_GOLDEN = 0.618034  # spreads the strengths of a kind evenly, however many rings it has


@dataclass(frozen=True)
class Plant:
    """A planted filing, what is true of it, and the notice it got."""

    filing: Filing
    truth: Truth
    notice: tuple[object, ...] | None = None


@dataclass
class Register:
    """What has been given away so far: numbers, firms, persons."""

    world: World
    firms: list[Enterprise] = field(default_factory=list)
    serials: Counter[tuple[int, Right]] = field(default_factory=Counter)
    publications: Counter[Right] = field(default_factory=Counter)
    persons: int = 0
    latin: set[str] = field(default_factory=set)
    marks: int = 0


@dataclass
class Plot:
    """One ring in the making: its name, its random numbers, its strength from 0 to 1."""

    world: World
    register: Register
    rng: Random
    name: str
    strength: float
    usual: dict[str, tuple[Ipc, Ipc]] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        """The days of the city."""
        return self.world.days

    def field(self) -> Field:
        """Return a technical field in words of its own, as each maker describes what it makes."""
        return in_own_words(self.trade(), self.rng)

    def trade(self) -> Field:
        """Return a technical field in the words that all of the city use."""
        return self.world.fields[self.world.field_slots[self.rng.randrange(256)]]

    def start(self, window: int) -> int:
        """Return the first day of a ring that lasts `window` days, in the last four years."""
        last = self.days.until - LAST_DAYS - window
        return self.rng.randrange(max(0, last - 1100), last + 1)

    def spread(self, first: int, window: int, count: int) -> list[int]:
        """Return ascending days within a window, the first of them `first`."""
        rest = sorted(first + self.rng.randrange(window + 1) for _ in range(count - 1))
        return [first, *rest]

    def persons(self, count: int) -> list[str]:
        """Return people whom nobody else in the city is."""
        names = self.world.inhabitants.names
        found: list[str] = []
        while len(found) < count:
            self.register.persons += 1
            name = names.person(_FIRST_PERSON + self.register.persons)
            if name not in found:
                found.append(name)
        return found

    def agencies(self, count: int) -> list[Agency]:
        """Return different agencies."""
        return self.rng.sample(self.world.inhabitants.agencies, count)

    def firm(
        self,
        trade: Field,
        *,
        insured: int,
        research: int,
        founded: int | None = None,
        representative: str = "",
        seat: Applicant | None = None,
    ) -> Applicant:
        """Found an enterprise of the city: it stands in the register of enterprises.

        `founded` is a day, long ago by default; `seat` one at whose address it has its seat.
        """
        mark, word = self._mark(trade)
        applicant = self.applicant(f"深圳市{mark}{word}有限公司", seat)
        self.register.firms.append(
            Enterprise(
                applicant=applicant,
                code=credit_code(
                    division=applicant.district, serial=_FIRST_CODE + 13 * len(self.register.firms)
                ),
                form="有限责任公司",
                founded=self.rng.randrange(-3000, 1500) if founded is None else founded,
                field=[each.key for each in self.world.fields].index(trade.key),
                industry=trade.industry,
                insured=insured,
                research=research,
                mark=mark,
                firm=word,
                former="",
                renamed=0,
                representative=representative or self.persons(1)[0],
                capital=100,
            )
        )
        return applicant

    def applicant(self, name: str, seat: Applicant | None = None) -> Applicant:
        """Return an applicant of the city, at an address of its own or at that of `seat`."""
        district, address = self._seat(seat)
        return Applicant(
            name,
            "CN",
            "广东省",
            "深圳市",
            district["name"],
            district["post"],
            address,
            district["code"],
            _FIRST_STAFF + 61 * len(self.register.firms),
        )

    def elsewhere(self, trade: Field) -> Applicant:
        """Return a firm in another city, which the register of enterprises does not know."""
        places = [place for place in declared("places.yaml")["elsewhere"] if place["county"] != "0"]
        place = self.rng.choice(places)
        mark, word = self._mark(trade)
        road = self.rng.choice(declared("places.yaml")["roads"])
        city = place["city"].removesuffix("市")
        province = "" if place["province"] == place["city"] else place["province"]
        text = f"{province}{place['city']}{place['county']}{road}{self.rng.randrange(700, 990)}号"
        return Applicant(
            f"{city}{mark}{word}有限公司",
            "CN",
            place["province"],
            place["city"],
            place["county"],
            place["post"],
            text,
            "",
            _FIRST_STAFF,
        )

    def _seat(self, seat: Applicant | None) -> tuple[dict[str, str], str]:
        places = declared("places.yaml")
        if seat is not None:
            district = next(each for each in places["districts"] if each["name"] == seat.county)
            return district, seat.text
        district = self.rng.choice(places["districts"])
        street, road = self.rng.choice(district["streets"]), self.rng.choice(places["roads"])
        # Houses beyond those of the city's other firms; a room makes the address one's own.
        house, room = self.rng.randrange(300, 900), self.rng.randrange(101, 2900)
        text = f"广东省深圳市{district['name']}{street}{road}{house}号{room}室"
        return district, text

    def _mark(self, trade: Field) -> tuple[str, str]:
        """Return two characters and a trade that no other enterprise bears; others have three."""
        marks: str = declared("names.yaml")["marks"]
        words = declared("others.yaml")
        while True:
            self.register.marks += 1
            number = self.register.marks * 1009 % (len(marks) ** 2)
            mark = marks[number // len(marks)] + marks[number % len(marks)]
            word = trade.firms[self.register.marks // (len(marks) ** 2) % len(trade.firms)]
            latin = "".join(words["pinyin"][each] for each in mark) + word
            if mark[0] != mark[1] and latin not in self.register.latin:
                self.register.latin.add(latin)
                return mark, word

    def planted(
        self,
        kind: str,
        applicants: Sequence[Applicant],
        wording: Wording,
        trade: Field,
        *,
        filed: int,
        right: Right,
        inventors: Sequence[str],
        agency: Agency | None = None,
        role: Role = "member",
    ) -> Plant:
        """File an application, through one agency or another; its number and its life follow."""
        filing = self._file(
            applicants,
            wording,
            trade,
            filed=filed,
            right=right,
            inventors=inventors,
            agency=agency or self.agencies(1)[0],
        )
        behaviour = BEHAVIOURS.get(kind, "") if role == "member" else ""
        return Plant(filing, self.truth(kind, behaviour, role))

    def truth(self, kind: str, behaviour: str, role: Role) -> Truth:
        """Return what is true of something that is planted here."""
        return Truth(kind, behaviour, self.name, round(self.strength, 2), role)

    def _file(
        self,
        applicants: Sequence[Applicant],
        wording: Wording,
        trade: Field,
        *,
        filed: int,
        right: Right,
        inventors: Sequence[str],
        agency: Agency,
    ) -> Filing:
        """Return an application of the text; its number and its life follow."""
        year = self.days.year[filed]
        self.register.serials[year, right] += 1
        self.register.publications[right] += 1
        number = (
            f"{year}{TYPE_DIGIT[right]}{_FIRST_SERIAL + self.register.serials[year, right]:07d}"
        )
        publication = (
            PUBLICATION_BASE[right] + _FIRST_PUBLICATION + self.register.publications[right]
        )
        return Filing(
            right=right,
            number=number,
            check=application_check(number),
            publication=str(publication),
            life=self._life(right, filed),
            applicants=list(applicants),
            inventors=list(inventors),
            agency=agency,
            agent=self.world.inhabitants.names.person(50_000 + self.rng.randrange(256)),
            examiner=self.world.inhabitants.names.person(90_000 + self.rng.randrange(256)),
            county_known=True,
            ipc=[self.rng.choice(self._usual(trade))],
            wording=wording,
            design=None,
            spellings=[],
        )

    def _usual(self, trade: Field) -> tuple[Ipc, Ipc]:
        """Return the two classes into which the filings of one ring in a field fall."""
        if trade.key not in self.usual:
            drawn = self.rng.randrange(256), self.rng.randrange(256)
            self.usual[trade.key] = (trade.ipc[drawn[0]], trade.ipc[drawn[1]])
        return self.usual[trade.key]

    def _life(self, right: Right, filed: int) -> Life:
        """Return a life: inventions are published early, so that all of them can be seen."""
        gazette = self.days.gazette
        if right == UTILITY_MODEL:
            granted = gazette[filed + self.rng.randrange(120, 270)]
            return Life(filed, None, granted, None, [Event(granted, GRANTED, GRANTED)])
        published = gazette[filed + self.rng.randrange(110, 230)]
        life = Life(filed, published, None, None, [Event(published, PUBLISHED, PUBLISHED)])
        examined = gazette[published + self.rng.randrange(5, 40)]
        if examined <= self.days.last_gazette:
            life.events.append(Event(examined, EXAMINED, EXAMINED))
        return life

    def transfer(self, filing: Filing, receiver: Applicant, after: int) -> None:
        """Transfer a filing, announced `after` days from its first document."""
        life = filing.life
        first = life.published if life.published is not None else life.granted
        assert first is not None, "planted filings have a first document"
        day = self.days.gazette[min(first + after, self.days.last_gazette)]
        what = "申请人" if life.granted is None or day < life.granted else "专利权人"
        effective = self.days.iso[max(day - 12, filing.life.filed)]
        told = (
            f"登记生效日：{effective}；变更事项：{what}；变更前：{filing.applicants[0].name}；"
            f"变更后：{receiver.name}"
        )
        life.events.append(Event(day, TRANSFERRED, told))
        life.events.sort()

    def withdraw(self, filing: Filing, after: int) -> int:
        """Withdraw a published invention, announced `after` days from that; return the day."""
        life = filing.life
        assert life.published is not None, "only published inventions are announced as withdrawn"
        day = self.days.gazette[min(life.published + after, self.days.last_gazette)]
        life.events = [each for each in life.events if each.day <= day]
        life.events.append(Event(day, WITHDRAWN_BY_FILER, WITHDRAWN_BY_FILER))
        return day

    def grant(self, filing: Filing, *, years: float, inventors: Sequence[str] = ()) -> bool:
        """Grant an invention, with other inventors if given; False where it is yet to come."""
        life = filing.life
        day = life.filed + int(365 * years)
        if day > self.days.last_gazette:
            return False
        life.granted = self.days.gazette[day]
        life.events.append(Event(life.granted, GRANTED, GRANTED))
        filing.granted_inventors = list(inventors)
        return True

    def notified(self, plant: Plant, behaviour: str, *, told: int, withdrawn: int) -> Plant:
        """Return the plant with a notice of an abnormal filing, and its withdrawal thereupon."""
        iso, year = self.days.iso, self.days.year[told]
        notice = (
            plant.filing.dotted,
            iso[told],
            behaviour,
            "已撤回",
            iso[withdrawn],
            f"样例通报〔{year}〕{self.rng.randrange(13, 40)}号",
        )
        return replace(plant, notice=notice)


def plot_of(
    world: World, register: Register, planted: str, ring: str, number: int, *, innocent: bool
) -> Plot:
    """Return the plot of a numbered ring; `planted` says of what: rings of patents, marks."""
    seed = world.order.seed
    name = f"{ring.replace('_', '-')}{'-innocent' if innocent else ''}-{number + 1}"
    begin = Random(f"{seed}/{planted}/{ring}").random()
    strength = 0.0 if innocent else (begin + number * _GOLDEN) % 1
    return Plot(world, register, Random(f"{seed}/{planted}/{name}"), name, strength)
