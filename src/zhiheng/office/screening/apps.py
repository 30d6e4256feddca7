"""The app of screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Screening of filings."""

    name = "zhiheng.office.screening"
    label = "screening"

    def ready(self) -> None:
        """Let procedures ask whom confirmed filings bar; follow the cases that hear filers."""
        from zhiheng.office.screening import (
            draft_answers,
            draft_listening,
            listening,
            party_links,
            trigger_listening,
        )

        listening.listen()
        draft_listening.listen()
        draft_answers.answer()
        trigger_listening.listen()
        party_links.offer_link()
