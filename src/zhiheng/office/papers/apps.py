"""The app of papers."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Registered under the label `papers`."""

    name = "zhiheng.office.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for acts that call for papers."""
        from zhiheng.office.papers import listening

        listening.listen()
