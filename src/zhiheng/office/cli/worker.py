"""The background worker as a process of its own: `python -m zhiheng.office.cli.worker`."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

WITH_SERVER = "--with-server"


def main() -> None:
    """Work off queued tasks until told to stop; with WITH_SERVER also when its server is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    if WITH_SERVER in sys.argv:
        threading.Thread(target=_stop_after, args=(os.getppid(),), daemon=True).start()
    import django

    django.setup()
    from django.core.management import call_command

    from zhiheng.office.ledger.tasks import keep_sealing
    from zhiheng.office.notices.days import keep_days_beginning
    from zhiheng.office.screening.tasks import keep_registering

    keep_days_beginning()
    keep_sealing()
    keep_registering()
    call_command("db_worker", interval=1, verbosity=0)


def _stop_after(server: int) -> None:
    # A server that was killed outright could not tell its worker to stop.
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
