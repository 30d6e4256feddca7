"""What a deadline carries besides its day: derivation, what it waits for, which clocks stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from zhiheng.core.calendar import Calendar, DayName, YearNotice
from zhiheng.core.errors import InputError
from zhiheng.core.terms.clocks import Clock, run_clocks
from zhiheng.core.terms.deadline import Term
from zhiheng.core.terms.engine import compute
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import Regime
from zhiheng.core.terms.suspensions import Extension, Suspension
from zhiheng.core.terms.written import compute_before_written, compute_written

Rules = Mapping[str, Regime]
FILING = date(2026, 7, 6)
TESTING = Suspension(date(2026, 8, 1), date(2026, 8, 10), "testing", "检测", "testing")
HEARING = Suspension(date(2026, 8, 5), date(2026, 8, 14), "hearing", "听证", "hearing")


def test_every_step_of_a_served_and_rolled_term_is_told_in_chinese() -> None:
    found = compute_written(start="2026-09-17", length="15d", regime="patent-rules", service="post")
    assert found.sentences("zh") == [
        (
            "文件于2026年9月17日（星期四）发出，送达方式为邮寄，依《专利法实施细则》（2023）第四条第四款，"
            "自文件发出之日起满15日，推定为当事人收到文件之日，即2026年10月2日（星期五）。"
        ),
        (
            "依《专利法实施细则》（2023）第五条，开始的当日2026年10月2日（星期五）不计入，"
            "自2026年10月3日（星期六）起算。"
        ),
        "计15日，至2026年10月17日（星期六）届满。",
        (
            "届满日2026年10月17日（星期六）是休假日（2026年10月17日至18日周末），"
            "依《专利法实施细则》（2023）第五条，顺延至休假日后的第一个工作日2026年10月19日（星期一）。"
        ),
    ]


def test_every_skipped_day_is_told_with_its_reason() -> None:
    found = compute_written(start="2026-02-13", length="7d", regime="administrative-penalty")
    *_, read, counted = found.sentences("en")
    assert read == (
        'By article 85 of the Administrative Penalty Law (2021), "7 days" means working days.'
    )
    assert counted == (
        "7 working days run to Monday 2 March 2026. Not counted: 15 to 23 February 2026 Spring "
        "Festival; 1 March 2026 weekend. Worked in exchange for holidays, and counted: "
        "Saturday 14 February 2026; Saturday 28 February 2026."
    )


def test_a_worked_saturday_is_told_not_to_move() -> None:
    found = compute_written(start="2026-01-31", length="1m", regime="civil-code")
    assert [step.kind for step in found.derivation] == ["started", "counted", "stayed"]
    assert "因调休上班" in found.sentences("zh")[-1]
    assert "依《民法典》第二百零二条，到期月没有相应日" in found.sentences("zh")[1]


def test_an_extension_tells_who_approved_it_and_when(regimes: Rules, calendar: Calendar) -> None:
    found = compute(
        Term(parse_length("90d")),
        start=FILING,
        regime=regimes["samr"],
        calendar=calendar,
        extensions=[Extension(parse_length("30d"), "局长", date(2026, 9, 20), "案情复杂")],
    )
    assert "在90日的期限之上，经局长于2026年9月20日（星期日）批准，延长30日（案情复杂）。" in (
        found.sentences("zh")
    )


def test_an_extension_after_the_end_is_refused(regimes: Rules, calendar: Calendar) -> None:
    def extended(on: date) -> date:
        return compute(
            Term(parse_length("90d")),
            start=FILING,
            regime=regimes["samr"],
            calendar=calendar,
            extensions=[Extension(parse_length("30d"), "局长", on)],
        ).due

    assert extended(date(2026, 10, 8)) == date(2026, 11, 3)  # the rolled last day still counts
    with pytest.raises(InputError) as raised:
        extended(date(2026, 10, 9))
    assert [problem.code for problem in raised.value.problems] == ["term.extension.late"]


def test_overlapping_suspensions_are_told_together(regimes: Rules, calendar: Calendar) -> None:
    found = compute(
        Term(parse_length("90d")),
        start=FILING,
        regime=regimes["samr"],
        calendar=calendar,
        suspensions=[HEARING, TESTING],
    )
    assert found.due == date(2026, 10, 19)  # 4 October and 14 days is 18 October, a Sunday
    assert (
        "2026年8月1日至14日（检测、听证）不计入期限，共14日，届满日相应顺延至2026年10月18日（星期日）。"
        in found.sentences("zh")
    )


def test_while_a_suspension_runs_the_due_date_moves_every_day(
    regimes: Rules, calendar: Calendar
) -> None:
    def standing(on: date) -> tuple[date, bool, date | None]:
        found = compute(
            Term(parse_length("90d")),
            start=FILING,
            regime=regimes["samr"],
            calendar=calendar,
            suspensions=[Suspension(date(2026, 8, 1), None)],
            on=on,
        )
        return found.due, found.provisional, found.standing_since

    assert standing(date(2026, 8, 10)) == (date(2026, 10, 14), True, date(2026, 8, 1))
    assert standing(date(2026, 8, 11)) == (date(2026, 10, 15), True, date(2026, 8, 1))


def test_a_provisional_date_settles_when_the_notice_arrives(
    regimes: Rules, calendar: Calendar
) -> None:
    def due(known: Calendar) -> tuple[date, bool, tuple[int, ...]]:
        found = compute(
            Term(parse_length("3m")),
            start=date(2026, 11, 6),
            regime=regimes["patent-rules"],
            calendar=known,
        )
        return found.due, found.provisional, found.awaits

    # Written for this test; nobody has published 2027.
    spring = {date(2027, 2, day): DayName("春节", "Spring Festival") for day in range(5, 12)}
    arrived = Calendar(
        [YearNotice(2026, {}, {}, "2026"), YearNotice(2027, spring, {}, "2027")],
    )
    assert due(calendar) == (date(2027, 2, 8), True, (2027,))
    assert due(arrived) == (date(2027, 2, 12), False, ())


def test_clocks_of_one_matter_stop_on_their_own_grounds(regimes: Rules, calendar: Calendar) -> None:
    clocks = [
        Clock(
            "decision",
            Term(parse_length("90d"), stopped_by=frozenset({"hearing", "testing"})),
            "samr",
            FILING,
        ),
        Clock(
            "seizure",
            Term(parse_length("30d"), stopped_by=frozenset({"testing"})),
            "administrative-compulsion",
            date(2026, 7, 13),
        ),
        Clock("fine", Term(parse_length("15d"), stopped_by=frozenset()), "samr", FILING),
    ]
    found = run_clocks(clocks, regimes=regimes, calendar=calendar, suspensions=[TESTING, HEARING])
    assert {name: deadline.due for name, deadline in found.items()} == {
        "fine": date(2026, 7, 21),
        "seizure": date(2026, 8, 24),  # 12 August and 10 days is 22 August, a Saturday
        "decision": date(2026, 10, 19),
    }
    assert list(found) == ["fine", "seizure", "decision"]


def test_articles_not_yet_compared_are_named() -> None:
    compared = compute_written(start="2026-01-31", length="1m", regime="patent-rules")
    assert compared.unverified == ()
    followed = compute_written(start="2026-01-31", length="5d", regime="administrative-penalty")
    assert [each.article for each in followed.unverified] == ["61"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_regime_explains_every_kind_of_term(regimes: Rules, language: str) -> None:
    for name in regimes:
        for length in ("1d", "10d", "1wd", "15wd", "1m", "2y"):
            for start in ("2026-01-31", "2026-09-17", "2026-12-28"):
                for found in (
                    compute_written(start=start, length=length, regime=name),
                    compute_before_written(event=start, length=length, regime=name),
                ):
                    for sentence in found.sentences(language):
                        assert sentence.endswith("。" if language == "zh" else ".")
                        assert "None" not in sentence
                        assert "{" not in sentence
