"""Notices, where they are mailed, and the days that have begun."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_PERSON = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """One thing a person is told.

    `code` names its words (`wordings`), `given` fills them in, `href` is the page it is about.
    `key` says what it is about, so that a person is told once. `mail_due_at` is empty where no mail
    is wanted.
    """

    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    given = models.JSONField(default=dict)
    href = models.CharField(max_length=400)
    key = models.CharField(max_length=160)
    made_at = models.DateTimeField(_("Told"))
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="noticed_once"),)
        indexes = (
            models.Index(
                fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["mail_due_at"],
                name="notice_to_mail",
                condition=Q(mail_due_at__isnull=False, mailed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"


class MailAddress(models.Model):
    """Where a person wants notices to be sent."""

    person = models.OneToOneField(_PERSON, models.PROTECT, related_name="+")
    address = models.EmailField(_("Mail address"))
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


class BegunDay(models.Model):
    """A day of which the apps were told; `failures` lists who could not do its work, and why.

    Without `finished_at` the telling was cut off; it is taken up again after a while.
    """

    day = models.DateField(unique=True)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failures = models.JSONField(default=list)

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.day.isoformat()
