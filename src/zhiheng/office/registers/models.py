"""Imports and the rows they set aside. The registers themselves lie in the lake."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.core.errors import Problem
from zhiheng.office.registers.enums import ImportState, SetAsideState


class Import(models.Model):
    """One run of the importer: what it was given, how far it is, and what became of it.

    `import_id` is the id that rows of the lake carry; it is empty until the run has begun.
    `counts` holds new, changed and unchanged by register.
    """

    import_id = models.CharField(_("Import"), max_length=32, blank=True, db_index=True)
    state = models.CharField(_("State"), max_length=16, choices=ImportState.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Requested by")
    )
    requested_at = models.DateTimeField(_("Requested at"), db_index=True)
    started_at = models.DateTimeField(_("Started at"), null=True)
    finished_at = models.DateTimeField(_("Finished at"), null=True)
    alive_at = models.DateTimeField(null=True)
    paths = models.JSONField(_("Files"), default=list)
    register = models.CharField(_("Register"), max_length=64, blank=True)
    done_bytes = models.BigIntegerField(default=0)
    total_bytes = models.BigIntegerField(default=0)
    records_read = models.BigIntegerField(_("Records read"), default=0)
    counts = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    set_aside_count = models.BigIntegerField(_("Set aside"), default=0)
    companions = models.BigIntegerField(default=0)
    failure = models.JSONField(default=list)

    class Meta:
        ordering = ("-requested_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def total(self, name: str) -> int:
        """Return new, changed or unchanged over all registers."""
        return sum(counts.get(name, 0) for counts in self.counts.values())

    @property
    def percent(self) -> int:
        """Return how much of the files has been read."""
        if self.state == ImportState.FINISHED:
            return 100
        return min(99, self.done_bytes * 100 // self.total_bytes) if self.total_bytes else 0


class SetAsideRow(models.Model):
    """One record that could not be taken, with every reason and what was received."""

    import_run = models.ForeignKey(Import, models.PROTECT, related_name="set_aside_rows")
    register = models.CharField(_("Register"), max_length=64, blank=True)
    file = models.TextField(_("File"))
    position = models.CharField(_("Position"), max_length=128, blank=True)
    problems = models.JSONField(_("Reasons"))
    first_code = models.CharField(_("Kind of problem"), max_length=64, db_index=True)
    received = models.TextField(_("Received"), blank=True)
    state = models.CharField(
        _("State"), max_length=16, choices=SetAsideState.choices, default=SetAsideState.OPEN
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(_("Reason"), max_length=400, blank=True)
    corrected_in = models.ForeignKey(Import, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["state", "register"], name="set_aside_open"),)

    def __str__(self) -> str:
        return f"{self.file} {self.position}"

    @property
    def reasons(self) -> list[Problem]:
        """Return the problems as values that can be put into words."""
        return [Problem(entry["code"], entry["values"]) for entry in self.problems]


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as it is stored."""
    return {"code": problem.code, "values": dict(problem.values)}
