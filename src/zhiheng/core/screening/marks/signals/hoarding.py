"""Far more marks than the applicant's business can need.

An applicant family is counted as one: those who share an address, a legal representative, or file
together. Counted are its applications within twelve months and within the long window, in how many
classes and with how many different words, and how many come on one insured employee, where the
headcount of every firm of the family is known.

There is a lead where one of the two counts reaches its limit, the words are many, and, where the
headcount is known, more marks come on an employee than a business of that size needs. One brand
protected in all classes is not many marks. A figure that no register tells is unknown, never zero;
whether marks are used no register tells at all.

The strength puts together, each by how far it is beyond its limit (1 − limit / value): applications
in twelve months (weight 0.5), in the long window (0.4), a head (0.5), classes (0.3), and how young
the youngest applicant was when it first filed (0.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import PartyFacts
from zhiheng.core.screening.figures import beyond, figure, spread_of, together
from zhiheng.core.screening.filed import Rows
from zhiheng.core.screening.leads import Evidence, Lead
from zhiheng.core.screening.marks.families import (
    Family,
    applications,
    busiest,
    families,
    filed_between,
    name_of,
    without,
)
from zhiheng.core.screening.marks.filings import CLASS
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import (
    distinct,
    numbers_of,
    parties_of,
    timeline,
)

SIGNAL, BEHAVIOUR = "mark-hoarding", "TM-1"
SHORT_MONTHS, MOST_CLASSES = 12, 45


@dataclass(frozen=True)
class _Counted:
    """What a family's filings come to; a figure that nobody told is None."""

    rows: Rows  # of the long window, oldest first
    in_a_year: int
    in_all: int
    classes: int
    words: int
    staff: int | None
    age: int | None  # days from its foundation to its first filing, of the youngest applicant

    @property
    def a_head(self) -> float | None:
        """Return the applications an employee; nobody insured at all is one, the founder."""
        return None if self.staff is None else self.in_all / max(self.staff, 1)


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family that filed far more marks than its business can need."""
    least = min(limits.whole("least-filings"), limits.whole("least-long"))
    for family in families(scene):
        if len(family.rows) >= least and (lead := _lead(scene, limits, family)) is not None:
            yield lead


def _counted(scene: MarkScene, family: Family, limits: Limits) -> _Counted:
    rows = busiest(scene, family.rows, limits.number("window-months"))
    firsts: dict[str, int] = {}
    for row in rows.tolist():
        for hand in scene.circles.by_row[row]:
            firsts.setdefault(hand, int(scene.days[row]))
    known = [scene.facts.parties.get(hand) for hand in firsts]
    ages = (_age(each, first) for each, first in zip(known, firsts.values(), strict=True))
    return _Counted(
        rows=rows,
        in_a_year=applications(scene, busiest(scene, rows, SHORT_MONTHS)),
        in_all=applications(scene, rows),
        classes=distinct(scene, CLASS, rows),
        words=len({scene.texts[row] for row in rows.tolist()} - {""}),
        staff=_staff(known),
        age=min((age for age in ages if age is not None), default=None),
    )


def _staff(known: Sequence[PartyFacts | None]) -> int | None:
    """Return the headcount of a family, None where nobody told that of one of its firms."""
    firms = [each for each in known if each is None or each.kind != "person"]
    told = [each.insured_staff for each in firms if each and each.insured_staff is not None]
    return sum(told) if told and len(told) == len(firms) else None


def _age(known: PartyFacts | None, first: int) -> int | None:
    """Return how many days after its foundation somebody first filed; `first` is in the window.

    What was filed before that was bought.
    """
    if known is None or known.established_on is None:
        return None
    founded = known.established_on.toordinal()
    days = (first, known.first_filed.toordinal() if known.first_filed else first)
    return min((day - founded for day in days if day >= founded), default=None)


def _is_enough(counted: _Counted, limits: Limits) -> bool:
    many = counted.in_a_year >= limits.whole("least-filings") or counted.in_all >= limits.whole(
        "least-long"
    )
    fits = counted.a_head is not None and counted.a_head <= limits.number("marks-a-head")
    return many and counted.words >= limits.whole("least-words") and not fits


def _lead(scene: MarkScene, limits: Limits, family: Family) -> Lead | None:
    if not len(family.rows):
        return None
    counted = _counted(scene, family, limits)
    if not _is_enough(counted, limits) or not scene.filings.asked[counted.rows].any():
        return None
    numbers = numbers_of(scene, counted.rows)
    subject = name_of(scene, family.circle)
    # A dismissal holds for the window until the number of applications has doubled.
    step = counted.in_all.bit_length()
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=subject,
        filings=numbers,
        strength=_strength(counted, limits),
        facts={
            "applications": counted.in_all,
            "in_a_year": counted.in_a_year,
            "months": limits.whole("window-months"),
            "classes": counted.classes,
            "words": counted.words,
            "staff": counted.staff,
            "a_head": counted.a_head,
            "age": counted.age,
            **filed_between(scene, counted.rows),
        },
        items=(f"family:{subject}|{step}",),
        evidence=tuple(_evidence(scene, limits, counted)),
        parties=parties_of(scene, counted.rows),
        again=lambda gone: _lead(scene, limits, without(scene, family, gone)),
    )


def _strength(counted: _Counted, limits: Limits) -> float:
    young = limits.number("young-days")
    age = counted.age
    return together(
        (0.5, beyond(counted.in_a_year, limits.whole("least-filings") / 2)),
        (0.4, beyond(counted.in_all, limits.whole("least-long") / 2)),
        (0.5, beyond(counted.a_head or 0, limits.number("marks-a-head"))),
        (0.3, beyond(counted.classes, limits.number("classes"))),
        (0.2, 0.0 if age is None else max(0.0, 1 - age / young)),
    )


def _evidence(scene: MarkScene, limits: Limits, counted: _Counted) -> Iterator[Evidence]:
    yield figure("least-filings", counted.in_a_year, limits.whole("least-filings"), "filings")
    yield figure("least-long", counted.in_all, limits.whole("least-long"), "filings")
    yield figure("marks-a-head", counted.a_head, limits.number("marks-a-head"), "filings")
    yield figure("classes", counted.classes, limits.number("classes"), "classes")
    yield figure("young-days", counted.age, limits.number("young-days"), "days")
    for by, column in (("class", CLASS), ("applicant", "applicants"), ("agency", "agency")):
        counts = Counter(_values(scene, column, counted.rows))
        if len(counts) > 1 or by == "class":
            yield spread_of(by, counts, most=MOST_CLASSES)
    yield timeline(scene, counted.rows)


def _values(scene: MarkScene, column: str, rows: Rows) -> Iterator[str]:
    for value in scene.filings.table[column].take(rows).to_pylist():
        yield from (each for each in (value if isinstance(value, list) else [value]) if each)
