"""The app of the protection list."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Registered under the label `protection`."""

    name = "zhiheng.office.protection"
    label = "protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for imports and for the beginning of a day: both may raise alerts."""
        from zhiheng.office.protection import listening

        listening.listen()
