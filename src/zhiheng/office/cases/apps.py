"""The app of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registered under the label `cases`."""

    name = "zhiheng.office.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
