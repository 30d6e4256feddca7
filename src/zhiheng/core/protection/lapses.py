"""Which terms of protected rights end soon: terms of marks and patents, grace periods, annual fees.

A mark is renewed in the months before its term ends, or in the grace period after it; the term of
a patent cannot be prolonged. An annual fee is due on the anniversary of the filing day, moved off
days of rest; no register says whether it was paid, so the sentence says so. Lengths and days come
as `LapseLimits`; sources: Trademark Law art. 40 (2019), 44 (2026), Patent Law art. 42 and 44,
Implementing Regulations of the Patent Law (2023) art. 115.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.core.calendar import Calendar
from zhiheng.core.declarations.models import Wording
from zhiheng.core.protection.findings import Finding, Severity, classes_told
from zhiheng.core.terms.engine import corresponding_day

_DAY = timedelta(days=1)
# In its last month a renewal is pressing.
PRESSING = 30


@dataclass(frozen=True, slots=True)
class LapseLimits:
    """How many days before its end a term is told, and the law's lengths in months."""

    renewal_days: int
    term_days: int
    fee_days: int
    renewal_grace_months: int
    fee_grace_months: int


@dataclass(frozen=True, slots=True)
class MarkTerm:
    """The present term of a mark in all its classes; `record` is one of its rows.

    `last_day` is the last day of the term, `ceased_on` when the right ended otherwise.
    """

    number: str
    text: str
    classes: Sequence[str]
    record: str
    last_day: date | None
    ceased_on: date | None = None


@dataclass(frozen=True, slots=True)
class PatentTerm:
    """A patent's days: filed, granted, ceased, and the first day on which its term is over."""

    number: str
    title: str
    filed_on: date | None
    granted_on: date | None
    ceased_on: date | None
    expires_on: date | None


def mark_lapse(term: MarkTerm, limits: LapseLimits, *, on: date) -> Finding | None:
    """Return what is to be told of a mark's term on a day; None while it is far from its end.

    Told once near the end, once more in the last month, once in the grace period, and once when
    that is over.
    """
    if term.last_day is None or (term.ceased_on and term.ceased_on <= on):
        return None
    grace_ends, _ = corresponding_day(term.last_day, limits.renewal_grace_months)
    if on > grace_ends + timedelta(days=limits.renewal_days):
        return None  # long over: no news
    if on > grace_ends:
        return _mark(term, "over", "high", None, _over(term, grace_ends))
    if on > term.last_day:
        return _mark(term, "grace", "high", grace_ends, _in_grace(term, grace_ends))
    days = (term.last_day - on).days
    if days > limits.renewal_days:
        return None
    words = _renewable(term, grace_ends)
    if days <= PRESSING:
        return _mark(term, "pressing", "high", term.last_day, words)
    return _mark(term, "due", "medium", term.last_day, words)


def patent_lapses(
    term: PatentTerm, limits: LapseLimits, calendar: Calendar, *, on: date
) -> list[Finding]:
    """Return what is to be told of a granted patent on a day: the end of its term, its next fee."""
    if term.granted_on is None or (term.ceased_on and term.ceased_on <= on):
        return []
    found = []
    if term.expires_on and on < term.expires_on <= on + timedelta(days=limits.term_days):
        found.append(_patent_term(term, term.expires_on))
    fee = next_fee(term, calendar, on=on)
    if fee and (fee[1] - on).days <= limits.fee_days:
        found.append(_fee(term, *fee, limits, calendar))
    return found


def next_fee(term: PatentTerm, calendar: Calendar, *, on: date) -> tuple[date, date] | None:
    """Return the next anniversary on which an annual fee is due, and that day off days of rest.

    None where no fee is due any more. The first anniversary after the grant counts: the fee of the
    year of grant is paid with it.
    """
    if term.filed_on is None or term.granted_on is None:
        return None
    year = max(on.year, term.granted_on.year)
    for each in (year, year + 1, year + 2):
        nominal, _ = corresponding_day(term.filed_on, 12 * (each - term.filed_on.year))
        if nominal <= term.granted_on or (term.expires_on and nominal >= term.expires_on):
            continue
        due = calendar.next_working(nominal)
        if due >= on:
            return nominal, due
    return None


def _mark(
    term: MarkTerm, step: str, severity: Severity, deadline: date | None, words: Wording
) -> Finding:
    return Finding(
        kind="lapse",
        key=f"lapse:{term.number}:{term.last_day}:{step}",
        pair=term.number,
        severity=severity,
        words=words,
        register="trademarks",
        record=term.record,
        deadline=deadline,
        details={"classes": list(term.classes), "mark": term.text},
    )


