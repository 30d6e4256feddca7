"""The app of marks."""

from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Registered under the label `marks`."""

    name = "zhiheng.office.marks"
    label = "marks"

    def ready(self) -> None:
        """Offer the way from a party to its marks, and hear of every finished import."""
        from zhiheng.office.marks import party_links
        from zhiheng.office.marks.tasks import index_after_import
        from zhiheng.office.registers.signals import import_finished

        party_links.offer_link()
        import_finished.connect(index_after_import, dispatch_uid="marks.index_after_import")
