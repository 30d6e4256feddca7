"""The monitoring app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Registered under the label `monitoring`."""

    name = "zhiheng.office.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"
