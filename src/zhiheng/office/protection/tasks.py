"""Work of the protection list outside a request."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhiheng.office.accounts.system import system_operator


@task()
def hold_in_background() -> None:
    """Hold the list against the registers; what was told before is not told again."""
    # Comparison takes a table of characters that no page needs.
    from zhiheng.office.protection.watching import hold_list

    hold_list(by=system_operator(), on=timezone.now())


@task()
def digest_in_background() -> None:
    """Send the digests that are due."""
    from zhiheng.office.protection.mailing import send_digests

    send_digests(on=timezone.now())
