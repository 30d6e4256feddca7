"""The closed lists of cases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseStatus(TextChoices):
    """Whether a case can move, whatever stage of its procedure it is in."""

    OPEN = "open", pgettext_lazy("case", "Open")
    SUSPENDED = "suspended", pgettext_lazy("case", "Suspended")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    ARCHIVED = "archived", pgettext_lazy("case", "Archived")
    JOINED = "joined", pgettext_lazy("case", "Joined to another case")


# Nothing moves in them any more; in a closed one papers are still served.
AT_REST = frozenset({CaseStatus.ARCHIVED, CaseStatus.JOINED})
ENDED = AT_REST | {CaseStatus.CLOSED}


class Capacity(TextChoices):
    """As what somebody acts in a case; the values of `core.procedures.declared.Capacity`."""

    APPLICANT = "applicant", pgettext_lazy("capacity", "Applicant")
    RESPONDENT = "respondent", pgettext_lazy("capacity", "Respondent")
    THIRD_PARTY = "third-party", pgettext_lazy("capacity", "Third party")
    HANDLER = "handler", pgettext_lazy("capacity", "Handler")
    CO_HANDLER = "co-handler", pgettext_lazy("capacity", "Co-handler")
    PANEL_CHAIR = "panel-chair", pgettext_lazy("capacity", "Panel chair")
    PANEL_MEMBER = "panel-member", pgettext_lazy("capacity", "Panel member")
    TECHNICAL_INVESTIGATOR = (
        "technical-investigator",
        pgettext_lazy("capacity", "Technical investigator"),
    )
    CLERK = "clerk", pgettext_lazy("capacity", "Intake clerk")
    HEAD = "head", pgettext_lazy("capacity", "Head of the body")
    SUPERIOR = "superior", pgettext_lazy("capacity", "Head of the body above")
    COOPERATOR = "cooperator", pgettext_lazy("capacity", "Co-operating body")


PARTIES = (Capacity.APPLICANT, Capacity.RESPONDENT, Capacity.THIRD_PARTY)
# Those whom somebody appoints for one case; the other capacities follow from roles.
APPOINTED = (
    Capacity.HANDLER,
    Capacity.CO_HANDLER,
    Capacity.PANEL_CHAIR,
    Capacity.PANEL_MEMBER,
    Capacity.TECHNICAL_INVESTIGATOR,
)


class EntryKind(TextChoices):
    """What a line of the file records: an act of the procedure, or what every case knows."""

    ACT = "act", _("Act of the procedure")
    TAKEN = "taken", _("Taken on")
    ASSIGNED = "assigned", _("Assigned")
    APPOINTED = "appointed", _("Appointed")
    RELEASED = "released", _("Released")
    TRANSFERRED = "transferred", _("Transferred to another body")
    PARTY_ADDED = "party_added", _("Party added")
    PARTY_CHANGED = "party_changed", _("Party changed")
    SUSPENDED = "suspended", _("Time stopped")
    RESUMED = "resumed", _("Time resumed")
    EXTENDED = "extended", _("Term extended")
    PROPOSED = "proposed", _("Proposed for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    ASKED = "asked", _("Co-operation asked for")
    ANSWERED = "answered", _("Co-operation answered")
    SCHEDULED = "scheduled", _("Session scheduled")
    HELD = "held", _("Session held")
    CANCELLED = "cancelled", _("Session cancelled")
    PAPER_DRAFTED = "paper_drafted", _("Paper drafted")
    PAPER_ISSUED = "paper_issued", _("Paper issued")
    PAPER_SERVED = "paper_served", _("Paper served")
    PAPER_WITHDRAWN = "paper_withdrawn", _("Paper withdrawn")
    JOINED = "joined", _("Joined")
    SPLIT = "split", _("Split off")
    LINKED = "linked", _("Linked case begun")
    NOTED = "noted", _("Note")
    CORRECTED = "corrected", _("Corrected")
    RATED = "rated", _("Rated")
    ARCHIVED = "archived", _("Archived")
    ERASED = "erased", _("Content erased by law")


class ProposalKind(TextChoices):
    """What waits for approval."""

    ACT = "act", _("Act of the procedure")
    EXTENSION = "extension", _("Extension of a term")
    SUSPENSION = "suspension", _("Stopping of time")


class SessionState(TextChoices):
    """Where a session stands."""

    PLANNED = "planned", pgettext_lazy("session", "Planned")
    HELD = "held", pgettext_lazy("session", "Held")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")
