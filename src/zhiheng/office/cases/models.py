"""Cases, their parties and people, their clocks, and the file of what was done.

What somebody wrote stands in `Case.form` and `Entry.content`; the ledger holds its salted digest,
so content can be erased by law while the proof stays whole.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases.enums import (
    APPOINTED,
    PARTIES,
    Capacity,
    CaseStatus,
    EntryKind,
    ProposalKind,
    SessionState,
)

_PERSON = settings.AUTH_USER_MODEL
ANONYMOUS = "匿名"  # the name of a party whom nobody shall know


class ProcedureVersion(models.Model):
    """A procedure as it was declared when cases began in it; they keep it to their end."""

    procedure = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("procedure", "number")

    def __str__(self) -> str:
        return f"{self.procedure} {self.number}"


class CaseSequence(models.Model):
    """The last number given to a case of a prefix in a year."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("prefix", "year"), name="case_sequence_once"),
        )

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:06d}"


class Case(models.Model):
    """One matter from intake to archive.

    `organisation` handles it, `station` took it in. What can be counted from the clocks is kept
    with the case so that lists sort by it: `due_on` is the next last day that binds the office, or
    a party where the office has none.
    """

    number = models.CharField(_("Case number"), max_length=24, unique=True)
    code = models.CharField(_("Verification code"), max_length=24, unique=True)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="cases")
    procedure = models.CharField(pgettext_lazy("case", "Procedure"), max_length=64)
    title = models.CharField(_("Subject"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    station = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    division = models.CharField(_("Division code"), max_length=6, blank=True)
    stage = models.CharField(_("Stage"), max_length=48)
    status = models.CharField(
        pgettext_lazy("case", "State"),
        max_length=12,
        choices=CaseStatus.choices,
        default=CaseStatus.OPEN,
    )
    waits_for = models.CharField(max_length=12, default="office")
    outcome = models.CharField(_("Outcome"), max_length=48, blank=True)
    handler = models.ForeignKey(
        _PERSON, models.PROTECT, null=True, blank=True, related_name="handled_cases"
    )
    filed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="filed_cases")
    filed_for = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField(_("Filed"))
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True)
    form = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)  # done, issued, served, held: names, sorted
    due_on = models.DateField(_("Due"), null=True, blank=True)
    due_term = models.CharField(max_length=48, blank=True)
    due_binds = models.CharField(max_length=12, blank=True)  # whom: the office, a party …
    due_provisional = models.BooleanField(default=False)
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined_cases"
    )
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="linked_cases"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-filed_at", "-pk")
        indexes = (
            # With all that the counts over the trays ask for, so that they read no form.
            models.Index(
                fields=("organisation", "status", "due_on", "due_binds", "handler"),
                name="case_desk",
            ),
            models.Index(fields=("handler", "status", "due_on"), name="case_mine"),
            models.Index(fields=("procedure", "filed_at"), name="case_procedure"),
            models.Index(fields=("filed_by", "filed_at"), name="case_filer"),
            models.Index(fields=("status", "due_on"), name="case_due"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def name_of(self, person: User | None) -> str:
        """Return a person's name for the pages of the case; none of who asked anonymously."""
        if person is None:
            return ""
        hidden = {each.user_id for each in self.parties.all() if each.name == ANONYMOUS}
        return ANONYMOUS if person.pk in hidden else person.display_name

    @property
    def filer_name(self) -> str:
        """Return who handed the form in."""
        return self.name_of(self.filed_by)


class Party(models.Model):
    """Somebody whose matter it is: who asks, who is asked, who is concerned.

    `user` or the people of `organisation` act for it here, and so does `agent`; but not before
    `told_at`: whom a lead or a request that is not yet accepted concerns is not warned by it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    position = models.CharField(
        max_length=16, choices=[(each.value, each.label) for each in PARTIES]
    )
    name = models.CharField(_("Name"), max_length=200)
    identifier = models.CharField(_("Code or number"), max_length=40, blank=True)
    is_person = models.BooleanField(default=False)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    phone = models.CharField(_("Telephone"), max_length=32, blank=True)
    mail = models.CharField(_("Mail"), max_length=254, blank=True)
    user = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agent_name = models.CharField(_("Agent"), max_length=200, blank=True)
    agent = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        indexes = (
            models.Index(fields=("user", "case"), name="party_user"),
            models.Index(fields=("organisation", "case"), name="party_organisation"),
            models.Index(fields=("agent", "case"), name="party_agent"),
        )

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """Somebody appointed for one case, until released."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    capacity = models.CharField(
        max_length=24, choices=[(each.value, each.label) for each in APPOINTED]
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("person", "until"), name="participant_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "person", "capacity"),
                condition=Q(until__isnull=True),
                name="participant_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.capacity}"


class CaseClock(models.Model):
    """One term of a case: since when, how long, when it ended, and its last day as counted.

    `of` is the party whose term it is, where several have the same. `due_on` is counted anew when
    something stops or lengthens the term and when a calendar arrives; while time stands still it
    is the day as it would be if time went on now.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    term = models.CharField(max_length=48)
    of = models.CharField(max_length=20, blank=True)
    start_on = models.DateField()
    start_at = models.DateTimeField(null=True, blank=True)
    length = models.CharField(max_length=12)
    service = models.CharField(max_length=32, blank=True)
    extensions = models.JSONField(default=list)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    awaits = models.JSONField(default=list)  # years whose holiday notice may still change it
    standing = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("ended_on", "due_on"), name="clock_due"),)

    def __str__(self) -> str:
        return f"{self.term} {self.due_on}"


class CaseStop(models.Model):
    """Days that are not counted, from `first` to `last`; None while time stands still."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stops")
    ground = models.CharField(max_length=48)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.ground} {self.first}–{self.last or ''}"


