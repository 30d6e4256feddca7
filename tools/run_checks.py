"""Run every check that needs no test: `make check`.

    python tools/run_checks.py [NAME …]

Each check prints one line; one that fails prints its messages below. All checks run, some at a
time, whatever the others say; exit code 1 when any failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable


DJANGO = (PYTHON, "-m", "django")
# An installation as an office runs it; its home is an empty folder.
OFFICE = {
    "DJANGO_SETTINGS_MODULE": "zhiheng.office.config.settings",
    "ZHIHENG_HTTPS": "1",
    "ZHIHENG_ALLOWED_HOSTS": "ip.example.gov.cn",
}


@dataclass(frozen=True)
class Check:
    """One check: what it promises, and the commands that say whether it holds."""

    name: str
    promise: str
    commands: tuple[tuple[str, ...], ...]
    may_doubt: bool = False  # says on standard error where it could not look


AT_A_TIME = 3  # one waits for the network, two for a processor
# The quick ones first.
CHECKS = (
    Check(
        "style",
        "code is written and laid out alike",
        ((str(BIN / "ruff"), "check", "."), (str(BIN / "ruff"), "format", "--check", ".")),
    ),
    Check("imports", "rooms and apps depend in one direction", ((str(BIN / "lint-imports"),),)),
    Check(
        "types",
        "every value has a type",
        ((str(BIN / "mypy"),), (str(BIN / "mypy"), "tools", "sample")),
    ),
    Check(
        "templates", "pages are well formed", ((str(BIN / "djlint"), "src", "--lint", "--quiet"),)
    ),
    Check("translations", "every message is in Chinese", ((PYTHON, "tools/check_messages.py"),)),
    Check(
        "manual",
        "generated pages are current",
        (
            (PYTHON, "tools/build_reference.py", "--check"),
            (PYTHON, "tools/build_settings_reference.py", "--check"),
            (PYTHON, "tools/build_spec_manual.py", "--check"),
            (PYTHON, "tools/build_procedures_reference.py", "--check"),
            (PYTHON, "tools/export_openapi.py", "--check"),
        ),
    ),
    Check(
        "deployment",
        "a real installation is safe, and its migrations are written",
        (
            (*DJANGO, "check", "--deploy", "--fail-level", "WARNING"),
            (*DJANGO, "makemigrations", "--check", "--dry-run"),
        ),
    ),
    Check("licences", "what is shipped may be shipped", ((PYTHON, "tools/check_licences.py"),)),
    Check("secrets", "no secret is in the repository", ((PYTHON, "tools/check_secrets.py"),)),
    Check(
        "audit",
        "no dependency has a known hole",
        ((PYTHON, "tools/audit_dependencies.py"),),
        may_doubt=True,
    ),
)


def main(names: list[str]) -> int:
    """Run the checks, or those named; return the exit code."""
    if unknown := set(names) - {check.name for check in CHECKS}:
        print(f"No such check: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    asked = [check for check in CHECKS if not names or check.name in names]
    with (
        tempfile.TemporaryDirectory(prefix="zhiheng-check-") as home,
        ThreadPoolExecutor(AT_A_TIME) as threads,
    ):
        found = threads.map(lambda check: outcome_of(check, home), asked)
        outcomes = dict(zip((check.name for check in asked), found, strict=True))
    failed = [name for name, outcome in outcomes.items() if outcome == "FAILED"]
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nno check failed")
    return 1 if failed else 0


def outcome_of(check: Check, home: str) -> str:
    """Run one check, print its line and return `ok`, `unsure` or `FAILED`."""
    began = time.monotonic()
    results = [_run(command, home) for command in check.commands]
    said = "".join(f"{result.stdout}{result.stderr}" for result in results if result.returncode)
    doubts = "".join(result.stderr for result in results) if check.may_doubt else ""
    outcome = "FAILED" if any(result.returncode for result in results) else "ok"
    if outcome == "ok" and doubts:
        outcome, said = "unsure", doubts
    took = time.monotonic() - began
    line = f"{outcome:<7}{check.name:<14}{check.promise}  {took:.1f} s"
    print("\n".join(filter(None, (line, said.rstrip()))), flush=True)  # at once: others print too
    return outcome


def _run(command: tuple[str, ...], home: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    own = {name: value for name, value in os.environ.items() if not name.startswith("ZHIHENG_")}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**own, **OFFICE, "PYTHONPATH": paths, "ZHIHENG_HOME": home},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
