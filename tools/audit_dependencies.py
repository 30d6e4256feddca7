"""Ask the public list of known holes about every pinned dependency.

    python tools/audit_dependencies.py

The list is a service on the network. In a closed network it does not answer: that is said, and is
no failure, because nothing was found. Run it where there is a network before a release.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 90
# What pip-audit says when the service did not answer, as opposed to: a hole was found.
UNREACHABLE = (
    "ConnectionError",
    "ConnectTimeout",
    "Connection refused",
    "Could not connect",
    "Failed to resolve",
    "HTTPError",
    "Max retries",
    "NewConnectionError",
    "ServiceError",
    "connection pool",
    "timed out",
)
# Behind a registry mirror that carries packages only, every dependency is passed over in silence.
NOT_AUDITED = "could not be audited"


def main() -> int:
    """Run pip-audit; return 1 only when it names a hole or does not work at all."""
    command = (
        sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--disable-pip",
        "--no-deps", "--requirement", "constraints.txt", "--timeout", "10",
    )  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return _not_asked(f"no answer within {SECONDS} s")
    said = (done.stdout + done.stderr).strip()
    if done.returncode == 0:
        unknown = said.count(NOT_AUDITED)
        return _not_asked(f"it knew nothing of {unknown} dependencies") if unknown else 0
    if any(word in said for word in UNREACHABLE) and "Fix Versions" not in said:
        return _not_asked("it cannot be reached from here")
    print(said)
    return 1


def _not_asked(reason: str) -> int:
    print(f"the list of known holes was not asked: {reason}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
