"""One application with everything its documents say, drawn from a shard's random numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from sample.days import Days
from sample.inhabitants import Agency, Applicant, Inhabitants
from sample.lives import PLEDGED, TRANSFERRED, Event, Fates, Life
from sample.numbers import application_check
from sample.order import SERIALS, FilingDays, Order, Part, Right
from sample.spellings import Spelling, Spellings
from sample.vocabulary import Article, Field, Ipc, articles, fields, spread
from sample.wording import (
    Byte,
    Wording,
    design_wording,
    invention_wording,
    utility_model_wording,
)

TYPE_DIGIT: dict[Right, str] = {"invention": "1", "utility-model": "2", "design": "3"}
# Publication numbers: nine digits, the first names the right; a range of SERIALS per filing year.
PUBLICATION_BASE: dict[Right, int] = {
    "invention": 101_000_000,
    "utility-model": 201_000_000,
    "design": 301_000_000,
}
_BYTES = 224  # more than the longest text draws


@dataclass(slots=True)
class Filing:
    """An application; `number` has twelve digits, `check` is the thirteenth character.

    `priorities` and `parent` are dotted numbers with their days, `granted_inventors` those whom the
    grant names where they are others. The city's own filings have none of them, planted ones may.
    """

    right: Right
    number: str
    check: str
    publication: str
    life: Life
    applicants: list[Applicant]
    inventors: list[str]
    agency: Agency | None
    agent: str
    examiner: str
    county_known: bool
    ipc: list[Ipc]
    wording: Wording | None
    design: tuple[Article, str, tuple[str, ...]] | None
    spellings: list[Spelling]
    priorities: list[tuple[str, str]] = field(default_factory=list)
    parent: tuple[str, str] | None = None
    granted_inventors: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title of the invention or the name of the article."""
        if self.wording is not None:
            return self.wording.title
        return self.design[1] if self.design else ""

    @property
    def dotted(self) -> str:
        """The application number as offices print it: 201910302430.1."""
        return f"{self.number}.{self.check}"

    @property
    def district(self) -> str:
        """The division code of the first applicant; empty outside the city."""
        return self.applicants[0].district


def recordal_number(letter: str, year: int, filing: Filing) -> str:
    """Return the number of a recordal in `year` about the filing, which has one of its kind.

    The filing's own number is in it, so that no two shards give the same.
    """
    return f"{letter}{year}{filing.number[2:]}"


