"""The app of reported indicators."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registered under the label `reporting`."""

    name = "zhiheng.office.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every day that begins, and of indicators told in another unit."""
        from zhiheng.office.notices.signals import day_began
        from zhiheng.office.plans.signals import unit_changed
        from zhiheng.office.reporting.reminding import begin_day
        from zhiheng.office.reporting.units import check_unit

        unit_changed.connect(check_unit, dispatch_uid="reporting.check_unit")
        day_began.connect(begin_day, dispatch_uid="reporting.begin_day")
