"""Whom the load tells: who is in charge of a case, and whose term it is."""

from __future__ import annotations

import datetime as dt

from zhiheng.office.accounts.models import User
from zhiheng.office.cases.enums import Capacity
from zhiheng.office.cases.models import Case, CaseClock
from zhiheng.office.cases.notifying import people_in, people_of

_POSITIONS = {
    "applicant": (Capacity.APPLICANT,),
    "respondent": (Capacity.RESPONDENT,),
    "parties": (Capacity.APPLICANT, Capacity.RESPONDENT),
}
_OFFICERS = (Capacity.HANDLER, Capacity.CO_HANDLER)
INTAKE = (Capacity.CLERK, Capacity.HEAD)


def in_charge(case: Case, *, on: dt.datetime) -> list[User]:
    """Return who handles a case; where nobody does, its clerks and the head have to know."""
    return people_in(case, _OFFICERS, on=on) or people_in(case, INTAKE, on=on)


def people_of_term(case: Case, clock: CaseClock, binds: str, *, on: dt.datetime) -> list[User]:
    """Return the people of the party whose term it is; none where it binds no party."""
    positions = _POSITIONS.get(binds, ())
    if positions and clock.of.isdigit():
        own = case.parties.filter(pk=clock.of, left_at__isnull=True)
        return [each for party in own for each in people_of(party, on=on)]
    return people_in(case, positions, on=on) if positions else []
