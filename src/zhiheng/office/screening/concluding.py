"""What the acts of a check of filings mean for its findings and for the register.

Called inside the transaction of the act: what does not fit keeps the act from being done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.office.cases.enums import Capacity, CaseStatus, EntryKind
from zhiheng.office.cases.models import Case, CaseClock, Entry
from zhiheng.office.screening import queries
from zhiheng.office.screening.enums import FindingState
from zhiheng.office.screening.filing_names import MOST_NAMED, numbers_in, written
from zhiheng.office.screening.judging import settle
from zhiheng.office.screening.matters import STATE, heard_in
from zhiheng.office.screening.models import Hearing, Registration
from zhiheng.office.screening.registering import (
    CONFIRMED,
    CORRECTED,
    WITHDRAWN,
    Earlier,
    Row,
    confirmed_by_others,
    confirmed_elsewhere,
    decided_earlier,
    matter_in,
    number_of,
    row_of,
    want,
)

_State = FindingState
# With these the filer has spoken, or has let the time pass.
_HEARD = ("answer", "supplement-answer", "record-silence")
_NOT_ARCHIVED = [status for status in CaseStatus if status != CaseStatus.ARCHIVED]


@dataclass(frozen=True)
class Conclusion:
    """An act of a case with what was listed, withdrawn and confirmed until then."""

    case: Case
    entry: Entry
    listed: tuple[str, ...]
    withdrawn: frozenset[str]
    confirmed: frozenset[str]

    def given(self, field: str) -> str:
        """Return what was filled in; nothing where it was not."""
        return str((self.entry.content or {}).get(field, "") or "")

    def chosen(self, field: str, otherwise: Iterable[str]) -> list[str]:
        """Return the numbers that a field names, or the others where it is empty.

        `InputError` where one of them is not on the list of the case.
        """
        if not self.given(field).strip():
            return list(otherwise)
        numbers = numbers_in(self.given(field), matter_in(self.case))
        _check_among(numbers, self.listed)
        return numbers


@dataclass(frozen=True)
class Unconcluded:
    """What a case has not decided: `left` is confirmed where nobody names any filings."""

    left: tuple[str, ...]
    withdrawn: tuple[str, ...]
    earlier: tuple[str, ...]


def unconcluded(case: Case) -> Unconcluded:
    """Return what is left of the list of a case that nothing was confirmed of yet.

    `InputError` where the list has been corrected into something that holds no numbers.
    """
    listed = _listed(case)
    withdrawn, _confirmed = _until(case, listed)
    over = decided_earlier(case, listed).over - withdrawn
    decided = withdrawn | over
    return Unconcluded(
        left=tuple(each for each in listed if each not in decided),
        withdrawn=tuple(each for each in listed if each in withdrawn),
        earlier=tuple(each for each in listed if each in over),
    )


def conclude(case: Case, entry: Entry) -> Registration | None:
    """Let the findings follow an act of their case; return what the register is to be told.

    What is proposed for approval is checked as well, so that nobody approves what cannot be.
    """
    if heard_in(case.procedure) is None:
        return None
    if entry.kind == EntryKind.PROPOSED and entry.name in _CHECKS:
        _CHECKS[entry.name](_conclusion(case, entry))
    if entry.kind != EntryKind.ACT or entry.name not in _ACTS:
        return None
    return _ACTS[entry.name](_conclusion(case, entry))


def _conclusion(case: Case, entry: Entry) -> Conclusion:
    """Return an act with what the acts before it said."""
    listed = _listed(case)
    withdrawn, confirmed = _until(case, listed, pk__lt=entry.pk)
    return Conclusion(case, entry, listed, frozenset(withdrawn), frozenset(confirmed))


def _until(case: Case, listed: tuple[str, ...], **which: int) -> tuple[set[str], set[str]]:
    """Return what was withdrawn and confirmed in a case; `which` narrows its acts."""
    withdrawn: set[str] = set()
    confirmed: set[str] = set()
    acts = Entry.objects.filter(case=case, kind=EntryKind.ACT, **which)
    for each in acts.order_by("pk"):
        told = Conclusion(case, each, listed, frozenset(withdrawn), frozenset(confirmed))
        if each.name == "report-withdrawal":
            withdrawn |= _newly_withdrawn(told)
        elif each.name == "confirm":
            confirmed |= set(told.chosen("confirmed_filings", _registered(each)))
        elif each.name == "correct":
            confirmed -= _newly_corrected(told)
    return withdrawn, confirmed


def _newly_withdrawn(told: Conclusion) -> set[str]:
    return set(told.chosen("withdrawn_filings", told.listed))


def _newly_confirmed(told: Conclusion, earlier: Earlier) -> set[str]:
    over = told.withdrawn | earlier.over
    left = [number for number in told.listed if number not in over]
    return set(told.chosen("confirmed_filings", left))


def _registered(confirming: Entry) -> list[str]:
    """Return what was confirmed where nobody named any; other cases have gone on since."""
    kept = Registration.objects.filter(entry=confirming).values_list("rows", flat=True)
    matter = matter_in(confirming.case)
    return [number_of(row, matter) for rows in kept for row in rows if row[STATE] == CONFIRMED]


def _newly_corrected(told: Conclusion) -> set[str]:
    return set(told.chosen("corrected_filings", told.confirmed))


# --- the acts ----------------------------------------------------------------------------------


def _check_list(told: Conclusion) -> None:
    """The list was read already: a number that is none keeps the case from being begun."""


def _check_withdrawn(told: Conclusion) -> None:
    _newly_withdrawn(told)


def _check_confirmed(told: Conclusion) -> set[str]:
    return _confirmable(told, decided_earlier(told.case, told.listed))


def _confirmable(told: Conclusion, earlier: Earlier) -> set[str]:
    """Return what is to be confirmed; raise where that is nothing or cannot be."""
    _check_heard(told)
    confirmed = _newly_confirmed(told, earlier)
    if not confirmed:
        raise InputError.of("screening.nothing_left_to_confirm", received=told.case.number)
    if both := sorted(confirmed & told.withdrawn):
        raise InputError.of("screening.withdrawn_already", received=_named(both))
    return confirmed


def _check_heard(told: Conclusion) -> None:
    """Raise where the filer has not explained what is left and may still do so.

    Whoever reports that some filings were withdrawn has said nothing about the others yet.
    """
    acts = Entry.objects.filter(case=told.case, kind=EntryKind.ACT, pk__lt=told.entry.pk)
    if acts.filter(name__in=_HEARD).exists():
        return
    clock = CaseClock.objects.filter(case=told.case, term="answer-time").last()
    if clock is not None and timezone.localdate(told.entry.at) <= clock.due_on:
        raise InputError.of(
            "screening.still_answering", received=told.case.number, expected=clock.due_on
        )


def _confirm(told: Conclusion) -> Registration | None:
    earlier = decided_earlier(told.case, told.listed)
    confirmed = _confirmable(told, earlier)
    # Where nobody named any, what was over before was not found innocent: no dismissal is learnt.
    known = Earlier() if told.given("confirmed_filings").strip() else earlier
    for hearing in _hearings(told.case):
        own = set(hearing.filings)
        found = own & (confirmed | known.confirmed)
        outcome = _unless_withdrawn(own, told.withdrawn | known.withdrawn)
        settle(
            hearing, _State.CONFIRMED if found else outcome,
            entry=told.entry, reason=told.given("reasons"),
        )  # fmt: skip
    behaviour = told.given("behaviour")
    # Where a list from above has a filing as confirmed already, its row stays as it is: else a
    # correction here would take back what was not decided here.
    entered = confirmed - confirmed_by_others(confirmed, matter_in(told.case))
    rows = _rows(told, entered, CONFIRMED, behaviour=lambda number: behaviour)
    return _want(told, [*rows, *_withdrawn_rows(told)])


def _dismiss(told: Conclusion) -> Registration | None:
    for hearing in _hearings(told.case):
        outcome = _unless_withdrawn(set(hearing.filings), told.withdrawn)
        settle(hearing, outcome, entry=told.entry, reason=told.given("reasons"))
    return _want(told, _withdrawn_rows(told))


def _check_revoked(told: Conclusion) -> set[str]:
    archived = confirmed_elsewhere(told.case, entry__case__status=CaseStatus.ARCHIVED)
    mistaken = archived.intersection(told.listed)
    if not mistaken:
        raise InputError.of("screening.nothing_to_revoke", received=told.case.number)
    return mistaken


def _revoke(told: Conclusion) -> Registration | None:
    """Correct what an archived case confirmed: nothing can be done in that one any more."""
    mistaken = _check_revoked(told)
    for hearing in _hearings(told.case):
        outcome = _unless_withdrawn(set(hearing.filings), told.withdrawn)
        settle(hearing, outcome, entry=told.entry, reason=told.given("reasons"))
    confirmed = Hearing.objects.filter(outcome=_State.CONFIRMED, case__status=CaseStatus.ARCHIVED)
    earlier = {
        hearing.pk: hearing
        for part in queries.chunks(sorted(mistaken))
        for hearing in confirmed.filter(finding__of_filings__number__in=part)
        .select_related("finding", "case")
        .distinct()
    }
    for hearing in earlier.values():
        if set(hearing.filings) <= mistaken:
            settle(hearing, _State.DISMISSED, entry=told.entry, reason=told.given("reasons"))
    # What a case that is not archived confirmed stays confirmed by that one.
    standing = confirmed_elsewhere(told.case, entry__case__status__in=_NOT_ARCHIVED)
    freed = mistaken - standing - confirmed_by_others(mistaken, matter_in(told.case))
    rows = _rows(told, freed, CORRECTED, behaviour=_behaviour_suspected(told.case))
    return _want(told, [*_withdrawn_rows(told), *rows])


def _note_withdrawn(told: Conclusion) -> Registration | None:
    if left := [number for number in told.listed if number not in told.withdrawn]:
        raise InputError.of("screening.not_all_withdrawn", received=_named(left))
    for hearing in _hearings(told.case):
        settle(hearing, _State.WITHDRAWN, entry=told.entry, reason=told.given("remarks"))
    return _want(told, _withdrawn_rows(told))


def _refer(told: Conclusion) -> None:
    for hearing in _hearings(told.case):
        settle(hearing, _State.REFERRED, entry=told.entry, reason=told.given("opinion"))


def _check_corrected(told: Conclusion) -> set[str]:
    corrected = _newly_corrected(told)
    if others := sorted(corrected - told.confirmed):
        raise InputError.of("screening.not_confirmed", received=_named(others))
    if not corrected:
        raise InputError.of("screening.nothing_left_to_correct", received=told.case.number)
    return corrected


def _correct(told: Conclusion) -> Registration | None:
    corrected = _check_corrected(told)
    left = told.confirmed - corrected
    for hearing in _hearings(told.case):
        if hearing.outcome == _State.CONFIRMED and not left & set(hearing.filings):
            settle(hearing, _State.DISMISSED, entry=told.entry, reason=told.given("reasons"))
    # What another case confirmed stays confirmed by that one.
    by_others = confirmed_by_others(corrected, matter_in(told.case))
    freed = corrected - confirmed_elsewhere(told.case) - by_others
    rows = _rows(told, freed, CORRECTED, behaviour=_behaviour_confirmed(told.case))
    return _want(told, rows)


_ACTS: Mapping[str, Callable[[Conclusion], Registration | None]] = {
    "open": _check_list,
    "report-withdrawal": _check_withdrawn,
    "drop": _dismiss,
    "dismiss": _dismiss,
    "confirm": _confirm,
    "note-withdrawn": _note_withdrawn,
    "refer": _refer,
    "correct": _correct,
    "revoke": _revoke,
}
# Of acts that somebody approves: what would keep them from taking effect.
_CHECKS: Mapping[str, Callable[[Conclusion], object]] = {
    "confirm": _check_confirmed,
    "correct": _check_corrected,
    "revoke": _check_revoked,
}


# --- rows of the register ----------------------------------------------------------------------


def _want(told: Conclusion, rows: Sequence[Row]) -> Registration | None:
    return want(entry=told.entry, rows=rows)


def _withdrawn_rows(told: Conclusion) -> list[Row]:
    """Return what was withdrawn; a withdrawal undoes no confirmation that stands elsewhere."""
    by_others = confirmed_by_others(told.withdrawn, matter_in(told.case))
    standing = confirmed_elsewhere(told.case) | by_others
    behaviour = _behaviour_suspected(told.case)
    return _rows(told, told.withdrawn - standing, WITHDRAWN, behaviour=behaviour)


def _rows(
    told: Conclusion, numbers: Collection[str], state: str, *, behaviour: Callable[[str], str]
) -> list[Row]:
    heard, day = _told_on(told.case), timezone.localdate(told.entry.at)
    return [
        row_of(number, state, behaviour=behaviour(number), told=heard, decided=day, case=told.case)
        for number in told.listed
        if number in numbers
    ]


def _told_on(case: Case) -> date:
    """Return the day on which the filer learned of the case."""
    told = case.parties.filter(position=Capacity.RESPONDENT, told_at__isnull=False).first()
    return timezone.localdate(told.told_at if told and told.told_at else case.filed_at)


def _behaviour_suspected(case: Case) -> Callable[[str], str]:
    """Return what tells the behaviour suspected of a filing: of its finding, else of the form."""
    first = str(case.form.get("behaviours", "")).split(",")[0] or matter_in(case).other
    known = {
        number: hearing.finding.behaviour
        for hearing in _hearings(case)
        for number in hearing.filings
    }
    return lambda number: known.get(number, first)


def _behaviour_confirmed(case: Case) -> Callable[[str], str]:
    entry = Entry.objects.filter(case=case, kind=EntryKind.ACT, name="confirm").last()
    behaviour = str((entry.content or {}).get("behaviour", "")) if entry else ""
    return lambda number: behaviour or matter_in(case).other


# --- small things ------------------------------------------------------------------------------


def _listed(case: Case) -> tuple[str, ...]:
    return tuple(numbers_in(str(case.form.get("filings", "")), matter_in(case)))


def _hearings(case: Case) -> list[Hearing]:
    return list(Hearing.objects.filter(case=case).select_related("finding", "case"))


def _unless_withdrawn(own: set[str], withdrawn: Collection[str]) -> FindingState:
    return _State.WITHDRAWN if own and own <= set(withdrawn) else _State.DISMISSED


def _check_among(numbers: Sequence[str], listed: Collection[str]) -> None:
    known = set(listed)
    if others := [number for number in numbers if number not in known]:
        raise InputError.of("screening.not_of_this_case", received=_named(others))


def _named(numbers: Sequence[str]) -> str:
    told = "、".join(map(written, numbers[:MOST_NAMED]))
    return f"{told} …" if len(numbers) > MOST_NAMED else told
