"""Resolving names to parties: time and memory for many mentions, and what is found of the truth.

    python -m benchmarks.parties --records 2500 25000 250000

The enterprises, universities and persons are the sample city's; which of their names a record
uses is drawn as the sample city draws it. Each record names one applicant, sometimes two, and
three inventors who work for it; one in a hundred inventors has changed the employer.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from benchmarks.measuring import table, write_result
from sample.inhabitants import Applicant, Inhabitants
from sample.order import Order
from sample.spellings import Spellings
from zhiheng.core.analyses.parties.refreshing import refresh_parties
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

ON = datetime(2026, 7, 1, tzinfo=UTC)
UNTIL = date(2026, 6, 30)
SEED = 20260101
BATCH = 50_000
INVENTORS = 3
TEAM = 40  # people who invent for one applicant
MOVERS = 100  # one inventor in so many comes from another applicant's team


@dataclass(frozen=True)
class Quality:
    """Pairs of names (or of mentions of one person's name): how many were right."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Return how many of the joined pairs are one party in truth."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return how many of the true pairs were joined."""
        return self.right / self.true if self.true else 1.0


class Records:
    """Records of a city, and whose each name in them is."""

    def __init__(self, count: int) -> None:
        """Draw as many records; the city has as many enterprises as the sample city has."""
        self.count = count
        self.people = Inhabitants(Order(count, SEED, UNTIL))
        self.spellings = Spellings(self.people)
        self.bodies: dict[str, set[str]] = {}
        self.persons: dict[tuple[str, str], int] = {}

    def enterprises(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the register of enterprises."""
        for each in self.people.enterprises:
            self._is(each.applicant.name, each.applicant.name)
            names = [each.former] if each.former else []
            for name in (*names, each.english):
                self._is(name, each.applicant.name)
            yield {
                "uscc": each.code,
                "name": each.applicant.name,
                "former_names": names,
                "english_name": each.english,
                "division": each.applicant.district,
            }

    def patents(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the register of patents."""
        rng = Random(SEED)
        bodies = [*(each.applicant for each in self.people.enterprises), *self.people.universities]
        for number in range(self.count):
            day = rng.randrange(400, 9_000)
            chosen = {
                int(len(bodies) * rng.random() ** 3) for _ in range(1 + (rng.random() < 0.05))
            }
            applicants = [self._written(bodies[place], day, rng) for place in sorted(chosen)]
            record = f"{number:012d}.0"
            yield {
                "application_number": record,
                "filing_date": date(2000, 1, 1) + timedelta(days=day),
                "division": "440305",
                "applicants": applicants,
                "inventors": self._inventors(record, min(chosen), len(bodies), rng),
            }

    def _inventors(self, record: str, body: int, bodies: int, rng: Random) -> list[str]:
        team = rng.randrange(TEAM // 5) * 5
        names: dict[str, int] = {}
        while len(names) < INVENTORS:
            home = rng.randrange(bodies) if rng.randrange(MOVERS) == 0 else body
            person = home * TEAM + (team + rng.randrange(5)) % TEAM
            # Scattered: neighbours in a series of numbers have neighbours' names in another one.
            scattered = Random(person).getrandbits(31)
            names.setdefault(self.people.names.person(scattered), person)
        for name, person in names.items():
            self.persons[record, name] = person
        return list(names)

    def _written(self, applicant: Applicant, day: int, rng: Random) -> str:
        spelling = self.spellings.spell(applicant, day=day, rng=rng)
        name = spelling.written if spelling else applicant.name
        self._is(name, applicant.name)
        return name

    def _is(self, name: str, official: str) -> None:
        self.bodies.setdefault(name, set()).add(official)


def main() -> None:
    """Measure each size in a process of its own, so that peaks of memory do not add up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[2_500, 25_000, 250_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.one)))
        return
    rows = []
    for records in arguments.records:
        command = [sys.executable, "-m", "benchmarks.parties", "--one", str(records)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        rows.append([found[name] for name in COLUMNS])
    write_result("parties", "Resolving names to parties", f"{BODY}\n{table(list(COLUMNS), rows)}")


COLUMNS = (
    *("mentions", "parties", "resolve s", "mentions/s", "peak MiB", "again s"),
    *("bodies P", "bodies R", "persons P", "persons R"),
)
BODY = """\
`python -m benchmarks.parties --records 2500 25000 250000`: reading all mentions from the lake,
resolving them and writing the three registers (`resolve`), and once more over what is stored
(`again`), single process. The truth is the sample city's. Bodies: pairs of distinct names, joined
or not; the same name of two bodies is left out. Persons: pairs of mentions of one name.
"""


def measured(count: int) -> dict[str, str]:
    """Resolve so many records; return the figures of one line."""
    catalogue = load_catalogue()
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(folder)
        records = Records(count)
        _put(lake, catalogue.register("enterprises"), records.enterprises(), "0001")
        _put(lake, catalogue.register("patents"), records.patents(), "0002")
        first = _resolved(lake, catalogue)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        second = _resolved(lake, catalogue)
        mentions = _stored(lake, "party-mentions", ["party", "name", "role", "record"])
        parties = len(_stored(lake, "parties", ["party"]))
    bodies, persons = body_quality(mentions, records), person_quality(mentions, records)
    figures = (
        *(f"{len(mentions):,}", f"{parties:,}", f"{first:.1f}", f"{len(mentions) / first:,.0f}"),
        *(f"{peak:,.0f}", f"{second:.1f}", f"{bodies.precision:.4f}", f"{bodies.recall:.4f}"),
        *(f"{persons.precision:.4f}", f"{persons.recall:.4f}"),
    )
    return dict(zip(COLUMNS, figures, strict=True))


def body_quality(mentions: list[dict[str, Any]], records: Records) -> Quality:
    """Compare which names of bodies are joined with whose they are."""
    party_of = {row["name"]: row["party"] for row in mentions if row["role"] != "inventor"}
    owner = {
        name: next(iter(owners))
        for name, owners in records.bodies.items()
        if len(owners) == 1 and name in party_of
    }
    return _pairs([(party_of[name], body) for name, body in owner.items()])


def person_quality(mentions: list[dict[str, Any]], records: Records) -> Quality:
    """Compare which mentions of a person's name are joined with who it is; names apart."""
    named = [
        ((row["party"], row["name"]), (row["name"], records.persons[row["record"], row["name"]]))
        for row in mentions
        if row["role"] == "inventor"
    ]
    return _pairs(named)


def _pairs(things: list[tuple[Any, Any]]) -> Quality:
    def count(keys: Iterator[Any]) -> int:
        sizes: dict[Any, int] = {}
        for key in keys:
            sizes[key] = sizes.get(key, 0) + 1
        return sum(size * (size - 1) // 2 for size in sizes.values())

    return Quality(
        right=count(iter(things)),
        found=count(found for found, _ in things),
        true=count(true for _, true in things),
    )


def _put(lake: Lake, register: Register, rows: Iterator[dict[str, Any]], run: str) -> None:
    schema = table_schema(register)

    def batches() -> Iterator[pa.RecordBatch]:
        part: list[dict[str, Any]] = []
        for row in rows:
            part.append({**row, "import_id": run, "imported_at": ON})
            if len(part) == BATCH:
                yield pa.RecordBatch.from_pylist(part, schema=schema)
                part.clear()
        yield pa.RecordBatch.from_pylist(part, schema=schema)

    lake.append(register, pa.RecordBatchReader.from_batches(schema, batches()), notes={})


def _resolved(lake: Lake, catalogue: Catalogue) -> float:
    began = time.perf_counter()
    refresh_parties(lake, catalogue, on=ON, anew=True)
    return time.perf_counter() - began


def _stored(lake: Lake, register: str, columns: list[str]) -> list[dict[str, Any]]:
    stored = lake.open(register)
    assert stored is not None
    rows: list[dict[str, Any]] = stored.to_pyarrow_table(columns=columns).to_pylist()
    return rows


if __name__ == "__main__":
    main()
