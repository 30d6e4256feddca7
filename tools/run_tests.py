"""Run every test in stages: `make test`.

    python tools/run_tests.py [STAGE …]

All stages run, whatever the others say; the one on Spark runs beside the first. Each prints
pytest's own closing line; the last line adds them up. The exit code is that of the first stage that
failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider")
MOST_SECONDS = 1_200  # of one stage
BESIDE = "spark"  # the stage that runs while the first others do
# Files in their order, not those of most tests first: the longest have few tests, and left to the
# end they would keep one process waiting for the other.
PARALLEL = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
# Where the marks `spark` and `e2e` may stand: reading all other tests takes half a minute.
ON_SPARK = tuple(sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/**/*spark*.py")))
JOURNEYS = "tests/e2e"


@dataclass(frozen=True)
class Stage:
    """Some of the tests in one surrounding."""

    name: str
    promise: str
    command: tuple[str, ...]


STAGES = (
    Stage(
        "unit",
        "all tests of the code, on SQLite",
        (*PYTEST, "-m", "not spark and not e2e", *PARALLEL),
    ),
    Stage(
        "postgres",
        "the office again, on PostgreSQL",
        (sys.executable, "tools/with_postgres.py", *PYTEST, "tests/office", "-m",
         "not spark and not e2e", *PARALLEL),
    ),
    Stage("spark", "the analyses, on Apache Spark", (*PYTEST, *ON_SPARK, "-m", "spark")),
    Stage("e2e", "the journeys, in Chromium", (*PYTEST, JOURNEYS, "-m", "e2e", *PARALLEL)),
)  # fmt: skip


def main(names: list[str]) -> int:
    """Run the stages, or those named; return the first exit code that is not 0."""
    if unknown := set(names) - {stage.name for stage in STAGES}:
        print(f"No such stage: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    began, codes = time.monotonic(), {}
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="zhiheng-tests-") as folder:
        asked = [stage for stage in STAGES if not names or stage.name in names]
        reports = {stage.name: Path(folder) / f"{stage.name}.xml" for stage in asked}
        with ThreadPoolExecutor(1) as beside:
            # Spark leaves much of its time unused; what it says comes when it says it.
            waiting = {
                stage.name: beside.submit(_run, stage, reports[stage.name])
                for stage in asked
                if stage.name == BESIDE
            }
            for stage in asked:
                print(f"\n--- {stage.name}: {stage.promise}", flush=True)
                later = waiting.get(stage.name)
                codes[stage.name] = later.result() if later else _run(stage, reports[stage.name])
                counts += counts_in(reports[stage.name])
    for name, code in codes.items():
        if code:
            print(f"stage {name} failed with exit code {code}")
    print(closing_line(counts, time.monotonic() - began), flush=True)
    return next((code for code in codes.values() if code), 0)


def _run(stage: Stage, report: Path) -> int:
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    command = (*stage.command, f"--junitxml={report}")
    with subprocess.Popen(command, cwd=ROOT, env=surroundings) as process:
        try:
            return process.wait(timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"stage {stage.name} did not end within {MOST_SECONDS} s")
            process.terminate()  # not killed: PostgreSQL is to be stopped with it
            return 1


def counts_in(report: Path) -> Counter[str]:
    """Return how many tests passed, failed, erred and were skipped in one stage."""
    if not report.exists():
        return Counter(errors=1)  # the stage died before it could report
    counts: Counter[str] = Counter()
    # The report was written a moment ago by our own test run.
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314
        told = {
            name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
        }
        counts["passed"] += told["tests"] - sum(told[name] for name in list(told)[1:])
        counts["failed"] += told["failures"]
        counts["errors"] += told["errors"]
        counts["skipped"] += told["skipped"]
    return counts


def closing_line(counts: Counter[str], seconds: float) -> str:
    """Return what pytest would print had all stages been one run."""
    told = ", ".join(
        f"{counts[name]} {name}"
        for name in ("failed", "passed", "skipped", "errors")
        if counts[name]
    )
    return f" {told or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
