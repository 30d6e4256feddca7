"""What people were reminded of, so that nobody is reminded of the same twice."""

from __future__ import annotations

from django.db import models

from zhiheng.office.caseload.enums import ReminderStep
from zhiheng.office.cases.models import Case


class CaseReminder(models.Model):
    """One step of reminding, taken once for the last day it was about.

    `subject` is what it was about inside the case: `clock:7`, `cooperation:2`, `stop:3`, or empty
    for the case itself. A last day that moves begins anew.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=12, choices=ReminderStep.choices)
    subject = models.CharField(max_length=40, blank=True)
    due_on = models.DateField()
    on = models.DateField()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "step", "subject", "due_on"), name="case_step_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.on}"
