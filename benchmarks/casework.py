"""Fifty officers at work on a hundred thousand open cases, over HTTP, on PostgreSQL.

    python tools/with_postgres.py python -m benchmarks.casework --cases 100000 --seconds 60

Some cases of every stage are made by the commands and copied by SQL. The platform is served as in
production, by Gunicorn with two processes; every officer signs in, looks at the inbox, opens a
case, opens the form of an act and sends it, with a pause before each page. One act in ten is sent
twice at once with the same key, as a double click does; and pairs of officers take the same case.
Afterwards every act that was answered as done is looked up in the file and on the ledger. Officers
and server share the cores of one machine, so the times are those of a slower server.

Times count from the second round of each officer on: in the first one the server processes read
the declarations. The races, in which all officers press a button in the same second, have a line of
their own.
"""

from __future__ import annotations

import argparse
import html
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from benchmarks.casework_stock import Stock, make_stock, verdict_on
from benchmarks.measuring import table, write_result

LIMIT = 300  # milliseconds at the 95th percentile
_HIDDEN = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass
class Seen:
    """What all officers saw: milliseconds by kind of page, and what became of their acts."""

    times: dict[str, list[float]] = field(default_factory=dict)
    results: Counter[str] = field(default_factory=Counter)
    done: list[tuple[str, str]] = field(default_factory=list)  # number and key of acts done
    taken: list[tuple[str, str]] = field(default_factory=list)  # number and officer
    lock: threading.Lock = field(default_factory=threading.Lock)

    def time(self, kind: str, seconds: float) -> None:
        """Keep how long a page took."""
        with self.lock:
            self.times.setdefault(kind, []).append(seconds * 1000)

    def count(self, result: str) -> None:
        """Count what became of something."""
        with self.lock:
            self.results[result] += 1


class Officer:
    """One officer with a browser."""

    def __init__(self, address: str, name: str, cookie: str, seen: Seen, pause: float) -> None:
        self.name, self.seen, self.pause = name, seen, pause
        self.address = address
        self.kept = True  # whether times count
        self.chance = random.Random(name)
        self.browser = requests.Session()
        self.browser.cookies.set("sessionid", cookie)

    def work(self, numbers: list[str], until: float) -> None:
        """Go through one's cases until the time is over."""
        time.sleep(self.chance.random() * self.pause * 2)
        for round_, number in enumerate(numbers):
            if time.monotonic() > until:
                return
            self.kept = round_ > 0
            self.page("inbox", "/cases/")
            self.page("case", f"/cases/{number}/")
            act = "record-consultation" if self.chance.random() < 0.7 else "note"
            path = f"/cases/{number}/do/{act}/" if act != "note" else f"/cases/{number}/note/"
            self.act(number, path)

    def page(self, kind: str, path: str) -> str:
        """Open a page after a pause, and return its text."""
        time.sleep(self.chance.expovariate(1 / self.pause) if self.pause else 0)
        began = time.perf_counter()
        answer = self.browser.get(self.address + path, timeout=60)
        self._time(kind, began)
        if answer.status_code != 200:
            self.seen.count(f"{kind}: {answer.status_code}")
            return ""
        return answer.text

    def act(self, number: str, path: str) -> None:
        """Open a form and send it, now and then twice at once."""
        page = self.page("form", path)
        if not page:
            return
        given = {
            **hidden_in(page),
            "way": "phone", "advice": "说明了取证方式和三种解决途径。", "text": "已电话联系。",
        }  # fmt: skip
        twice = self.chance.random() < 0.1
        with ThreadPoolExecutor(2) as pool:
            sent = range(2 if twice else 1)
            answers = list(pool.map(lambda _: self._send("act", path, given), sent))
        if any(status == 302 for status in answers):
            with self.seen.lock:
                self.seen.done.append((number, given.get("key", "")))
        self.seen.count(f"act: {', '.join(map(str, sorted(answers)))}")

    def take(self, number: str) -> None:
        """Try to take a case that somebody else tries to take too."""
        path = f"/cases/{number}/take/"
        page = self.page("form of a race", path)
        if page and self._send("race", path, hidden_in(page)) == 302:
            with self.seen.lock:
                self.seen.taken.append((number, self.name))

    def _send(self, kind: str, path: str, given: dict[str, str]) -> int:
        began = time.perf_counter()
        answer = self.browser.post(
            self.address + path, data=given, timeout=60, allow_redirects=False,
            headers={"Referer": self.address + path},
        )  # fmt: skip
        self._time(kind, began)
        return answer.status_code

    def _time(self, kind: str, began: float) -> None:
        if self.kept:
            self.seen.time(kind, time.perf_counter() - began)


