"""The answer for a day: state and reasons, gaps, invalidation, contradictions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.analyses.compiled import computed
from tests.core.analyses.small_city import NUMBER, ROWS, SIBLING
from tests.core.lake.stored import packaged
from zhiheng.core.analyses import patent_fold, patent_states, trademark_states
from zhiheng.core.browsing.legal_states import (
    CONTRADICTIONS,
    StateOnDay,
    contradiction,
    rule_words,
    state_on,
)


@pytest.fixture(scope="module")
def states() -> dict[str, list[Any]]:
    """The computed states of the small city, by number and class."""
    patents = computed(patent_fold.run, patent_fold.INPUTS, ROWS)
    found = computed(patent_states.run, patent_states.INPUTS, {**ROWS, "patents": patents})
    found += computed(trademark_states.run, trademark_states.INPUTS, ROWS)
    by_right: dict[str, list[Any]] = {}
    for row in sorted(found, key=lambda row: row["ordinal"]):
        key = row.get("application_number") or f"{row['number']}~{row['nice_class']}"
        by_right.setdefault(key, []).append(row)
    return by_right


def asked(states: list[Any], day: str, name: str = "patent-states", **more: Any) -> StateOnDay:
    return state_on(packaged().register(name), states, date.fromisoformat(day), **more)


def told(answer: StateOnDay) -> str:
    return "\n".join(sentence.zh for sentence in answer.sentences)


def test_before_the_filing_there_is_nothing(states: dict[str, list[Any]]) -> None:
    answer = asked(states[NUMBER], "2012-02-28")
    assert (answer.state, answer.in_force) == ("", False)
    assert told(answer) == "2012-02-28 早于申请日 2012-02-29，尚无此申请。"


def test_a_right_that_was_invalidated_later_is_said_so(states: dict[str, list[Any]]) -> None:
    answer = asked(states[NUMBER], "2016-01-01")
    assert (answer.state, answer.in_force) == ("granted", True)
    assert answer.annulled_on == date(2021, 1, 5)
    assert told(answer).split("\n") == [
        "2016-01-01 当日权利有效，法律状态为“授权有效”。",
        (
            "该状态自 2015-05-05 起，起因是授权公告（CN110083831B，2015-05-05 公告），"
            "依据《专利法》第39、40条。"
        ),
        "该状态至 2017-03-01 为止（该日已不在此状态），原因是未缴年费终止。",
        (
            "该权利其后于 2021-01-05 被宣告无效，依《专利法》第47条视为自始即不存在；"
            "以上为当日的登记状态。"
        ),
    ]


def test_the_gap_before_a_restoration(states: dict[str, list[Any]]) -> None:
    for day in ("2017-03-01", "2018-09-03"):
        answer = asked(states[NUMBER], day)
        assert (answer.state, answer.in_force) == ("lapsed", False)
        assert "（专利权的终止，2018-04-03 公告）" in told(answer)
        assert "终止至恢复之间的期间不在有效状态" in told(answer)
    restored = asked(states[NUMBER], "2018-09-04")
    # A partial invalidation of 2019 is still to come.
    assert (restored.state, restored.in_force) == ("granted", True)
    assert asked(states[NUMBER], "2019-01-01").state == "partly_invalidated"


def test_what_is_final_stays_so_and_contradictions_are_told(states: dict[str, list[Any]]) -> None:
    answer = asked(states[NUMBER], "2024-01-01")
    assert (answer.state, answer.in_force, answer.annulled_on) == ("invalidated", False, None)
    assert "2022-01-04 的“专利权的恢复”与其他记载矛盾：权利已届满或宣告无效" in told(answer)
    sibling = asked(states[SIBLING], "2013-03-01")
    assert "2011-03-04 的“发明专利申请公布后的驳回”与其他记载矛盾：早于申请日" in told(sibling)


def test_a_mark_in_its_terms(states: dict[str, list[Any]]) -> None:
    own = states["5123456~09"]
    days = {
        "2006-09-19": "published", "2006-09-20": "opposed", "2006-10-20": "unopposed",
        "2006-11-21": "registered", "2016-11-21": "registered", "2020-06-03": "revoked",
    }  # fmt: skip
    found = {day: asked(own, day, "trademark-states").state for day in days}
    assert found == days
    renewed = asked(own, "2017-01-01", "trademark-states")
    assert "起因是核准续展（续展公告，2017-03-03 公告），依据《商标法》第40条" in told(renewed)
    assert asked(states["5123456~35"], "2007-01-01", "trademark-states").state == "refused"
    assert "US76044902~09" not in states


def test_grace_and_a_right_reckoned_from_an_earlier_day(states: dict[str, list[Any]]) -> None:
    row = {**states["5123456~09"][0], "state": "grace", "phase": "grace", "ends_on": None}
    answer = asked([row], "2017-01-01", "trademark-states")
    assert (answer.in_force, "宽展期内仍可续展" in told(answer)) == (False, True)
    early = date(2006, 10, 1)
    pending = asked(states["5123456~09"], "2006-10-05", "trademark-states", begins_on=early)
    assert "商标专用权自 2006-10-01 起计算" in told(pending)
    before = asked(states["5123456~09"], "2006-09-30", "trademark-states", begins_on=early)
    assert "商标专用权自" not in told(before)


def test_without_states_nothing_is_claimed() -> None:
    answer = asked([], "2020-01-01")
    assert (answer.state, answer.in_force, len(answer.sentences)) == ("", False, 1)


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("专利法 39、40", "《专利法》第39、40条", "专利法 art. 39、40"),
        ("商标法（2019） 40", "《商标法》（2019）第40条", "商标法（2019） art. 40"),
        ("商标法实施条例", "《商标法实施条例》", "商标法实施条例"),
    ],
)
def test_rules_are_cited_as_usual(rule: str, zh: str, en: str) -> None:
    assert (rule_words(rule).zh, rule_words(rule).en) == (zh, en)


@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_every_contradiction_has_words_in_both_languages(code: str) -> None:
    words = contradiction(f"2019-04-02 {code} 专利权的终止")
    assert code not in words.zh + words.en
    assert words.zh.startswith("2019-04-02 的“专利权的终止”")
