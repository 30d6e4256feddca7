"""The accounts app: people, organisations and the roles people hold in them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registered under the label `accounts`."""

    name = "zhiheng.office.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
