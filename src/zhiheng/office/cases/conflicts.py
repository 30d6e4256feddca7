"""What keeps somebody from a case: a tie to a party, or an earlier part in the matter."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

from zhiheng.core.errors import ConflictError, Problem
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.enums import PARTIES
from zhiheng.office.cases.models import Case, Interest, Participant, Party


@dataclass(frozen=True)
class Tie:
    """One reason why somebody should not act in a case, as a problem people read."""

    problem: Problem


def ties_of(person: User, case: Case, *, on: dt.date) -> list[Tie]:
    """Return everything that ties a person to a case: empty when nothing does.

    The person is a party, agent or filer; works or worked for a party in the last two years; bears
    a party's name; declared an interest in a party; or acted for a party in a linked case.
    """
    parties = [each for each in case.parties.all() if each.left_at is None]
    ties = [tie for party in parties for tie in _with_party(person, party, on)]
    names = {_plain(party.name): party for party in parties}
    for interest in Interest.objects.filter(person=person):
        known = names.get(_plain(interest.name))
        ended = interest.until is not None and interest.until < on
        if known is not None and not ended:
            ties.append(_tie("case.tie_declared", person, known.name, tie=interest.tie))
    ties += _earlier_parts(person, case)
    return ties


def check_free(person: User, case: Case, *, on: dt.date) -> None:
    """Raise every tie that keeps somebody from acting in a case."""
    ties = ties_of(person, case, on=on)
    if ties:
        raise ConflictError(*(tie.problem for tie in ties))


def _with_party(person: User, party: Party, on: dt.date) -> list[Tie]:
    if person.pk in (party.user_id, party.agent_id):
        return [_tie("case.tie_party", person, party.name)]
    if _plain(person.display_name) in (_plain(party.name), _plain(party.agent_name)):
        return [_tie("case.tie_name", person, party.name)]
    if party.organisation_id is None:
        return []
    since = (on - dt.timedelta(days=1) if (on.month, on.day) == (2, 29) else on).replace(
        year=on.year - 2
    )
    recent = [
        each
        for each in person.memberships.filter(organisation=party.organisation_id)
        if each.valid_to is None or each.valid_to >= since
    ]
    return [_tie("case.tie_employer", person, party.name)] if recent else []


def _earlier_parts(person: User, case: Case) -> list[Tie]:
    """Return where the person acted in the case that this one follows from, on the same matter."""
    origin = case.origin
    if origin is None:
        return []
    as_party = Party.objects.filter(case=origin, position__in=PARTIES)
    acted = [each for each in as_party if person.pk in (each.user_id, each.agent_id)]
    decided = Participant.objects.filter(case=origin, person=person).exists()
    if acted or (decided and case.procedure == origin.procedure):
        return [_tie("case.tie_earlier", person, origin.number)]
    return []


def _tie(code: str, person: User, party: str, **more: str) -> Tie:
    return Tie(Problem(code, {"person": person.display_name, "party": party, **more}))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
