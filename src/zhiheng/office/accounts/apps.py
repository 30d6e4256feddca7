"""The accounts app: people, organisations and the roles people hold in them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects what the sign-in library reports with the ledger."""

    name = "zhiheng.office.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to second factors being added and removed."""
        from zhiheng.office.accounts import second_factors  # noqa: F401 - importing connects
