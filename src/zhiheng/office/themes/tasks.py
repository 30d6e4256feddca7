"""Work that runs outside a request."""

from __future__ import annotations

from django_tasks import task

from zhiheng.office.themes.refreshing import refresh_themes


@task()
def refresh_in_background(run_id: int) -> None:
    """Count the themes after an import."""
    refresh_themes(run_id=run_id)
