"""Computing raised frequencies outside a request."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhiheng.office.screening.triggers import compute_triggers
from zhiheng.office.web.queue import waiting


@task()
def compute_in_background() -> None:
    """Compare what the rules say with what is raised."""
    compute_triggers(on=timezone.now())


def want_computation() -> None:
    """Queue the computation, unless one waits that will see what happened just now."""
    if not waiting(compute_in_background):
        compute_in_background.enqueue()
