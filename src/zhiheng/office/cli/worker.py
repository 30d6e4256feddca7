"""The background worker as a process of its own: `python -m zhiheng.office.cli.worker`."""

from __future__ import annotations

import os


def main() -> None:
    """Work off queued tasks until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("db_worker", interval=1, verbosity=0)


if __name__ == "__main__":
    main()
