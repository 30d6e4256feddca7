"""The configuration app: its system checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of an installation's settings."""

    name = "zhiheng.office.config"
    label = "config"

    def ready(self) -> None:
        """Make Django run the checks."""
        from zhiheng.office.config import checks  # noqa: F401 - importing registers them
