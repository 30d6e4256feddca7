"""What the manifest says is what the files hold, recounted here from the files alone."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sample_reading import UNTIL, City, Read

DISTRICTS = {
    "罗湖区": "440303",
    "福田区": "440304",
    "南山区": "440305",
    "宝安区": "440306",
    "龙岗区": "440307",
    "盐田区": "440308",
    "龙华区": "440309",
    "坪山区": "440310",
    "光明区": "440311",
}
ENDS = {"专利权的终止", "专利权有效期届满", "专利权的无效宣告"}
RIGHT = {
    **dict.fromkeys("ABC", "invention"),
    **dict.fromkeys("UY", "utility-model"),
    **dict.fromkeys("SD", "design"),
}


def district(document: Read) -> str:
    _, found, rest = document.address.partition("深圳市")
    return DISTRICTS[rest[:3]] if found else ""


def not_in_force(city: City) -> dict[str, list[tuple[str, str]]]:
    """The days from which each right was not in force, and those on which it was again."""
    result: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in sorted(city.events, key=lambda e: (e["申请号"], e["法律状态公告日"])):
        days = result[event["申请号"]]
        if event["法律状态"] in ENDS:
            days.append((event["法律状态公告日"], "9999-12-31"))
        elif event["法律状态"] == "专利权的恢复":
            days[-1] = (days[-1][0], event["法律状态公告日"])
    return result


def test_the_manifest_on_disk_is_the_one_returned(city: City) -> None:
    text = (city.folder / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text) == city.manifest.content
    assert city.manifest.content["synthetic"] is True


def test_documents_and_applications_are_counted(city: City) -> None:
    told = city.manifest.content
    assert told["documents"]["total"] == city.manifest.documents == len(city.documents)
    assert told["documents"]["by_kind"] == dict(Counter(d.kind for d in city.documents))
    assert told["documents"]["by_dialect"] == dict(Counter(d.dialect for d in city.documents))
    assert told["documents"]["bytes"] == sum(len(d.content) for d in city.documents)
    right_of = {d.number: RIGHT[d.kind] for d in city.documents}
    assert told["applications"]["by_right"] == dict(Counter(right_of.values()))
    assert told["applications"]["total"] == len(right_of) == 1500


def test_events_are_counted(city: City) -> None:
    told = city.manifest.content["events"]
    assert told["total"] == len(city.events)
    assert told["by_status"] == dict(Counter(e["法律状态"] for e in city.events))
    assert len(told["by_status"]) == 11


def test_valid_inventions_by_district_and_day(city: City) -> None:
    gaps = not_in_force(city)
    assert any(again < "9999" for days in gaps.values() for _, again in days)
    told: dict[str, dict[str, int]] = city.manifest.content["expected"]["valid_inventions"]
    assert next(iter(told)) == "2010-12-31"
    assert list(told)[-2:] == ["2025-12-31", "2026-06-30"]
    for day, figures in told.items():
        valid: Counter[str] = Counter()
        for document in city.documents:
            granted = date.fromisoformat(document.published).isoformat()
            out = any(first <= day < again for first, again in gaps[document.number])
            if document.kind in "BC" and granted <= day and not out and district(document):
                valid[district(document)] += 1
        assert figures == {"440300": valid.total(), **{c: valid[c] for c in DISTRICTS.values()}}
    assert told["2026-06-30"]["440300"] > told["2016-12-31"]["440300"] > 0


def test_filings_and_grants_by_year(city: City) -> None:
    first = {d.number: d for d in city.documents}
    granted = [d for d in city.documents if d.kind != "A"]
    expected = city.manifest.content["expected"]
    assert expected["all_filings"] == table((d.filed, RIGHT[d.kind]) for d in first.values())
    assert expected["all_grants"] == table((d.published, RIGHT[d.kind]) for d in granted)
    assert expected["city_filings"] == table(
        (d.filed, RIGHT[d.kind]) for d in first.values() if district(d)
    )
    assert expected["city_grants"] == table(
        (d.published, RIGHT[d.kind]) for d in granted if district(d)
    )


def table(rows: Any) -> dict[str, dict[str, int]]:
    result: dict[str, dict[str, int]] = defaultdict(dict)
    for day, right in rows:
        result[day[:4]][right] = result[day[:4]].get(right, 0) + 1
    return dict(result)


def test_nothing_is_later_than_the_last_day(city: City) -> None:
    days = {
        element.text
        for document in city.documents
        for element in document.root.iter("{*}Date", "{*}date")
    }
    assert max(days) <= UNTIL.strftime("%Y%m%d")
    assert min(days) >= "20080101"
    assert max(e["法律状态公告日"] for e in city.events) <= UNTIL.isoformat()


def test_no_event_contradicts_the_life_it_belongs_to(city: City) -> None:
    lives: dict[str, list[dict[str, str]]] = defaultdict(list)
    for event in city.events:
        lives[event["申请号"]].append(event)
    granted = {d.number: d.published for d in city.documents if d.kind != "A"}
    for document in city.documents:
        told = {e["法律状态"]: e["法律状态公告日"].replace("-", "") for e in lives[document.number]}
        assert told.get("授权") == granted.get(document.number)
        if document.kind == "A":
            assert told["公布"] == document.published
        over = [told[end] for end in ENDS & told.keys() if "专利权的恢复" not in told]
        assert len(over) <= 1
        assert all(day > granted[document.number] for day in over)
        if "专利权有效期届满" in told:
            assert told["专利权有效期届满"] == end_of_term(document)
        assert not over or over[0] <= end_of_term(document)


def end_of_term(document: Read) -> str:
    short = document.kind in "UY" or (document.kind in "SD" and document.filed < "20210601")
    years = 20 if document.kind in "AB" else 10 if short else 15
    day = f"{int(document.filed[:4]) + years}{document.filed[4:]}"
    # Only 29 February can be missing from the last year.
    return day if not day.endswith("0229") or int(day[:4]) % 4 == 0 else f"{day[:4]}0228"
