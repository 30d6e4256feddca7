"""Writes one shard: an archive of documents, and the lines about them for the city's tables."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from sample.abroad import Abroad
from sample.archive import Archive
from sample.days import day_number
from sample.dealings import HEADINGS, dealings_of
from sample.documents import Document
from sample.filings import Draftsman, Filing, World
from sample.notices import NOTICES, notices_of
from sample.order import FilingDays, Order, Shard
from sample.st36 import St36Document
from sample.tally import Tally

EVENTS = "legal-events"
FAMILIES = "foreign-patents"
LINES = (EVENTS, FAMILIES, NOTICES, *HEADINGS)
_ST36_SHARE = 0.03
# The kind codes of grants changed with the gazette of this day (ZC 0008).
_KINDS_CHANGED = day_number(date(2010, 4, 7))
_GRANT_KINDS = {"invention": "B", "utility-model": "U", "design": "S"}
_GRANT_KINDS_BEFORE = {"invention": "C", "utility-model": "Y", "design": "D"}


@dataclass(frozen=True)
class Written:
    """A shard on disk: where the lines of each table wait to be joined, and its counts."""

    shard: Shard
    lines: dict[str, Path]
    tally: Tally
    bytes_of_xml: int


@cache
def world_for(order: Order) -> World:
    """Return what all shards of an order share; built once in each process."""
    return World(order)


def write_shard(order: Order, shard: Shard, folder: Path) -> Written:
    """Write `patents/<name>.zip` and the shard's lines; all depend on order and shard only."""
    world = world_for(order)
    rng = Random(f"{order.seed}/{shard.name}")
    spelling = Random(f"{order.seed}/{shard.name}/spelling")
    dealing = Random(f"{order.seed}/{shard.name}/dealing")
    noticing = Random(f"{order.seed}/{shard.name}/notices")
    draftsman = Draftsman(world=world, rng=rng, spelling=spelling)
    tally = Tally()
    size = 0
    abroad = Abroad(world=world, rng=Random(f"{order.seed}/{shard.name}/abroad"))
    paths = {name: folder / "patents" / f"{shard.name}.{name}" for name in LINES}
    with Archive(folder / "patents" / f"{shard.name}.zip") as archive, ExitStack() as opened:
        lines = {
            name: opened.enter_context(path.open("w", encoding="utf-8", newline=""))
            for name, path in paths.items()
        }
        writers = {name: csv.writer(file) for name, file in lines.items()}
        for part in shard.parts:
            filing_days = FilingDays(right=part.right, year=shard.year, days=world.days)
            for index in range(part.first, part.first + part.count):
                filing = draftsman.draft(
                    part=part, year=shard.year, index=index, filing_days=filing_days
                )
                family = abroad.family_of(filing)
                lines[FAMILIES].writelines(family)
                tally.note_filing(filing, days=world.days)
                tally.note_family(len(family))
                size += _write_documents(archive, filing, world, tally, rng)
                lines[EVENTS].write(event_lines(filing, world))
                told = dealings_of(filing, world, dealing) + notices_of(filing, world, noticing)
                for table, row in told:
                    writers[table].writerow(row)
                    tally.rows[table] += 1
    return Written(shard, paths, tally, size)


def publications(filing: Filing) -> list[tuple[str, int]]:
    """Return kind and day of each document of an application."""
    life = filing.life
    publications = [] if life.published is None else [("A", life.published)]
    if life.granted is not None:
        kinds = _GRANT_KINDS if life.granted >= _KINDS_CHANGED else _GRANT_KINDS_BEFORE
        publications.append((kinds[filing.right], life.granted))
    return publications


def _write_documents(
    archive: Archive, filing: Filing, world: World, tally: Tally, rng: Random
) -> int:
    older = rng.random() < _ST36_SHARE and filing.right != "design"
    dialect = "cn-patent-document" if older else "PatentDocumentAndRelated"
    document = (St36Document if older else Document)(filing, days=world.days)
    size = 0
    for kind, day in publications(filing):
        name, content = document.written(kind=kind, day=day)
        archive.add(name, content)
        tally.note_document(kind=kind, dialect=dialect)
        size += len(content)
    return size


def event_lines(filing: Filing, world: World) -> str:
    """Return the lines of the legal events of one application."""
    iso = world.days.iso
    return "".join(
        f"{filing.dotted},{iso[event.day]},{event.status},{_quoted(event.info)}\r\n"
        for event in filing.life.events
    )


def _quoted(text: str) -> str:
    """Return a cell of a CSV line: names in English hold commas."""
    return f'"{text}"' if "," in text else text