def _named(term: MarkTerm) -> tuple[str, str]:
    classes = classes_told(term.classes)
    return (
        f"商标“{term.text}”（{term.number}，{classes.zh}）",
        f"The mark “{term.text}” ({term.number}, {classes.en})",
    )


def _renewable(term: MarkTerm, grace_ends: date) -> Wording:
    zh, en = _named(term)
    return Wording(
        zh=f"{zh}有效期至 {term.last_day}，应在期满前办理续展；宽展期至 {grace_ends}。",
        en=f"{en} is in force until {term.last_day} and has to be renewed before; "
        f"the grace period ends on {grace_ends}.",
    )


def _in_grace(term: MarkTerm, grace_ends: date) -> Wording:
    zh, en = _named(term)
    return Wording(
        zh=f"{zh}有效期已于 {term.last_day} 届满，登记簿未见续展；"
        f"宽展期至 {grace_ends}，逾期注销。",
        en=f"The term of {_lower(en)} ended on {term.last_day} and no renewal is registered; "
        f"it can be renewed until {grace_ends} and is cancelled after that.",
    )


def _over(term: MarkTerm, grace_ends: date) -> Wording:
    zh, en = _named(term)
    return Wording(
        zh=f"{zh}宽展期已于 {grace_ends} 届满，登记簿未见续展。",
        en=f"The grace period of {_lower(en)} ended on {grace_ends} and no renewal is registered.",
    )


def _patent_term(term: PatentTerm, ends: date) -> Finding:
    last = ends - _DAY
    return Finding(
        kind="lapse",
        key=f"term:{term.number}:{ends}",
        pair=term.number,
        severity="medium",
        words=Wording(
            zh=f"专利“{term.title}”（{term.number}）保护期限至 {last} 届满，不能续展。",
            en=f"The term of the patent “{term.title}” ({term.number}) ends on {last} "
            "and cannot be prolonged.",
        ),
        register="patents",
        record=term.number,
    )


def _fee(
    term: PatentTerm, nominal: date, due: date, limits: LapseLimits, calendar: Calendar
) -> Finding:
    until = calendar.next_working(corresponding_day(nominal, limits.fee_grace_months)[0])
    return Finding(
        kind="lapse",
        key=f"fee:{term.number}:{nominal.year}",
        pair=term.number,
        severity="medium",
        words=Wording(
            zh=f"专利“{term.title}”（{term.number}）的年费应在 {due} 前缴纳，"
            f"逾期可在 {until} 前连同滞纳金补缴；登记簿不载缴费情况。",
            en=f"The annual fee of the patent “{term.title}” ({term.number}) is due by {due}; "
            f"with a surcharge it can be paid until {until}. The registers do not say whether it "
            "was paid.",
        ),
        register="patents",
        record=term.number,
        deadline=due,
    )


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def fees_of_month(
    terms: Iterable[PatentTerm], limits: LapseLimits, calendar: Calendar, *, on: date
) -> Finding | None:
    """Return one finding for all annual fees of the month in which the next of them is due.

    For an enterprise with many patents, of which each by itself would be told every year.
    """
    due: dict[str, tuple[date, PatentTerm]] = {}
    for term in terms:
        if term.ceased_on and term.ceased_on <= on:
            continue
        if fee := next_fee(term, calendar, on=on):
            due[term.number] = fee[1], term
    if not due:
        return None
    first = min(day for day, _ in due.values())
    if (first - on).days > limits.fee_days:
        return None
    month = [day for day, _ in due.values() if (day.year, day.month) == (first.year, first.month)]
    numbers = sorted(n for n, (day, _) in due.items() if day in month)
    return Finding(
        kind="lapse",
        key=f"fees:{first:%Y-%m}",
        pair=numbers[0],
        severity="medium",
        words=Wording(
            zh=f"{first.year} 年 {first.month} 月有 {len(numbers)} 件专利应缴年费，"
            f"最早 {first} 到期；登记簿不载缴费情况。",
            en=f"Annual fees of {len(numbers)} patents are due in {first:%B %Y}, the first on "
            f"{first}. The registers do not say whether they were paid.",
        ),
        register="patents",
        record=numbers[0],
        deadline=first,
        details={"numbers": numbers},
    )
