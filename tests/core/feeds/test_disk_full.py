"""A disk that fills up in the middle of an import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.feeds.feed_documents import Published, wrapped
from tests.core.feeds.feeding import Feeding

CHILD = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.errors import StorageError
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

folder, feed, limit, workers = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])
settings = ImportSettings(
    load_catalogue(), Lake(str(folder / "lake")), folder / "scratch", workers=workers
)
# A file that may not grow further is refused like a full disk; every file, in every process.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    take_in([feed], settings, on=datetime(2026, 11, 3, tzinfo=UTC))
except StorageError as error:
    sys.stdout.write(error.problems[0].code)
else:
    sys.stdout.write("stored")
"""


def outcome(feeding: Feeding, feed: Path, limit: int, *, workers: int = 1) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", CHILD, feeding.folder, feed, str(limit), str(workers)]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def varied(serial: int) -> Published:
    """Return a document whose text does not pack to nothing."""
    text = "".join(
        chr(0x4E00 + (serial * 7919 + place * place * 31) % 20_000) for place in range(500)
    )
    return Published(serial=serial, description=f"<base:Paragraphs>{text}</base:Paragraphs>")


@pytest.mark.parametrize("limit", [1_000, 20_000, 300_000], ids=["staging", "compare", "late"])
def test_a_full_disk_leaves_the_old_state_and_no_litter(feeding: Feeding, limit: int) -> None:
    feeding.take(feeding.put("old.xml", Published().xml()))
    before = feeding.rows("patent-documents")
    feed = feeding.put("new.xml", wrapped(*(varied(serial) for serial in range(2, 1_500))))
    assert outcome(feeding, feed, limit) == "storage.full"
    assert feeding.rows("patent-documents") == before
    assert list((feeding.folder / "scratch").iterdir()) == []
    assert feeding.take(feed).new == 1_498  # once there is room again


def test_a_scratch_folder_that_cannot_be_made_is_a_refusal(feeding: Feeding) -> None:
    (feeding.folder / "scratch").write_text("a file where the folder should be")
    feed = feeding.put("new.xml", Published().xml())
    assert outcome(feeding, feed, 10**9) == "storage.refused"
    assert feeding.rows("patent-documents") == []
