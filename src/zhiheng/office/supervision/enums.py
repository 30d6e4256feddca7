"""The closed lists of supervision; the states themselves are those of `core.plans.tasks`."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.plans import reminders, tasks


class TaskState(TextChoices):
    """How far a task is."""

    OPEN = tasks.TaskState.OPEN.value, pgettext_lazy("task", "Not started")
    IN_PROGRESS = tasks.TaskState.IN_PROGRESS.value, _("In progress")
    BLOCKED = tasks.TaskState.BLOCKED.value, _("Blocked")
    DONE = tasks.TaskState.DONE.value, pgettext_lazy("task", "Done")
    CANCELLED = tasks.TaskState.CANCELLED.value, pgettext_lazy("task", "Cancelled")


ENDED = (TaskState.DONE, TaskState.CANCELLED)


class MeasureState(TextChoices):
    """How far a measure is."""

    NOT_STARTED = tasks.MeasureState.NOT_STARTED.value, pgettext_lazy("task", "Not started")
    IN_PROGRESS = tasks.MeasureState.IN_PROGRESS.value, _("In progress")
    BLOCKED = tasks.MeasureState.BLOCKED.value, _("Blocked")
    OVERDUE = tasks.MeasureState.OVERDUE.value, _("Overdue")
    SUBMITTED = tasks.MeasureState.SUBMITTED.value, _("Completion to be confirmed")
    DONE = tasks.MeasureState.DONE.value, pgettext_lazy("task", "Done")


class EntryKind(TextChoices):
    """What one line in the history of a measure says."""

    ADDED = "added", _("Task added")
    CHANGED = "changed", _("Task changed")
    PROGRESS = "progress", _("Progress")
    BLOCKED = "blocked", _("Blocked")
    UNBLOCKED = "unblocked", _("No longer blocked")
    COMPLETED = "completed", _("Task completed")
    REOPENED = "reopened", _("Task reopened")
    CANCELLED = "cancelled", _("Task cancelled")
    COMMITMENT = "commitment", _("Quantity reached")
    YEARLY = "yearly", _("Report of a year")
    COMMENT = "comment", _("Comment")
    ASKED = "asked", _("Report asked for")
    SUBMITTED = "submitted", _("Completion submitted")
    CONFIRMED = "confirmed", _("Completion confirmed")
    RETURNED = "returned", _("Completion returned")


# What a department says about its work; the others are what is said to it, or what was arranged.
REPORTS = (
    EntryKind.PROGRESS,
    EntryKind.BLOCKED,
    EntryKind.UNBLOCKED,
    EntryKind.COMPLETED,
    EntryKind.COMMITMENT,
    EntryKind.YEARLY,
    EntryKind.SUBMITTED,
)


class ReminderStep(TextChoices):
    """The steps of reminding and escalating."""

    DUE_SOON = reminders.Step.DUE_SOON.value, _("Due soon")
    DUE_TODAY = reminders.Step.DUE_TODAY.value, _("Due")
    OVERDUE = reminders.Step.OVERDUE.value, _("Overdue")
    OVERDUE_LONG = reminders.Step.OVERDUE_LONG.value, _("Overdue for long")
    STALE = reminders.Step.STALE.value, _("No report for long")
    YEARLY = reminders.Step.YEARLY.value, _("Report of the year missing")
