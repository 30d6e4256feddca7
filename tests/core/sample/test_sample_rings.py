"""Rings and look-alikes planted for the screening: what the truth says, the files must show."""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sample_reading import UNTIL, City, Read, documents_of

from sample.city import files_to_import, write_city
from sample.order import MAX_RINGS, Order
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

SMALL = {"patents": 60, "seed": 3, "until": UNTIL}
Rows = list[dict[str, str]]
BEHAVIOURS = {
    "near-identical": "1",
    "combination-grid": "1",
    "patchwork": "2",
    "template-text": "3",
    "degraded-claims": "4",
    "capacity": "5",
    "field-spread": "5",
    "dispersal": "6",
    "transfers": "7",
    "inventor-changes": "7",
    "refiling": "8",
}


@pytest.fixture(scope="module")
def ringed(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("rings") / "city"
    manifest = write_city(folder, rings=2, **SMALL)  # type: ignore[arg-type]
    return City(folder, manifest, list(documents_of(folder)), rows_of(folder, "legal-events.csv"))


def rows_of(folder: Path, name: str) -> Rows:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def truth(city: City) -> Rows:
    return rows_of(city.folder, "screening-truth.csv")


def planted(city: City, kind: str, role: str = "成员") -> dict[str, list[Read]]:
    """Return the first documents of a kind's filings by ring."""
    first = {document.number: document for document in reversed(city.documents)}
    rings: dict[str, list[Read]] = defaultdict(list)
    for row in truth(city):
        if row["情形"] == kind and row["角色"] == role:
            rings[row["组"]].append(first[row["申请号"]])
    assert rings, kind
    return rings


def text(document: Read, element: str = "ClaimText") -> str:
    return "\n".join("".join(each.itertext()) for each in document.root.iter(f"{{*}}{element}"))


def named(document: Read, element: str) -> list[str]:
    return [each.findtext(".//{*}Name") for each in document.root.iter(f"{{*}}{element}")]


def alike(one: Read, other: Read) -> float:
    grams = [{t[i : i + 3] for i in range(len(t) - 2)} for t in (text(one), text(other))]
    return len(grams[0] & grams[1]) / len(grams[0] | grams[1])


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_planted_filing_is_in_the_truth_once_and_in_the_files(ringed: City) -> None:
    rows = truth(ringed)
    numbers = Counter(row["申请号"] for row in rows)
    assert set(numbers.values()) == {1}
    found = {d.number for d in ringed.documents if d.archive.endswith("-planted")}
    assert found == set(numbers)
    assert len({d.number for d in ringed.documents}) == 60 + len(rows)
    told: dict[str, dict[str, int]] = ringed.manifest.content["planted"]
    assert sum(sum(group.values()) for group in told.values()) == len(rows)
    assert set(told["rings"]) == set(BEHAVIOURS)
    for row in rows:
        expected = BEHAVIOURS.get(row["情形"], "") if row["角色"] == "成员" else ""
        assert row["条款"] == expected
        assert 0 <= float(row["强度"]) <= 1


def test_the_rest_of_the_city_is_the_same_without_rings(ringed: City, tmp_path: Path) -> None:
    write_city(tmp_path / "bare", rings=0, **SMALL)  # type: ignore[arg-type]
    bare, with_rings = digests(tmp_path / "bare"), digests(ringed.folder)
    different = {name for name in bare if bare[name] != with_rings[name]}
    tables = ("enterprises.xlsx", "legal-events.csv", "manifest.json", "party-truth.csv")
    drawn = ("abnormal-filings.csv", "transfers.csv", "licences.csv", "awards.csv")
    assert different <= {*tables, *drawn, "trademarks.csv", "trademark-events.csv"}
    for name in ("legal-events.csv", "transfers.csv", "trademarks.csv", "trademark-events.csv"):
        few, many = rows_of(tmp_path / "bare", name), rows_of(ringed.folder, name)
        assert many[: len(few)] == few


def test_two_processes_plant_what_one_planted(ringed: City, tmp_path: Path) -> None:
    write_city(tmp_path / "again", rings=2, workers=2, **SMALL)  # type: ignore[arg-type]
    assert digests(tmp_path / "again") == digests(ringed.folder)


def test_small_cities_have_no_rings_unless_asked_and_too_many_are_refused() -> None:
    with pytest.raises(ValueError, match="rings must be"):
        Order(patents=10, seed=1, until=UNTIL, rings=MAX_RINGS + 1)


def test_all_of_it_is_taken_in_with_its_relations(ringed: City, tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    settings = ImportSettings(load_catalogue(), lake, tmp_path / "scratch")
    with lake.writing():
        paths = files_to_import(ringed.folder)
        report = import_feed(paths, settings, on=datetime(2026, 11, 2, tzinfo=UTC))
    assert "screening-truth.csv" not in {path.name for path in paths}
    assert report.set_aside == []
    table = lake.open("patent-documents").to_pyarrow_table()  # type: ignore[union-attr]
    rows = {row["application_number"].replace(".", ""): row for row in table.to_pylist()}
    expected = {"divisionals": "related", "families": "priorities"}
    for kind, column in expected.items():
        for ring in planted(ringed, kind).values():
            own = {document.number.replace(".", "") for document in ring}
            naming = [row for number in own for row in (rows[number][column] or [])]
            assert naming
            assert {each.split()[1].replace(".", "") for each in naming} <= own


def test_copies_are_as_alike_as_their_strength_says(ringed: City) -> None:
    strength = {row["组"]: float(row["强度"]) for row in truth(ringed)}
    for name, ring in planted(ringed, "near-identical").items():
        origin, *copies = sorted(ring, key=lambda each: (each.filed, each.number))
        mean = sum(alike(origin, copy) for copy in copies) / len(copies)
        noise = 0.02 + 0.13 * (1 - strength[name])
        assert 3 <= len(ring) <= 30
        assert 1 - 3.6 * noise < mean < 1 - 1.2 * noise


def test_a_grid_combines_options_within_a_frame(ringed: City) -> None:
    for ring in planted(ringed, "combination-grid").values():
        sets = [
            frozenset(text(each).split("\n")[0].partition("：")[2].rstrip("。").split("；"))
            for each in ring
        ]
        frame, everything = frozenset.intersection(*sets), frozenset.union(*sets)
        assert len(set(sets)) == len(sets) >= 4
        assert len(frame) >= 2
        assert len(everything) - len(frame) <= 8
        assert min(len(a ^ b) for a, b in itertools.combinations(sets, 2)) == 2


def test_what_is_patched_together_was_published_before(ringed: City) -> None:
    origins = planted(ringed, "patchwork", "来源")
    for name, ring in planted(ringed, "patchwork").items():
        assert max(each.published for each in origins[name]) < min(each.filed for each in ring)
        makers = {tuple(named(each, "Applicant")) for each in origins[name]}
        assert not makers & {tuple(named(each, "Applicant")) for each in ring}


def test_what_was_withdrawn_upon_a_notice_is_filed_again(ringed: City) -> None:
    notices = {row["申请号"]: row for row in rows_of(ringed.folder, "abnormal-filings.csv")}
    gone = {
        event["申请号"]: event["法律状态公告日"]
        for event in ringed.events
        if event["法律状态"] == "发明专利申请公布后的撤回"
    }
    origins = planted(ringed, "refiling", "来源")
    for name, ring in planted(ringed, "refiling").items():
        for origin in origins[name]:
            assert notices[origin.number]["处理状态"] == "已撤回"
            assert notices[origin.number]["认定日"] == gone[origin.number]
            again = [each for each in ring if alike(origin, each) > 0.5]
            assert again
            assert all(each.filed > gone[origin.number].replace("-", "") for each in again)


def test_a_hand_disperses_over_agencies_and_firms_that_something_ties(ringed: City) -> None:
    book = load_workbook(ringed.folder / "enterprises.xlsx", read_only=True)
    led = {str(row[1]): str(row[12]) for row in book.active.iter_rows(values_only=True)}
    book.close()
    for ring in planted(ringed, "dispersal").values():
        firms = {named(each, "Applicant")[0] for each in ring}
        assert len(firms) >= 2
        assert len({text(each, "OrganizationName") for each in ring}) >= 2
        leaders = {led.get(firm, firm) for firm in firms}
        addresses = {each.address for each in ring}
        inventors = {tuple(named(each, "Inventor")) for each in ring}
        assert 1 in (len(leaders), len(addresses), len(inventors))


def test_applications_are_sold_within_months_to_many(ringed: City) -> None:
    sold = {row["权利号码"]: row for row in rows_of(ringed.folder, "transfers.csv")}
    for ring in planted(ringed, "transfers").values():
        rows = [sold[each.number] for each in ring]
        assert len({row["受让人"] for row in rows}) >= 3
        for row, each in zip(rows, ring, strict=True):
            published = datetime.strptime(each.published, "%Y%m%d").replace(tzinfo=UTC).date()
            assert published < date.fromisoformat(row["公告日"]) < published + timedelta(days=200)
    for ring in planted(ringed, "group").values():
        kept = [sold[each.number] for each in ring]
        assert len({row["受让人"] for row in kept}) == 1


def test_grants_name_others_than_the_applications_did(ringed: City) -> None:
    granted = {document.number: document for document in ringed.documents if document.kind == "B"}
    for kind, kept in (("inventor-changes", False), ("corrected-inventor", True)):
        for ring in planted(ringed, kind).values():
            pairs = [
                (set(named(each, "Inventor")), set(named(granted[each.number], "Inventor")))
                for each in ring
                if each.number in granted
            ]
            assert pairs
            assert all(before != after for before, after in pairs)
            assert all((before <= after) == kept for before, after in pairs)


def test_those_who_file_beyond_their_means_are_small_in_the_register(ringed: City) -> None:
    book = load_workbook(ringed.folder / "enterprises.xlsx", read_only=True)
    rows = {str(row[1]): row for row in book.active.iter_rows(values_only=True)}
    book.close()
    for kind, least in (("capacity", False), ("laboratory", True)):
        for ring in planted(ringed, kind).values():
            firm = rows[named(ring[0], "Applicant")[0]]
            assert (int(str(firm[7])) >= 10) == least
            assert (int(str(firm[8])) >= 1000) == least
            assert len(ring) >= 10
