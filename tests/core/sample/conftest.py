from __future__ import annotations

import csv

import pytest
from sample_reading import PATENTS, SEED, UNTIL, City, documents_of

from sample.city import write_city


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("sample") / "city"
    manifest = write_city(folder, patents=PATENTS, seed=SEED, until=UNTIL)
    with (folder / "legal-events.csv").open(encoding="utf-8-sig", newline="") as file:
        events = list(csv.DictReader(file))
    return City(folder, manifest, list(documents_of(folder)), events)
