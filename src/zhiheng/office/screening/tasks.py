"""Work that runs outside a request."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhiheng.core.errors import PersonError
from zhiheng.office.accounts.models import User
from zhiheng.office.screening.models import Run, Trial
from zhiheng.office.screening.previewing import run_trial
from zhiheng.office.screening.registering import pending, register_pending
from zhiheng.office.screening.running import run_screening
from zhiheng.office.web.queue import waiting


@task()
def screen_in_background(run_id: int, user_id: int) -> None:
    """Run a queued screening; what a person can do something about is noted and no crash."""
    run = Run.objects.get(pk=run_id)
    try:
        run_screening(run=run, by=User.objects.get(pk=user_id), on=timezone.now())
    except PersonError:
        return


@task()
def try_in_background(trial_id: int) -> None:
    """Run a queued trial of a limit."""
    try:
        run_trial(trial=Trial.objects.get(pk=trial_id), on=timezone.now())
    except PersonError:
        return


@task()
def register_in_background() -> None:
    """Bring what cases decided into the register of abnormal filings."""
    register_pending(on=timezone.now())


def keep_registering() -> None:
    """Queue the task where something waits for it and it does not; called when a worker starts."""
    if pending() and not waiting(register_in_background):
        register_in_background.enqueue()
