"""The one-vote veto: does a confirmed abnormal filing bar somebody on a day, and why.

Two questions. *Eligibility*: a confirmed filing bars for a set time from the day of its decision;
what is confirmed while that time still runs lengthens it by as much again, up to a longest time
(the rule of the national office on trust in the field of intellectual property). *Repetition*:
decisions of several days within a window of years make whoever filed a repeat offender until the
window has passed (order 77, article 9: fees are not reduced). Filings confirmed on one day are one
decision.

A notice is no finding: filings that were only notified, or withdrawn, bar nobody and are told
beside. Source of the rows: the register `abnormal-filings` as it was known on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhiheng.core.errors import InputError
from zhiheng.core.terms.engine import corresponding_day
from zhiheng.core.terms.lengths import Length, Unit, parse_length

NOTIFIED, CONFIRMED, DISMISSED = "notified", "confirmed", "dismissed"
# The questions, as procedures name them in their declarations.
ABNORMAL, REPEATED = "abnormal-filings", "repeated-abnormal-filings"
QUESTIONS = (ABNORMAL, REPEATED)
APPLICANT, AGENCY = "applicant", "agency"


@dataclass(frozen=True)
class AbnormalFiling:
    """A row of the register of abnormal filings, and as what somebody stands behind it."""

    number: str
    behaviour: str
    state: str
    notified_on: date | None
    decided_on: date | None
    notice: str = ""
    title: str = ""
    role: str = APPLICANT

    @property
    def counted_from(self) -> date | None:
        """The day of the decision; that of the notice where none was recorded."""
        return self.decided_on or self.notified_on


@dataclass(frozen=True)
class VetoRules:
    """By what is counted: lengths in months or years, and how many decisions are a repetition."""

    bar: Length
    longest: Length
    window: Length
    least: int

    @classmethod
    def of(cls, *, bar: str, longest: str, window: str, least: int) -> VetoRules:
        """Read the rules from dated parameters; `InputError` where a length is not in months."""
        return cls(_in_months(bar), _in_months(longest), _in_months(window), least)


@dataclass(frozen=True)
class Reason:
    """A confirmed filing that bars, and the first day on which it does so no more."""

    filing: AbnormalFiling
    until: date


@dataclass(frozen=True)
class Veto:
    """The answer on a day. `until` is the first day on which nothing bars any more.

    `decisions` are the days of confirmation that count; `beside` the filings known that do not bar:
    only notified, withdrawn, or confirmed so long ago that the time has passed.
    """

    question: str
    on: date
    barred: bool
    reasons: tuple[Reason, ...]
    beside: tuple[AbnormalFiling, ...]
    decisions: tuple[date, ...]

    @property
    def until(self) -> date | None:
        """The first day on which nothing bars any more, None where nothing does."""
        return max((each.until for each in self.reasons), default=None)


def ask(question: str, filings: Iterable[AbnormalFiling], *, rules: VetoRules, on: date) -> Veto:
    """Answer a question of `QUESTIONS` about the filings of one party or agency on a day.

    Only what was decided by that day counts. A filing may stand there several times, as that of
    an applicant and of an agency; it counts once. `InputError` for any other question.
    """
    if question not in QUESTIONS:
        raise InputError.of("veto.question", received=question, expected="、".join(QUESTIONS))
    known = _known_on(filings, on)
    confirmed = [each for each in known if each.state == CONFIRMED]
    if question == ABNORMAL:
        ends = _ends(confirmed, rules)
        reasons = [
            Reason(each, ends[each.counted_from])
            for each in confirmed
            if each.counted_from is not None and on < ends[each.counted_from]
        ]
    else:
        reasons = _repeated(confirmed, rules, on)
    barring = {each.filing.number for each in reasons}
    return Veto(
        question=question,
        on=on,
        barred=bool(reasons),
        reasons=tuple(reasons),
        beside=tuple(each for each in known if each.number not in barring),
        decisions=tuple(sorted({_day(each.filing) for each in reasons})),
    )


def _known_on(filings: Iterable[AbnormalFiling], on: date) -> list[AbnormalFiling]:
    """Return each filing once, in the order of the decisions, as it stood on a day.

    What was decided later was only notified by then; what was not notified yet is left out, and so
    is what was found innocent: it is held against nobody.
    """
    found: dict[str, AbnormalFiling] = {}
    for each in filings:
        begun = min((day for day in (each.notified_on, each.decided_on) if day), default=None)
        if begun is None or begun > on or each.number in found:
            continue
        if each.decided_on is not None and each.decided_on > on:
            found[each.number] = replace(each, state=NOTIFIED, decided_on=None)
        elif each.state != DISMISSED:
            found[each.number] = each
    return sorted(found.values(), key=lambda each: (_day(each), each.number))


def _ends(confirmed: Sequence[AbnormalFiling], rules: VetoRules) -> dict[date | None, date]:
    """Return until when each day of decision bars.

    Decisions that follow one another before the bar is over are a chain: each lengthens the bar,
    and all of them bar until its end, which lies no further than the longest from the last of them.
    """
    ends: dict[date | None, date] = {}
    chain: list[date] = []
    end = date.min
    for day in sorted({_day(each) for each in confirmed}):
        chain = [*chain, day] if day < end else [day]
        end = min(_later(max(day, end), rules.bar), _later(day, rules.longest))
        ends |= dict.fromkeys(chain, end)
    return ends


def _repeated(confirmed: Sequence[AbnormalFiling], rules: VetoRules, on: date) -> list[Reason]:
    """Return the filings whose decisions lie within the window, where these are enough."""
    inside = [each for each in confirmed if on < _later(_day(each), rules.window)]
    days = sorted({_day(each) for each in inside})
    if len(days) < max(1, rules.least):
        return []
    # It is over on the day on which too few decisions are left in the window.
    over = _later(days[-max(1, rules.least)], rules.window)
    return [Reason(each, over) for each in inside]


def _in_months(text: str) -> Length:
    length = parse_length(text)
    if length.unit not in (Unit.MONTH, Unit.YEAR):
        raise InputError.of("term.months_or_years", received=length.zh)
    return length


def _day(filing: AbnormalFiling) -> date:
    day = filing.counted_from
    assert day is not None, "filings without any day were left out before"
    return day


def _later(day: date, length: Length) -> date:
    months = length.quantity * (12 if length.unit is Unit.YEAR else 1)
    try:
        return corresponding_day(day, months)[0]
    except OverflowError:
        return date.max
