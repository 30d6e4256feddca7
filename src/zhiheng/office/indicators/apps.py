"""The indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registered under the label `indicators`."""

    name = "zhiheng.office.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
