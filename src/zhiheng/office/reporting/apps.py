"""The app of reported indicators."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registered under the label `reporting`."""

    name = "zhiheng.office.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every day that begins, and of indicators told in another unit."""
        from zhiheng.office.reporting import listening

        listening.listen()
