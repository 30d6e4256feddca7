"""Papers, how they are numbered, and their service on parties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases.models import Case, Entry, Party
from zhiheng.office.papers.enums import REACHED, PaperState, ServiceResult

_PERSON = settings.AUTH_USER_MODEL


class PaperSequence(models.Model):
    """The last number that a body gave to papers of one pattern in a year."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pattern = models.CharField(max_length=80)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "pattern", "year"), name="paper_sequence_once"
            ),
        )

    def __str__(self) -> str:
        return self.pattern.format(year=self.year, sequence=self.last)


class Paper(models.Model):
    """One document of a case.

    `word` is the file as it stands, `pdf` the one that was issued and by whose digest it is known.
    Without `word` the text could not be made: `missing` names the values that were not there.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=64)  # the name that the procedure gives it
    title = models.CharField(pgettext_lazy("paper", "Title"), max_length=120)
    state = models.CharField(
        pgettext_lazy("paper", "State"),
        max_length=12,
        choices=PaperState.choices,
        default=PaperState.DRAFT,
    )
    number = models.CharField(pgettext_lazy("paper", "Number"), max_length=80, blank=True)
    code = models.CharField(_("Verification code"), max_length=24, blank=True)
    confidential = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    word = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    missing = models.JSONField(default=list)
    edited = models.BooleanField(default=False)  # somebody changed what the template gave
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="papers")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    drafted_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        _PERSON, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    returned = models.CharField(max_length=400, blank=True)  # why it came back unsigned
    issued_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    event = models.PositiveBigIntegerField(null=True, blank=True)  # of the issue, on the ledger
    withdrawn_by = models.ForeignKey(
        _PERSON, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.CharField(max_length=400, blank=True)  # why
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "number"),
                condition=~Q(number=""),
                name="paper_number_once",
            ),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="paper_code_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class Service(models.Model):
    """One way in which a paper was brought to one party, and what came of it."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="services")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=32)
    sent_on = models.DateField(_("Sent"))
    received_on = models.DateField(pgettext_lazy("service", "Received on"), null=True, blank=True)
    result = models.CharField(
        max_length=12, choices=ServiceResult.choices, default=ServiceResult.SENT
    )
    address = models.CharField(_("Address"), max_length=300, blank=True)
    note = models.CharField(_("Remark"), max_length=400, blank=True)
    proof = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "party"),
                condition=Q(result__in=sorted(REACHED | {ServiceResult.SENT})),
                name="service_standing_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.mode} {self.sent_on}"
