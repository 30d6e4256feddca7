"""The app of supervision."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Registered under the label `supervision`."""

    name = "zhiheng.office.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for the beginning of a day: it may call for reminders."""
        from zhiheng.office.supervision import listening

        listening.listen()
