"""The app of attached files."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Registered under the label `attachments`."""

    name = "zhiheng.office.attachments"
    label = "attachments"
    default_auto_field = "django.db.models.BigAutoField"
