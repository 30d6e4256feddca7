"""The app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registered under the label `desk`; it has no models of its own."""

    name = "zhiheng.office.desk"
    label = "desk"
