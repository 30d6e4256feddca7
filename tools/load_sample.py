"""Generate the sample city into ZHIHENG_HOME and import it, unless that has been done.

Registers that something else wrote are left alone: synthetic patents among real ones could not be
told apart any more. Such a home is refused with exit code 3.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ZHIHENG_HOME") or ROOT / ".zhiheng").expanduser().absolute()
PATENTS = int(os.environ.get("SAMPLE_PATENTS") or 20_000)
EDITION = 7  # of the sample: a home that holds an earlier one gets what it lacks
SCREENED_FROM = "2021-07-01"  # five years of filings: rings of every kind are among them
SCREENINGS = (
    ("screen", "run", "--from", SCREENED_FROM),
    ("screen", "run", "--about", "trademarks", "--from", SCREENED_FROM),
)
ALREADY_THERE = 6  # the exit code of a conflict: the short name is taken
ELSEWHERE = ("ZHIHENG_LAKE", "ZHIHENG_DATABASE_URL")


def main() -> int:
    """Load the sample city; return the exit code."""
    refusal = refusal_of(HOME, os.environ)
    if refusal:
        print(refusal, file=sys.stderr)
        return 3
    city = HOME / "sample"
    loading, loaded = HOME / "sample-loading", HOME / "sample-loaded.json"
    wanted = {"patents": PATENTS, "edition": EDITION}
    environment = {**os.environ, "ZHIHENG_HOME": str(HOME), "ZHIHENG_DEMO": "1"}
    if loaded.exists() and json.loads(loaded.read_text()) == wanted:
        return 0
    began = time.monotonic()
    print(f"Writing a synthetic sample city of {PATENTS:,} patents …", flush=True)
    sys.path.insert(0, str(ROOT))
    from sample.city import files_to_import, write_city

    HOME.mkdir(parents=True, exist_ok=True)
    write_city(
        city, patents=PATENTS, seed=20260101, until=date(2026, 6, 30), workers=os.cpu_count() or 1
    )
    loading.touch()  # registers that a broken-off import leaves are known as the sample's
    program = str(Path(sys.executable).parent / "zhiheng")
    print("Living through its plan …", flush=True)
    code = _act("begin", city, environment)
    if code == 0:
        print("Importing it through the official feeds …", flush=True)
        command = [program, "feed", "import", *map(str, files_to_import(city))]
        code = subprocess.run(command, env=environment, check=False).returncode
    if code == 0:
        _adopt_theme(program, environment)
        _show_devices(program, city, environment)
        code = _act("go-on", city, environment)
    if code == 0:
        print("Living through its cases …", flush=True)
        code = _cases(environment)
    if code == 0:
        print("Screening its filings and marks …", flush=True)
        code = _screen(program, environment)
    if code == 0:
        loaded.write_text(json.dumps(wanted))
        loading.unlink()
        print(f"The sample city is loaded ({time.monotonic() - began:.0f} s).", flush=True)
    return code


def _act(part: str, city: Path, environment: Mapping[str, str]) -> int:
    """Do what the city's people do with its plan; return the exit code."""
    command = [sys.executable, "-m", "sample.acts", part, str(city)]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def _cases(environment: Mapping[str, str]) -> int:
    """Let the city's bodies handle cases, unless they have some; return the exit code."""
    command = [sys.executable, "-m", "sample.cases"]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def _screen(program: str, environment: Mapping[str, str]) -> int:
    """Screen patents and marks of the last years; return the first exit code that is none of 0."""
    codes = (
        subprocess.run([program, *command], env=environment, check=False).returncode
        for command in SCREENINGS
    )
    return next(filter(None, codes), 0)


def _adopt_theme(program: str, environment: Mapping[str, str]) -> None:
    """Publish the theme that ships with the platform, unless an earlier load did."""
    command = [program, "theme", "adopt", "greater-bay-area", "--publish"]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode not in (0, ALREADY_THERE):
        print(done.stderr, file=sys.stderr)


def _show_devices(program: str, city: Path, environment: Mapping[str, str]) -> None:
    """Take the images of marks in; a city without them has all its other pages."""
    command = [program, "mark", "images", str(city / "mark-images.zip")]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)


def refusal_of(home: Path, environment: Mapping[str, str]) -> str | None:
    """Return why the sample city must not be loaded here, None where it may be."""
    given = [name for name in ELSEWHERE if environment.get(name)]
    if given:
        return (
            f"The sample city is not loaded while {' and '.join(given)} is set: it may point at "
            "real registers. Unset it, or start the platform with `zhiheng serve`."
        )
    of_sample = any((home / name).exists() for name in ("sample-loading", "sample-loaded.json"))
    if of_sample or not any((home / "lake").glob("*/_delta_log")):
        return None
    return (
        f"{home} holds registers that the sample city did not write; nothing was loaded. Start the "
        "platform with `zhiheng serve`, or give the sample a ZHIHENG_HOME of its own."
    )


if __name__ == "__main__":
    sys.exit(main())
