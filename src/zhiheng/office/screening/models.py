"""Screenings, the findings and rings they brought, and what people decided about these.

A finding is kept from one screening to the next: a later one that finds the same updates it. What
people decided is never changed: each decision is a row of its own.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.accounts.models import Organisation
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.screening.enums import (
    About,
    FindingState,
    JudgementAct,
    RunState,
    ScopeKind,
    SpareKind,
)

_PERSON = settings.AUTH_USER_MODEL


def _about() -> models.CharField[str, str]:
    """Return the column that says which register something was found in."""
    return models.CharField(
        pgettext_lazy("screening", "About"),
        max_length=12,
        choices=About.choices,
        default=About.PATENTS,
    )


class Work(models.Model):
    """Something that is computed in the background: who asked for it, and how far it is."""

    state = models.CharField(
        pgettext_lazy("run", "State"),
        max_length=12,
        choices=RunState.choices,
        default=RunState.QUEUED,
    )
    requested_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("Asked for"))
    started_at = models.DateTimeField(null=True)
    alive_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=60, blank=True)  # a signal's name, or a step's code
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.JSONField(default=list)  # what went wrong: code and values

    class Meta:
        abstract = True

    @property
    def going_on(self) -> bool:
        """Tell whether it waits or runs."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def percent(self) -> int:
        """Return how much of the present step is done."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class Run(Work):
    """One screening: of what, by which limits, on which state of the registers, and how far it is.

    `scope` holds the values of its kind (`core.screening.scopes`), `scope_key` is the same for
    screenings of the same; `limits` every limit used, by signal; `versions` the version of every
    register that was read.
    """

    about = _about()
    kind = models.CharField(_("What is screened"), max_length=12, choices=ScopeKind.choices)
    scope = models.JSONField(default=dict)
    scope_key = models.CharField(max_length=64, blank=True, db_index=True)
    limits = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    asked = models.PositiveIntegerField(default=0)  # filings asked about
    beside = models.PositiveIntegerField(default=0)  # filings they were looked at beside
    found = models.PositiveIntegerField(default=0)
    spared = models.JSONField(default=list)  # leads that were not told, each with the reason
    problems = models.JSONField(default=list)  # filings that could not be looked at, and why

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("screening")

    def __str__(self) -> str:
        return str(self.pk)


class Ring(models.Model):
    """Findings whose filings, applicants, addresses or inventors hang together."""

    about = _about()
    key = models.CharField(max_length=24, unique=True)
    strength = models.FloatField(default=0)
    title = models.CharField(max_length=200, blank=True)
    division = models.CharField(max_length=6, blank=True)
    behaviours = models.JSONField(default=list)
    filings = models.JSONField(default=list)
    parties = models.JSONField(default=list)
    graph = models.JSONField(default=dict)  # core.screening.rings: nodes and edges
    last_run = models.ForeignKey(Run, models.PROTECT, related_name="rings")

    class Meta:
        ordering = ("-strength", "pk")
        verbose_name = _("ring")

    def __str__(self) -> str:
        return self.key


class Finding(models.Model):
    """A lead as it was told, and what became of it; `revision` lets no two decisions cross."""

    about = _about()
    key = models.CharField(max_length=24, unique=True)
    signal = models.CharField(_("Signal"), max_length=48)
    behaviour = models.CharField(pgettext_lazy("screening", "Behaviour"), max_length=8)
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)  # whose filings; persons are masked
    strength = models.FloatField(pgettext_lazy("screening", "Strength"))
    filings = models.JSONField(default=list)
    size = models.PositiveIntegerField(_("Filings"), default=0)
    facts = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    items = models.JSONField(default=list)
    parties = models.JSONField(default=list)
    division = models.CharField(max_length=6, blank=True)
    ring = models.ForeignKey(Ring, models.SET_NULL, null=True, related_name="findings")
    first_run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    last_run = models.ForeignKey(Run, models.PROTECT, related_name="findings")
    state = models.CharField(
        pgettext_lazy("screening", "State"),
        max_length=12,
        choices=FindingState.choices,
        default=FindingState.OPEN,
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="screening_findings")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-strength", "pk")
        indexes = (
            models.Index(fields=("about", "state", "-strength"), name="finding_queue"),
            models.Index(fields=("signal", "state"), name="finding_signal"),
            models.Index(fields=("division", "state"), name="finding_division"),
        )
        verbose_name = _("finding")

    def __str__(self) -> str:
        return f"{self.signal} {self.subject}"


class FindingFiling(models.Model):
    """A filing of a finding, to be found by its number."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="of_filings")
    number = models.CharField(_("Application number"), max_length=40, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("finding", "number"), name="finding_filing_once"),
        )

    def __str__(self) -> str:
        return self.number


class FindingParty(models.Model):
    """A party or agency of a finding: `party` is a party's number, or `agency:` and whose.

    Patent agencies have a code of five digits, trademark agencies none: these are told by name.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="of_parties")
    party = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("finding", "party"), name="finding_party_once"),
        )

    def __str__(self) -> str:
        return self.party


class Judgement(models.Model):
    """What a person did with a finding, when and why."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="judgements")
    act = models.CharField(max_length=12, choices=JudgementAct.choices)
    reason = models.TextField(_("Reason"), max_length=2_000, blank=True)
    items = models.JSONField(default=list)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("judgement")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.act}"


