"""ZHIHENG_OPENSEARCH: the office asks that server, and imports keep the index on it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil

import pytest
from django.conf import settings

from tests.core.search.search_server import serving
from tests.office.registers.cities import City
from zhiheng.core.errors import InputError, StorageError
from zhiheng.core.intake import take_in
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import understand
from zhiheng.office.config.environment import read_environment
from zhiheng.office.registers.commands import import_settings
from zhiheng.office.search.index import text_index
from zhiheng.office.search.rebuilding import rebuild_now

ON = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
NOBODY = "http://127.0.0.1:9"


def ask_server(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    changed = dataclasses.replace(settings.ZHIHENG, opensearch=address)
    monkeypatch.setattr(settings, "ZHIHENG", changed)


def test_an_import_brings_the_index_on_the_server_up(
    own_city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another test may have built the embedded index of the city that this one is a copy of.
    shutil.rmtree(own_city.home / "index", ignore_errors=True)
    with serving() as (address, _):
        ask_server(monkeypatch, address)
        take_in([own_city.files / "enterprises.xlsx"], import_settings(), on=ON)
        state = text_index().state()
        assert state.state == "ready"
        assert state.records["patents"] > 100
        assert not (own_city.home / "index").exists()
        found = text_index().search(SearchRequest(understand("方法"), registers=("patents",)))
        assert found.total > 0
        assert rebuild_now() == dict(state.records)


def test_an_import_says_that_the_server_does_not_answer(
    own_city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_server(monkeypatch, NOBODY)
    with pytest.raises(StorageError) as caught:
        take_in([own_city.files / "enterprises.xlsx"], import_settings(), on=ON)
    assert [problem.code for problem in caught.value.problems] == ["search.refused"]


@pytest.mark.parametrize("address", ["search.example:9200", "ftp://search.example", "https://"])
def test_what_is_no_address_is_refused_without_being_shown(address: str, own_city: City) -> None:
    with pytest.raises(InputError) as caught:
        read_environment({"ZHIHENG_HOME": str(own_city.home), "ZHIHENG_OPENSEARCH": address})
    [problem] = caught.value.problems
    assert problem.values["name"] == "ZHIHENG_OPENSEARCH"
    assert address not in problem.values.values()
