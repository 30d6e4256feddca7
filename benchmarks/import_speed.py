"""Import of CNIPA XML end to end into the lake, against `lxml.etree.iterparse` alone.

    python -m benchmarks.import_speed --patents 20000 200000

The peer walks the same bytes on one core and does nothing with them: for each document
`for _event, element in iterparse(BytesIO(document)): pass`. Both read the same zip archives. Ours
reads, checks, stages, compares with what is stored, writes the Delta tables and folds the register
of patents, with its default number of processes. Memory is the highest of the importing process
and of each of its workers.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import etree

from benchmarks.measuring import table, write_result
from sample.city import write_city
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

MEBIBYTE = 2**20
MOST_AGAIN = 100_000  # patents; a second import of more only takes long
PEER_ARCHIVES = 4  # the peer walks the first archives; its speed does not depend on how many


def main() -> None:
    """Measure for each size and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=int, nargs="+", default=[20_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--import-only", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.import_only:
        _import(arguments.import_only)
        return
    rows = [_measure(patents, arguments.folder) for patents in arguments.patents]
    headings = (
        "patents", "documents", "XML MB", "iterparse MB/s", "import MB/s", "ratio",
        "documents/s", "peak MiB, main", "peak MiB, a worker", "import again s",
    )  # fmt: skip
    write_result("import-speed", "Import of CNIPA XML", f"{__doc__}\n{table(headings, rows)}")


def _measure(patents: int, folder: Path) -> list[str]:
    city = folder / f"zhiheng-city-{patents}"
    if not (city / "manifest.json").exists():
        write_city(
            city, patents=patents, seed=1, until=date(2026, 6, 30), workers=os.cpu_count() or 1
        )
    archives = sorted((city / "patents").glob("*.zip"))
    documents, size = _contents(archives)
    peer_size, peer_seconds = _walk(archives[:: max(1, len(archives) // PEER_ARCHIVES)])
    lake = folder / f"zhiheng-lake-{patents}"
    shutil.rmtree(lake, ignore_errors=True)
    seconds, main, worker = _import_apart(city, lake)
    again = f"{_import_apart(city, lake)[0]:.1f}" if patents <= MOST_AGAIN else "—"
    peer_speed, speed = peer_size / peer_seconds, size / seconds
    return [
        f"{patents:,}", f"{documents:,}", f"{size / 1e6:,.0f}", f"{peer_speed / 1e6:.1f}",
        f"{speed / 1e6:.1f}", f"{speed / peer_speed:.2f}", f"{documents / seconds:,.0f}",
        f"{main:,.0f}", f"{worker:,.0f}", again,
    ]  # fmt: skip


def _contents(archives: list[Path]) -> tuple[int, int]:
    documents = size = 0
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
        documents += len(infos)
        size += sum(info.file_size for info in infos)
    return documents, size


def _walk(archives: list[Path]) -> tuple[int, float]:
    size = 0
    seconds = 0.0
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                document = archive.read(info)
                began = time.perf_counter()
                for _event, _element in etree.iterparse(io.BytesIO(document)):
                    pass
                seconds += time.perf_counter() - began
                size += len(document)
    return size, seconds


def _import_apart(city: Path, lake: Path) -> tuple[float, float, float]:
    """Import in a process of its own; return seconds, and peak MiB of it and of a worker."""
    command = [sys.executable, "-m", "benchmarks.import_speed", "--import-only", str(city)]
    environment = {**os.environ, "BENCHMARK_LAKE": str(lake)}
    finished = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    seconds, main, worker = finished.stdout.split()
    return float(seconds), float(main), float(worker)


def _import(city: Path) -> None:
    lake = Path(os.environ["BENCHMARK_LAKE"])
    settings = ImportSettings(
        load_catalogue(), Lake(str(lake)), lake / "scratch", workers=os.cpu_count() or 1
    )
    began = time.perf_counter()
    take_in([city / "patents"], settings, on=datetime.now(UTC))
    seconds = time.perf_counter() - began
    peaks = [
        resource.getrusage(who).ru_maxrss * 1024 / MEBIBYTE
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(seconds, *peaks)


if __name__ == "__main__":
    main()
