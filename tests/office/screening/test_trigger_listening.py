"""After an import the rules of raised inspection are looked at, once."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.office.registers.cities import empty_home
from tests.office.registers.feeds import GOOD_ENTERPRISES, write
from zhiheng.office.accounts.models import User
from zhiheng.office.registers.commands import import_files
from zhiheng.office.screening.trigger_tasks import compute_in_background

__all__ = ["empty_home"]


def test_imports_have_the_rules_looked_at_once(analyst: User, empty_home: Path):
    path = write(empty_home, "firms.csv", GOOD_ENTERPRISES)
    for _ in range(2):
        import_files(paths=[path], by=analyst, on=timezone.now())
    queued = DBTaskResult.objects.filter(task_path=compute_in_background.module_path)
    assert queued.count() == 1
