"""The sentence that says why a light is what it is, with the numbers, in both languages.

Numbers are written with thousands separated. What was stated or counted is written as it is, what
was worked out with as many digits as tell it from the target: a forecast of 20.998 is never told as
21 beside a target of 21.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhiheng.core.declarations.models import Wording
from zhiheng.core.plans.forecast import share_of_year
from zhiheng.core.plans.goals import HUNDRED, Counting, Goal, Mark, Observation
from zhiheng.core.plans.lights import Course, LightRules, Reason

COMPARATORS = {
    "=": ("", ""),
    ">=": ("不低于 ", "at least "),
    ">": ("高于 ", "more than "),
    "<=": ("不高于 ", "at most "),
    "<": ("低于 ", "less than "),
    "~": ("约 ", "about "),
    "between": ("", ""),
}


def exact(value: Decimal, unit: str = "") -> str:
    """Return a value that was stated or counted, with its unit."""
    return _with_unit(_plain(value, 8), unit)


def figure(value: Decimal, unit: str = "", beside: Decimal | None = None) -> str:
    """Return a value that was worked out; more digits where it must be told from `beside`."""
    for digits in range(_digits(value), 5):
        text = _plain(value, digits)
        if beside is None or value == beside or text != _plain(beside, digits):
            break
    return _with_unit(text, unit)


def interval(low: Decimal, high: Decimal) -> str:
    """Return both ends of an interval with the same number of digits."""
    digits = max(_digits(low), _digits(high)) if low else _digits(high)
    return "–".join(_plain(end, digits) for end in (low, high))


def mark_words(mark: Mark, unit: str) -> Wording:
    """Return a target in words: `不低于 21 件`, `10 家 to 12 家`."""
    zh, en = COMPARATORS[mark.comparator]
    low = exact(mark.value, unit)
    if mark.comparator == "between" and mark.upper is not None:
        high = exact(mark.upper, unit)
        return Wording(zh=f"{low}至 {high}", en=f"{low} to {high}")
    return Wording(zh=f"{zh}{low}", en=f"{en}{low}")


def sentence(course: Course, reason: Reason, rules: LightRules) -> Wording:
    """Return why a course has its light."""
    given = _given(course, rules)
    zh, en = SENTENCES[_wording_key(course, reason)]
    return Wording(
        zh=zh.format(**{key: text.zh for key, text in given.items()}),
        en=en.format(**{key: text.en for key, text in given.items()}),
    )


def note_words(
    course: Course,
    known: Sequence[Observation],
    missed: Sequence[tuple[Mark, Decimal]],
    rules: LightRules,
) -> Iterator[Wording]:
    """Return what else has to be known to read the numbers."""
    goal = course.goal
    if goal.counting is Counting.LEVEL or goal.counting is Counting.YEARLY:
        yield from _about_baseline(goal, known, rules)
    if goal.counting is Counting.YEARLY_GROWTH and course.latest:
        yield from _about_gaps(goal, known, course.latest)
    if course.latest and goal.exceeds_range(course.latest.value):
        yield Wording(
            zh="最新数值已超出目标区间。",
            en="The latest value is beyond the range of the target.",
        )
    if goal.is_share() and any(each.value > HUNDRED for each in known):
        yield Wording(
            zh="有数值高于 100%，请核对口径或填报。",
            en="A value is above 100%; check how it is counted.",
        )
    if course.season_by_calendar:
        share = figure(share_of_year(known[-1].on) * HUNDRED, "%")
        yield Wording(
            zh=f"当年尚未结束，又无往年同期数据，按已过 {share} 的时间折算。",
            en=f"The year is not over, no earlier one tells its course: {share} of its days are.",
        )
    for mark, value in missed:
        found, asked = exact(value, goal.unit), mark_words(mark, goal.unit)
        yield Wording(
            zh=f"{mark.year} 年阶段目标（{asked.zh}）未达到：{found}。",
            en=f"The milestone of {mark.year} ({asked.en}) was missed: {found}.",
        )


def _about_baseline(
    goal: Goal, known: Sequence[Observation], rules: LightRules
) -> Iterator[Wording]:
    if goal.baseline is None:
        yield Wording(
            zh="规划没有写明基期值，不计算完成比例。",
            en="The plan states no baseline, so no share of the way is told.",
        )
        return
    if goal.baseline == goal.target.value:
        yield Wording(
            zh="目标值与基期值相同，要求保持。",
            en="The target equals the baseline: it is to be held.",
        )
    found = next((e for e in known if e.on == goal.starts_on and e.source != "plan"), None)
    if found is None:
        return
    allowed = abs(goal.baseline) * rules.baseline_difference / HUNDRED
    if abs(found.value - goal.baseline) > allowed:
        stated, counted = exact(goal.baseline, goal.unit), exact(found.value, goal.unit)
        yield Wording(
            zh=f"规划所写基期值为 {stated}，平台数据为 {counted}，口径可能不同。",
            en=f"The plan states a baseline of {stated}; the platform has {counted} for that day.",
        )


def _about_gaps(goal: Goal, known: Sequence[Observation], latest: Observation) -> Iterator[Wording]:
    ends = {each.on.year for each in known if (each.on.month, each.on.day) == (12, 31)}
    missing = [str(y) for y in range(goal.first_year, latest.on.year) if y not in ends]
    if missing:
        yield Wording(
            zh=f"缺少 {'、'.join(missing)} 年的增速，平均值按其余年份计算。",
            en=f"The growth of {', '.join(missing)} is missing; the average is of the other years.",
        )


def _wording_key(course: Course, reason: Reason) -> str:
    growth = course.goal.counting is Counting.YEARLY_GROWTH
    special = f"{reason}.growth"
    return special if growth and special in SENTENCES else str(reason)


def _given(course: Course, rules: LightRules) -> dict[str, Wording]:
    """Return everything a sentence may name, empty where it is not known."""
    goal, unit = course.goal, course.goal.unit
    target = goal.needed(goal.target, rules.about)
    told = course.final if course.final and course.on >= goal.target.on else course.latest
    found = {
        "target": mark_words(goal.target, unit),
        "year": _same(goal.target.year),
        "unit": _same(unit or "—"),
        "other_unit": _same(course.other_unit),
        "months": _same(rules.stale_months),
        "least": _same(rules.least_values),
        "level": _same(f"{rules.level.normalize():f}%"),
        "latest": _same(exact(told.value, unit) if told else ""),
        "day": _same(told.on.isoformat() if told else ""),
        "pace": _change(course.pace_achieved, unit),
        "needed": _change(course.pace_needed, unit),
        "rate": _same(figure(course.pace_achieved or Decimal(0), unit, target)),
        "needed_rate": _same(
            "—" if course.pace_needed is None else figure(course.pace_needed, unit)
        ),
    }
    if course.forecast:
        found["forecast"] = _same(figure(course.forecast.value, unit, target))
        found["interval"] = _same(interval(course.forecast.low, course.forecast.high))
    return found


def _change(value: Decimal | None, unit: str) -> Wording:
    if value is None:
        return Wording(zh="", en="")
    size = figure(abs(value), "个百分点" if unit in {"%", "％"} else unit)
    points = figure(abs(value), "points" if unit in {"%", "％"} else unit)
    zh, en = ("增加", "+") if value >= 0 else ("减少", "−")
    return Wording(zh=f"{zh} {size}", en=f"{en}{points}")


def _same(text: object) -> Wording:
    return Wording(zh=str(text), en=str(text))


def _with_unit(text: str, unit: str) -> str:
    return f"{text}%" if unit in {"%", "％"} else f"{text} {unit}".strip()


def _plain(value: Decimal, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _digits(value: Decimal) -> int:
    """Return how many places are worth telling: the fewer, the greater the value."""
    size = abs(value)
    if size >= 1000 or size == 0:
        return 0
    if size >= 100:
        return 1
    return 2 if size >= Decimal("0.1") else 4


_BEHIND = (
    "按目前每年{pace}的速度，{year} 年底预计为 {forecast}（{level} 区间 {interval}）",
    "At {pace} a year the end of {year} would see {forecast} ({level} interval {interval})",
)
_GROWING = (
    (
        "规划期以来年均增长 {rate}，按此前各年增速，"
        "{year} 年末年均增速预计为 {forecast}（{level} 区间 {interval}）"
    ),
    (
        "It grew {rate} a year so far; by the end of {year} the average would be {forecast} "
        "({level} interval {interval})"
    ),
)
SENTENCES: dict[str, tuple[str, str]] = {
    "unit_unfit": (
        "数值以“{other_unit}”计，规划以“{unit}”计，无法换算，未作比较。",
        "Values are in {other_unit}, the plan in {unit}; one is not made of the other.",
    ),
    "not_reported": (
        "尚无数据：登记簿算不出，责任部门也没有填报。",
        "Not reported: no register gives it and no department has reported it.",
    ),
    "reached": (
        "{day} 为 {latest}，已达到目标（{year} 年 {target}）。",
        "{latest} on {day}: the target ({target} in {year}) is reached.",
    ),
    "reached_falling": (
        (
            "{day} 为 {latest}，目前达到目标（{year} 年 {target}），但按每年{pace}的走势，"
            "{year} 年底预计为 {forecast}（{level} 区间 {interval}），会失守。"
        ),
        (
            "{latest} on {day} answers the target ({target} in {year}), but at {pace} a year the "
            "end of {year} would see {forecast} ({level} interval {interval})."
        ),
    ),
    "missed": (
        "目标年已过：{day} 为 {latest}，未达到目标（{year} 年 {target}）。",
        "The target year is over: {latest} on {day} misses {target}.",
    ),
    "past_not_reported": (
        "目标年 {year} 已过，但没有该年末的数据；最近一次为 {day} 的 {latest}，目标为 {target}。",
        (
            "The target year {year} is over without a value; the last is {latest} on {day}, the "
            "target {target}."
        ),
    ),
    "stale": (
        "最近一次数据为 {day} 的 {latest}，已超过 {months} 个月，无法判断进度。",
        (
            "The last value, {latest} on {day}, is older than {months} months: where it stands is "
            "not known."
        ),
    ),
    "on_course": (
        f"{_BEHIND[0]}，能够完成目标（{{target}}）。",
        f"{_BEHIND[1]}: the target ({{target}}) is within reach.",
    ),
    "may_miss": (
        f"{_BEHIND[0]}，达不到目标（{{target}}），但目标仍在区间之内；今后每年须{{needed}}。",
        (
            f"{_BEHIND[1]}, short of the target ({{target}}) though within the interval; "
            "{needed} a year is needed."
        ),
    ),
    "will_miss": (
        f"{_BEHIND[0]}，达不到目标（{{target}}）；今后每年须{{needed}}。",
        f"{_BEHIND[1]}, short of the target ({{target}}); {{needed}} a year is needed.",
    ),
    "on_course.growth": (
        f"{_GROWING[0]}，能够完成目标（{{target}}）。",
        f"{_GROWING[1]}: the target ({{target}}) is within reach.",
    ),
    "may_miss.growth": (
        (
            f"{_GROWING[0]}，达不到目标（{{target}}），但目标仍在区间之内；"
            "今后每年须增长 {needed_rate}。"
        ),
        (
            f"{_GROWING[1]}, short of the target ({{target}}) though within the interval; "
            "{needed_rate} a year is needed."
        ),
    ),
    "will_miss.growth": (
        f"{_GROWING[0]}，达不到目标（{{target}}）；今后每年须增长 {{needed_rate}}。",
        f"{_GROWING[1]}, short of the target ({{target}}); {{needed_rate}} a year is needed.",
    ),
    "pace": (
        (
            "{day} 为 {latest}；目前每年{pace}，每年须{needed}才能在 {year} 年实现目标"
            "（{target}）。数据点少于 {least} 个，不作预测。"
        ),
        (
            "{latest} on {day}; {pace} a year so far, {needed} a year is needed for {target} in "
            "{year}. Fewer than {least} values: nothing is forecast."
        ),
    ),
    "pace.growth": (
        (
            "规划期以来年均增长 {rate}；今后每年须增长 {needed_rate}，才能在 {year} 年达到年均 "
            "{target}。数据点太少，不作预测。"
        ),
        (
            "It grew {rate} a year so far; {needed_rate} a year is needed for {target} by {year}. "
            "Too few values: nothing is forecast."
        ),
    ),
    "too_few": (
        "{day} 为 {latest}，数据太少，看不出速度；目标为 {year} 年 {target}。",
        "{latest} on {day}: too few values to tell a pace; the target is {target} in {year}.",
    ),
}
