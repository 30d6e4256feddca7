"""The app of marks."""

from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Registered under the label `marks`."""

    name = "zhiheng.office.marks"
    label = "marks"

    def ready(self) -> None:
        """Offer the way from a party to its marks, and hear of every finished import."""
        from zhiheng.office.marks import listening, party_links

        party_links.offer_link()
        listening.listen()
