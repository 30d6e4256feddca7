"""How benchmarks time, describe the machine, and write their results."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of one thing."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        """Return the median in seconds."""
        return statistics.median(self.seconds)

    @property
    def milliseconds(self) -> str:
        """Return median and range in milliseconds."""
        low, high = min(self.seconds) * 1000, max(self.seconds) * 1000
        return f"{self.median * 1000:.1f} ({low:.1f}–{high:.1f})"


def timed(work: Callable[[], object], *, runs: int = 15, warm_up: int = 2) -> Timing:
    """Run something several times and return the seconds of each run after the warm-up."""
    seconds = []
    for number in range(warm_up + runs):
        began = time.perf_counter()
        work()
        if number >= warm_up:
            seconds.append(time.perf_counter() - began)
    return Timing(seconds)


def machine() -> str:
    """Return what the figures were measured on."""
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "deltalake", "lxml", "pyarrow", "Django")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {libraries}"
    )


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write_result(name: str, title: str, body: str) -> Path:
    """Write a result with machine and date, and print it."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.md"
    text = f"# {title}\n\nMeasured {date.today().isoformat()} on {machine()}.\n\n{body}\n"  # noqa: DTZ011
    path.write_text(text, encoding="utf-8")
    print(text)
    return path
