"""The app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registered under the label `notices`."""

    name = "zhiheng.office.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the act log verified every day."""
        from zhiheng.office.notices.ledger_watch import listen

        listen()
