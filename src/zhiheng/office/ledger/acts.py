"""What acts are called on screen.

An act without a line here is shown by its code; a test sees to it that none of ours is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

ACT_LABELS: Mapping[str, StrPromise] = {
    "accounts.signed_in": _("signed in"),
    "accounts.user_created": _("created an account"),
    "accounts.user_changed": _("changed an account"),
    "accounts.user_deactivated": _("locked an account"),
    "accounts.user_reactivated": _("unlocked an account"),
    "accounts.password_reset": _("gave a new password"),
    "accounts.password_changed": _("changed the own password"),
    "accounts.second_factor_added": _("switched on one-time passwords"),
    "accounts.second_factor_removed": _("switched off one-time passwords"),
    "accounts.second_factors_removed": _("took one-time passwords from an account"),
    "accounts.identity_connected": _("connected an identity"),
    "accounts.identity_disconnected": _("disconnected an identity"),
    "accounts.organisation_created": _("registered an organisation"),
    "accounts.organisation_changed": _("changed an organisation"),
    "accounts.role_granted": _("granted a role"),
    "accounts.role_ended": _("ended a role"),
    "ledger.exported": _("exported the act log"),
    "registers.import_requested": _("asked for an import"),
    "registers.imported": _("imported files"),
    "registers.import_failed": _("import failed"),
    "registers.row_corrected": _("corrected a row set aside"),
    "registers.row_dismissed": _("dismissed a row set aside"),
    "registers.exported": _("exported a list"),
    "plans.imported": _("imported a plan"),
    "plans.accepted": _("accepted passages of a plan"),
    "plans.corrected": _("corrected a passage of a plan"),
    "plans.rejected": _("rejected a passage of a plan"),
    "plans.reopened": _("took back a decision about a passage"),
    "plans.passage_added": _("added a passage of a plan"),
    "plans.described": _("changed a plan's title or years"),
    "plans.discarded": _("discarded a plan under review"),
    "plans.adopted": _("adopted a plan"),
    "plans.closed": _("closed a plan"),
    "plans.indicator_changed": _("changed an indicator of a plan"),
    "plans.measure_changed": _("changed a measure of a plan"),
    "plans.indicator_withdrawn": _("withdrew an indicator of a plan"),
    "plans.measure_withdrawn": _("withdrew a measure of a plan"),
    "plans.indicator_linked": _("chose what computes an indicator of a plan"),
    "plans.department_linked": _("chose who speaks for a department"),
    "themes.created": _("made a theme"),
    "themes.described": _("changed a theme's title or description"),
    "themes.redefined": _("changed a theme's definition"),
    "themes.sampled": _("drew a sample of a theme"),
    "themes.marked": _("marked a record of a sample"),
    "themes.frozen": _("froze an edition of a theme"),
    "themes.published": _("published a theme"),
    "themes.withdrawn": _("withdrew a theme"),
    "parties.confirm_same": _("confirmed that two names are one party"),
    "parties.keep_apart": _("kept two parties apart"),
    "parties.merge": _("merged two parties"),
    "parties.split": _("split names off a party"),
    "parties.split_records": _("split mentions off a party"),
    "parties.undo": _("took back a decision about parties"),
    "registers.refolded": _("folded the register of patents anew"),
    "evaluation.opened": _("opened an evaluation"),
    "evaluation.weighed": _("set the weights of an evaluation"),
    "evaluation.self_begun": _("asked departments to assess themselves"),
    "evaluation.assessed": _("assessed a criterion"),
    "evaluation.review_begun": _("began the review of an evaluation"),
    "evaluation.reviewed": _("scored a criterion"),
    "evaluation.concluded": _("concluded an evaluation"),
    "evaluation.discarded": _("discarded an evaluation"),
    "search.saved": _("saved a search"),
    "search.changed": _("changed a saved search"),
    "search.deleted": _("deleted a saved search"),
    "search.restored": _("took back a deleted search"),
    "search.watched": _("switched on alerts of a search"),
    "search.unwatched": _("switched off alerts of a search"),
    "search.alerted": _("alerted people of new matches"),
    "search.alerts_read": _("read alerts"),
    "notices.read": _("read notices"),
    "notices.address_changed": _("changed the mail address for notices"),
    "search.address_changed": _("changed the mail address for alerts"),
    "search.exported": _("exported search results"),
}

# What the kinds of subject are called, and the details that say more than a number.
SUBJECT_LABELS: Mapping[str, StrPromise] = {
    "user": _("Account"),
    "organisation": _("Organisation"),
    "import": _("Import"),
    "set-aside": _("Set-aside row"),
    "register": _("Register"),
    "party": _("Party"),
    "saved-search": _("Saved search"),
    "search": pgettext_lazy("page", "Search"),
    "ledger": _("Act log"),
    "theme": _("Theme"),
    "plan": _("Plan"),
    "department": _("Department"),
}
DETAIL_LABELS: Mapping[str, StrPromise] = {
    "decision": _("Decision"),
    "other": _("Other party"),
    "undoes": _("Takes back"),
    "files": _("Files"),
    "new": _("New"),
    "unchanged": _("Unchanged"),
    "set_aside": _("Set aside"),
    "closed": _("Earlier records closed"),
    "import_id": _("Import"),
    "import": _("Import"),
    "register": _("Register"),
    "filters": _("Filters"),
    "role": _("Role"),
    "organisation": _("Organisation"),
    "from": _("From"),
    "until": _("Until"),
    "kind": _("Kind"),
    "changed": _("Changed"),
    "events": _("Events"),
    "provider": _("Identity provider"),
    "district": _("Division code"),
    "membership": _("Role record"),
    "password": _("With password"),
    "type": _("Type"),
    "removed": _("Removed"),
    "codes": _("Reasons"),
    "theme": _("Theme"),
    "definition": _("Definition"),
    "sample": _("Sample"),
    "size": _("Size"),
    "place": _("Place in the sample"),
    "mark": _("Mark"),
    "edition": _("Edition"),
    "members": _("Members"),
    "digest": _("Digest"),
    "alerts": _("Alerts"),
    "notices": _("Notices"),
    "rhythm": _("Mail"),
    "rows": _("Rows"),
    "passage": _("Passage"),
    "passages": _("Passages"),
    "indicator": _("Indicator"),
    "indicators": _("Indicators"),
    "measure": _("Measure"),
    "measures": _("Measures"),
    "computed_by": _("Computed by"),
}


def subject_label(kind: str) -> str:
    """Return what a kind of subject is called."""
    return str(SUBJECT_LABELS.get(kind, kind))


def detail_label(name: str) -> str:
    """Return what a detail is called."""
    return str(DETAIL_LABELS.get(name, name))


def act_label(act: str) -> str:
    """Return what an act is called."""
    return str(ACT_LABELS.get(act, act))
