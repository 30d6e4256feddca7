"""The documents look like real ones: structure, numbers, parties, text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import combinations

from lxml import etree
from sample_reading import BASE, City, Read

BUSINESS = "{http://www.sipo.gov.cn/XMLSchema/business}"


def naive_check(digits: str) -> str:
    """ZC 0006: weights 2 to 9 from the left, again and again; remainder 10 is X."""
    total = sum(int(digit) * (2 + position % 8) for position, digit in enumerate(digits))
    return "X" if total % 11 == 10 else str(total % 11)


def test_the_naive_check_reproduces_published_numbers() -> None:
    assert naive_check("201710601862") == "3"
    assert naive_check("95115608") == "X"
    assert naive_check("200310102344") == "5"


def test_every_application_number_is_valid_and_says_its_right(city: City) -> None:
    letters = {"1": "ABC", "2": "UY", "3": "SD"}
    for document in city.documents:
        matched = re.fullmatch(r"(\d{4})([123])\d{7}\.([\dX])", document.number)
        assert matched is not None, document.number
        year, right, check = matched.groups()
        assert check == naive_check(document.number[:12])
        assert year == document.filed[:4] == document.archive[:4]
        assert document.kind in letters[right]


def test_publication_numbers_are_unique_and_a_grant_keeps_its_number(city: City) -> None:
    keys = Counter((d.publication, d.kind) for d in city.documents)
    assert set(keys.values()) == {1}
    first = {d.number: d.publication for d in city.documents if d.kind == "A"}
    digits = {"A": "1", "B": "1", "C": "1", "U": "2", "Y": "2", "S": "3", "D": "3"}
    for document in city.documents:
        assert re.fullmatch(r"[123]\d{8}", document.publication)
        assert document.publication[0] == digits[document.kind]
        if document.kind in "BC":
            assert first[document.number] == document.publication


def test_every_document_says_that_it_is_synthetic(city: City) -> None:
    for document in city.documents:
        comments = document.root.xpath("preceding-sibling::comment()")
        assert any("SYNTHETIC" in str(c.text) and "合成" in str(c.text) for c in comments)
    readme = (city.folder / "README.txt").read_text(encoding="utf-8-sig")
    assert "SYNTHETIC" in readme
    assert "合成" in readme


def main_dialect(city: City, kinds: str) -> list[Read]:
    return [
        d for d in city.documents if d.dialect == "PatentDocumentAndRelated" and d.kind in kinds
    ]


def test_references_come_in_the_original_and_the_standard_format(city: City) -> None:
    for document in main_dialect(city, "ABUS"):
        number, serial = document.number, document.number[5:12]
        original, standard = (
            reference.findtext(f"{BASE}DocumentID/{BASE}DocNumber")
            for reference in document.root.iter(f"{BUSINESS}ApplicationReference")
        )
        assert original == number
        assert standard == f"{number[4]}0{number[:4]}00{serial}"
        grants = list(document.root.iter(f"{BUSINESS}GrantReference"))
        assert len(grants) == (0 if document.kind == "A" else 2)


def test_the_file_attribute_is_the_member_name_of_real_files(city: City) -> None:
    pattern = (
        r"CN[123]0\d{13}CN0000(\d{9})0([ABUS])(FUL|DBP)ZH(\d{8})CN00[A-Z]\.XML"  # as published
    )
    for document in main_dialect(city, "ABUS"):
        matched = re.fullmatch(pattern, document.member)
        assert matched is not None, document.member
        assert matched.groups()[:2] == (document.publication, document.kind)
        assert matched[4] == document.published
        assert document.root.get("file") == document.member
        assert document.root.get("datePublication") == document.published


def test_designs_have_locarno_classes_and_no_claims(city: City) -> None:
    designs = main_dialect(city, "S")
    assert designs
    for document in designs:
        bibliography = document.root.find(f"{BUSINESS}DesignBibliographicData")
        locarno = bibliography.findtext(
            f"{BUSINESS}ClassificationLocarno/{BUSINESS}MainClassification"
        )
        assert re.fullmatch(r"\d\d-\d\d", locarno)
        assert bibliography.findtext(f"{BUSINESS}DesignTitle")
        assert document.root.find(f"{BUSINESS}Claims") is None
        assert document.root.find(f"{BUSINESS}BibliographicData") is None


def test_the_older_dialect_is_written_in_both_its_shapes(city: City) -> None:
    older = [d for d in city.documents if d.dialect == "cn-patent-document"]
    assert 0.01 < len(older) / len(city.documents) < 0.06
    assert {d.kind for d in older} >= {"A", "B", "U"}
    shapes = {d.root.find(".//cn-parties") is not None for d in older}
    assert shapes == {True, False}
    for document in older:
        assert document.root.xpath("count(application-body/claims/claim/claim-text)") >= 1
        assert len(document.root.findall(".//classification-ipcr/text")) >= 1


def test_claims_are_numbered_and_refer_backwards(city: City) -> None:
    counts = Counter[int]()
    for document in main_dialect(city, "ABU"):
        claims = document.root.findall(f"{BUSINESS}Claims/{BUSINESS}Claim")
        counts[len(claims)] += 1
        for number, claim in enumerate(claims, start=1):
            text = claim.findtext(f"{BUSINESS}ClaimText")
            assert text.startswith(f"{number}.")
            assert claim.get("num") == f"{number:04d}"
            earlier = re.search(r"根据权利要求(\d+)所述", text)
            assert (earlier is None) == (number == 1 or "电子设备" in text)
            assert earlier is None or 0 < int(earlier[1]) < number
    assert set(counts) == set(range(1, 9))


def test_every_symbol_has_its_chinese_titles(city: City) -> None:
    with (city.folder / "ipc.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = {row["分类号"]: row["名称"] for row in csv.DictReader(file)}
    assert all(titles.values())
    symbols = {
        re.sub(r"\s+", "", str(element.text)).split("(")[0]
        for document in city.documents
        for element in document.root.iter(f"{BASE}Text", "text")
        if "(2006.01)" in str(element.text)
    }
    assert len(symbols) > 100
    for symbol in symbols:
        group = symbol.partition("/")[0] + "/00"
        assert {symbol[0], symbol[:3], symbol[:4], group} <= titles.keys()


def test_two_texts_rarely_share_a_long_passage(city: City) -> None:
    texts = [
        etree.tostring(d.root.find(f"{BUSINESS}Abstract"), method="text", encoding="unicode")
        for d in main_dialect(city, "U")[:250]
    ]
    passages = [{text[i : i + 40] for i in range(len(text) - 39)} for text in texts]
    pairs = list(combinations(passages, 2))
    sharing = sum(1 for one, other in pairs if one & other)
    assert sharing / len(pairs) < 0.005


def test_applicants_are_unequal_and_mostly_of_the_city(city: City) -> None:
    names = Counter(
        d.root.findtext(f".//{BASE}AddressBook/{BASE}Name") for d in main_dialect(city, "AUS")
    )
    total = names.total()
    assert 0.02 < names.most_common(1)[0][1] / total < 0.15
    assert len(names) > 150
    abroad = sum(1 for d in main_dialect(city, "AUS") if d.root.findtext(f".//{BASE}City") == "0")
    assert 0.01 < abroad / total < 0.06
    within = sum(1 for d in main_dialect(city, "AUS") if "深圳市" in d.address)
    assert 0.8 < within / total < 0.95


def test_a_few_addresses_name_the_district_in_the_text_only(city: City) -> None:
    counties = Counter(
        d.root.findtext(f".//{BASE}County") == "0"
        for d in main_dialect(city, "AUS")
        if "深圳市" in d.address
    )
    assert 0.005 < counties[True] / counties.total() < 0.06