class Entry(models.Model):
    """One line of the file: who did what, as what, when, and what they wrote.

    `content` holds what was filled in, sealed by `salt` and `digest`; both are gone once the line
    was erased by law. `key` is what a form was sent with: sent twice, it acts once.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    name = models.CharField(max_length=48, blank=True)  # of the act, term, ground, paper, session
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    stage_before = models.CharField(max_length=48, blank=True)
    stage_after = models.CharField(max_length=48, blank=True)
    content = models.JSONField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    event = models.PositiveBigIntegerField()  # the number on the ledger
    internal = models.BooleanField(default=False)  # kept from the parties
    key = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "key"), condition=~Q(key=""), name="entry_key_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()


class EntryFile(models.Model):
    """A file handed in or made with a line of the file; `material` says what it is."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="files")
    material = models.CharField(max_length=48, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.material} {self.attachment_id}"


class Proposal(models.Model):
    """Something that takes effect once somebody else approves it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    name = models.CharField(max_length=48)
    of = models.CharField(max_length=20, blank=True)
    content = models.JSONField(default=dict)
    files = models.ManyToManyField(Attachment, related_name="+")
    proposed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=24)
    proposed_at = models.DateTimeField()
    approver = models.CharField(max_length=24, choices=Capacity.choices)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True)
    reason = models.TextField(max_length=2_000, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "name", "of"),
                condition=Q(decided_at__isnull=True),
                name="proposal_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Cooperation(models.Model):
    """What another body was asked to do for a case, and its answer."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="cooperations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    question = models.TextField(max_length=2_000)
    due_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=4_000, blank=True)
    declined = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        _PERSON, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    files = models.ManyToManyField(Attachment, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.due_on or ''}"


class Session(models.Model):
    """A hearing or meeting on a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=48)
    starts_at = models.DateTimeField(_("Begins"))
    place = models.CharField(_("Place"), max_length=200)
    state = models.CharField(
        max_length=12, choices=SessionState.choices, default=SessionState.PLANNED
    )
    attendance = models.TextField(max_length=2_000, blank=True)
    scheduled_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"


class Interest(models.Model):
    """What keeps somebody from cases of others: a tie they declared, or that was found."""

    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="interests")
    name = models.CharField(_("Person or body"), max_length=200)
    tie = models.CharField(_("Tie"), max_length=200)
    since = models.DateField(_("From"))
    until = models.DateField(_("Until"), null=True, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


def names_in(marks: dict[str, Any], which: str) -> frozenset[str]:
    """Return the names kept under one mark of a case."""
    return frozenset(marks.get(which, ()))
