"""Work that runs outside a request."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhiheng.core.errors import PersonError
from zhiheng.office.accounts.models import User
from zhiheng.office.registers.commands import run_import
from zhiheng.office.registers.models import Import


@task()
def import_in_background(run_id: int, user_id: int) -> None:
    """Run a queued import; what a person did wrong is noted on the run and is no crash."""
    run = Import.objects.get(pk=run_id)
    try:
        run_import(run=run, by=User.objects.get(pk=user_id), on=timezone.now())
    except PersonError:
        return
