"""The app of the load of cases."""

from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """Registered under the label `caseload`."""

    name = "zhiheng.office.caseload"
    label = "caseload"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for the beginning of a day: clocks are counted anew and people reminded."""
        from zhiheng.office.caseload import listening

        listening.listen()
