"""The app of the service hall."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """Registered under the label `hall`."""

    name = "zhiheng.office.hall"
    label = "hall"
    default_auto_field = "django.db.models.BigAutoField"
