"""What waits for the background worker."""

from __future__ import annotations

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def waiting(asked: Task[..., Any], **where: object) -> bool:
    """Tell whether a task is queued and was not begun."""
    return DBTaskResult.objects.filter(
        task_path=asked.module_path, status=TaskResultStatus.READY, **where
    ).exists()
