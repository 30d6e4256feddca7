"""The app of the joint conference."""

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    """Registered under the label `conference`."""

    name = "zhiheng.office.conference"
    label = "conference"
    default_auto_field = "django.db.models.BigAutoField"
