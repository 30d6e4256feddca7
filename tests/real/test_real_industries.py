"""The declared industry table against the files it was carried over from, and real patents."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.industries.declared import fitting, packaged_rules
from zhiheng.core.industries.places import Place, read_places

SHARED = Path(__file__).resolve().parents[3] / "shared/data"
TABLES, PATENTS = SHARED / "classification", SHARED / "patents_cn"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not TABLES.exists(), reason=f"no real files under {SHARED}"),
]
MOVED = "moved or deleted since 2021"
Row = dict[str, Any]


def lines(path: Path) -> list[Row]:
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in content.decode().splitlines()]


def symbols() -> set[str]:
    return {row["code"] for row in lines(TABLES / "ipc_2026_01_zh.jsonl.gz")}


def plain(include: list[str], exclude: list[str], keywords: str | None) -> tuple[str, str, str]:
    return " ".join(include), " ".join(exclude), keywords or ""


def test_every_row_is_the_one_it_was_carried_over_from() -> None:
    replaced: dict[tuple[str, int], list[Row]] = {}
    for row in lines(TABLES / "sei_ipc_rules_corrections.jsonl"):
        replaced.setdefault((row["sei_code"], row["replaces_rule"]), []).append(row)
    expected: dict[str, list[tuple[str, str, str]]] = {}
    for row in lines(TABLES / "sei_ipc_rules.jsonl"):
        rows = replaced.get((row["sei_code"], row["rule"]), [row])
        expected.setdefault(row["sei_code"], []).extend(
            plain(each["include"], each["exclude"], each["keywords"]) for each in rows
        )
    table = load_catalogue().industry_table("sei-2021")
    declared = {
        branch.code: [(rule.include, rule.exclude, rule.keywords) for rule in branch.rules]
        for branch in table.branches()
    }
    assert declared == expected
    assert (len(table.groups), len(declared), sum(map(len, declared.values()))) == (9, 40, 311)
    with (TABLES / "sei_industries_40.csv").open(encoding="utf-8-sig") as file:
        named = {row["sei_code"]: row["sei_name"] for row in csv.DictReader(file)}
    assert {branch.code: branch.title.zh for branch in table.branches()} == named


def moved_patterns() -> dict[str, str]:
    with (TABLES / "sei_ipc_rules_moved.csv").open(encoding="utf-8") as file:
        return {row["pattern"]: row["cause"] for row in csv.DictReader(file)}


def test_every_pattern_is_in_the_classification_or_known_to_have_moved() -> None:
    there, moved = sorted(symbols()), moved_patterns()
    by_start: dict[str, list[str]] = {}
    for symbol in there:
        by_start.setdefault(symbol[:3], []).append(symbol)

    def is_there(place: Place) -> bool:
        return any(place.holds(symbol) for symbol in by_start.get(place.low[:3], ()))

    rules = packaged_rules()
    missing = {
        place.text
        for rule in rules.rules
        for place in (*rule.include, *rule.exclude)
        if not is_there(place)
    }
    assert missing <= moved.keys()
    assert len(missing) > 20


def test_every_pattern_that_moved_is_reached_by_symbols_of_today() -> None:
    moves = packaged_rules().moves
    there = symbols()
    reached: Counter[str] = Counter()
    wanted = {text for text, cause in moved_patterns().items() if cause == MOVED}
    places = {text: read_places(text)[0] for text in wanted}
    targets = [target for _, targets, _ in moves.entries for target in targets]
    for symbol in there:
        if not any(target.holds(symbol) for target in targets):
            continue
        for standing in moves.standings(symbol):
            for text, place in places.items():
                if place.covers(standing.place):
                    reached[text] += 1
    assert wanted - reached.keys() == set()


def test_targets_of_moves_exist_where_the_list_has_their_class() -> None:
    there = symbols()
    classes = {symbol[:4] for symbol in there}
    lost = [
        target.text
        for _, targets, _ in packaged_rules().moves.entries
        for target in targets
        if target.low[:4] in classes and not any(target.holds(symbol) for symbol in there)
    ]
    assert lost == []


KNOWN = {
    # one rule by the symbol alone, one by the words of mobile data communication
    "CN118523882A": [("1.1-1", "H04L1/1812"), ("1.1-4", "H04W72/0446")],
    "CN104539029A": [],  # charges electric vehicles, but names no charging pile
    "CN105370451A": [],  # a diesel engine's exhaust
    "CN118523127A": [],  # a connector
}


def test_known_patents_fall_where_they_belong() -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lines(PATENTS / "cn_fulltext_10.jsonl.gz"):
        codes = [each["code"] for each in row["classifications"]]
        found[row["publication_number"]] = ask(codes, f"{row['title']}。{row['abstract']}")
    for row in lines(PATENTS / "cn_fulltext_2_segmented.jsonl"):
        text = "。".join(str(row[name]) for name in ("title", "abstract", "claim"))
        found[row["publication_number"]] = ask([row["ipc"]], text)
    assert {number: found[number] for number in KNOWN} == KNOWN


def ask(codes: list[str], text: str) -> list[tuple[str, str]]:
    matches = fitting(packaged_rules(), codes, text)
    return [(match.rule.number, match.hit.symbol) for match in matches]
