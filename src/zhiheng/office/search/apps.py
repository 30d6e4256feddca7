"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registered under the label `search`."""

    name = "zhiheng.office.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every finished import, and of addresses that are taken back."""
        # Models are loaded by now; what listens needs them.
        from zhiheng.office.search import listening

        listening.listen()
