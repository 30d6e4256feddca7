"""Forms that were begun, and what people think of a service."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases.models import Case, ProcedureVersion

_PERSON = settings.AUTH_USER_MODEL


class HallDraft(models.Model):
    """A form that somebody began and has not handed in.

    `values` holds what was typed, fitting or not. `version` is the form that was filled in. `key`
    makes handing in act once; afterwards `case` says what came of it and nothing else is kept.
    """

    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="hall_drafts")
    procedure = models.CharField(max_length=64)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    station = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=64, unique=True)
    begun_at = models.DateTimeField(_("Begun"))
    changed_at = models.DateTimeField(_("Changed"))
    revision = models.PositiveIntegerField(default=1)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-changed_at", "-pk")
        indexes = (models.Index(fields=("person", "case"), name="hall_draft_person"),)

    def __str__(self) -> str:
        return f"{self.procedure} {self.begun_at:%Y-%m-%d}"


class DraftFile(models.Model):
    """A file chosen for a form that is not handed in yet."""

    draft = models.ForeignKey(HallDraft, models.CASCADE, related_name="files")
    material = models.CharField(max_length=48)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.material} {self.attachment_id}"


class Rating(models.Model):
    """What somebody who asked thinks of how a matter was handled, from 1 to 5."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField(
        _("Rating"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("What was good, what was not"), max_length=1_000, blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "person"), name="rating_once"),
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=5), name="rating_from_one_to_five"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.stars}"
