"""The app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registered under the label `notices`."""

    name = "zhiheng.office.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
