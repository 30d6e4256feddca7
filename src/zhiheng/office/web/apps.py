"""The web app: the frame of all pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registered under the label `web`; has templates and static files, no tables."""

    name = "zhiheng.office.web"
    label = "web"
