"""The legal states of marks against a naive machine, on histories nobody would draw."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.core.analyses.compiled import ON, computed
from tests.core.lake.stored import packaged
from tests.twins import mark_machine
from zhiheng.core.analyses import trademark_states
from zhiheng.core.analyses.trademark_steps import EFFECTS

Row = dict[str, Any]
FIELDS = ("state", "starts_on", "ends_on", "cause", "contradictions")
# Words that mean one effect and no other, whatever the details.
WORDS = {
    "opposed": "商标异议", "opposition-closed": "异议不成立", "registered": "核准注册",
    "renewed": "核准续展", "revoked-in-part": "部分撤销", "cancelled-in-part": "部分注销",
    "invalidated-in-part": "部分无效宣告", "invalidated": "宣告无效", "revoked": "撤销公告",
    "cancelled": "注销公告", "expired": "期满未续展", "refused": "驳回通知",
    "withdrawn": "撤回申请", "revival": "驳回复审", "restored": "恢复商标专用权",
    "published": "初步审定公告",
}  # fmt: skip


def test_each_word_means_its_effect() -> None:
    for effect, word in WORDS.items():
        fits = [
            other
            for other in EFFECTS
            for entry in packaged().value(f"trademark-event.{other}", on=ON).value  # type: ignore[union-attr]
            if "|" not in entry and word.startswith(entry)
        ]
        assert fits[0] == effect


DAYS = [
    date(2005, 1, 4), date(2006, 8, 20), date(2006, 11, 20), date(2006, 11, 21), date(2010, 6, 3),
    date(2015, 11, 21), date(2016, 11, 21), date(2017, 5, 21), date(2026, 3, 2),
]  # fmt: skip
days = st.sampled_from(DAYS)
marks = st.fixed_dictionaries(
    {
        "filing_date": st.none() | st.just(date(2005, 1, 4)),
        "preliminary_publication_date": st.none() | st.just(date(2006, 8, 20)),
        "registration_date": st.none() | st.just(date(2006, 11, 21)),
        "expires_on": st.none() | st.just(date(2016, 11, 21)),
    }
)
events = st.lists(st.tuples(st.sampled_from(list(WORDS)), days), max_size=8, unique=True)
histories = st.lists(st.tuples(marks, events), min_size=30, max_size=50)


@given(histories)
@settings(
    deadline=None,
    max_examples=8,  # of some forty histories each: one query computes them all
    phases=(Phase.explicit, Phase.generate),  # shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_history(drawn: list[tuple[Row, list[tuple[str, date]]]]) -> None:
    rows = {f"{place + 1}": whole(mark) for place, (mark, _) in enumerate(drawn)}
    told = {number: drawn[int(number) - 1][1] for number in rows}
    found = computed(
        trademark_states.run,
        trademark_states.INPUTS,
        {
            "trademarks": [{**mark, "number": number} for number, mark in rows.items()],
            "trademark-events": [
                {"number": number, "nice_class": "00", "event_date": day, "event": WORDS[effect]}
                for number, events_told in told.items()
                for effect, day in events_told
            ],
        },
    )
    found.sort(key=lambda row: row["ordinal"])
    for number, mark in rows.items():
        own = [row for row in found if row["number"] == number]
        assert [{name: row[name] for name in FIELDS} for row in own] == twins(mark, told[number])
        for row, after in itertools.pairwise(own):
            assert row["ends_on"] == after["starts_on"]


def whole(mark: Row) -> Row:
    """A mark as the register has it: the window of its publication, the class, the office."""
    published = mark["preliminary_publication_date"]
    return {
        **mark,
        "nice_class": "09",
        "office": "CN",
        "begins_on": mark["registration_date"],
        "opposition_ends": mark_machine.months_later(published, 3) if published else None,
    }


def twins(mark: Row, told: list[tuple[str, date]]) -> list[Row]:
    """The same from the naive machine."""
    given_events = [(effect, day, WORDS[effect]) for effect, day in told]
    lived = mark_machine.live(mark, mark_machine.steps_of(mark, given_events))
    return [
        {
            "state": state.name,
            "starts_on": state.starts_on,
            "ends_on": state.ends_on,
            "cause": state.cause,
            "contradictions": state.told or None,
        }
        for state in lived
    ]
