"""The app of reported indicators."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registered under the label `reporting`."""

    name = "zhiheng.office.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every day that begins."""
        from zhiheng.office.notices.signals import day_began
        from zhiheng.office.reporting.reminding import begin_day

        day_began.connect(begin_day, dispatch_uid="reporting.begin_day")
