"""The fold against its naive twin: on a generated city and on histories nobody would draw."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.analyses.compiled import computed
from tests.core.lake.stored import packaged, stored_city
from tests.twins.patent_lives import LABELS, WORDS, Row, fold
from zhiheng.core.analyses import patent_fold
from zhiheng.core.analyses.legal_events import EFFECTS
from zhiheng.core.engine import DuckEngine

ON = date(2026, 6, 30)
COLUMNS = [c.name for c in packaged().register("patents").columns]


def folded(documents: list[Row], events: list[Row]) -> dict[str, Row]:
    """What our code makes of them, on DuckDB."""
    given_rows = {"patent-documents": documents, "legal-events": events}
    rows = computed(patent_fold.run, patent_fold.INPUTS, given_rows)
    return {row["application_number"]: {name: row[name] for name in COLUMNS} for row in rows}


def differences(ours: Mapping[str, Row], twins: Mapping[str, Row]) -> list[Any]:
    assert ours.keys() == twins.keys()
    return [
        (number, name, ours[number][name], twins[number][name])
        for number in ours
        for name in COLUMNS
        if ours[number][name] != twins[number][name]
    ]


def test_a_generated_city() -> None:
    engine = DuckEngine(stored_city().lake)
    tables = {
        name: engine.run(engine.table(packaged().register(name))).to_pylist()
        for name in ("patent-documents", "legal-events", "patents")
    }
    twins = fold(tables["patent-documents"], tables["legal-events"])
    ours = {row["application_number"]: row for row in tables["patents"]}
    assert differences(ours, twins) == []
    assert {row["status"] for row in ours.values()} >= {"granted", "lapsed", "published", "refused"}


def test_the_declared_words_are_the_twins() -> None:
    assert tuple(WORDS) == EFFECTS
    for effect, words in (*WORDS.items(), ("effect-date", LABELS)):
        assert packaged().value(f"legal-event.{effect}", on=ON).value == words


NUMBERS = ["201910302430.1", "85100001.2"]
DAYS = [
    date(1992, 12, 31), date(1993, 1, 1), date(2004, 2, 29), date(2012, 2, 29),
    date(2021, 5, 31), date(2021, 6, 1), date(2021, 6, 2),
]  # fmt: skip
STAGES = [
    "filed", "application_publication", "application_announcement", "grant", "correction",
    "partial_invalidation",
]  # fmt: skip
days = st.sampled_from(DAYS)
documents = st.lists(
    st.fixed_dictionaries(
        {
            "application_number": st.sampled_from(NUMBERS),
            "stage": st.sampled_from(STAGES),
            "publication_date": st.none() | days,
            "produced_on": st.none() | days,
            "filing_date": st.none() | days,
            "title": st.none() | st.sampled_from(["甲", "乙", "丙"]),
            "applicants": st.none() | st.lists(st.sampled_from(["张三", "李四"]), max_size=2),
            "ipc_main": st.none() | st.sampled_from(["G06F17/27", "A01B1/00"]),
        }
    ),
    min_size=1,
    max_size=6,
)
events = st.lists(
    st.fixed_dictionaries(
        {
            "application_number": st.sampled_from(NUMBERS),
            "event_date": days,
            "event": st.sampled_from(
                [word.partition("|")[0].lstrip("=") for word in itertools.chain(*WORDS.values())]
                + ["专利权的转移", "专利权的无效宣告"]
            ),
            "details": st.none()
            | st.sampled_from(
                [
                    "期限届满",
                    "未缴年费",
                    "全部无效",
                    "部分无效",
                    "终止日期:20120301",
                    "终止日期:20210230",
                ]
            ),
        }
    ),
    max_size=8,
    unique_by=lambda event: (event["application_number"], event["event_date"], event["event"]),
)
right_of = st.fixed_dictionaries(
    {number: st.sampled_from(["invention", "utility_model", "design"]) for number in NUMBERS}
)


@given(documents, events, right_of, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_history(documents: list[Row], events: list[Row], right_of: Row, order: Any) -> None:
    blank = dict.fromkeys(c.name for c in packaged().register("patent-documents").columns)
    whole = [
        {
            **blank,
            **document,
            "document_number": f"CN{place}",
            "right": right_of[document["application_number"]],
        }
        for place, document in enumerate(documents)
    ]
    shuffled = whole.copy()
    order.shuffle(shuffled)
    assert differences(folded(shuffled, events), fold(whole, events)) == []


DAY = date(2020, 3, 1)
GRANT = {"stage": "grant", "publication_date": date(2015, 5, 5), "filing_date": date(2012, 2, 29)}
LAPSE, RESTORED = ("专利权的终止", "未缴年费"), ("专利权的恢复", None)


@pytest.mark.parametrize(
    ("told", "ceased_on", "status"),
    [
        ([(2018, LAPSE)], date(2018, 1, 1), "lapsed"),
        ([(2018, LAPSE), (2019, RESTORED)], None, "granted"),
        ([(2018, LAPSE), (2018, RESTORED)], None, "granted"),
        ([(2019, RESTORED), (2018, LAPSE), (2020, LAPSE)], date(2020, 1, 1), "lapsed"),
        ([(2016, LAPSE), (2017, RESTORED), (2018, LAPSE), (2019, RESTORED)], None, "granted"),
        ([(2018, LAPSE), (2020, ("专利权全部无效", None))], date(2018, 1, 1), "invalidated"),
        ([(2018, ("专利权全部无效", None)), (2019, RESTORED)], date(2018, 1, 1), "invalidated"),
        ([(2018, LAPSE), (2020, LAPSE)], date(2018, 1, 1), "lapsed"),
        ([(2014, LAPSE)], None, "granted"),
        ([(2018, ("专利权的终止", "终止日期:20170416"))], date(2017, 4, 16), "lapsed"),
        ([(2018, LAPSE), (2018, ("专利权有效期届满", None))], date(2018, 1, 1), "expired"),
        ([(2018, ("专利权的无效宣告", "部分无效"))], None, "granted"),
        ([(2016, ("发明专利申请公布后的驳回", None))], None, "granted"),
    ],
)
def test_what_events_do_to_a_granted_right(
    told: list[tuple[int, tuple[str, str | None]]], ceased_on: date | None, status: str
) -> None:
    number = NUMBERS[0]
    grant = {**GRANT, "application_number": number, "document_number": "CN1B", "right": "invention"}
    announced = [
        {
            "application_number": number,
            "event_date": date(year, 1, 1),
            "event": event,
            "details": details,
        }
        for year, (event, details) in told
    ]
    row = folded([grant], announced)[number]
    assert (row["ceased_on"], row["status"]) == (ceased_on, status)
    assert row["expires_on"] == date(2032, 2, 29)
