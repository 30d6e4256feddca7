"""The ledger app: every official act, in order, unalterable unseen."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registered under the label `ledger`."""

    name = "zhiheng.office.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
