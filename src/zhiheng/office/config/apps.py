"""The configuration app: its system checks, and who may read what this process writes."""

import os

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Sets up the process and registers the checks of an installation's settings."""

    name = "zhiheng.office.config"
    label = "config"

    def ready(self) -> None:
        """Keep what is written private, whatever the folder's mode; have Django run the checks.

        Here every process passes, before it writes anything: the server, its worker, the command
        line. Processes started by them inherit it.
        """
        os.umask(0o077)
        from zhiheng.office.config import checks  # noqa: F401 - importing registers them
