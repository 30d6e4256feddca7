"""Entries of the protection list with their history, alerts, and who is mailed of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.protection.enums import (
    AlertKind,
    AlertState,
    EntryKind,
    EntryState,
    Rhythm,
    Severity,
    StepKind,
)

_PERSON = settings.AUTH_USER_MODEL
OWNERS_PARTED = "、"  # where one column holds several names
_STANDING = (EntryState.REQUESTED.value, EntryState.LISTED.value)


class Entry(models.Model):
    """Something that is protected, or that somebody asks to be; ended, never erased.

    `text` is what is protected in words, or the title of what `number` names. `party` is the
    number of the party that owns it (of the enterprise itself). `valid_to` is the first day on
    which the entry protects no more; for a word of a current event both days bound the filings.
    `organisation` is whose people asked; empty where the office put it on the list by itself.
    """

    kind = models.CharField(_("Kind"), max_length=12, choices=EntryKind.choices)
    text = models.CharField(pgettext_lazy("protection", "Name"), max_length=200)
    number = models.CharField(_("Number"), max_length=60, blank=True)
    party = models.CharField(_("Party"), max_length=20, blank=True)
    owner = models.CharField(pgettext_lazy("protection", "Owner"), max_length=200, blank=True)
    nice_classes = models.JSONField(default=list)
    well_known = models.BooleanField(pgettext_lazy("protection", "Well known"), default=False)
    reason = models.CharField(pgettext_lazy("protection", "Reason"), max_length=400)
    source = models.CharField(pgettext_lazy("protection", "Legal basis"), max_length=200)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid until"), null=True)
    state = models.CharField(
        max_length=12, choices=EntryState.choices, default=EntryState.REQUESTED
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=["state", "kind"], name="protected_state_kind"),)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "text", "number", "party"),
                condition=Q(state__in=_STANDING, organisation__isnull=True),
                name="protected_once_by_the_office",
            ),
            models.UniqueConstraint(
                fields=("kind", "text", "number", "party", "organisation"),
                condition=Q(state__in=_STANDING),
                name="protected_once_by_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="protected_days_run_forward",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Step(models.Model):
    """One line in the history of an entry; never changed."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    text = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"


class Alert(models.Model):
    """What was found about an entry; `key` says what it is, so that it is alerted once.

    `pair` names what the entry is alerted against (a mark, a right); once somebody said that a
    pair is not relevant it is not alerted again. `words` holds the sentence by language, `register`
    and `record` the row it stands on, `details` what a page shows beside it.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=16, choices=AlertKind.choices)
    key = models.CharField(max_length=200)
    pair = models.CharField(max_length=120)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    words = models.JSONField()
    score = models.FloatField(null=True)
    register = models.CharField(max_length=60, blank=True)
    record = models.CharField(max_length=400, blank=True)
    details = models.JSONField(default=dict)
    deadline = models.DateField(null=True)
    import_id = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=AlertState.choices, default=AlertState.NEW)
    note = models.CharField(max_length=400, blank=True)
    judged_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    judged_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    handed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("severity", "-made_at", "-pk")
        indexes = (
            models.Index(fields=["state", "severity"], name="protection_alert_state"),
            models.Index(fields=["made_at"], name="protection_alert_made"),
        )
        constraints = (
            models.UniqueConstraint(fields=("entry", "key"), name="protection_alerted_once"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.key}"


class Subscription(models.Model):
    """How often a person is mailed new alerts; `told_until` is when the last mail was made up."""

    person = models.OneToOneField(_PERSON, models.PROTECT, related_name="+")
    rhythm = models.CharField(_("Mail"), max_length=8, choices=Rhythm.choices, default=Rhythm.NEVER)
    told_until = models.DateTimeField()

    class Meta:
        ordering = ("person",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.rhythm}"


class Comparison(models.Model):
    """The list held against the registers once: up to which import, and what that brought.

    `marks` counts the marks that were new, `entries` the entries they were held against, `more`
    the names with more near marks than are alerted.
    """

    import_id = models.CharField(max_length=40)
    at = models.DateTimeField()
    marks = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    alerts = models.PositiveIntegerField(default=0)
    more = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.import_id} {self.alerts}"
