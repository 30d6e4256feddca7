"""The app of yearly reports."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """Registered under the label `annual`."""

    name = "zhiheng.office.annual"
    label = "annual"
    default_auto_field = "django.db.models.BigAutoField"
