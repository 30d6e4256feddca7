"""What the searches do when an import has finished, and when an address is taken back."""

from __future__ import annotations

from typing import Any

from zhiheng.office.accounts.models import User
from zhiheng.office.notices.signals import address_removed
from zhiheng.office.registers.signals import import_finished
from zhiheng.office.search.enums import MailRhythm
from zhiheng.office.search.models import Watch


def listen() -> None:
    """Hear of every finished import, and of addresses that are taken back."""
    address_removed.connect(forget_mail_rhythms, dispatch_uid="search.forget_mail_rhythms")
    import_finished.connect(watch_after_import, dispatch_uid="search.watch_after_import")


def watch_after_import(sender: object, run: Any, report: Any, **others: object) -> None:
    """Have the watched searches run on what an import brought, where it brought anything."""
    if report.import_id and (report.new or report.changed):
        # Loaded here: no start of a command should wait for the index.
        from zhiheng.office.search.tasks import alert_in_background

        alert_in_background.enqueue(report.import_id)


def forget_mail_rhythms(sender: object, person: User, **others: object) -> None:
    """Send somebody no more mail of their searches, once they took their address back."""
    Watch.objects.filter(person=person).update(rhythm=MailRhythm.NEVER)
