"""The legal states of patents against a naive machine, on histories nobody would draw."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.core.analyses.compiled import computed
from tests.core.lake.stored import packaged, stored_city
from tests.twins import patent_machine
from tests.twins.patent_lives import WORDS, Row, day_of_effect, effect_of, is_in_force
from zhiheng.core.analyses import patent_fold, patent_states
from zhiheng.core.analyses.patent_lives import IN_FORCE
from zhiheng.core.engine import DuckEngine

FIELDS = ("state", "starts_on", "ends_on", "cause", "contradictions")


def states(documents: list[Row], events: list[Row]) -> dict[str, tuple[Row, list[Row]]]:
    """By application the folded row and the intervals that our code computes, in their order."""
    rows = {"patent-documents": documents, "legal-events": events}
    patents = computed(patent_fold.run, patent_fold.INPUTS, rows)
    found = computed(patent_states.run, patent_states.INPUTS, {**rows, "patents": patents})
    found.sort(key=lambda row: row["ordinal"])
    return {
        patent["application_number"]: (
            patent,
            [row for row in found if row["application_number"] == patent["application_number"]],
        )
        for patent in patents
    }


def twins(patent: Row, documents: list[Row], events: list[Row]) -> list[Row]:
    """The same from the naive machine."""
    cut = [each for each in documents if each["stage"] == "partial_invalidation"]
    told = [(effect_of(event), day_of_effect(event), event) for event in events]
    lived = patent_machine.live(
        patent, patent_machine.steps_of(patent, cut, told), patent["expires_on"]
    )
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


DAYS = [date(2012, 1, 3), date(2012, 2, 29), date(2014, 1, 7), date(2015, 5, 5), date(2018, 4, 3)]
days = st.sampled_from([*DAYS, date(2022, 2, 28), date(2032, 2, 29), date(2033, 1, 4)])
EVENTS = [word.partition("|")[0].lstrip("=") for word in itertools.chain(*WORDS.values())]
documents_of = st.lists(
    st.fixed_dictionaries(
        {
            "stage": st.sampled_from(
                ["filed", "application_publication", "grant", "partial_invalidation"]
            ),
            "publication_date": st.none() | days,
        }
    ),
    min_size=1,
    max_size=4,
)
events_of = st.lists(
    st.fixed_dictionaries(
        {
            "event_date": days,
            "event": st.sampled_from([*EVENTS, "专利权的转移", "专利权的无效宣告"]),
            "details": st.none()
            | st.sampled_from(
                ["全部无效", "部分无效", "期限届满", "终止日期:20150601", "终止日期:20140101"]
            ),
        }
    ),
    max_size=8,
    unique_by=lambda event: (event["event_date"], event["event"]),
)
filed_on = st.none() | st.sampled_from([date(2012, 2, 29), date(2014, 1, 7)])
rights = st.sampled_from(["invention", "utility_model", "design"])


histories = st.lists(st.tuples(filed_on, rights, documents_of, events_of), min_size=25, max_size=40)


@given(histories)
@settings(
    deadline=None,
    max_examples=8,  # of some thirty histories each: one query computes them all
    phases=(Phase.explicit, Phase.generate),  # shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_history(drawn: list[tuple[Any, str, list[Row], list[Row]]]) -> None:
    lives = {f"20191{place:07d}.1": life for place, life in enumerate(drawn)}
    documents = {number: written(number, *life[:3]) for number, life in lives.items()}
    events = {
        number: [{**event, "application_number": number} for event in life[3]]
        for number, life in lives.items()
    }
    together = states(_all(documents), _all(events))
    assert together.keys() == lives.keys()
    for number, (patent, found) in together.items():
        ours = [{name: row[name] for name in FIELDS} for row in found]
        assert ours == twins(patent, documents[number], events[number]), lives[number]
        for row, after in itertools.pairwise(found):
            assert row["ends_on"] == after["starts_on"]
        for day in DAYS:
            for near in (day, day + timedelta(days=1)):
                assert is_in_force(patent, near) == (phase_on(found, near) == "in_force")


def written(number: str, filed: date | None, right: str, documents: list[Row]) -> list[Row]:
    blank = dict.fromkeys(column.name for column in packaged().register("patents").columns)
    return [
        {
            **blank,
            **document,
            "application_number": number,
            "document_number": f"CN{number}{place}",
            "right": right,
            "filing_date": filed,
        }
        for place, document in enumerate(documents)
    ]


def phase_on(found: list[Row], day: date) -> str | None:
    for row in found:
        begun = row["starts_on"] is None or row["starts_on"] <= day
        if begun and (row["ends_on"] is None or day < row["ends_on"]):
            return str(row["phase"])
    return None


def test_a_generated_city_is_in_force_when_its_states_say_so() -> None:
    engine = DuckEngine(stored_city().lake)
    tables = {
        name: engine.run(engine.table(packaged().register(name))).to_pylist()
        for name in ("patents", "patent-states")
    }
    told: dict[str, list[Row]] = {}
    for row in tables["patent-states"]:
        told.setdefault(row["application_number"], []).append(row)
    assert told.keys() == {row["application_number"] for row in tables["patents"]}
    restored = [row for row in tables["patent-states"] if row["cause"] == "restored"]
    assert restored
    for patent in tables["patents"]:
        own = told[patent["application_number"]]
        edges = {row["starts_on"] for row in own} | {date(2025, 12, 31)}
        for day in edges:
            assert is_in_force(patent, day) == (phase_on(own, day) == "in_force"), own
    assert all(row["phase"] == "in_force" for row in restored if row["state"] in IN_FORCE)


def _all(rows: dict[str, list[Row]]) -> list[Row]:
    return list(itertools.chain.from_iterable(rows.values()))
