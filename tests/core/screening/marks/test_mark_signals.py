"""What each signal for marks tells, and what it leaves alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.screening.marks.mark_scene import (
    BEGIN,
    WORDS,
    Row,
    firm,
    key,
    leads,
    mark,
    marks,
    near,
    says,
    scene,
    screened,
    sold,
    step,
)
from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.facts import PartyFacts
from zhiheng.core.screening.leads import sentence
from zhiheng.core.screening.marks.facts import KnownBadFaith, NearMark
from zhiheng.core.screening.marks.protected import ProtectedKind
from zhiheng.core.screening.marks.scene import MarkScene

CLASSES = ("09", "35")


def copying(victims: int, per_victim: int = 1, *, honest: int = 0, **more: Any) -> MarkScene:
    """A family P whose marks are near those of so many owners, beside honest ones of its own."""
    rows: list[Row] = []
    told: dict[str, tuple[NearMark, ...]] = {}
    for victim in range(victims):
        words = WORDS[victim]
        rows.append(mark(f"v{victim}", words, f"V{victim}", day=-900))
        for turn in range(per_victim):
            own = mark(f"c{victim}-{turn}", words, "P", day=10 * len(rows))
            rows.append(own)
            told[own["key"]] = near(key(f"v{victim}"))
    rows += marks(honest, "P")
    return scene(rows, asked=told, near=told, **more)


def test_many_marks_of_a_small_firm_are_hoarding():
    young = firm("P", insured_staff=2, established_on=BEGIN - timedelta(days=30))
    (lead,) = leads("mark-hoarding", scene(marks(60, "P", apart=5), parties=[young]))
    assert lead.facts["applications"] == 60
    assert lead.facts["a_head"] == 30
    assert lead.facts["age"] == 30
    assert (lead.facts["first_filed"], lead.parties) == ("2024-01-08", ("P",))


def test_as_many_marks_of_a_large_firm_are_none():
    assert not leads("mark-hoarding", scene(marks(60, "P"), parties=[firm("P", insured_staff=900)]))


def test_an_unknown_headcount_is_not_taken_for_nobody():
    (unknown,) = leads("mark-hoarding", scene(marks(60, "P", apart=5), parties=[firm("P")]))
    (nobody,) = leads("mark-hoarding", scene(marks(60, "P", apart=5),
                                             parties=[firm("P", insured_staff=0)]))  # fmt: skip
    assert unknown.facts["a_head"] is None
    assert nobody.facts["a_head"] == 60
    assert unknown.strength < nobody.strength


def test_one_firm_of_unknown_headcount_makes_that_of_its_family_unknown():
    told = firm("P", insured_staff=2, legal_representative="甲", established_on=date(2001, 1, 1))
    untold = firm("Q", legal_representative="甲", established_on=BEGIN + timedelta(days=90))
    rows = [*marks(40, "P", apart=5), *(
        mark(f"q{n}", f"栎{n}", "Q", day=100 + n) for n in range(20))]  # fmt: skip
    (lead,) = leads("mark-hoarding", scene(rows, parties=[told, untold]))
    assert (lead.facts["staff"], lead.facts["a_head"]) == (None, None)
    assert lead.facts["age"] == 10  # of Q, which filed nothing before it was founded


def test_marks_of_an_unknown_day_fall_into_no_window():
    rows = marks(60, "P", filing_date=None)
    assert not leads("mark-hoarding", scene(rows))


def test_one_brand_in_all_classes_is_no_hoarding():
    rows = [mark(f"{n}", "岚栎", "P", nice=f"{n:02}") for n in range(1, 46)]
    assert not leads("mark-hoarding", scene(rows))


def test_a_mark_of_several_classes_is_one_application():
    rows = [
        mark(str(n), f"{WORDS[n]}", "P", day=n, nice=nice)
        for n in range(20)
        for nice in ("09", "35")
    ]
    assert not leads("mark-hoarding", scene(rows))  # 40 rows, 20 applications


def test_copies_of_several_owners():
    (lead,) = leads("mark-copying", copying(6))
    assert (lead.facts["victims"], lead.facts["applications"], lead.facts["share"]) == (6, 6, 100)
    assert f"pair:{key('c0-0')}|{key('v0')}" in lead.items
    pair = next(each for each in lead.evidence if each.kind == "pair_of_marks")
    assert pair.facts["near"]
    assert pair.facts["channels"][0]["reason"]["zh"]
    assert pair.facts["goods"]["kind"] == "same_class"
    assert pair.facts["b_owner"] == ["公司V0"]


@pytest.mark.parametrize(("victims", "per", "honest"), [(1, 8, 0), (3, 3, 0), (6, 1, 40)])
def test_few_owners_or_a_small_share_are_no_copying(victims: int, per: int, honest: int):
    assert not leads("mark-copying", copying(victims, per, honest=honest))


def test_owners_of_the_same_family_are_no_victims():
    led = [firm("P", legal_representative="甲"), *(
        firm(f"V{n}", legal_representative="甲") for n in range(6))]  # fmt: skip
    assert not leads("mark-copying", copying(6, parties=led))


def test_words_of_many_owners_are_nobodys():
    rows = [mark("p", "岚栎", "P", day=9)]
    rows += [mark(f"v{n}", "岚栎", f"V{n}", day=-n) for n in range(9)]
    told = {key("p"): near(*(key(f"v{n}") for n in range(9)))}
    many = scene(rows + marks(4, "P"), asked=told, near=told)
    assert not leads("mark-copying", many)
    assert not leads("mark-repeats", many)


def test_words_that_name_the_goods_are_nobodys():
    plain = {key(f"c{victim}-0"): says("generic", WORDS[victim]) for victim in range(6)}
    assert not leads("mark-copying", copying(6, hits=plain))


def with_own_name(victims: int) -> MarkScene:
    """The copies of P beside four marks of its own trade name, which somebody had before."""
    copies, words = copying(victims), WORDS[0] + "砚"
    named = PartyFacts("P", f"深圳市{words}无线技术有限公司", kind="enterprise", uscc="P")
    own = [mark(f"o{n}", words, "P", day=n) for n in range(4)]
    known = {**copies.facts.near, **{row["key"]: near(key("v")) for row in own}}
    rows = [*map(copies.filings.row, copies.filings.numbers), mark("v", words, "V", day=-900), *own]
    return scene(rows, asked=known, near=known, parties=[named])


def test_what_is_left_of_copies_is_counted_anew():
    (lead,) = leads("mark-copying", with_own_name(6))
    assert (lead.facts["applications"], lead.facts["victims"], lead.facts["share"]) == (10, 7, 100)
    (left,) = screened(with_own_name(6), only=["mark-copying"]).leads
    assert (left.facts["applications"], left.facts["victims"], left.facts["share"]) == (6, 6, 60)
    assert left.strength < lead.strength
    found = screened(with_own_name(4), only=["mark-copying"])
    assert (found.leads, [each.why for each in found.spared]) == ([], ["own-trade-name"])


def test_short_words_in_unrelated_goods_meet_by_chance():
    rows, told = [], {}
    for victim in range(6):
        rows.append(mark(f"v{victim}", WORDS[victim], f"V{victim}", day=-900, nice="33"))
        rows.append(mark(f"c{victim}", WORDS[victim], "P", day=victim, nice="09"))
        told[key(f"c{victim}")] = near(key(f"v{victim}", "33"))
    assert not leads("mark-copying", scene(rows, asked=told, near=told))


def test_one_owner_again_and_again():
    found = copying(1, 4, steps={key("c0-0"): step(key("c0-0"), "refused", 25)})
    (lead,) = leads("mark-repeats", found)
    assert lead.facts["victim"] == "公司V0"
    assert (lead.facts["applications"], lead.facts["after"]) == (4, 2)
    timeline = next(each for each in lead.evidence if each.kind == "timeline")
    assert [day["what"] for day in timeline.facts["days"]].count("refused") == 1
    (without,) = leads("mark-repeats", copying(1, 4))
    assert without.strength < lead.strength
    told, silent = (sentence(each, packaged().signal("mark-repeats")) for each in (lead, without))
    assert "其中 2 件在被驳回" in told.zh
    assert silent.zh.endswith("涉及 1 个类别。")
    assert silent.en.endswith("in 1 classes.")


def test_a_multi_class_application_is_no_repetition():
    rows = [mark("v", "岚栎", "V", day=-900)]
    rows += [mark("p", "岚栎", "P", nice=nice) for nice in ("09", "35", "42")]
    told = {key("p", nice): near(key("v")) for nice in ("09", "35", "42")}
    assert not leads("mark-repeats", scene(rows, asked=told, near=told))


NAMED: dict[str, tuple[ProtectedKind, int]] = {
    "mark-trade-names": ("trade_name", 6),
    "mark-persons-and-works": ("person", 4),
    "mark-places": ("scenic", 6),
    "mark-generic-terms": ("generic", 9),
    "mark-hot-events": ("event", 1),
}


@pytest.mark.parametrize(("signal", "kind", "count"), [(s, *n) for s, n in NAMED.items()])
def test_many_names_of_one_kind(signal: str, kind: ProtectedKind, count: int):
    rows = marks(count, "P")
    hits = {row["key"]: says(kind, f"名{n}") for n, row in enumerate(rows)}
    (lead,) = leads(signal, scene(rows, hits=hits))
    assert (lead.facts["applications"], lead.facts["names"]) == (count, count)
    told = next(each for each in lead.evidence if each.kind == "names")
    assert told.facts["hits"][0]["why"]["zh"] == "与之相同"
    own = {row["key"]: says(kind, f"名{n}", owner_party="P") for n, row in enumerate(rows)}
    assert not leads(signal, scene(rows, hits=own))


@pytest.mark.parametrize("signal", sorted(NAMED.keys() - {"mark-hot-events"}))
def test_a_small_share_of_names_is_no_lead(signal: str):
    kind, count = NAMED[signal]
    rows = marks(count, "P")
    hits = {row["key"]: says(kind, f"名{n}") for n, row in enumerate(rows)}
    others = [mark(f"x{n}", f"岚{n}", "P") for n in range(20 * count)]
    assert not leads(signal, scene(rows + others, hits=hits))


def test_one_descriptive_mark_is_told_as_one_mark_only():
    rows = marks(1, "P")
    found = scene(rows, hits={rows[0]["key"]: says("gi", "阳澄湖大闸蟹")})
    assert [lead.signal for lead in screened(found).leads] == ["mark-absolute-grounds"]


def test_marks_handed_on_to_many():
    rows = [*marks(12, "P"), mark("b", "买", *(f"B{n}" for n in range(6)), day=900)]
    transfers = {
        row["key"]: sold(row["key"], 200 + n, "P", f"B{n % 6}") for n, row in enumerate(rows[:12])
    }
    (lead,) = leads("mark-transfers", scene(rows, transfers=transfers))
    assert (lead.facts["filings"], lead.facts["transferees"]) == (12, 6)
    one = {each: sold(each, 200, "P", "B1") for each in transfers}
    assert not leads("mark-transfers", scene(rows, transfers=one))


def test_what_came_back_to_the_owner_of_the_earlier_mark():
    transfers = {key(f"c{n}-0"): sold(key(f"c{n}-0"), 400, "P", f"V{n}") for n in range(3)}
    (lead,) = leads("mark-pressure", copying(3, transfers=transfers))
    assert (lead.facts["applications"], lead.facts["victims"]) == (3, 3)
    elsewhere = {each: sold(each, 400, "P", "X") for each in transfers}
    assert not leads("mark-pressure", copying(3, transfers=elsewhere))


def test_filed_again_after_it_was_declared_invalid():
    rows = [
        mark("a", "岚栎", "P"),
        mark("b", "岚栎", "P", day=400),
        mark("c", "岚栎", "P", day=500),
    ]
    against = {key("a"): step(key("a"), "invalidated", 300)}
    (lead,) = leads("mark-refiling", scene(rows, steps=against))
    assert lead.filings == (key("b"), key("c"))
    assert lead.facts["grave"] == 2
    late = {key("a"): step(key("a"), "invalidated", 900)}
    assert not leads("mark-refiling", scene(rows, steps=late))
    known = {key("a"): KnownBadFaith(key("a"), "TM-2", "confirmed", date(2024, 5, 1))}
    assert leads("mark-refiling", scene(rows, bad_faith=known))


def test_an_agency_with_far_more_doubtful_marks_than_the_others():
    rows, hits = [], {}
    for family in range(6):
        for row in marks(4, f"P{family}"):
            rows.append({**row, "agency": "可疑所"})
            hits[row["key"]] = says("person", f"名{family}")
    rows += [{**row, "agency": "寻常所"} for n in range(10) for row in marks(10, f"Q{n}")]
    (lead,) = leads("mark-agencies", scene(rows, hits=hits))
    assert lead.subject == "agency:可疑所"
    assert (lead.facts["share"], lead.facts["others"], lead.facts["families"]) == (100, 0, 6)


def test_one_mark_near_a_protected_one_for_similar_goods():
    rows = [mark("p", "岚栎科技", "P")]
    hits = says("mark", "岚栎", nice_classes=("09",))
    (lead,) = leads("mark-near-protected", scene(rows, hits={key("p"): hits}))
    assert lead.facts["protected"] == "岚栎"
    other = says("mark", "岚栎", nice_classes=("33",))
    assert not leads("mark-near-protected", scene(rows, hits={key("p"): other}))


def test_own_brands_and_own_names_are_spared():
    registered = mark("a", "岚栎", "P", day=-800, registration_date=BEGIN)
    own = [mark(f"n{n}", "岚栎", "P", day=400 + n, nice=f"{n:02}") for n in range(10, 16)]
    hits = {row["key"]: says("trade_name", f"名{n}") for n, row in enumerate(own)}
    found = screened(scene([registered, *own], hits=hits), only=["mark-trade-names"])
    assert [each.why for each in found.spared] == ["own-brand"]
    named = [mark(f"m{n}", f"公司P{n}", "P", day=n) for n in range(6)]
    hits = {row["key"]: says("trade_name", f"名{n}") for n, row in enumerate(named)}
    old = firm("P", established_on=date(2010, 1, 1))
    found = screened(scene(named, hits=hits, parties=[old]), only=["mark-trade-names"])
    assert [each.why for each in found.spared] == ["own-trade-name"]


def test_what_is_left_of_a_lead_is_counted_in_applications():
    registered = mark("a", "岚栎", "P", day=-800, registration_date=BEGIN)
    own = [mark("b", "岚栎", "P", day=1, nice=nice) for nice in ("35", "42")]
    others = [mark(f"n{n}", f"霏{n}", "P", day=n, nice=nice) for n in range(5) for nice in CLASSES]
    hits = {row["key"]: says("trade_name", f"名{row['number']}") for row in own + others}
    found = screened(scene([registered, *own, *others], hits=hits), only=["mark-trade-names"])
    (lead,) = found.leads
    assert (lead.facts["applications"], len(lead.filings)) == (5, 10)
    few = screened(scene([registered, *own, *others[2:]], hits=hits), only=["mark-trade-names"])
    assert [each.why for each in few.spared] == ["own-brand"]  # four of two classes are not five


def test_rings_show_owners_and_victims():
    found = screened(copying(6))
    (ring,) = found.rings
    kinds = {node["kind"] for node in ring.graph["nodes"]}
    assert {"filing", "applicant", "agency", "victim"} <= kinds
    assert {"TM-2"} <= set(ring.behaviours)
    assert ring.title == "公司P"
    assert any(edge["kind"] == "victim" for edge in ring.graph["edges"])


def test_bad_rows_break_nothing():
    odd = [
        mark("1", "", "P"),
        mark("2", "图形", "P", nice="00"),
        mark("3", "𠮷" * 80, "P", filing_date=None),
        {**mark("4", "😀520", "P"), "applicants": [], "applicant_parties": []},
        mark("5", "O0〇", "P", goods="", similar_groups=["xx"]),
        *marks(50, "P"),
    ]
    found = screened(scene(odd))
    assert all(0 <= lead.strength <= 1 for lead in found.leads)
    assert screened(scene([])).leads == []