class DismissedItem(models.Model):
    """A single fact that a person found innocent for a signal; it alone brings no lead again."""

    signal = models.CharField(max_length=48)
    item = models.CharField(max_length=160)
    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="dismissed")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("signal", "item"), name="dismissed_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.signal} {self.item}"


class LimitChange(models.Model):
    """A limit of a signal that the office set otherwise from a day on; it can be withdrawn."""

    signal = models.CharField(_("Signal"), max_length=48)
    limit = models.CharField(pgettext_lazy("screening", "Limit"), max_length=48)
    value = models.FloatField(_("Value"))
    valid_from = models.DateField(_("In force from"))
    reason = models.CharField(_("Reason"), max_length=400)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("changed limit")

    def __str__(self) -> str:
        return f"{self.signal}.{self.limit} {self.value}"


class Trial(Work):
    """What a limit set otherwise would change, tried on last year's filings before it is saved.

    `result` holds, once done, the findings that would be gained and lost and the number kept.
    """

    about = _about()
    signal = models.CharField(_("Signal"), max_length=48)
    limit = models.CharField(pgettext_lazy("screening", "Limit"), max_length=48)
    value = models.FloatField(_("Value"))
    valid_from = models.DateField(_("In force from"))
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    first = models.DateField()
    last = models.DateField()
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("trial of a limit")

    def __str__(self) -> str:
        return f"{self.signal}.{self.limit} {self.value}"


class Spared(models.Model):
    """An entry of the office's white list; ended, not erased. No `signals` means all of them."""

    kind = models.CharField(_("Kind"), max_length=12, choices=SpareKind.choices)
    value = models.CharField(_("Number or code"), max_length=60)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    signals = models.JSONField(default=list)
    reason = models.CharField(_("Reason"), max_length=400)
    valid_from = models.DateField(_("In force from"))
    valid_to = models.DateField(_("Until"), null=True, blank=True)  # the first day after
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("entry of the white list")

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class DraftCheck(models.Model):
    """A private check of drafts before filing: whose, of which files, how far it is.

    The drafts themselves are not kept, only their digests. What was found is `sealed` with a key
    that only its owner's browser has; `result` says no more than how many leads of which signal.
    `code`, the `event` on the ledger and the `proof` show that the check was made, of exactly
    these files, on that day; they stay when the result is deleted.
    """

    code = models.CharField(_("Verification code"), max_length=24, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applicant = models.CharField(_("Applicant"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.QUEUED)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    files = models.JSONField(default=list)  # name, size, sha256, drafts
    drafts = models.PositiveIntegerField(default=0)
    versions = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    problems = models.JSONField(default=list)  # of a check that failed as a whole
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the canonical statement
    statement = models.JSONField(default=dict)
    proof = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    event = models.PositiveBigIntegerField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("check of drafts")

    def __str__(self) -> str:
        return self.code


class Trigger(models.Model):
    """A party or agency whose figures raise how often it is inspected, since when and why."""

    subject = models.CharField(max_length=40, db_index=True)  # as FindingParty.party
    name = models.CharField(max_length=200)
    rule = models.CharField(max_length=48)
    figures = models.JSONField(default=dict)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which the rule no longer held
    lifted_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "rule"),
                condition=models.Q(until__isnull=True, lifted_at__isnull=True),
                name="trigger_once",
            ),
        )
        verbose_name = _("raised frequency of inspection")

    def __str__(self) -> str:
        return f"{self.subject} {self.rule}"

    @property
    def is_open(self) -> bool:
        """Tell whether the frequency is raised now."""
        return self.until is None and self.lifted_at is None


class Hearing(models.Model):
    """A finding in the case in which one of its filers is heard, and what came of it there.

    A finding about several filers has a case for each; `filings` are those of this filer.
    `outcome` is a state of findings, empty until the case decides.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="hearings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="screening_hearings")
    filings = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("finding", "case"), name="finding_heard_once"),
        )
        verbose_name = _("hearing of a filer")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.case_id}"


class Registration(models.Model):
    """What an act of a case has to bring into the register of what cases confirm.

    Written in the transaction of the act; `imported` is the import that brought it there. One that
    has none yet is brought there by the next task, whatever kept the last one from it.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)  # as registering.row_of writes them
    imported = models.PositiveBigIntegerField(null=True)  # the number of the import
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("entry to be made in a register by a case")

    def __str__(self) -> str:
        return f"{self.entry_id} {len(self.rows)}"


class VetoAnswer(models.Model):
    """The answer whether somebody was barred on a day, as it was given to whoever asked.

    `content` holds whom it is about, the reasons in both languages, the rules with their sources
    and the version of the register that was read; later corrections do not change it.
    """

    code = models.CharField(_("Verification code"), max_length=24, unique=True)
    question = models.CharField(max_length=48)
    given = models.CharField(_("Name or code"), max_length=200)
    purpose = models.CharField(_("What for"), max_length=200)
    on = models.DateField(_("Day of the decision"))
    known_on = models.DateField(_("As the registers stood on"))
    barred = models.BooleanField()
    certain = models.BooleanField(default=True)
    until = models.DateField(null=True)
    content = models.JSONField(default=dict)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("answer about a veto")

    def __str__(self) -> str:
        return self.code
