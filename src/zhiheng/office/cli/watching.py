"""Keeping the background worker of `zhiheng serve` alive."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

# An import in the background may take long; killed, it loses nothing and can be run again.
PATIENCE_SECONDS = 10
LOOK_EVERY_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
# A worker that ran so long was well; the next death is not part of a series.
WELL_AFTER_SECONDS = 300.0

_log = logging.getLogger(__name__)


class WatchedWorker:
    """A process that is started again when it ends, until it is told to stop.

    The pause before a start doubles with every death in a row, from `pause` to a minute. While the
    process lives, the file `sign_of_life` is touched every second; when it is dead there is none.
    """

    def __init__(self, command: Sequence[str], *, sign_of_life: Path, pause: float = 1.0) -> None:
        self._command, self._sign_of_life, self._first_pause = command, sign_of_life, pause
        self._owner = os.getpid()
        self._stopping = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._keep_alive, name="watch-worker", daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """Tell the process to end and wait for it; kill it when it does not."""
        if os.getpid() != self._owner:
            return  # a process of the web server that ends unwinds through here too
        self._stopping.set()
        self._watch.join()  # from here on nothing starts another one
        self._process.terminate()
        try:
            self._process.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._show(alive=False)

    def _start(self) -> subprocess.Popen[bytes]:
        # In a group of its own: Ctrl-C is for the server, which then tells the worker to stop.
        process = subprocess.Popen(self._command, process_group=0)  # noqa: S603 - our own module
        self._show(alive=True)
        return process

    def _show(self, *, alive: bool) -> None:
        with suppress(OSError):  # a full disk must not end the watch
            if alive:
                self._sign_of_life.touch()
            else:
                self._sign_of_life.unlink(missing_ok=True)

    def _keep_alive(self) -> None:
        pause, lived = self._first_pause, 0.0
        while not self._stopping.wait(LOOK_EVERY_SECONDS):
            # How it ended cannot be told: the web server waits for every child and takes the code.
            if self._process.poll() is None:
                lived += LOOK_EVERY_SECONDS
                self._show(alive=True)
                continue
            self._show(alive=False)
            pause = self._first_pause if lived >= WELL_AFTER_SECONDS else pause
            _log.error("The background worker ended; next start in %.0f s.", pause)
            if self._stopping.wait(pause):
                return
            try:
                self._process = self._start()
            except OSError as error:  # no memory, no process left: may be over in a while
                _log.error("The background worker cannot be started: %s", error)
            pause, lived = min(2 * pause, LONGEST_PAUSE_SECONDS), 0.0
