"""Inventors exchanged after filing.

Where a later document of an application names other inventors than the one before, somebody went
and somebody came. Additions alone, omissions alone, another order and other spellings are
corrections and do not count. Told are applicants on several of whose filings at least the given
share of the inventors was exchanged, the more so when the same newcomer turns up again and again.

The strength puts together how many filings there are beyond one less than the limit (weight 0.5),
the share of inventors exchanged (0.5) and how often the most frequent newcomer comes back (0.4).
Nobody is a lead for one filing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import InventorChange
from zhiheng.core.screening.figures import beyond, figure, known_party, rows_by_applicant, together
from zhiheng.core.screening.leads import Evidence, Lead
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import MOST_TOLD, numbers_of

SIGNAL, BEHAVIOUR = "inventor-changes", "7"


@dataclass(frozen=True)
class _Replaced:
    """An application some of whose inventors were exchanged: who came, and which share went."""

    row: int
    on: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    came: frozenset[str]
    share: float


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each applicant who exchanged inventors on several filings."""
    least, share = limits.whole("least-filings"), limits.number("least-share")
    changed = {each.row: each for each in _changed(scene) if each.share >= share}
    for applicant, rows in rows_by_applicant(scene).items():
        own = [changed[row] for row in rows if row in changed]
        if len(own) >= least and any(scene.filings.asked[each.row] for each in own):
            own.sort(key=lambda each: (each.on, scene.filings.numbers[each.row]))
            yield _lead(scene, limits, applicant, own)


def replaced(change: InventorChange) -> tuple[frozenset[str], float]:
    """Return who came in a change and which share of those before went; 0 for a correction."""
    before, after = _folded(change.before), _folded(change.after)
    went = before - after
    came = after - before
    # A name spelled anew: as many came as went, and each has a likely other spelling.
    respelled = len(went) == len(came) and all(_is_spelling(came, name) for name in went)
    if not went or not came or respelled:
        return frozenset(), 0.0
    return came, len(went) / len(before)


def _changed(scene: Scene) -> Iterator[_Replaced]:
    for number, changes in scene.facts.inventor_changes.items():
        if (row := scene.filings.row_of.get(number)) is None:
            continue
        told = [(replaced(change), change) for change in changes]
        (came, share), change = max(told, key=lambda each: each[0][1])
        yield _Replaced(row, change.on, change.before, change.after, came, share)


def _lead(scene: Scene, limits: Limits, applicant: str, own: Sequence[_Replaced]) -> Lead:
    rows = [each.row for each in own]
    newcomers = Counter(name for each in own for name in each.came)
    most = max(newcomers.values())
    share = sum(each.share for each in own) / len(own)
    few = limits.whole("least-filings") - 1
    strength = together((0.5, beyond(len(own), few)), (0.5, share), (0.4, most / len(own)))
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=applicant,
        filings=numbers_of(scene, rows),
        strength=strength,
        facts={"filings": len(own), "exchanged": round(100 * share), "returning": most},
        items=tuple(
            f"inventors:{number}|{each.on}"
            for number, each in zip(numbers_of(scene, rows), own, strict=True)
        ),
        evidence=(
            figure("least-filings", len(own), limits.whole("least-filings"), "filings"),
            Evidence("changes", numbers_of(scene, rows), {"changes": _told(scene, own)}),
        ),
        parties=known_party(scene, applicant),
    )


def _told(scene: Scene, own: Sequence[_Replaced]) -> list[dict[str, object]]:
    return [
        {
            "day": each.on.isoformat(),
            "number": scene.filings.numbers[each.row],
            "before": list(each.before),
            "after": list(each.after),
        }
        for each in own[:MOST_TOLD]
    ]


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(fold_name, names)))


def _is_spelling(others: Iterable[str], name: str) -> bool:
    """Tell whether one of several names is likely another spelling of a name.

    One character differs in a name of three or more, or just one of them is in Latin letters.
    """
    for other in others:
        if _is_latin(name) != _is_latin(other):
            return True
        if len(name) == len(other) and len(name) > 2 and sum(map(str.__ne__, name, other)) == 1:
            return True
    return False


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(sign, "") for sign in name if sign.isalpha())
