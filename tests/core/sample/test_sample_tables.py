"""The tables beside the patents, and the files that are wrong on purpose."""

from __future__ import annotations

import csv
import itertools
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from sample_reading import BASE, UNTIL, City

from sample.inhabitants import Inhabitants
from sample.order import Order
from sample.tables import write_enterprises

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def naive_credit_check(body: str) -> str:
    """GB 32100-2015: powers of three modulo 31."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


def naive_organisation_check(body: str) -> str:
    """GB 11714: eleven less the remainder; 10 is X, 11 is 0."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def test_the_naive_checks_reproduce_published_codes() -> None:
    for code in ("91110108551385082Q", "91440300708461136T", "914403001922038216"):
        assert naive_credit_check(code[:17]) == code[17]
    assert naive_organisation_check("55138508") == "2"


def sheet(path: Path) -> list[tuple[object, ...]]:
    book = load_workbook(path, read_only=True)
    rows = [tuple(row) for row in book.active.iter_rows(values_only=True)]
    book.close()
    return rows


def test_enterprises_have_valid_codes_and_names_of_their_own(city: City) -> None:
    header, *rows = sheet(city.folder / "enterprises.xlsx")
    assert header[0] == "统一社会信用代码"
    assert len(rows) == city.manifest.content["enterprises"] == 125
    for row in rows:
        code, division = str(row[0]), str(row[3])
        assert code[2:8] == division
        assert code[16] == naive_organisation_check(code[8:16])
        assert code[17] == naive_credit_check(code[:17])
        assert "1995" < str(row[5]) < "2026-06-30"
    assert len({row[0] for row in rows}) == len({row[1] for row in rows}) == len(rows)


def test_applicants_of_the_city_are_in_the_list_and_existed(city: City) -> None:
    _, *rows = sheet(city.folder / "enterprises.xlsx")
    founded = {str(row[1]): str(row[5]).replace("-", "") for row in rows}
    seen = 0
    for document in city.documents:
        name = document.root.findtext(f".//{BASE}AddressBook/{BASE}Name")
        if name in founded:
            assert founded[name] <= document.filed
            seen += 1
    assert seen > len(city.documents) / 2


def test_more_enterprises_than_a_sheet_takes_continue_in_a_table(tmp_path: Path) -> None:
    order = Order(patents=72_000, seed=1, until=UNTIL)
    people = Inhabitants(order)
    write_enterprises(tmp_path, people.enterprises)
    _, *first = sheet(tmp_path / "enterprises.xlsx")
    with (tmp_path / "enterprises.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rest = list(csv.reader(file))
    assert (len(first), len(rest)) == (5000, 1000)
    names = {str(row[1]) for row in itertools.chain(first, rest)}
    codes = {str(row[0]) for row in itertools.chain(first, rest)}
    assert len(names) == len(codes) == 6000


def test_districts_sum_to_the_city(city: City) -> None:
    with (city.folder / "population.csv").open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    years: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        years[row["年份"]][row["行政区划代码"]] = Decimal(row["常住人口(万人)"])
    assert list(years) == [str(year) for year in range(2008, 2027)]
    for people in years.values():
        assert people.pop("440300") == sum(people.values())
        assert sorted(people) == [f"4403{n:02d}" for n in range(3, 12)]
    assert 1900 < sum(years["2026"].values()) < 2100


def test_every_broken_file_is_broken_as_declared(city: City) -> None:
    folder = city.folder / "broken"
    declared = city.manifest.content["broken"]
    assert sorted(declared) == sorted(path.name for path in folder.iterdir())
    for name in ("truncated.xml", "wrong-encoding.xml", "empty.xml"):
        with pytest.raises(etree.XMLSyntaxError):
            etree.fromstring((folder / name).read_bytes())
    assert (folder / "wrong-encoding.xml").read_bytes().decode("gb18030")
    assert "<base:Kind>Q</base:Kind>" in text(folder / "unknown-kind.xml")
    assert "0231</base:Date>" in text(folder / "impossible-date.xml")
    assert "file:///" in text(folder / "external-entity.xml")
    assert "&c;" in text(folder / "entity-expansion.xml")
    assert "DocNumber></base:DocNumber>" in text(folder / "no-application-number.xml")
    assert text(folder / "duplicate-key-1.xml") != text(folder / "duplicate-key-2.xml")
    with zipfile.ZipFile(folder / "nested-archive.zip") as archive:
        assert archive.namelist() == ["inner.zip"]
    assert "#DIV/0!" in sheet(folder / "enterprises-formula-error.xlsx")[1]
    code = next(csv.reader(text(folder / "enterprises-wrong-code.csv").splitlines()[1:]))[0]
    assert code[17] != naive_credit_check(code[:17])
    assert "法律状态公告日" not in text(folder / "legal-events-wrong-header.csv")


def test_broken_files_share_no_number_with_the_city(city: City) -> None:
    good = text(city.folder / "broken" / "duplicate-key-1.xml")
    numbers = {d.publication for d in city.documents} | {d.number for d in city.documents}
    assert not any(f">{number}<" in good for number in numbers)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def test_the_wrong_check_digit_is_the_only_fault_of_its_file(city: City) -> None:
    good = text(city.folder / "broken" / "duplicate-key-1.xml")
    bad = text(city.folder / "broken" / "wrong-check-digit.xml")
    different = [(a, b) for a, b in zip(good, bad, strict=True) if a != b]
    assert len(different) == 1
