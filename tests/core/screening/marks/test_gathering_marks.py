"""Which marks are looked at, which stand beside them, and what is known of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.lake.stored import LINEAGE, packaged
from tests.core.screening.marks.small_marks import (
    A1,
    A2,
    A3,
    ABROAD,
    ALIKE,
    GIVEN,
    HOUSED,
    LED,
    MARKS,
    ON,
    PRIOR,
    SOLD,
    UNDATED,
    WORDS,
    small_marks,
)
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import InputError
from zhiheng.core.matching.mark_index.building import index_in_memory
from zhiheng.core.screening.declared import packaged as packaged_signals
from zhiheng.core.screening.marks import gathering
from zhiheng.core.screening.marks.gathering import GatheredMarks, gather_marks
from zhiheng.core.screening.marks.nearby import Indexed
from zhiheng.core.screening.marks.protected import ProtectedName, packaged_names
from zhiheng.core.screening.marks.surroundings import asked_keys
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.screening import scene_of, screen

PERIOD = Scope("period", date(2025, 3, 1), date(2025, 3, 2))
OWN = {A1, A2, A3, HOUSED, LED, SOLD, GIVEN}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    return DuckEngine(small_marks(tmp_path_factory.mktemp("marks")))


def gathered_by(engine: DuckEngine, scope: Scope = PERIOD, **more: Indexed) -> GatheredMarks:
    return gather_marks(
        engine, packaged(), scope, on=ON, window_months=24, protected=packaged_names(), **more
    )


@pytest.fixture(scope="module")
def gathered(engine: DuckEngine) -> GatheredMarks:
    return gathered_by(engine)


def asked(found: GatheredMarks) -> set[str]:
    flags = found.filings.asked.tolist()
    return {each for each, flag in zip(found.filings.numbers, flags, strict=True) if flag}


def test_beside_the_marks_asked_about_stand_their_family_and_earlier_ones(gathered: GatheredMarks):
    assert asked(gathered) == {A1, A2, A3}
    # What was refused, filed later or abroad is no earlier mark.
    assert set(gathered.filings.numbers) == OWN | {PRIOR, ALIKE}
    assert [each.key for each in gathered.facts.near[A1]] == [PRIOR, ALIKE]
    assert gathered.facts.near[A2] == ()


def test_who_filed_a_mark_is_who_owned_it_first(gathered: GatheredMarks):
    for key in (SOLD, GIVEN):
        row = gathered.filings.row(key)
        assert (row["applicants"], row["applicant_parties"]) == (["公司A"], ["P-A"])
        assert (row["owners"], row["addresses"]) == (["公司D"], [])
    (sold,), (given,) = (gathered.facts.transfers[key] for key in (SOLD, GIVEN))
    assert (sold.transferee_parties, sold.on) == (("P-D",), date(2025, 6, 1))
    assert (given.transferors, given.on) == (("公司A",), date(2025, 8, 1))
    assert given.transferee_parties == ("P-D",)


def test_families_share_an_address_or_a_representative(gathered: GatheredMarks):
    scene = scene_of(gathered)
    circle = {key: int(scene.circles.of[scene.filings.row_of[key]]) for key in OWN | {PRIOR}}
    assert len({circle[key] for key in OWN}) == 1
    assert circle[PRIOR] != circle[A1]


def test_what_is_known_of_marks_and_parties(gathered: GatheredMarks):
    facts = gathered.facts
    assert facts.parties["P-A"].insured_staff == 3
    assert facts.parties["P-A"].filings_by_year == {2025: 2}  # two applications, three rows
    (step,) = facts.steps[A2]
    assert (step.what, step.event) == ("refused", "驳回通知书")
    assert A3 not in facts.steps
    assert {facts.bad_faith[key].state for key in (A2, A3)} == {"confirmed"}
    assert set(gathered.versions) == set(gathering.READ)


def test_names_that_marks_say(gathered: GatheredMarks):
    assert [(hit.name.kind, hit.name.text) for hit in gathered.facts.hits[A2]] == [
        ("scenic", "泰山")
    ]
    (named,) = gathered.facts.hits[A1]
    assert (named.name.kind, named.name.source) == ("trade_name", "深圳市岚栎科技有限公司")
    assert named.name.owner_party == "P-X"


def test_nothing_is_earlier_than_a_mark_of_an_unknown_day(engine: DuckEngine):
    found = gathered_by(engine, Scope("applicant", party="P-A"))
    assert UNDATED not in found.facts.near
    assert UNDATED not in found.facts.hits
    assert [each.values for each in found.problems] == [
        {"number": UNDATED, "column": "filing_date"}
    ]


def test_a_generic_term_counts_in_its_classes_and_days_only(engine: DuckEngine):
    listed = ProtectedName("generic", "泰山", nice_classes=("35",), source="名录")
    found = gather_marks(engine, packaged(), PERIOD, on=ON, window_months=24, protected=[listed])
    assert [hit.name.source for hit in found.facts.hits[A3]] == ["名录"]
    assert A2 not in found.facts.hits
    later = replace(listed, valid_from=date(2025, 3, 3))
    found = gather_marks(engine, packaged(), PERIOD, on=ON, window_months=24, protected=[later])
    assert A3 not in found.facts.hits


def test_a_protected_mark_belongs_to_whoever_has_it_first(engine: DuckEngine):
    names = [ProtectedName("mark", WORDS)]
    found = gather_marks(engine, packaged(), PERIOD, on=ON, window_months=24, protected=names)
    hit = next(hit for hit in found.facts.hits[A1] if hit.name.kind == "mark")
    assert hit.name.owner_party == "P-E"


def test_a_stored_index_finds_the_same(engine: DuckEngine, gathered: GatheredMarks):
    keys, texts = zip(*((key, words) for key, words in zip(
        gathered.filings.numbers, gathered.filings.words, strict=True)), strict=True)  # fmt: skip
    found = gathered_by(engine, indexed=Indexed(index_in_memory(texts), keys))
    assert found.facts.near == gathered.facts.near


SCOPES = [
    (Scope("agency", date(2025, 1, 1), date(2025, 4, 1), agency="某事务所"), {A1, A2, A3}),
    (Scope("applicant", party="P-A"), {A1, A2, A3, SOLD, GIVEN, UNDATED}),
    (Scope("batch", import_id=LINEAGE["import_id"]), set(MARKS) - {ABROAD}),
    (Scope("agency", agency="没有的"), set()),
]


@pytest.mark.parametrize(("scope", "keys"), SCOPES)
def test_every_kind_of_scope_asks_about_its_marks(engine: DuckEngine, scope: Scope, keys: set[str]):
    tables = {name: engine.table(packaged().register(name)) for name in gathering.READ}
    assert set(engine.run(asked_keys(tables, scope))["key"].to_pylist()) == keys


def test_a_screening_of_no_marks_finds_nothing(engine: DuckEngine):
    found = gathered_by(engine, Scope("agency", agency="没有的"))
    assert (len(found.filings), screen(found, packaged_signals()).leads) == (0, [])


def test_more_marks_than_one_screening_takes_are_refused(
    engine: DuckEngine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(gathering, "MOST_ASKED", 1)
    with pytest.raises(InputError, match=r"screening\.too_many"):
        gathered_by(engine)
