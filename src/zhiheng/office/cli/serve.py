"""`zhiheng serve`: the web server and its background worker, started and stopped together."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils import timezone
from gunicorn.app.base import BaseApplication

from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.demo import ensure_demo_accounts
from zhiheng.office.cases import law
from zhiheng.office.cli.greeting import greeting
from zhiheng.office.cli.watching import WatchedWorker
from zhiheng.office.cli.worker import WITH_SERVER
from zhiheng.office.papers import law as paper_law
from zhiheng.office.registers import lake
from zhiheng.office.web.health import sign_of_worker


@click.command(name="serve")
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def group(workers: int, threads: int) -> None:
    """Serve the platform at HOST:PORT until Ctrl-C or SIGTERM.

    Example: PORT=8080 zhiheng serve
    """
    environment = settings.ZHIHENG
    address = check_port_is_free(environment.host, environment.port)
    if environment.demo:
        ensure_demo_accounts(on=timezone.now())
    _read_declarations()
    connections.close_all()  # an open connection must not be shared with forked processes
    with _background_worker():
        said = greeting(host=environment.host, port=environment.port, demo=environment.demo)
        _Server(address, workers, threads, on_ready=said).run()


def _read_declarations() -> None:
    """Read what is declared once, before the processes that answer requests are forked off.

    They share it, and nobody's first page waits for it.
    """
    lake.catalogue()
    lake.working_days()
    law.procedures()
    law.regimes()
    paper_law.templates()


def check_port_is_free(host: str, port: int) -> str:
    """Return the address to listen at; say so in one line where that cannot be done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host.strip("[]"), port), family=family).close()
    except OSError as error:
        address = {"host": host, "port": port}
        if error.errno == errno.EADDRINUSE:
            raise ConflictError.of("serve.port_in_use", **address) from error
        raise InputError.of(
            "serve.cannot_listen", **address, received=error.strerror or error
        ) from error
    bracketed = f"[{host.strip('[]')}]" if family == socket.AF_INET6 else host
    return f"{bracketed}:{port}"


@contextmanager
def _background_worker() -> Iterator[None]:
    # Until the web server puts its own handlers in place, being told to stop must not leave the
    # worker behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    worker = WatchedWorker(
        [sys.executable, "-m", "zhiheng.office.cli.worker", WITH_SERVER],
        sign_of_life=sign_of_worker(settings.ZHIHENG.home),
    )
    try:
        yield
    finally:
        worker.stop()


class _Server(BaseApplication):
    """Gunicorn with our settings."""

    def __init__(self, address: str, workers: int, threads: int, *, on_ready: str) -> None:
        self._settings: dict[str, Any] = {
            "bind": address,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 20,
            "accesslog": None,
            "loglevel": "warning",
            # The most Gunicorn takes: a search stands in its address, nine bytes a character.
            "limit_request_line": 8190,
            "proc_name": "zhiheng",
            # Its control socket would lie outside ZHIHENG_HOME and serve nobody here.
            "control_socket_disable": True,
            "when_ready": lambda server: click.echo(on_ready),
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to Gunicorn."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; called in each process."""
        return get_wsgi_application()
