"""What is spared: relatives, listed filings, dismissed items; and what comes again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.screening.figure_scene import filing, filings, firm, scene
from zhiheng.core.declarations.models import LegalSource, Wording
from zhiheng.core.screening.declared import SpareRule, packaged
from zhiheng.core.screening.leads import Evidence, Lead, filing_item, pair_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.sparing import DISMISSED, LISTED, Entry, new_items, sieve

A, B, C = "202511200017.6", "202511200018.0", "202511200025.0"


def pairs(*told: tuple[str, str]) -> Lead:
    numbers = tuple(dict.fromkeys(number for pair in told for number in pair))
    return Lead(
        "near-identical", "1", numbers[0], numbers, 0.5, {"filings": len(numbers)},
        tuple(pair_item(*pair) for pair in told),
        tuple(Evidence("pair", pair, {"part": "claims"}) for pair in told),
    )  # fmt: skip


def counted(signal: str, *numbers: str, parties: tuple[str, ...] = ("P1",)) -> Lead:
    items = tuple(map(filing_item, numbers))
    facts = {"filings": len(numbers)}
    return Lead(signal, "6", "circle:P1", numbers, 0.5, facts, items, (), parties)


def listed(kind: str, value: str, *signals: str) -> Entry:
    return Entry(kind, value, frozenset(signals), "核查过的理由")


THREE = scene([filing(A, "P1"), filing(B, "P1"), filing(C, "P1", "P2", agency_code="44300")])


def told(lead: Lead, looked_at: Scene = THREE, **given: object) -> tuple[list[Lead], list[str]]:
    arguments = {"rules": (), "entries": (), "dismissed": {}, **given}
    kept, spared = sieve([lead], looked_at, **arguments)  # type: ignore[arg-type]
    assert len(kept) + len(spared) == 1
    return kept, [each.why for each in spared]


def test_a_lead_of_which_everything_was_dismissed_is_spared_and_one_new_pair_brings_it_again():
    lead = pairs((A, B), (B, C))
    all_of_it = {"near-identical": frozenset(lead.items)}
    assert told(lead, dismissed=all_of_it) == ([], [DISMISSED])
    some = {"near-identical": frozenset(lead.items[:1])}
    assert told(lead, dismissed=some) == ([lead], [])
    assert new_items(lead, some) == (pair_item(B, C),)
    assert new_items(lead, {"dispersal": frozenset(lead.items)}) == lead.items


def test_what_is_left_after_the_white_list_may_have_been_dismissed():
    lead = pairs((A, B), (B, C))
    dismissed = {"near-identical": frozenset({pair_item(A, B)})}
    assert told(lead, entries=[listed("filing", C)], dismissed=dismissed) == ([], [DISMISSED])


def test_a_listed_filing_is_taken_out_of_items_evidence_and_count():
    kept, _ = told(pairs((A, B), (B, C)), entries=[listed("filing", C)])
    assert kept[0].filings == (A, B)
    assert kept[0].items == (pair_item(A, B),)
    assert [each.filings for each in kept[0].evidence] == [(A, B)]
    assert kept[0].facts == {"filings": 2, "spared_filings": 1}


def test_fewer_filings_than_a_signal_needs_are_no_lead():
    lead = counted("dispersal", A, B, C)
    assert told(lead, entries=[listed("filing", A)])[0][0].filings == (B, C)
    assert told(lead, entries=[listed("filing", A), listed("filing", B)])[1] == [LISTED]
    kept, spared = sieve([lead], THREE, (), [listed("filing", A)], {}, least={"dispersal": 3})
    assert (kept, [each.words.zh for each in spared]) == ([], ["核查过的理由"])


def test_an_agency_is_listed_by_its_code():
    assert told(counted("dispersal", A, B, C), entries=[listed("agency", "44200")])[1] == [LISTED]
    kept, _ = told(counted("dispersal", A, B, C), entries=[listed("agency", "44300")])
    assert kept[0].filings == (A, B)


def test_nobody_files_behind_a_listed_partner():
    lead = counted("dispersal", A, B, C, parties=("P1", "P2"))
    assert told(lead, entries=[listed("applicant", "P2")])[0] == [lead]
    both = [listed("applicant", "P1"), listed("applicant", "P2")]
    assert told(lead, entries=both) == ([], [LISTED])


def test_a_name_that_was_not_resolved_is_listed_as_it_is_folded():
    row = filing(A, "", applicants=["某 公司"])
    lead = counted("dispersal", A, parties=())
    assert told(lead, scene([row]), entries=[listed("applicant", "某公司")]) == ([], [LISTED])


def test_a_spared_lead_tells_the_reasons_of_all_entries_that_spare_it():
    entries = [listed("agency", "44200"), Entry("filing", C, frozenset(), "另有理由")]
    _, spared = sieve([counted("dispersal", A, B, C)], THREE, (), entries, {})
    assert [each.words.zh for each in spared] == ["核查过的理由；另有理由"]


def test_a_lead_about_a_listed_party_is_spared_whatever_its_items_are():
    lead = Lead("capacity", "5", "P1", (A, B), 0.5, {}, ("year:P1|2024|4",), (), ("P1",))
    assert told(lead, entries=[listed("applicant", "P1")]) == ([], [LISTED])
    assert told(lead, entries=[listed("applicant", "P1", "dispersal")])[0] == [lead]


def relatives(kind: str, signal: str = "near-identical") -> list[SpareRule]:
    return [each for each in packaged().rules if each.kind == kind and signal in each.signals]


DIVIDED = scene(
    [
        filing(A, "P1"),
        filing(B, "P1", related=[f"CN {A} 20230105"]),
        filing(C, "P1"),
    ]
)
LATER = scene([filing(A, "P1"), filing(B, "P1", priorities=[f"CN {A} 20230105"])])
TWICE = scene(
    [
        filing(A, "P1", title="一种风扇"),
        filing(B, "P1", title="一种风扇", right="utility_model"),
        filing(C, "P1", title="一种风扇"),
    ]
)


@pytest.mark.parametrize(
    ("looked_at", "kind", "rule"),
    [(LATER, "family", "family"), (TWICE, "double", "double-filing")],
)
def test_relatives_are_no_pair(looked_at: Scene, kind: str, rule: str):
    assert told(pairs((A, B)), looked_at, rules=relatives(kind)) == ([], [rule])
    assert told(pairs((A, B)), looked_at, rules=relatives("divisional"))[0]


def test_where_filings_are_counted_relatives_count_once():
    kept, _ = told(counted("dispersal", A, B, C), TWICE, rules=relatives("double", "dispersal"))
    assert kept[0].filings == (A, C)


def test_a_rule_holds_from_its_day_to_its_end():
    ends = relatives("family")[0].model_copy(update={"valid_to": LATER.on})
    begins = ends.model_copy(update={"valid_to": None, "valid_from": date(2026, 3, 3)})
    for rule in (ends, begins):
        assert told(pairs((A, B)), LATER, rules=[rule])[0]
    holds = begins.model_copy(update={"valid_from": LATER.on})
    assert told(pairs((A, B)), LATER, rules=[holds])[1] == ["family"]


def test_a_rule_of_a_kind_nobody_knows_spares_nothing():
    wording = Wording(zh="某", en="some")
    rule = SpareRule(
        rule="some", kind="some", title=wording, explains=wording, signals=["near-identical"],
        ground=LegalSource(instrument="office setting"), status="unverified",
    )  # fmt: skip
    assert told(pairs((A, B)), rules=[rule])[0]


def test_filings_of_universities_are_taken_out_where_a_rule_says_so():
    rows = filings(3, "U1")
    numbers = [row["application_number"] for row in rows]
    looked_at = scene(rows, parties=[firm("U1", kind="university")])
    rules = relatives("university", "capacity")
    assert told(counted("capacity", *numbers), looked_at, rules=rules)[1] == ["university"]
    assert told(counted("dispersal", *numbers), looked_at, rules=rules)[0]


def test_filings_that_are_not_in_the_scene_are_left_as_they_are():
    lead = counted("dispersal", "X1", "X2", "X3", parties=())
    given = [listed("agency", "44200"), listed("applicant", "P1")]
    assert told(lead, entries=given, rules=packaged().rules)[0] == [lead]
