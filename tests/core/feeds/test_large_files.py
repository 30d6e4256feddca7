"""Very large files: memory stays flat, whatever is in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.feeds.feed_documents import Published

CHILD = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

folder = Path(sys.argv[1])
settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
with settings.lake.writing():
    report = import_feed([Path(sys.argv[2])], settings, on=datetime(2026, 11, 3, tzinfo=UTC))
# Not getrusage: a child is told the peak of the process that started it, too.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
peak = int(status["VmHWM"].split()[0]) // 1024
codes = [record.problems[0].code for record in report.set_aside]
sys.stdout.write(json.dumps({"new": report.new, "codes": codes, "peak": peak}))
"""
ONE_DOCUMENT_MEGABYTES = 600
# Comparing and writing may take DuckDB's gigabyte beside that, whatever the size of the feed.
MANY_DOCUMENTS_MEGABYTES = 1_300
LARGE = 200_000_000


def imported(
    folder: Path, file: Path, *, megabytes: int = ONE_DOCUMENT_MEGABYTES
) -> dict[str, object]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    finished = subprocess.run(
        [sys.executable, "-c", CHILD, folder, file],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert finished.returncode == 0, finished.stderr
    outcome: dict[str, object] = json.loads(finished.stdout)
    assert int(str(outcome["peak"])) < megabytes
    return outcome


def write(path: Path, blocks: Iterator[str]) -> Path:
    with path.open("w", encoding="utf-8") as handle:
        handle.writelines(blocks)
    assert path.stat().st_size > LARGE
    return path


def one_document(paragraph: str) -> Iterator[str]:
    head, _, tail = Published(description="@").xml().partition("@")
    yield head
    for _ in range(LARGE // len(paragraph.encode()) + 1):
        yield paragraph
    yield tail


def many_documents() -> Iterator[str]:
    filling = "<base:Paragraphs>" + "静电除尘器的阳极板与阴极线。" * 1_500 + "</base:Paragraphs>"
    yield "<Delivery>\n"
    for serial in range(3_200):
        yield Published(serial=serial, description=filling).element()
    yield "</Delivery>\n"


@pytest.mark.parametrize(
    "paragraph",
    ["<base:Paragraphs>静电除尘器的阳极板与阴极线。</base:Paragraphs>\n", "静电除尘器的阳极板"],
    ids=["many paragraphs", "one endless text"],
)
def test_one_document_of_200_megabytes_is_set_aside(tmp_path: Path, paragraph: str) -> None:
    path = write(tmp_path / "huge.xml", one_document(paragraph))
    outcome = imported(tmp_path, path)
    assert (outcome["new"], outcome["codes"]) == (0, ["record.too_large"])


def test_a_wrapper_of_200_megabytes_is_read_record_by_record(tmp_path: Path) -> None:
    path = write(tmp_path / "wrapper.xml", many_documents())
    outcome = imported(tmp_path, path, megabytes=MANY_DOCUMENTS_MEGABYTES)
    assert (outcome["new"], outcome["codes"]) == (3_200, [])


def test_a_large_file_without_any_record_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = write(tmp_path / "log.xml", (f"<log>{'<line/>' * 9_000}</log>" if n == 0 else
                                        "<line/>" * 10_000 for n in range(3_000)))  # fmt: skip
    assert imported(tmp_path, path)["codes"] in (["xml.malformed"], ["xml.no_record_found"])