def hidden_in(page: str) -> dict[str, str]:
    """Return the hidden fields of the form on a page; those of other forms are sign-out's."""
    form = page[page.rfind('<form class="card') :]
    found = {}
    for field_ in _HIDDEN.findall(form):
        attributes = dict(_ATTRIBUTE.findall(field_))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


def run(stock: Stock, address: str, seconds: float, pause: float) -> Seen:
    """Let all officers work, then race in pairs for cases that nobody has."""
    seen = Seen()
    officers = [
        Officer(address, name, cookie, seen, pause) for name, cookie in stock.officers.items()
    ]
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(officers)) as pool:
        for officer in officers:
            pool.submit(officer.work, stock.cases_of[officer.name], until)
    for officer in officers:
        officer.pause, officer.kept = 0.0, True
    with ThreadPoolExecutor(len(officers)) as pool:
        for place, officer in enumerate(officers):
            pool.submit(officer.take, stock.unassigned[place // 2])
    return seen


@contextmanager
def served(home: Path, port: int) -> Iterator[str]:
    """Serve the platform as in production until the block ends."""
    surroundings = {**os.environ, "ZHIHENG_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1"}
    program = str(Path(sys.executable).parent / "zhiheng")
    server = subprocess.Popen([program, "serve", "--workers", "2"], env=surroundings,
                              stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.3)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def report(stock: Stock, seen: Seen, verdict: dict[str, int], arguments: Any) -> str:
    """Return what is written down."""
    rows = []
    for kind in ("inbox", "case", "form", "act", "race"):
        times = sorted(seen.times.get(kind, [0.0]))
        p95 = times[int(len(times) * 0.95) - 1] if len(times) > 1 else times[0]
        rows.append([kind, str(len(times)), f"{statistics.median(times):.0f}", f"{p95:.0f}",
                     f"{times[-1]:.0f}"])  # fmt: skip
    requests_made = sum(len(times) for times in seen.times.values())
    faults = {name: count for name, count in verdict.items() if count}
    told = (
        f"{stock.count:,} open cases, {len(stock.officers)} officers, {arguments.seconds:.0f} s, "
        f"a pause of {arguments.pause:g} s on average before each page; {requests_made:,} pages. "
        "PostgreSQL, Gunicorn with two processes, officers on the same machine. Milliseconds; "
        f"the goal is {LIMIT} at the 95th percentile for inbox and act."
    )
    found = (
        f"{len(seen.done)} acts were answered as done. Lost, double, or missing on the ledger: "
        f"{faults or 'none'}. Of {len(stock.officers) // 2} cases that two officers took at once, "
        f"{len(seen.taken)} were answered as taken, each by one."
    )
    body = [
        told,
        table(["page", "requests", "median", "p95", "longest"], rows),
        f"Acts by answer (302: done; two numbers: sent twice at once): {dict(seen.results)}.",
        found,
        "Run: `python tools/with_postgres.py python -m benchmarks.casework`.",
    ]
    return "\n\n".join(body)


def main() -> None:
    """Make the stock, let the officers work, look up what they did, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--port", type=int, default=8791)
    parser.add_argument("--dry", action="store_true", help="Print, and write no result.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhiheng-") as folder:
        home = Path(folder)
        os.environ["ZHIHENG_HOME"] = folder
        stock = make_stock(cases=arguments.cases, officers=arguments.officers)
        with served(home, arguments.port) as address:
            seen = run(stock, address, arguments.seconds, arguments.pause)
        verdict = verdict_on(seen.done, seen.taken)
    title, body = "Casework under load", report(stock, seen, verdict, arguments)
    if arguments.dry:
        print(body)
    else:
        write_result("casework", title, body)


if __name__ == "__main__":
    main()
