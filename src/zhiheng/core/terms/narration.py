"""The derivation of a due date as sentences, in Chinese and in English.

Every sentence names the article it rests on, and every day that was skipped with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiheng.core.calendar import Calendar
from zhiheng.core.terms.dates_in_words import (
    article_en,
    article_zh,
    date_en,
    date_zh,
    moment_en,
    moment_zh,
    span_en,
    span_zh,
)
from zhiheng.core.terms.events import (
    Awaited,
    Counted,
    CountedBack,
    CountedHours,
    CountedValidity,
    Event,
    Excluded,
    Extended,
    ReadAsWorkingDays,
    Received,
    Rolled,
    Standing,
    Started,
    Stayed,
    Unrolled,
)
from zhiheng.core.terms.lengths import Unit
from zhiheng.core.terms.regimes import Instrument, Regime
from zhiheng.core.terms.rest_days_in_words import rest_runs, skipped
from zhiheng.core.terms.suspensions import Interval

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: its kind, its words, the article, whether that is verified."""

    kind: str
    zh: str
    en: str
    article: Instrument | None = None
    verified: bool = True

    def in_language(self, language: str) -> str:
        """Return the Chinese sentence unless `language` starts with "en"."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class _Context:
    regime: Regime
    calendar: Calendar


def narrate(events: Iterable[Event], regime: Regime, calendar: Calendar) -> tuple[Step, ...]:
    """Return one step for each event."""
    context = _Context(regime, calendar)
    steps = tuple(_TELLERS[type(event)](event, context) for event in events)
    return (*_follows(regime), *steps)


def _follows(regime: Regime) -> Iterator[Step]:
    reason, source = regime.follows_reason, regime.follows_source
    if reason is not None:
        verified = regime.follows_status == "verified"
        by_zh = f"（{article_zh(source)}）" if source and source.article else ""
        by_en = f" ({article_en(source)})" if source and source.article else ""
        yield Step("follows", f"{reason.zh}{by_zh}。", f"{reason.en}{by_en}.", source, verified)


def _received(event: Received, context: _Context) -> Step:
    rule = event.rule
    return Step(
        "received",
        f"文件于{date_zh(event.sent)}发出，送达方式为{rule.title.zh}，依{article_zh(rule.source)}，"
        f"{rule.received.zh}，即{date_zh(event.received)}。",
        f"Sent on {date_en(event.sent)}, {_lower(rule.title.en)}: by {article_en(rule.source)}, "
        f"{rule.received.en}, that is on {date_en(event.received)}.",
        rule.source,
        rule.status == "verified",
    )


def _started(event: Started, context: _Context) -> Step:
    regime = context.regime
    if event.counted:
        rule = regime.validity or regime.start
        return Step(
            "started",
            f"依{article_zh(rule.source)}，自{date_zh(event.day)}当日起算。",
            f"By {article_en(rule.source)}, counting begins on {date_en(event.day)} itself.",
            rule.source,
            rule.status == "verified",
        )
    rule = regime.start
    first = event.day + _DAY
    return Step(
        "started",
        f"依{article_zh(rule.source)}，开始的当日{date_zh(event.day)}不计入，"
        f"自{date_zh(first)}起算。",
        f"By {article_en(rule.source)}, the day of the event ({date_en(event.day)}) is not "
        f"counted; counting begins on {date_en(first)}.",
        rule.source,
        rule.status == "verified",
    )


def _read_as_working_days(event: ReadAsWorkingDays, context: _Context) -> Step:
    rule = context.regime.working_days
    assert rule is not None
    return Step(
        "read_as_working_days",
        f"依{article_zh(rule.source)}，“{event.length.zh}”是指工作日，不含法定节假日。",
        f'By {article_en(rule.source)}, "{event.length.en}" means working days.',
        rule.source,
        rule.status == "verified",
    )


def _extended(event: Extended, context: _Context) -> Step:
    extension = event.extension
    who = extension.approved_by
    day_zh = f"于{date_zh(extension.on)}" if extension.on else ""
    day_en = f" on {date_en(extension.on)}" if extension.on else ""
    by_zh = f"经{who}{day_zh}批准，" if who or day_zh else ""
    by_en = f", approved{f' by {who}' if who else ''}{day_en}" if who or day_en else ""
    ground_zh = f"（{extension.ground}）" if extension.ground else ""
    ground_en = f" ({extension.ground})" if extension.ground else ""
    return Step(
        "extended",
        f"在{event.term.zh}的期限之上，{by_zh}延长{extension.length.zh}{ground_zh}。",
        f"The term of {event.term.en} is extended by {extension.length.en}{by_en}{ground_en}.",
    )


def _counted(event: Counted, context: _Context) -> Step:
    length, end = event.length, event.end
    if length.unit is Unit.WORKING_DAY:
        zh, en = skipped(event.first, end, context.calendar)
        return Step(
            "counted",
            f"计{length.zh}，至{date_zh(end)}届满。{zh}",
            f"{_capital(length.en)} run to {date_en(end)}.{en}"
            if length.quantity > 1
            else f"{_capital(length.en)} runs to {date_en(end)}.{en}",
        )
    if length.unit is Unit.DAY:
        return Step(
            "counted",
            f"计{length.zh}，至{date_zh(end)}届满。",
            f"{_capital(length.en)} run to {date_en(end)}."
            if length.quantity > 1
            else f"{_capital(length.en)} runs to {date_en(end)}.",
        )
    rule = context.regime.months
    how_zh = "以到期月的相应日" if event.corresponds else "到期月没有相应日，以该月最后一日"
    how_en = (
        "it ends on the corresponding day of its last month"
        if event.corresponds
        else "its last month has no corresponding day, so it ends on the last day of that month"
    )
    return Step(
        "counted",
        f"期限{length.zh}，依{article_zh(rule.source)}，{how_zh}{date_zh(end)}为届满日。",
        f"For a term of {length.en}, by {article_en(rule.source)}, {how_en}: {date_en(end)}.",
        rule.source,
        rule.status == "verified",
    )


def _counted_validity(event: CountedValidity, context: _Context) -> Step:
    rule = context.regime.validity
    assert rule is not None
    how_zh = "以最后一月相应日的前一日" if event.corresponds else "该月无相应日，以该月最后一日"
    how_en = (
        "it ends the day before the corresponding day"
        if event.corresponds
        else "without a corresponding day it ends on the last day of that month"
    )
    return Step(
        "counted",
        f"有效期{event.length.zh}，依{article_zh(rule.source)}，{how_zh}"
        f"{date_zh(event.end)}为届满日。",
        f"Valid for {event.length.en}; by {article_en(rule.source)}, {how_en}: "
        f"{date_en(event.end)}.",
        rule.source,
        rule.status == "verified",
    )


def _counted_hours(event: CountedHours, context: _Context) -> Step:
    rule = context.regime.hours
    assert rule is not None
    if rule.start == "moment":
        how_zh, how_en = "自该时刻起算", "counting begins at that moment"
    else:
        how_zh = f"开始的时不计入，自{moment_zh(event.first)}起算"
        how_en = (
            f"the hour of the event is not counted; counting begins at {moment_en(event.first)}"
        )
    return Step(
        "counted",
        f"{moment_zh(event.moment)}起，依{article_zh(rule.source)}，{how_zh}；"
        f"计{event.length.zh}，至{moment_zh(event.end)}届满，节假日不顺延。",
        f"From {moment_en(event.moment)}, by {article_en(rule.source)}, {how_en}; "
        f"{event.length.en} run to {moment_en(event.end)}, on rest days too.",
        rule.source,
        rule.status == "verified",
    )


def _counted_back(event: CountedBack, context: _Context) -> Step:
    zh, en = "", ""
    if event.length.unit is Unit.WORKING_DAY:
        zh, en = skipped(event.end, event.event - _DAY, context.calendar)
    return Step(
        "counted_back",
        f"自{date_zh(event.event)}起（当日不计入）倒数{event.length.zh}，"
        f"最迟应于{date_zh(event.end)}办理。{zh}",
        f"Counted back {event.length.en} from {date_en(event.event)} (not counted itself): "
        f"at the latest on {date_en(event.end)}.{en}",
    )


def _excluded(event: Excluded, context: _Context) -> Step:
    grounds_zh = _grounds(event.interval, "zh")
    grounds_en = _grounds(event.interval, "en")
    unit_zh = "个工作日" if event.working else "日"
    unit_en = "working day" if event.working else "day"
    last = event.interval.last
    return Step(
        "excluded",
        f"{span_zh(event.first, last)}{grounds_zh}不计入期限，共{event.days}{unit_zh}，"
        f"届满日相应顺延至{date_zh(event.end)}。",
        f"{_capital(span_en(event.first, last))}{grounds_en} {_are(event.first, last)} not counted "
        f"({event.days} {unit_en}{'' if event.days == 1 else 's'}); the end moves to "
        f"{date_en(event.end)}.",
    )


def _rolled(event: Rolled, context: _Context) -> Step:
    rule = context.regime.rest_day
    if event.interval is not None:
        return Step(
            "rolled",
            f"{date_zh(event.end)}处于不计入期限的期间"
            f"（{span_zh(event.interval.first, event.interval.last)}），"
            f"届满日顺延至其后第一个工作日{date_zh(event.due)}。",
            f"{date_en(event.end)} lies in days that are not counted "
            f"({span_en(event.interval.first, event.interval.last)}); the end moves to the first "
            f"working day after them, {date_en(event.due)}.",
        )
    target_zh, target_en = {
        "first-working-day": ("休假日后的第一个工作日", "the first working day after it"),
        "day-after-holiday": ("休假日结束的次日", "the day after the rest days end"),
    }[rule.roll]
    runs = list(rest_runs(context.calendar.days(event.end, event.due - _DAY)))
    return Step(
        "rolled",
        f"届满日{date_zh(event.end)}是休假日（{'、'.join(zh for zh, _ in runs)}），"
        f"依{article_zh(rule.source)}，顺延至{target_zh}{date_zh(event.due)}。",
        f"The last day, {date_en(event.end)}, is a rest day ({'; '.join(en for _, en in runs)}); "
        f"by {article_en(rule.source)} it moves to {target_en}, {date_en(event.due)}.",
        rule.source,
        rule.status == "verified",
    )


def _stayed(event: Stayed, context: _Context) -> Step:
    source = context.calendar.source(event.end.year)
    by_zh = f"（《{source}》）" if source else ""
    return Step(
        "stayed",
        f"届满日{date_zh(event.end)}虽为周末，但因调休上班{by_zh}，是工作日，不顺延。",
        f"The last day, {date_en(event.end)}, is a weekend day that is worked in exchange for a "
        "holiday; it does not move.",
    )


def _unrolled(event: Unrolled, context: _Context) -> Step:
    return Step(
        "unrolled",
        f"{date_zh(event.end)}是休假日，"
        + ("有效期的届满日不顺延。" if event.validity else "依本制度不顺延。"),
        f"{date_en(event.end)} is a rest day; "
        + ("the end of a validity does not move." if event.validity else "it does not move."),
    )


def _awaited(event: Awaited, context: _Context) -> Step:
    years_zh = "、".join(f"{year}年" for year in event.years)
    years_en = ", ".join(str(year) for year in event.years)
    regulation = context.calendar.fixed_source(event.first)
    fixed_zh = f"及{_title(regulation)}中日期固定的节日" if regulation else ""
    fixed_en = " and the holidays of a fixed date" if regulation else ""
    return Step(
        "awaited",
        f"暂定：{years_zh}的节假日安排未公布或未录入，现按周六、周日{fixed_zh}推算；"
        "春节、清明节、端午节、中秋节的放假日期和调休上班日未知，未予计入，安排录入后应重新计算。",
        f"Provisional: the holiday notice for {years_en} is not known. Saturdays, Sundays"
        f"{fixed_en} count as rest days; Spring Festival, Qingming, Dragon Boat, Mid-Autumn and "
        "exchanged weekends are unknown and left out. Compute again when the notice is entered.",
        verified=False,
    )


def _standing(event: Standing, context: _Context) -> Step:
    return Step(
        "standing",
        f"暂定：期限自{date_zh(event.since)}起中止，尚未恢复，现计至{date_zh(event.on)}，"
        "届满日随中止继续顺延。",
        f"Provisional: the clock has been standing since {date_en(event.since)}, counted up to "
        f"{date_en(event.on)}; the due date moves on while it stands.",
        verified=False,
    )


_TELLERS: dict[type[Any], Callable[[Any, _Context], Step]] = {
    Received: _received,
    Started: _started,
    ReadAsWorkingDays: _read_as_working_days,
    Extended: _extended,
    Counted: _counted,
    CountedValidity: _counted_validity,
    CountedHours: _counted_hours,
    CountedBack: _counted_back,
    Excluded: _excluded,
    Rolled: _rolled,
    Stayed: _stayed,
    Unrolled: _unrolled,
    Awaited: _awaited,
    Standing: _standing,
}


def _grounds(interval: Interval, language: str) -> str:
    said = [getattr(each, language) or each.ground for each in interval.suspensions]
    words = list(dict.fromkeys(filter(None, said)))
    if not words:
        return ""
    return f"（{'、'.join(words)}）" if language == "zh" else f" ({', '.join(words)})"


def _title(source: str) -> str:
    name, bracket, rest = source.partition("（")
    return f"《{name}》{bracket}{rest}"


def _are(first: date, last: date) -> str:
    return "is" if first == last else "are"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
