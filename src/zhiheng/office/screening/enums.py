"""The closed lists of screening."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class About(TextChoices):
    """The register whose rows are screened."""

    PATENTS = "patents", pgettext_lazy("screening", "Patents")
    TRADEMARKS = "trademarks", pgettext_lazy("screening", "Trademarks")


class ScopeKind(TextChoices):
    """What is screened."""

    PERIOD = "period", _("Filings of a period")
    BATCH = "batch", _("Filings of an import")
    APPLICANT = "applicant", _("Filings of an applicant")
    AGENCY = "agency", _("Filings through an agency")


class RunState(TextChoices):
    """How far a screening is."""

    QUEUED = "queued", pgettext_lazy("run", "Waiting")
    RUNNING = "running", pgettext_lazy("run", "Running")
    DONE = "done", pgettext_lazy("run", "Done")
    FAILED = "failed", pgettext_lazy("run", "Failed")
    INTERRUPTED = "interrupted", pgettext_lazy("run", "Interrupted")


class FindingState(TextChoices):
    """What became of a finding. Every one begins as a lead that nobody has judged."""

    OPEN = "open", pgettext_lazy("finding", "Not judged yet")
    ASKED = "asked", pgettext_lazy("finding", "The filer is asked")
    CONFIRMED = "confirmed", pgettext_lazy("finding", "Confirmed")
    DISMISSED = "dismissed", pgettext_lazy("finding", "Dismissed")
    REFERRED = "referred", pgettext_lazy("finding", "Referred upward")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "Withdrawn by the filer")
    GONE = "gone", pgettext_lazy("finding", "No longer found")


class SpareKind(TextChoices):
    """Whom or what an entry of the white list spares."""

    APPLICANT = "applicant", _("An applicant")
    AGENCY = "agency", _("An agency")
    FILING = "filing", _("A filing")


class JudgementAct(TextChoices):
    """What a person did with a finding."""

    ASK = "ask", _("Ask the filer")
    CONFIRM = "confirm", pgettext_lazy("judgement", "Confirm")
    DISMISS = "dismiss", _("Dismiss")
    REFER = "refer", _("Refer upward")
    WITHDRAW = "withdraw", _("Note the withdrawal")
    CORRECT = "correct", _("Correct the confirmation")
    REOPEN = "reopen", _("Open again")


class VetoQuestion(TextChoices):
    """What is asked about somebody (`core.screening.veto`)."""

    ABNORMAL = (
        "abnormal-filings",
        _("Barred by confirmed abnormal filings (support, awards, fast lanes)"),
    )
    REPEATED = (
        "repeated-abnormal-filings",
        _("Repeatedly confirmed within the years set (reduction of fees)"),
    )
