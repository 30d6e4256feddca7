"""The registers app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registered under the label `registers`."""

    name = "zhiheng.office.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
