"""What a page of a case sends along: the revision it showed and a key by which it acts once."""

from __future__ import annotations

import secrets

from django.utils import timezone

from zhiheng.office.cases import queries
from zhiheng.office.cases.models import Case
from zhiheng.office.desk.acts import Sent
from zhiheng.office.desk.standing import Standing
from zhiheng.office.web.pages import AuthenticatedRequest

_LONGEST_KEY = 64


def standing_of(request: AuthenticatedRequest, number: str) -> Standing:
    """Return a case as it stands before who asks; raise where it is not theirs to see."""
    day = timezone.localdate()
    case = queries.get_case(number, user=request.user, on=day)
    return Standing(case, request.user, timezone.now(), day)


def standing_in(request: AuthenticatedRequest, case: Case) -> Standing:
    """Return a case that was read already as it stands before who asks."""
    return Standing(case, request.user, timezone.now(), timezone.localdate())


def sent_with(request: AuthenticatedRequest, case: Case) -> Sent:
    """Return what came along; a page opened just now has the case's revision and a new key."""
    text = request.POST.get("revision", "")
    fits = text.isascii() and text.isdigit() and len(text) < 10
    key = request.POST.get("key", "")[:_LONGEST_KEY] or new_key()
    revision = int(text) if fits else case.revision
    return Sent(revision, key, request.user, timezone.now())


def along(sent: Sent, case: Case, *, told: bool) -> dict[str, object]:
    """Return what the page sends along next time.

    `told`: the command was asked and refused. Where the case had moved on, that stands above the
    form; sent again, it is sent knowingly.
    """
    return {"revision": case.revision if told else sent.revision, "key": sent.key}


def new_key() -> str:
    """Return a key for one page: a form that comes twice with it acts once."""
    return secrets.token_urlsafe(18)