class World:
    """What all shards of an order share."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.days = Days(until=order.until)
        self.inhabitants = Inhabitants(order)
        self.spellings = Spellings(self.inhabitants)
        self.fields: tuple[Field, ...] = fields()
        self.field_slots: tuple[int, ...] = spread(
            range(len(self.fields)), [float(f.weight) for f in self.fields]
        )
        self.articles = articles()


class Draftsman:
    """Draws the filings of one shard, in the order of their numbers.

    `spelling` are the random numbers that choose how applicants write their names.
    """

    def __init__(self, *, world: World, rng: Random, spelling: Random) -> None:
        self._world = world
        self._rng = rng
        self._spelling = spelling
        self._fates = Fates(days=world.days, rng=rng)

    def draft(self, *, part: Part, year: int, index: int, filing_days: FilingDays) -> Filing:
        """Return application `index` of the part's right and year."""
        right = part.right
        slot = index * SERIALS // part.total
        number = f"{year}{TYPE_DIGIT[right]}{slot + 1:07d}"
        publication = PUBLICATION_BASE[right] + (year - 2008) * SERIALS + slot
        filed = filing_days.day((index + 0.5) / part.total)
        life = self._fates.live(right=right, filed=filed)
        byte: Byte = iter(self._rng.randbytes(_BYTES)).__next__
        applicants, field = self._applicants(right, filed, byte)
        wording, design = self._text(right, field, byte)
        filing = Filing(
            right=right,
            number=number,
            check=application_check(number),
            publication=str(publication),
            life=life,
            applicants=applicants,
            inventors=self._inventors(applicants[0], byte),
            agency=self._agency(applicants[0], byte),
            agent=self._world.inhabitants.names.person(50_000 + byte()),
            examiner=self._world.inhabitants.names.person(90_000 + byte()),
            county_known=byte() >= 6,
            ipc=[] if right == "design" else self._ipc(field, byte),
            wording=wording,
            design=design,
            spellings=[],
        )
        self._spell(filing)
        self._name_parties(filing, byte)
        return filing

    def _spell(self, filing: Filing) -> None:
        """Replace the names of applicants by others that they go by."""
        for index, applicant in enumerate(filing.applicants):
            spelling = self._world.spellings.spell(
                applicant, day=filing.life.filed, rng=self._spelling
            )
            if spelling is not None:
                filing.applicants[index] = applicant._replace(name=spelling.written)
                filing.spellings.append(spelling)

    def _applicants(self, right: Right, filed: int, byte: Byte) -> tuple[list[Applicant], Field]:
        world, fate = self._world, self._rng.random()
        people = world.inhabitants
        field = world.fields[world.field_slots[byte()]]
        if fate < 0.83:
            applicant, own = self._enterprise(filed)
            if byte() < 200:
                field = own
        elif fate < 0.86:
            applicant = people.private_person(byte() << 8 | byte())
        elif fate < 0.89 and right == "invention":
            applicant = people.universities[byte() * byte() * len(people.universities) >> 16]
        elif fate < 0.97:
            applicant = people.elsewhere[byte() << 1 | byte() & 1]
        else:
            applicant = people.abroad[byte() % len(people.abroad)]
        applicants = [applicant]
        if byte() < 15:
            other, _ = self._enterprise(filed)
            if other is not applicant:
                applicants.append(other)
        return applicants, field

    def _enterprise(self, filed: int) -> tuple[Applicant, Field]:
        """Return an enterprise that existed on the day: rank by Zipf's law with exponent one."""
        enterprises = self._world.inhabitants.enterprises
        rank = int((len(enterprises) + 1) ** self._rng.random()) - 1
        while enterprises[rank].founded > filed:
            rank >>= 1
        chosen = enterprises[rank]
        return chosen.applicant, self._world.fields[chosen.field]

    def _inventors(self, applicant: Applicant, byte: Byte) -> list[str]:
        names = self._world.inhabitants.names
        if applicant.staff == 0:
            return [applicant.name]
        # A large applicant has many inventors, a small one the same few again and again.
        staff = 5 + 1500 // (applicant.staff + 5)
        first = applicant.staff * 4001
        count = (1, 1, 1, 2, 2, 3, 3, 4)[byte() & 7]
        chosen = [names.person(first + (byte() << 3 | byte() & 7) % staff) for _ in range(count)]
        return list(dict.fromkeys(chosen))

    def _agency(self, applicant: Applicant, byte: Byte) -> Agency | None:
        if byte() < 50:
            return None
        agencies = self._world.inhabitants.agencies
        usual = applicant.staff * 13
        return agencies[(usual + (byte() if byte() < 60 else 0)) % len(agencies)]

    def _ipc(self, field: Field, byte: Byte) -> list[Ipc]:
        chosen = [field.ipc[byte()]]
        for _ in range((0, 0, 0, 1, 1, 1, 2, 3)[byte() & 7]):
            other = field if byte() < 200 else self._world.fields[self._world.field_slots[byte()]]
            chosen.append(other.ipc[byte()])
        return list(dict.fromkeys(chosen))

    def _text(
        self, right: Right, field: Field, byte: Byte
    ) -> tuple[Wording | None, tuple[Article, str, tuple[str, ...]] | None]:
        if right == "design":
            article = self._world.articles[byte()]
            return None, (article, *design_wording(article, byte))
        compose = invention_wording if right == "invention" else utility_model_wording
        return compose(field, byte), None

    def _name_parties(self, filing: Filing, byte: Byte) -> None:
        """Fill in who transfers to whom and who pledges to whom."""
        for index, event in enumerate(filing.life.events):
            if event.status == TRANSFERRED:
                info = self._transfer_info(filing, event, byte)
            elif event.status == PLEDGED:
                info = self._pledge_info(filing, event, byte)
            else:
                continue
            filing.life.events[index] = Event(event.day, event.status, info)

    def _transfer_info(self, filing: Filing, event: Event, byte: Byte) -> str:
        receiver, _ = self._enterprise(filing.life.filed)
        what = "申请人" if event.day < (filing.life.granted or event.day + 1) else "专利权人"
        day = self._world.days.iso[max(event.day - 10 - (byte() & 7), filing.life.filed)]
        giver = filing.applicants[0].name
        return f"登记生效日：{day}；变更事项：{what}；变更前：{giver}；变更后：{receiver.name}"

    def _pledge_info(self, filing: Filing, event: Event, byte: Byte) -> str:
        banks = self._world.inhabitants.banks
        year = self._world.days.year[event.day]
        byte(), byte()  # they once made the number; drawn still, so that all others stay
        registered = recordal_number("Y", year, filing)
        giver = filing.applicants[0].name
        return f"登记号：{registered}；出质人：{giver}；质权人：{banks[byte() % len(banks)]}"
