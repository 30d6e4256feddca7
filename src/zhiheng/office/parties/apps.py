"""The app of parties."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registered under the label `parties`."""

    name = "zhiheng.office.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for imports: decisions that waited for the lake are taken into account then."""
        from zhiheng.office.parties import listening

        listening.listen()
