"""Run by the crash tests: import a feed and leave what the disk holds had it died at many points.

    python kill_imports.py points FOLDER FEED     at each instrumented point of one import
    python kill_imports.py times FOLDER FEED N    be killed at N moments spread over an import

`FOLDER/old/lake` is copied before an import; death n leaves `FOLDER/<n>/lake` and `scratch`, and
one line is printed for each. A killed process leaves the disk as it is at that moment, so one
import whose folders are copied at each point shows what as many killed imports would.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhiheng.core import intake
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.feeds import importing, staging
from zhiheng.core.lake.tables import Lake

ON = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
CATALOGUE = load_catalogue()
# Whose commits are points: of the derived registers one of each kind, the others come like them.
COMMITTED = {"patent-documents", "legal-events", "population", "patents", "patent-states"}


def say(line: str) -> None:
    """Print a line at once: a killed process prints no more."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Points:
    """Keeps a copy of an import's folder at each instrumented point that is passed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.passed: list[str] = []

    def pass_point(self, name: str) -> None:
        """Keep what the disk holds now."""
        self.passed.append(name)
        shutil.copytree(self.folder, self.folder.parent / str(len(self.passed)))
        say(f"died {name}")

    def around(self, owner: Any, name: str) -> None:
        """Make points before and after a function."""
        function: Callable[..., Any] = getattr(owner, name)

        def instrumented(*values: Any, **named: Any) -> Any:
            register = next((each for each in values if isinstance(each, Register)), None)
            if register is not None and register.name not in COMMITTED:
                return function(*values, **named)
            self.pass_point(f"before {name}")
            result = function(*values, **named)
            self.pass_point(f"after {name}")
            return result

        setattr(owner, name, instrumented)


def run(folder: Path, feed: Path, points: Points | None) -> None:
    """Import the feed into the folder's lake."""
    staging.BATCH_ROWS = 240
    if points:
        points.around(staging.Stage, "_write")
        points.around(importing, "_compare")
        points.around(intake, "refresh_derived")
        for name in ("append", "upsert", "replace", "exchange"):
            points.around(Lake, name)
    settings = importing.ImportSettings(CATALOGUE, Lake(str(folder / "lake")), folder / "scratch")
    intake.take_in([feed], settings, on=ON)


def forked(folder: Path, feed: Path, points: Points | None) -> int:
    """Start the import in a process of its own and return its id."""
    shutil.copytree(folder.parent / "old" / "lake", folder / "lake")
    child = os.fork()
    if child == 0:
        run(folder, feed, points)
        os._exit(0)
    return child


def at_points(folder: Path, feed: Path) -> None:
    """Keep what an import would leave if it died at each of its points."""
    status = os.waitpid(forked(folder / "whole", feed, Points(folder / "whole")), 0)[1]
    assert os.waitstatus_to_exitcode(status) == 0


def at_times(folder: Path, feed: Path, count: int) -> None:
    """Kill an import at moments spread over the time that an undisturbed one takes."""
    began = time.monotonic()
    assert os.waitpid(forked(folder / "whole", feed, None), 0)[1] == 0
    whole = time.monotonic() - began
    for number in range(1, count + 1):
        child = forked(folder / str(number), feed, None)
        time.sleep(whole * number / (count + 1))
        os.kill(child, signal.SIGKILL)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        say(f"{'killed' if killed else 'finished'} {number}")


if __name__ == "__main__":
    if sys.argv[1] == "points":
        at_points(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        at_times(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
