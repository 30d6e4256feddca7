"""The app of reported indicators."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registered under the label `reporting`."""

    name = "zhiheng.office.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
