"""What is spared, and what is scattered, against versions that look at every filing and every pair.

Written from docs/explanation/screening-figure-signals.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.declarations.models import LegalSource, Wording
from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import SpareRule, packaged
from zhiheng.core.screening.facts import Facts, PartyFacts
from zhiheng.core.screening.figures import busiest
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.leads import Lead, filing_item, pair_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.signals import dispersal
from zhiheng.core.screening.sparing import Entry, sieve

ON = date(2026, 3, 2)
WORDS = Wording(zh="某", en="some")
NUMBERS = [f"N{place}" for place in range(7)]
ADDRESSES = ["广东省深圳市南山区科技园路1号", "广东省广州市天河区体育西路2号", ""]


def rule(kind: str) -> SpareRule:
    return SpareRule(
        rule=kind, kind=kind, title=WORDS, explains=WORDS, signals=["a", "b"],
        ground=LegalSource(instrument="office setting"), status="unverified",
    )  # fmt: skip


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Seven filings by up to three parties, one of them a university."""
    rows = [
        {
            "application_number": number,
            "applicants": [f"公司{party}" for party in parties],
            "applicant_parties": parties,
            "agency_code": draw(st.sampled_from(["44200", "44300", ""])),
            "right": draw(st.sampled_from(["invention", "utility_model"])),
            "title": draw(st.sampled_from(["一种风扇", "一种水杯"])),
            "filing_date": draw(st.sampled_from([date(2024, 1, 8), date(2024, 1, 9)])),
        }
        for number in NUMBERS
        for parties in [draw(st.lists(st.sampled_from(["P1", "P2", "U"]), max_size=2, unique=True))]
    ]
    known = {"U": PartyFacts("U", "某大学", kind="university")}
    filings, facts = Filings.of(rows), Facts(on=ON, parties=known)
    return Scene(filings, facts, circles_of(filings, facts))


ITEMS = st.lists(
    st.sampled_from(
        [filing_item(number) for number in NUMBERS]
        + [pair_item(*pair) for pair in combinations(NUMBERS[:5], 2)]
    ),
    min_size=1,
    max_size=8,
    unique=True,
).filter(lambda items: len({item.partition(":")[0] for item in items}) == 1)
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(["applicant", "agency", "filing"]),
    value=st.sampled_from(["P1", "P2", "U", "44200", "N0", "N1", "N5"]),
    signals=st.sampled_from([frozenset(), frozenset({"a"}), frozenset({"b"})]),
    words=st.just("理由"),
)


def names(item: str) -> list[str]:
    return item.partition(":")[2].split("|")


Rows = Mapping[str, dict[str, Any]]


def naive_taken(rows: Rows, kinds: Sequence[str], entries: Sequence[Entry]) -> set[str]:
    """The filings that the white list of signal "a" or a rule about universities takes out."""
    holding = [entry for entry in entries if not entry.signals or "a" in entry.signals]
    listed = {entry.value for entry in holding if entry.kind == "applicant"}
    taken = set()
    for number, row in rows.items():
        parties = set(row["applicant_parties"])
        by_entry = any(
            (entry.kind == "filing" and entry.value == number)
            or (entry.kind == "agency" and entry.value == row["agency_code"])
            for entry in holding
        )
        learned = "university" in kinds and parties == {"U"}
        if (parties and parties <= listed) or by_entry or learned:
            taken.add(number)
    return taken


