"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registered under the label `api`."""

    name = "zhiheng.office.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
