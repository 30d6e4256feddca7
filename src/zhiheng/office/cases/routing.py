"""Which body a case goes to."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.office.accounts.models import Organisation


def body_for(
    kinds: Sequence[str], division: str, *, station: Organisation | None = None
) -> Organisation | None:
    """Return the body that handles a case of a division, None where there is none of its kind.

    Of the first kind that has one: the body of the division itself, then of the divisions above
    it, then one without a division. A station that is of a fitting kind keeps what it took in.
    """
    if station is not None and station.kind in kinds:
        return station
    for kind in kinds:
        bodies = {body.district: body for body in Organisation.objects.filter(kind=kind)}
        for district in _upwards(division):
            if district in bodies:
                return bodies[district]
        if len(bodies) == 1:
            return next(iter(bodies.values()))
    return None


def _upwards(division: str) -> list[str]:
    """Return a division, those above it, and none: 440305, 440300, 440000, nothing."""
    if not division:
        return [""]
    return list(dict.fromkeys([division, f"{division[:4]}00", f"{division[:2]}0000", ""]))
