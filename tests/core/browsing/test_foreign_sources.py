"""Rows of every format of other offices open to the bytes they came from."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.core.feeds import foreign_answers as answers
from tests.core.feeds import foreign_documents as written
from tests.core.feeds import foreign_json as in_json
from tests.core.feeds.feeding import LIMITS, read_paths
from zhiheng.core.browsing.sources import open_source
from zhiheng.core.declarations.catalogue import load_catalogue

WEEK = written.grant("08000001") + written.grant("08000002")
FILES = {
    "week.xml": WEEK,
    "family.xml": answers.family(),
    "search.xml": answers.SEARCH,
    "assignments.xml": answers.ASSIGNMENTS,
    "week.greenbook": written.aps() + written.aps("039373754", title="Another"),
    "brs.txt": written.BRS,
    "portal.json": in_json.portal(),
    "peds.json": in_json.PEDS,
    "events.jsonl": in_json.PROSECUTION * 2,
    "ppubs.json": in_json.ppubs(),
    "dossier.json": in_json.DOSSIER,
    "enquiry.json": in_json.ENQUIRY,
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("packed", [False, True])
def test_every_row_opens_to_its_source_and_a_changed_file_is_noticed(
    tmp_path: Path, name: str, packed: bool
) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    data = FILES[name].encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    rows = read_paths(load_catalogue(), path).rows
    assert rows
    for row in rows:
        source = open_source(row.file, row.position, row.digest, LIMITS)
        assert source.is_unchanged
        assert source.text
    last = rows[-1]
    other = data.replace(b"0", b"1")
    path.write_bytes(gzip.compress(other) if packed else other)
    assert not open_source(last.file, last.position, last.digest, LIMITS).is_unchanged


def test_a_part_opens_the_record_it_is_a_part_of(tmp_path: Path) -> None:
    path = tmp_path / "week.greenbook"
    path.write_text(FILES["week.greenbook"], encoding="utf-8")
    first, second = read_paths(load_catalogue(), path).rows
    assert "Another" not in open_source(first.file, first.position, first.digest, LIMITS).text
    assert "Another" in open_source(second.file, second.position, second.digest, LIMITS).text
