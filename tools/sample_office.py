"""A whole office in a temporary folder: sample city, demo accounts, web server and worker.

    with sample_office(patents=600) as office:
        office.address      # http://127.0.0.1:PORT

The browser tests and the pictures of the manual are made with it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tools.load_sample import SCREENINGS

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "zhiheng"
STARTS_WITHIN, STOPS_WITHIN = 90, 30  # seconds; generous, for a busy machine


@dataclass(frozen=True)
class Office:
    """A running office: where it is served, and the files of its city."""

    address: str
    home: Path
    city: Path


@contextmanager
def sample_office(
    *, patents: int, extra: str = "", place: str = "", cases: bool = False, screened: bool = False
) -> Iterator[Office]:
    """Serve a sample city until the block ends; `extra` is one more CSV to import.

    With `cases` its bodies have handled cases for a year and a half; `screened` its filings and
    marks of five years were screened.

    Everything lies in a folder of its own, below `place` if given, and is removed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="zhiheng-", dir=place or None) as folder:
        load_office(Path(folder), patents=patents, extra=extra, cases=cases, screened=screened)
        with served_office(Path(folder)) as office:
            yield office


def load_office(
    folder: Path, *, patents: int, extra: str = "", cases: bool = False, screened: bool = False
) -> None:
    """Make the home of a sample city, `data`, and the files it was loaded from, `city`."""
    from sample.city import files_to_import, write_city

    city = folder / "city"
    write_city(city, patents=patents, seed=20260101, until=date(2026, 6, 30))
    files = files_to_import(city)
    if extra:
        (city / "people.csv").write_text(extra, encoding="utf-8")
        files.append(city / "people.csv")
    acts = [sys.executable, "-m", "sample.acts"]
    commands: list[list[str]] = [
        [*acts, "begin", str(city)],
        [str(PROGRAM), "feed", "import", *map(str, files)],
        [str(PROGRAM), "theme", "adopt", "greater-bay-area", "--publish"],
        [str(PROGRAM), "mark", "images", str(city / "mark-images.zip")],
        [*acts, "go-on", str(city)],
    ]
    if cases:
        commands.append([sys.executable, "-m", "sample.cases"])
    if screened:
        commands += [[str(PROGRAM), *command] for command in SCREENINGS]
    surroundings = _surroundings(folder / "data")
    for command in commands:
        subprocess.run(command, env=surroundings, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served_office(folder: Path) -> Iterator[Office]:
    """Serve what `load_office` made in a folder, or a copy of it, until the block ends."""
    home, port = folder / "data", _free_port()
    with _server({**_surroundings(home), "PORT": str(port)}, port) as address:
        yield Office(address, home, folder / "city")


@contextmanager
def _server(surroundings: dict[str, str], port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [str(PROGRAM), "serve"], env=surroundings, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            # Our own server, at an address made here.
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if server.poll() is not None:
                raise RuntimeError(f"the server ended with {server.returncode}") from None
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer in time")


def _surroundings(home: Path) -> dict[str, str]:
    own = ("ZHIHENG_", "DJANGO_")
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(own)}
    chosen = {"ZHIHENG_HOME": str(home), "ZHIHENG_DEMO": "1"}
    return {**inherited, **chosen, "HOST": "127.0.0.1", "PYTHONPATH": f"{ROOT}/src"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