def is_double(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """An invention and a utility model of the same applicants, day and title."""
    return (
        all(one[name] == other[name] for name in ("filing_date", "title"))
        and bool(one["applicants"])
        and sorted(one["applicants"]) == sorted(other["applicants"])
        and one["right"] != other["right"]
    )


def naive_items(
    rows: Rows, items: Sequence[str], kinds: Sequence[str], entries: Sequence[Entry]
) -> set[str]:
    """The items of a lead of signal "a" of which nothing is spared, looked at one by one."""
    taken, left, counted = naive_taken(rows, kinds, entries), set(), []
    for item in items:
        own = [rows[number] for number in names(item)]
        if "double" in kinds and item.startswith("pair:") and is_double(*own):
            continue
        if "double" in kinds and item.startswith("filing:"):
            earlier = [each for each in counted if is_double(own[0], each)]
            # A second one of a right beside the same double is no relative any more.
            again = [
                each for each in counted
                if each["right"] == own[0]["right"] and any(is_double(each, one) for one in earlier)
            ]  # fmt: skip
            counted.append(own[0])
            if earlier and not again:
                continue
        if taken.isdisjoint(names(item)):
            left.add(item)
    return left


@given(
    scenes(),
    ITEMS,
    st.lists(st.sampled_from(["double", "university"]), unique=True),
    st.lists(ENTRIES, max_size=4),
    st.frozensets(st.sampled_from([filing_item(each) for each in NUMBERS]), max_size=4),
)
@settings(deadline=None, max_examples=60)
def test_what_is_spared(
    scene: Scene,
    items: list[str],
    kinds: list[str],
    entries: list[Entry],
    dismissed: frozenset[str],
) -> None:
    filings = tuple(dict.fromkeys(number for item in items for number in names(item)))
    lead = Lead("a", "1", "circle", filings, 0.5, {"filings": len(filings)}, tuple(items))
    given_rules = [rule(kind) for kind in kinds]
    kept, spared = sieve([lead], scene, given_rules, entries, {"a": dismissed})
    rows = {row["application_number"]: row for row in scene.filings.table.to_pylist()}
    left = naive_items(rows, items, kinds, entries)
    remaining = {number for item in left for number in names(item)}
    enough = len(remaining) >= min(2, len(filings))
    if left and enough and left - dismissed:
        (told,) = kept
        assert set(told.items) == left
        assert set(told.filings) == remaining
        assert told.facts["filings"] == len(remaining)
    else:
        assert [each.lead for each in spared] == [lead]


@given(st.lists(st.integers(0, 60), max_size=15), st.integers(0, 30))
def test_the_busiest_window(days: list[int], length: int) -> None:
    ordered = sorted(days)
    begin, end = busiest(ordered, length)
    most = max((sum(day <= each <= day + length for each in days) for day in days), default=0)
    assert end - begin == most
    assert not ordered[begin:end] or ordered[end - 1] - ordered[begin] <= length


CLAIMS = [
    "一种装置，包括壳体、转轴、风扇以及与所述转轴相连的电机，电机固定于壳体内侧",
    "一种装置，包括壳体、转轴、风扇以及与所述转轴相连的皮带，皮带套设于壳体外侧",
    "一种方法，先采集温度数据，再写入缓冲区，最后由控制器切断继电器的供电回路",
    "短",
]
SCATTERED = st.lists(
    st.fixed_dictionaries(
        {
            "party": st.sampled_from(["P1", "P2", "P3"]),
            "agency_code": st.sampled_from(["44201", "44202", "44203"]),
            "division": st.sampled_from(["440305", "440106"]),
            "claim": st.sampled_from(CLAIMS),
            "address": st.sampled_from(ADDRESSES),
            "day": st.integers(0, 300),
        }
    ),
    max_size=9,
)
LIMITS: Mapping[str, float] = {
    "least-filings": 3, "least-applicants": 2, "least-agencies": 2, "window-months": 6,
    "claims-similarity": 0.3, "least-length": 10,
}  # fmt: skip


def grams(text: str) -> set[str]:
    """The 3-grams of a claim without what everybody writes; the claims above have little of it."""
    bare = text.replace("所述", "")
    bare = "".join(sign for sign in bare if sign not in "，、")
    return {bare[place : place + 3] for place in range(len(bare) - 2)} if len(bare) >= 10 else set()


def naive_dispersal(rows: list[dict[str, Any]]) -> dict[frozenset[str], tuple[int, ...]]:
    """By the filings of a lead: applicants, agencies, cities, and how many are alike."""
    hands = {row["party"] for row in rows}
    shared = {
        frozenset((one["party"], other["party"]))
        for one, other in combinations(rows, 2)
        if one["address"] and one["address"] == other["address"] and one["party"] != other["party"]
    }
    circles = [{hand} for hand in sorted(hands)]
    for bond in sorted(shared, key=sorted):
        joined = [circle for circle in circles if circle & bond]
        circles = [circle for circle in circles if not circle & bond] + [set().union(*joined)]
    found = {}
    for circle in circles:
        own = sorted((row for row in rows if row["party"] in circle), key=lambda row: row["day"])
        windows = [
            [row for row in own if first["day"] <= row["day"] <= first["day"] + 6 * 365.25 / 12]
            for first in own
        ]
        chosen = max(windows, key=len, default=[])
        told = tuple(
            len({row[name] for row in chosen}) for name in ("party", "agency_code", "division")
        )
        bonded = any(bond <= circle for bond in shared)
        if len(chosen) >= 3 and told[0] >= 2 and (told[1] >= 2 or told[2] > 1) and bonded:
            alike = {
                row["number"]
                for pair in combinations(chosen, 2)
                if pair[0]["party"] != pair[1]["party"] and jaccard(*pair) >= 0.3
                for row in pair
            }
            found[frozenset(row["number"] for row in chosen)] = (*told, len(alike))
    return found


def jaccard(one: dict[str, Any], other: dict[str, Any]) -> float:
    left, right = grams(one["claim"]), grams(other["claim"])
    return len(left & right) / len(left | right) if left and right else 0


@given(SCATTERED)
@settings(deadline=None, max_examples=40)
def test_dispersal(given_rows: list[dict[str, Any]]) -> None:
    rows = [{**row, "number": f"N{place}"} for place, row in enumerate(given_rows)]
    filings = Filings.of(
        {
            "application_number": row["number"], "right": "invention",
            "title": row["number"], "filing_date": date(2024, 1, 8) + timedelta(days=row["day"]),
            "applicants": [f"公司{row['party']}"], "applicant_parties": [row["party"]],
            "addresses": [row["address"]], "agency_code": row["agency_code"],
            "division": row["division"], "claims": [row["claim"]],
        }
        for row in rows
    )  # fmt: skip
    facts = Facts(on=ON)
    scene = Scene(filings, facts, circles_of(filings, facts))
    limits = packaged().limits("dispersal", on=ON)
    own = type(limits)("dispersal", {**limits.values, **LIMITS})
    found = {
        frozenset(lead.filings): (
            lead.facts["applicants"], lead.facts["agencies"], lead.facts["cities"],
            lead.facts["alike"],
        )
        for lead in dispersal.find(scene, own)
    }  # fmt: skip
    twin = naive_dispersal(rows)
    assert found == {
        filings_: (*told[:3], round(100 * told[3] / len(filings_)))
        for filings_, told in twin.items()
    }


def test_the_claims_above_are_alike_as_meant() -> None:
    one, other, third, _ = ({"claim": claim} for claim in CLAIMS)
    assert jaccard(one, other) == pytest.approx(0.39, abs=0.1)
    assert jaccard(one, third) < 0.1
