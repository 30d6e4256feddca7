"""The app of evaluations."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Registered under the label `evaluation`."""

    name = "zhiheng.office.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"
