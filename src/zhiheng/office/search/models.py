"""Saved searches, who watches them, and the alerts that came of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.core.errors import Problem
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.search.enums import MailRhythm


class SavedSearch(models.Model):
    """A search kept under a name: its owner's alone, or shared with one organisation.

    `query` is the text of the box, `narrowed` the chosen facet values by facet. `failure` holds
    what was wrong with the query when it was last run for an alert. A deleted search keeps its row,
    so that it can be taken back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Shared with"),
    )
    name = models.CharField(_("Name"), max_length=120)
    query = models.TextField(_("Query"))
    narrowed = models.JSONField(default=dict)
    sort = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(_("Saved"))
    deleted_at = models.DateTimeField(null=True, blank=True)
    failure = models.JSONField(default=list)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(deleted_at__isnull=True),
                name="saved_search_name_once_an_owner",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def problems(self) -> list[Problem]:
        """Return what was wrong at the last run, as values that can be put into words."""
        return [Problem(entry["code"], entry["values"]) for entry in self.failure]


class Watch(models.Model):
    """One person wants to know what an import brings to a saved search."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rhythm = models.CharField(
        _("Mail"), max_length=16, choices=MailRhythm.choices, default=MailRhythm.NEVER
    )
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["search", "person"], name="watched_once_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.search_id}"


class Alert(models.Model):
    """What one import brought to a watched search; a repeated import finds it there already."""

    search = models.ForeignKey(SavedSearch, models.PROTECT, related_name="alerts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    import_id = models.CharField(max_length=32)
    found_at = models.DateTimeField(_("Found"))
    total = models.PositiveBigIntegerField(_("Matches"))
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["search", "person", "import_id"], name="alerted_once_an_import"
            ),
        )
        indexes = (
            models.Index(fields=["person"], name="alert_unread", condition=Q(read_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.search_id} {self.import_id} {self.total}"


class AlertedRecord(models.Model):
    """One record an alert names; the same record is not named to the same person again."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="records")
    register = models.CharField(max_length=64)
    key = models.TextField()
    title = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["register", "key"], name="alerted_record"),)

    def __str__(self) -> str:
        return f"{self.register} {self.key}"


# How long a deleted search can be taken back.
KEPT_AFTER_DELETION = dt.timedelta(days=30)
