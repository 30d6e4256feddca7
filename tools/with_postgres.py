"""Run a command against a throw-away PostgreSQL.

    python tools/with_postgres.py CMD [ARGUMENT …]

Starts a cluster in a temporary folder from the binaries of this machine, listening on a Unix socket
only, sets ZHIHENG_DATABASE_URL, runs the command and removes everything. PostgreSQL refuses to run
as root, so root hands the cluster to the account `postgres` (or `nobody`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is ours alone
ENOUGH = 4 * 2**30  # bytes; the databases of two processes take less than one of the four


def main(command: list[str]) -> int:
    """Run the command with a database of its own; return its exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    # Being told to stop must not leave a server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed here: no initdb was found.", file=sys.stderr)
        return 3
    with _cluster(binaries) as url:
        surroundings = {**os.environ, "ZHIHENG_DATABASE_URL": url}
        return subprocess.run(command, env=surroundings, check=False).returncode


def find_binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, None where PostgreSQL is not installed."""
    asked = shutil.which("pg_config")
    places = []
    if asked:
        shown = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        places.append(Path(shown.stdout.strip()))
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").is_file()), None)


@contextmanager
def _cluster(binaries: Path) -> Iterator[str]:
    # A socket's path may be only 107 bytes long, so not below a deep TMPDIR.
    folder = Path(tempfile.mkdtemp(prefix="zhiheng-pg-", dir=_place()))
    data, owner = folder / "data", _owner()
    try:
        if owner:
            shutil.chown(folder, owner)
        _run(owner, binaries / "initdb", "-D", data, "-U", "zhiheng", "-A", "trust", "-E", "UTF8")
        # Durability is pointless for what is thrown away, and costs most of the time.
        options = f"-c listen_addresses= -k {folder} -c fsync=off -c full_page_writes=off"
        options += " -c synchronous_commit=off -c autovacuum=off -c jit=off"
        control = (binaries / "pg_ctl", "-D", data)
        _run(owner, *control, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgres://zhiheng@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _run(owner, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    """Return a folder in memory where there is room: tests empty a hundred tables all the time."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if roomy and os.access(MEMORY, os.W_OK) else Path("/tmp")  # noqa: S108 - likewise


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _run(owner: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=owner,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
