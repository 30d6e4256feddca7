"""`zhiheng serve`: starts, answers, stops, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from zhiheng.office.cli.watching import WatchedWorker

PROGRAM = Path(sys.executable).parent / "zhiheng"
STARTS_WITHIN = 60  # seconds; generous, for a machine busy with other tests
# Requests may take 20 s to their end and the background worker 10 s, before either is killed.
STOPS_WITHIN = 40


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def surroundings(home: Path, port: int) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIHENG_", "DJANGO_"))}
    return {**inherited, "ZHIHENG_HOME": str(home), "PORT": str(port), "HOME": str(home)}


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [str(PROGRAM), "serve", "--workers", "1"],
        env=surroundings(home, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _wait_for(lambda: health(port), STARTS_WITHIN, server)
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def health(port: int) -> dict[str, str] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.headers["Content-Type"] == "application/json"
            return json.load(answer)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def _wait_for(ready, seconds: float, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert server.poll() is None, server.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.2)


def processes_of(session: int) -> list[int]:
    """Return the processes that a server started and that still live."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of_session = entry.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of_session) == session and state != "Z":
            found.append(int(entry.parent.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_answers_until_told_to_stop_and_leaves_no_process(
    number: signal.Signals, tmp_path: Path
):
    port = free_port()
    with serving(tmp_path / "home", port) as server:
        answered = health(port)
        assert answered is not None
        assert (answered["status"], answered["database"]) == ("ok", "ok")
        assert len(processes_of(server.pid)) >= 3  # web server, its process, background worker
        server.send_signal(number)
        printed, _ = server.communicate(timeout=STOPS_WITHIN)
        assert server.returncode == 0, printed
        assert f"http://127.0.0.1:{port}/" in printed
        assert "Traceback" not in printed
        assert processes_of(server.pid) == []
    assert (tmp_path / "home" / "office.sqlite3").exists()
    assert not (tmp_path / "home" / ".gunicorn").exists()


def test_ctrl_c_reaches_the_whole_group_and_ends_it_quietly(fresh_home: Path):
    port = free_port()
    with serving(fresh_home, port) as server:
        os.killpg(server.pid, signal.SIGINT)
        printed, _ = server.communicate(timeout=STOPS_WITHIN)
        assert server.returncode == 0
        assert "Traceback" not in printed
        assert processes_of(server.pid) == []


def test_a_worker_whose_server_was_killed_outright_ends_too(fresh_home: Path):
    port = free_port()
    with serving(fresh_home, port) as server:
        server.kill()
        server.wait()
        until = time.monotonic() + STOPS_WITHIN
        while processes_of(server.pid):
            assert time.monotonic() < until, processes_of(server.pid)
            time.sleep(0.2)


def worker_of(session: int) -> int | None:
    """Return the process id of the background worker that a server has now."""
    for process in processes_of(session):
        try:
            if b"zhiheng.office.cli.worker" in Path(f"/proc/{process}/cmdline").read_bytes():
                return process
        except OSError:
            continue
    return None


def test_a_worker_that_dies_is_started_again_and_still_stops_with_the_server(fresh_home: Path):
    port = free_port()
    with serving(fresh_home, port) as server:
        first = worker_of(server.pid)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        _wait_for(lambda: worker_of(server.pid) not in {None, first}, STARTS_WITHIN, server)
        _wait_for(lambda: (health(port) or {}).get("worker") == "ok", STARTS_WITHIN, server)
        server.send_signal(signal.SIGTERM)
        printed, _ = server.communicate(timeout=STOPS_WITHIN)
        assert server.returncode == 0, printed
        assert not (fresh_home / "worker-alive").exists()
        assert "The background worker ended; next start in 1 s." in printed
        assert processes_of(server.pid) == []


def test_a_worker_that_dies_at_once_is_not_started_without_a_pause(tmp_path: Path):
    starts = tmp_path / "starts"
    worker = WatchedWorker(
        ["sh", "-c", f"echo >> {starts}; exit 3"], sign_of_life=tmp_path / "alive", pause=0.5
    )
    try:
        time.sleep(6)  # starts at 0, 1.5, 3.5, 6.5 s; without pauses there would be six
    finally:
        worker.stop()
    assert len(starts.read_text()) in {2, 3}


def test_a_dead_worker_leaves_no_sign_of_life(tmp_path: Path):
    sign, end = tmp_path / "alive", tmp_path / "end"
    program = f"while [ ! -e {end} ]; do sleep 0.1; done"
    worker = WatchedWorker(["sh", "-c", program], sign_of_life=sign, pause=60)
    try:
        assert sign.exists()
        end.touch()
        until = time.monotonic() + STOPS_WITHIN
        while sign.exists():
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        before = time.monotonic()
        worker.stop()
    assert time.monotonic() - before < 30  # told to stop, it does not sit out the pause


def test_a_port_in_use_is_said_so_in_one_line(fresh_home: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        done = subprocess.run(
            [str(PROGRAM), "serve"],
            env=surroundings(fresh_home, port),
            capture_output=True,
            text=True,
            timeout=STARTS_WITHIN,
            check=False,
        )
    assert done.returncode == 6
    assert len(done.stderr.splitlines()) == 1
    assert str(port) in done.stderr
    assert done.stderr.endswith("[serve.port_in_use]\n")


def test_an_address_of_somebody_else_cannot_be_served(fresh_home: Path):
    done = subprocess.run(
        [str(PROGRAM), "serve"],
        env={**surroundings(fresh_home, free_port()), "HOST": "192.0.2.1"},
        capture_output=True,
        text=True,
        timeout=STARTS_WITHIN,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.endswith("[serve.cannot_listen]\n")
