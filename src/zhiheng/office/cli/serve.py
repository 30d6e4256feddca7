"""`zhiheng serve`: the web server and its background worker, started and stopped together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import click
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from gunicorn.app.base import BaseApplication

from zhiheng.office.accounts.demo import ensure_demo_accounts


@click.command(name="serve")
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def group(workers: int, threads: int) -> None:
    """Serve the platform at HOST:PORT until Ctrl-C or SIGTERM.

    Example: PORT=8080 zhiheng serve
    """
    environment = settings.ZHIHENG
    if environment.demo:
        ensure_demo_accounts(on=timezone.now())
    address = f"{environment.host}:{environment.port}"
    worker = subprocess.Popen([sys.executable, "-m", "zhiheng.office.cli.worker"])
    try:
        _Server(address, workers, threads, on_ready=f"http://{address}/").run()
    finally:
        worker.terminate()
        worker.wait(timeout=30)


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
            "proc_name": "zhiheng",
            "when_ready": lambda server: click.echo(f"\n  知衡 Zhiheng  →  {on_ready}\n"),
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to Gunicorn."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; called in each process."""
        return get_wsgi_application()
