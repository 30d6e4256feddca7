"""Making the home folder ready: the office database at the version this code expects."""

from __future__ import annotations

import fcntl

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare_home() -> None:
    """Bring the office database up to date; several processes may start at once."""
    with (settings.ZHIHENG.home / ".preparing").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
