"""What queries find in a small lake, with marks, facets, order, paging, explanations."""

from __future__ import annotations

import pytest

from tests.core.search.records import Searched, read, request, small_city
from zhiheng.core.errors import NotFoundError
from zhiheng.core.search.fields import FACET_NAMES

SOLID, LITHIUM, PACK, INPUT = (
    "201910302430.1",
    "202110000001.X",
    "202220000002.5",
    "95115608.X",
)
HUAWEI = "91440300708461136T"


QUERIES: list[tuple[str, set[str]]] = [
    ("锂电池", {LITHIUM}),  # the title is written in traditional characters
    ("電解質", {LITHIUM}),
    ("ＢＡＴＴＥＲＹ", {PACK}),
    ("ti:电池", {SOLID, LITHIUM}),
    ("ti:固态电池 AND pa:比亚迪", {SOLID}),
    ("ti:(固态 OR 电解质)", {SOLID, LITHIUM}),
    ("电池 与 陶瓷", {SOLID}),  # 陶瓷 stands in the abstract of the latest document
    ("ti:电池 NOT 固态", {LITHIUM}),
    ("ti:电池 -固态", {LITHIUM}),
    ("ab:陶瓷", {SOLID}),
    ("clm:基膜", {SOLID}),
    ("de:烧结", {SOLID}),
    ("ti:陶瓷", set()),
    ('"陶瓷层厚度"', {SOLID}),
    ('"厚度陶瓷层"', set()),
    ("陶瓷 NEAR/3 厚度", {SOLID}),
    ("厚度 NEAR/3 陶瓷", {SOLID}),
    ("厚度 ADJ/3 陶瓷", set()),
    ("固态 NEAR/0 隔膜", set()),
    ("固态 NEAR/3 隔膜", {SOLID}),
    ("batter*", {PACK}),
    ("ti:bat* AND 散热", {PACK}),
    ("电池*", {SOLID, LITHIUM}),
    ("膜", {SOLID}),
    ("ti:膜", {SOLID}),
    ("ic:H01M", {SOLID, LITHIUM, PACK}),
    ("ic:h01m 10/0525", {SOLID, LITHIUM}),
    ("ic:H01M10/05", {SOLID, LITHIUM}),
    ("ic:H05K", {PACK}),
    ("G06F3/023", {INPUT}),
    ("201910302430.1", {SOLID}),
    ("ZL 2019 1 0302430.1", {SOLID}),
    ("an:2019103024301", {SOLID}),
    ("201910302430", {SOLID}),
    ("CN110083831B", {SOLID}),
    ("pn:110083831", {SOLID}),
    ("95115608", {INPUT}),
    ("91440300708461136T", {HUAWEI}),
    ("华为技术有限公司", {HUAWEI}),
    ("深圳市滄溟有限公司", {HUAWEI}),
    ("Huawei Technologies", {HUAWEI}),
    ("ad:2021", {LITHIUM}),
    ("ad:[2021 TO 2022]", {LITHIUM, PACK}),
    ("ad:<1996", {INPUT}),
    ("申请日：2021-05", {LITHIUM}),
    ("ls:已公布", {LITHIUM}),
    ("ls:lapsed", {PACK}),
    ("kd:实用新型", {PACK}),
    ("dv:440305", {PACK}),
    ("dv:宁德", {LITHIUM}),
    ("in:王传福 AND 固态", {SOLID}),
    ("曾毓群", {LITHIUM}),
    ("pa:李明", {PACK}),
    ("NOT ic:H01M AND NOT 华为", {INPUT}),
    ("مرحبا", set()),
]
NARROWED: list[tuple[dict[str, tuple[str, ...]], set[str]]] = [
    ({"status": ("lapsed", "published")}, {LITHIUM, PACK}),
    ({"division": ("440000",), "kind": ("invention",)}, {SOLID, INPUT}),
    ({"year": ("2021",)}, {LITHIUM}),
    ({"year": ("soon",)}, set()),
    ({"subclass": ("G06F",)}, {INPUT}),
    ({"register": ("enterprises",)}, {HUAWEI}),
    ({"applicant": ("宁德时代新能源科技股份有限公司",)}, {LITHIUM}),
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    return small_city(tmp_path_factory.mktemp("search"))


@pytest.mark.parametrize(("query", "found"), QUERIES)
def test_query_finds(city: Searched, query: str, found: set[str]) -> None:
    assert set(city.keys(query)) == found


def test_everything_is_found_by_an_empty_query(city: Searched) -> None:
    assert city.find(" ").total == 5


@pytest.mark.parametrize("query", ["李明", "pa:李明", "in:王传福", "王传福", "曾毓群"])
def test_persons_are_found_only_by_those_who_may_see_them(city: Searched, query: str) -> None:
    assert city.keys(query)
    assert city.keys(query, finds_persons=False) == []


def test_what_is_shown_holds_no_person_for_those_who_may_not_see_them(city: Searched) -> None:
    [hit] = city.find("散热", finds_persons=False).hits
    assert (hit.facts["applicants"], hit.facts["inventors"]) == ([], [])
    [hit] = city.find("散热").hits
    assert (hit.facts["applicants"], hit.facts["inventors"]) == (["李明"], ["王传福"])


def test_places_that_matched_are_places_in_the_text_as_written(city: Searched) -> None:
    [hit] = city.find("电解质").hits
    [title] = [each for each in hit.highlights if each.field == "title"]
    assert [title.text[start:end] for start, end in title.marks] == ["電解質"]


def test_number_typed_wholly_comes_first(city: Searched) -> None:
    hits = city.find("CN110083831B OR 电池").hits
    assert hits[0].key == SOLID
    assert hits[0].score > 2 * hits[1].score


def test_name_typed_wholly_comes_first(city: Searched) -> None:
    first, *_ = city.find("比亚迪股份有限公司").hits
    assert first.facts["applicants"] == ["比亚迪股份有限公司"]


def test_sorted_by_day(city: Searched) -> None:
    newest = city.keys("ti:电池 OR ti:battery OR ti:输入", sort="newest")
    assert newest == [PACK, LITHIUM, SOLID, INPUT]
    oldest = city.keys("ti:电池 OR ti:battery OR ti:输入", sort="oldest")
    assert oldest == newest[::-1]


def test_pages_follow_one_another(city: Searched) -> None:
    whole = city.keys("", sort="newest")
    pages = [city.keys("", sort="newest", offset=place, limit=2) for place in (0, 2, 4)]
    assert [key for page in pages for key in page] == whole
    assert city.find("", limit=1).total == 5


def test_facets_count_everything_found(city: Searched) -> None:
    facets = {facet.name: facet.values for facet in city.find("", facets=FACET_NAMES).facets}
    assert {value.value: value.count for value in facets["register"]} == {
        "patents": 4,
        "enterprises": 1,
    }
    assert [value.value for value in facets["year"]] == ["2022", "2021", "2020", "1995", "1987"]
    assert {v.value: v.count for v in facets["subclass"]} == {"H01M": 3, "H05K": 1, "G06F": 1}
    assert facets["applicant"][0].value == "比亚迪股份有限公司"
    assert "李明" not in {value.value for value in facets["applicant"]}


@pytest.mark.parametrize(("narrowed", "found"), NARROWED)
def test_narrowed(city: Searched, narrowed: dict[str, tuple[str, ...]], found: set[str]) -> None:
    assert set(city.keys("", narrowed=narrowed)) == found


def test_only_one_register(city: Searched) -> None:
    assert city.keys("", registers=("enterprises",)) == [HUAWEI]


def test_what_one_import_brought(city: Searched) -> None:
    assert city.find("", imported_in="20260701T080000.000000").total == 5
    assert city.find("", imported_in="20260702T080000.000000").total == 0


def test_scan_yields_everything_found(city: Searched) -> None:
    assert {hit.key for hit in city.index.scan(request("ti:电池"))} == {SOLID, LITHIUM}


def test_similar_records_leave_the_record_itself_out(city: Searched) -> None:
    keys = [hit.key for hit in city.index.similar("patents", SOLID, limit=3).hits]
    assert LITHIUM in keys
    assert SOLID not in keys


def test_similar_to_what_is_not_indexed(city: Searched) -> None:
    with pytest.raises(NotFoundError):
        city.index.similar("patents", "201910302430.2")


def test_score_is_the_sum_of_its_shares(city: Searched) -> None:
    asked = request("固态电池 隔膜")
    [hit, *_] = city.index.search(asked).hits
    explanation = city.index.explain(asked, hit.register, hit.key)
    assert explanation.score == pytest.approx(hit.score, abs=1e-3)
    assert sum(share.score for share in explanation.shares) == pytest.approx(hit.score, rel=1e-3)
    assert {"title", "abstract"} <= {share.field for share in explanation.shares}
    assert "隔膜" in explanation.zh
    assert "隔膜" in explanation.en


def test_score_of_a_long_question_is_the_sum_of_its_shares(city: Searched) -> None:
    asked = request("涂有陶瓷的电池隔膜怎样做到厚度为二微米")
    [hit, *_] = city.index.search(asked).hits
    explanation = city.index.explain(asked, hit.register, hit.key)
    assert sum(share.score for share in explanation.shares) == pytest.approx(hit.score, abs=1e-3)
    assert {share.field for share in explanation.shares} >= {"passage", "likelihood"}


def test_score_of_what_is_not_found_is_nothing(city: Searched) -> None:
    assert city.index.explain(request("固态电池"), "patents", INPUT).score == 0


def test_reading_says_what_was_asked() -> None:
    understood = read("ti:电池 ad:2020")
    assert understood.in_language("zh") == [
        "名称中含有“电池”。",
        "申请日自 2020-01-01 至 2020-12-31。",
    ]
    assert understood.fields_used == {"title", "filed"}
