"""Which filings are looked at, which stand beside them, and what is known of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.lake.stored import packaged
from tests.core.screening.small_screening import (
    A1,
    A2,
    A3,
    CLAIM,
    COPIED,
    HIDDEN,
    OLD,
    ON,
    SHARED,
    STRANGE,
    small_lake,
)
from zhiheng.core.engine import DuckEngine
from zhiheng.core.screening import gathering
from zhiheng.core.screening.declared import packaged as packaged_signals
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.gathering import Gathered, gather, gather_beside
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.screening import scene_of, screen

PERIOD = Scope("period", date(2025, 3, 1), date(2025, 3, 2))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    return DuckEngine(small_lake(tmp_path_factory.mktemp("screening")))


@pytest.fixture(scope="module")
def gathered(engine: DuckEngine) -> Gathered:
    return gather(engine, packaged(), PERIOD, on=ON, window_months=24)


def asked(found: Gathered) -> set[str]:
    return {
        number
        for number, flag in zip(found.filings.numbers, found.filings.asked.tolist(), strict=True)
        if flag
    }


def test_beside_the_period_stand_its_circle_and_published_look_alikes(gathered: Gathered):
    assert asked(gathered) == {A1, A2}
    # A3 shares an address, SHARED a representative. OLD was filed before the window, but was
    # published and says the same, as COPIED does; STRANGE says something else.
    assert set(gathered.filings.numbers) == {A1, A2, A3, SHARED, OLD, COPIED}


def test_circles_follow_from_what_was_gathered(gathered: Gathered):
    scene = scene_of(gathered)
    circle = {number: scene.circles.of[scene.filings.row_of[number]] for number in (A1, A2, A3)}
    assert len(set(circle.values())) == 1
    assert scene.circles.of[scene.filings.row_of[COPIED]] != circle[A1]


def test_a_filing_has_its_newest_texts_and_its_parties(gathered: Gathered):
    row = gathered.filings.row(A2)
    assert row["claims"] == [CLAIM]  # the later document has no claims of its own
    assert row["applicant_parties"] == ["P-A"]
    assert row["inventor_parties"] == ["I-A"]
    assert gathered.filings.row(A1)["addresses"][0].startswith("广东省深圳市")


def test_what_is_known_of_parties_and_filings(gathered: Gathered):
    facts = gathered.facts
    assert facts.parties["P-A"].insured_staff == 3
    assert facts.parties["P-B"].insured_staff is None
    assert facts.parties["P-A"].filings_by_year == {2015: 1, 2025: 2}
    assert facts.parties["P-A"].first_filed == date(2015, 3, 1)
    (transfer,) = facts.transfers[A1]
    assert (transfer.transferor_parties, transfer.transferee_parties) == (("P-A",), ("P-D",))
    (change,) = facts.inventor_changes[A2]
    assert (change.before, change.after) == (("发明人A",), ("别人",))
    assert facts.abnormal[A3].state == "confirmed"
    assert facts.withdrawn == {A2: date(2026, 3, 4)}
    assert set(gathered.versions) == set(gathering.READ)


@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        (Scope("agency", agency="44201"), {A1, A2}),
        (Scope("applicant", date(2020, 1, 1), party="P-A"), {A1, A2}),
        (Scope("batch", import_id="20260701T080000.000000"), None),
        (Scope("agency", agency="99999"), set()),
    ],
)
def test_every_kind_of_scope_asks_about_its_filings(
    engine: DuckEngine, scope: Scope, numbers: set[str] | None
):
    found = gather(engine, packaged(), scope, on=ON, window_months=24)
    assert asked(found) == (set(found.filings.numbers) if numbers is None else numbers)


def test_a_filing_without_text_is_told_and_kept(engine: DuckEngine):
    drafts = Filings.of([{"application_number": "草稿1", "right": "invention", "claims": ["无"]}])
    found = gather_beside(engine, packaged(), drafts, parties=[], on=ON, window_months=24)
    assert [problem.code for problem in found.problems] == ["screening.no_text"]
    assert found.filings.numbers == ["草稿1"]


def test_drafts_stand_beside_own_and_published_filings_only(engine: DuckEngine):
    drafts = Filings.of([{"application_number": "草稿1", "claims": [CLAIM]}])
    found = gather_beside(engine, packaged(), drafts, parties=["P-C"], on=ON, window_months=24)
    assert asked(found) == {"草稿1"}
    assert {SHARED, A1, COPIED} <= set(found.filings.numbers)
    assert not {HIDDEN, STRANGE} & set(found.filings.numbers)


def test_more_filings_than_one_screening_takes_are_refused(
    engine: DuckEngine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(gathering, "MOST_ASKED", 1)
    with pytest.raises(Exception, match=r"screening\.too_many"):
        gather(engine, packaged(), PERIOD, on=ON, window_months=24)


def test_only_the_signals_named_are_asked(gathered: Gathered):
    named = ("near-identical", "refiling")
    asked_one_after_the_other: list[str] = []

    def report(step: str, done: int, total: int) -> None:
        asked_one_after_the_other.append(step)

    found = screen(gathered, packaged_signals(), only=iter(named), report=report)
    assert set(found.limits) == set(named)
    assert set(asked_one_after_the_other) == {*named, "rings"}
