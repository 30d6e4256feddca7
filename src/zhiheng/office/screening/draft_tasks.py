"""Checking drafts outside a request."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhiheng.office.screening.drafts import remove_left_over, run_check


@task()
def check_drafts_in_background(code: str) -> None:
    """Check drafts that wait, and remove what an interrupted check left behind."""
    now = timezone.now()
    run_check(code=code, on=now)
    remove_left_over(on=now)
