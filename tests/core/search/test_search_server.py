"""The index on a server: the same documents are found as in the embedded index.

With ZHIHENG_TEST_OPENSEARCH=https://… a real OpenSearch server is asked instead of the small one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.core.lake.stored import packaged
from tests.core.search.records import (
    ENTERPRISES,
    ON,
    PATENTS,
    Searched,
    patent,
    request,
    small_city,
)
from tests.core.search.search_server import Server, serving
from tests.core.search.test_searching import NARROWED, QUERIES
from zhiheng.core.errors import NotFoundError, StorageError
from zhiheng.core.search.fields import FACET_NAMES
from zhiheng.core.search.opensearch_writing import update_server

REAL = os.environ.get("ZHIHENG_TEST_OPENSEARCH", "")
SOLID = "201910302430.1"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Server | None]]:
    if REAL:
        yield REAL, None
        return
    with serving() as (address, state):
        yield address, state


@pytest.fixture(scope="module")
def city(server: tuple[str, Server | None], tmp_path_factory: pytest.TempPathFactory) -> Searched:
    searched = small_city(tmp_path_factory.mktemp("server"))
    searched.address = server[0]
    update_server(searched.lake, packaged(), server[0], on=ON, anew=True)
    return searched


@pytest.mark.parametrize(("query", "found"), QUERIES)
def test_query_finds(city: Searched, query: str, found: set[str]) -> None:
    assert set(city.keys(query)) == found


@pytest.mark.parametrize(("narrowed", "found"), NARROWED)
def test_narrowed(city: Searched, narrowed: dict[str, tuple[str, ...]], found: set[str]) -> None:
    assert set(city.keys("", narrowed=narrowed)) == found


def test_persons_are_found_only_by_those_who_may_see_them(city: Searched) -> None:
    assert city.keys("李明")
    assert city.keys("李明", finds_persons=False) == []


def test_order_pages_facets_and_marks(city: Searched) -> None:
    newest = city.find("", sort="newest", limit=2, offset=1, facets=FACET_NAMES)
    assert [hit.key for hit in newest.hits] == ["202110000001.X", SOLID]
    assert newest.total == 5
    facets = {facet.name: facet.values for facet in newest.facets}
    assert [value.value for value in facets["year"]] == ["2022", "2021", "2020", "1995", "1987"]
    [hit] = city.find("电解质").hits
    assert hit.highlights[0].text == "鋰電池用電解質的製備方法"


def test_scan_similar_explain_and_state(city: Searched) -> None:
    index = city.index
    assert {hit.key for hit in index.scan(request("ti:电池"))} == {SOLID, "202110000001.X"}
    assert SOLID not in {hit.key for hit in index.similar("patents", SOLID).hits}
    assert index.explain(request("固态电池"), "patents", SOLID).score > 0
    with pytest.raises(NotFoundError):
        index.explain(request("固态电池"), "patents", "201910302430.2")
    assert index.state().records == {"patents": len(PATENTS), "enterprises": len(ENTERPRISES)}


def test_server_follows_the_lake(city: Searched) -> None:
    city.store("patents", [*PATENTS[:3], patent("95104000.6", "闹钟")])
    report = update_server(city.lake, packaged(), city.address, on=ON)
    assert (dict(report.written), dict(report.removed)) == ({"patents": 1}, {"patents": 1})
    assert city.keys("闹钟") == ["95104000.6"]
    assert not update_server(city.lake, packaged(), city.address, on=ON).written
    city.store("patents", PATENTS)
    update_server(city.lake, packaged(), city.address, on=ON)


@pytest.mark.skipif(bool(REAL), reason="a real server is not put into trouble")
def test_server_in_trouble_or_without_index_is_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    searched = Searched(tmp_path_factory.mktemp("empty"))
    with serving() as (address, state):
        searched.address = address
        assert searched.index.state().state == "missing"
        update_server(searched.lake, packaged(), address, on=ON)
        state.refuses = "circuit_breaking_exception"
        with pytest.raises(StorageError) as raised:
            searched.find("电池")
        assert raised.value.problems[0].code == "search.refused"
        assert searched.index.state().state == "damaged"
    with pytest.raises(StorageError):
        searched.find("电池")
