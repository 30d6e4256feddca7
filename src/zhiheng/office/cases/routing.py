"""Which body a case goes to."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.core.errors import ConflictError
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.registers import lake


def body_for(
    kinds: Sequence[str], division: str, *, station: Organisation | None = None
) -> Organisation:
    """Return the body that handles a case of a division.

    Of the first kind that has any: the body of the division itself, then of the divisions above
    it, then of the city or without a division, then the one highest up, so that no case is left
    without a body. A station of a fitting kind keeps what it took in. `ConflictError` where no body
    of these kinds works here.
    """
    if station is not None and station.kind in kinds:
        return station
    for kind in kinds:
        bodies = Organisation.objects.filter(kind=kind).order_by("district", "pk")
        by_district = {body.district: body for body in reversed(bodies)}
        for district in [*_upwards(division), lake.city(), ""]:
            if district in by_district:
                return by_district[district]
        if by_district:
            return min(by_district.values(), key=lambda body: (_depth(body.district), body.pk))
    labels = dict(OrganisationKind.choices)
    names = "、".join(str(labels.get(OrganisationKind(kind), kind)) for kind in kinds)
    raise ConflictError.of("case.no_body", expected=names)


def _depth(division: str) -> int:
    """Return how far down a division lies: provinces before cities before districts."""
    return len(division.rstrip("0"))


def _upwards(division: str) -> list[str]:
    """Return a division and those above it: 440305, 440300, 440000."""
    if not division:
        return []
    return list(dict.fromkeys([division, f"{division[:4]}00", f"{division[:2]}0000"]))
