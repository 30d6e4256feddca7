"""What some applicants file abroad: publications of other offices in the exchange format of DOCDB.

A member of a family claims the priority of the Chinese application within a year and is published
half a year later or more. Numbers follow from the Chinese ones, so that no two shards give the
same; they are longer than those of the offices where they have to be. Inventors are left out.
"""

from __future__ import annotations

from collections import deque
from random import Random
from typing import NamedTuple

from sample.filings import Filing, World
from sample.inhabitants import Enterprise
from sample.order import SERIALS
from sample.spellings import ENGLISH, Spelling

OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<!-- SYNTHETIC SAMPLE DATA, NOT REAL PATENTS 合成样例数据，并非真实专利 -->\n"
    '<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">\n'
)
CLOSING = "</exch:exchange-documents>\n"
CAPITALS = "英文大写"
_SHARE = 0.05
_MEMORY = 40  # filings that a search report may cite


class Publication(NamedTuple):
    """One publication abroad: where and when, and the application it publishes."""

    country: str
    number: str
    kind: str
    day: int
    application: str
    filed: int


class Abroad:
    """Draws the publications abroad of one shard's filings, in their order."""

    def __init__(self, *, world: World, rng: Random) -> None:
        self._world = world
        self._rng = rng
        self._earlier: deque[str] = deque(maxlen=_MEMORY)
        firms = world.inhabitants.enterprises
        self._by_staff = {each.applicant.staff: each for each in firms}

    def family_of(self, filing: Filing) -> list[str]:
        """Return the exchange documents of a filing; none for most."""
        if filing.right != "invention":
            return []
        draw = self._rng.random()
        enterprise = self._enterprise(filing)
        documents = []
        shared = self._world.spellings.shared
        if enterprise is not None and draw < _SHARE and enterprise.english not in shared:
            documents = [
                self._document(filing, enterprise, publication)
                for publication in self._publications(filing)
            ]
        if filing.life.published is not None:
            self._earlier.append(filing.publication)
        return documents

    def _enterprise(self, filing: Filing) -> Enterprise | None:
        applicant = filing.applicants[0]
        return self._by_staff.get(applicant.staff) if applicant.district else None

    def _publications(self, filing: Filing) -> list[Publication]:
        life, rng, days = filing.life, self._rng, self._world.days
        serial = int(filing.number[5:])
        year = int(filing.number[:4])
        long = (year - 2008) * SERIALS + serial
        filed = life.filed + rng.randrange(200, 365)
        published = days.gazette[filed + rng.randrange(190, 400)]
        granted = days.gazette[filed + rng.randrange(480, 530)]
        short = f"{year % 4 * 2_000_000 + serial:07d}"
        american = f"{days.year[filed]}{long:08d}"
        members = [Publication("US", f"{days.year[published]}{short}", "A1", published, "", filed)]
        if rng.random() < 0.6:
            members.append(Publication("US", str(10_000_000 + long), "B2", granted, "", filed))
        if rng.random() < 0.5:
            members.append(Publication("EP", f"{long:08d}", "A1", published + 7, "", filed))
        applications = {"US": american, "EP": f"{days.year[filed] % 100:02d}{long:08d}"}
        return [
            member._replace(application=applications[member.country])
            for member in members
            if member.day <= days.until and rng.random() < 0.95
        ]

    def _document(self, filing: Filing, enterprise: Enterprise, member: Publication) -> str:
        compact = self._world.days.compact
        published, filed = compact[member.day], compact[member.filed]
        long = (int(filing.number[:4]) - 2008) * SERIALS + int(filing.number[5:])
        claimed = _numbers("CN", filing.number, "A", compact[filing.life.filed])
        topic = enterprise.english.removeprefix("Shenzhen ").removesuffix(" Co., Ltd.")
        topic = topic.partition(" ")[2]
        classes = "".join(
            f'<exch:classification-ipcr sequence="{n}"><text>{ipc.symbol}</text>'
            "</exch:classification-ipcr>"
            for n, ipc in enumerate(filing.ipc, start=1)
        )
        return (
            f'<exch:exchange-document country="{member.country}" doc-number="{member.number}"'
            f' kind="{member.kind}" family-id="{50_000_000 + long}" date-publ="{published}"'
            ' status="A">\n<exch:bibliographic-data>\n'
            '<exch:publication-reference data-format="docdb">'
            f"{_numbers(member.country, member.number, member.kind, published)}"
            "</exch:publication-reference>\n"
            f"<exch:classifications-ipcr>{classes}</exch:classifications-ipcr>\n"
            '<exch:application-reference data-format="docdb">'
            f"{_numbers(member.country, member.application, 'A', filed)}"
            "</exch:application-reference>\n"
            '<exch:priority-claims><exch:priority-claim sequence="1" data-format="docdb">'
            f"{claimed}</exch:priority-claim></exch:priority-claims>\n"
            f"<exch:parties>{self._applicants(filing, enterprise)}</exch:parties>\n"
            f'<exch:invention-title lang="en">Method and device for {topic.lower()}'
            f"</exch:invention-title>\n{self._cited()}</exch:bibliographic-data>\n"
            f'<exch:abstract lang="en"><exch:p>The disclosure relates to {topic.lower()} and was '
            f"first filed as CN{filing.number}.</exch:p></exch:abstract>\n"
            "</exch:exchange-document>\n"
        )

    def _applicants(self, filing: Filing, enterprise: Enterprise) -> str:
        """Return the first applicant in DOCDB's capitals and, mostly, as it calls itself."""
        name = enterprise.english
        capitals = name.upper().replace(",", "").replace(".", "")
        ways = [("docdb", f"{capitals} [CN]")]
        if self._rng.random() < 0.7:
            ways.append(("original", name))
        kind = ENGLISH if len(ways) > 1 else CAPITALS
        written = name if len(ways) > 1 else capitals
        filing.spellings.append(Spelling(written, kind, enterprise.applicant.name, enterprise.code))
        named = "".join(
            f'<exch:applicant sequence="1" data-format="{way}"><exch:applicant-name>'
            f"<name>{text}</name></exch:applicant-name></exch:applicant>"
            for way, text in ways
        )
        return f"<exch:applicants>{named}</exch:applicants>"

    def _cited(self) -> str:
        """Return what the search report cites: earlier Chinese publications of the city."""
        count = min(len(self._earlier), self._rng.randrange(0, 4))
        cited = self._rng.sample(list(self._earlier), count)
        entries = "".join(
            f'<exch:citation cited-phase="search"><exch:patcit num="{n}">'
            f"{_numbers('CN', number, 'A', '')}</exch:patcit>"
            f"<exch:category>{self._rng.choice('XYA')}</exch:category></exch:citation>"
            for n, number in enumerate(cited, start=1)
        )
        return f"<exch:references-cited>{entries}</exch:references-cited>\n" if entries else ""


def _numbers(country: str, number: str, kind: str, day: str) -> str:
    dated = f"<date>{day}</date>" if day else ""
    return (
        f'<document-id document-id-type="docdb"><country>{country}</country>'
        f"<doc-number>{number}</doc-number><kind>{kind}</kind>{dated}</document-id>"
    )
