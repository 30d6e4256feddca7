"""The app of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registered under the label `plans`."""

    name = "zhiheng.office.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
