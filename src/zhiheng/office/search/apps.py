"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registered under the label `search`."""

    name = "zhiheng.office.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every finished import."""
        # Models are loaded by now; the module of the tasks needs them.
        from zhiheng.office.notices.signals import address_removed
        from zhiheng.office.registers.signals import import_finished
        from zhiheng.office.search.commands import forget_mail_rhythms
        from zhiheng.office.search.tasks import watch_after_import

        address_removed.connect(forget_mail_rhythms, dispatch_uid="search.forget_mail_rhythms")
        import_finished.connect(watch_after_import, dispatch_uid="search.watch_after_import")
