"""The quality of filings: every rate with its interval, small numbers untold, persons masked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.registers.cities import city
from tests.office.screening.quality_cases import BAD, GOOD, PERSON, SMALL, filings, number_of
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.parties.queries import one_party

__all__ = ["city", "filings"]

ClientOf = Callable[[User], Client]
LIST = "/screening/quality/applicant/?first=2024&last=2024"
YEARS = "?first=2024&last=2024"


@pytest.fixture
def leader(make_person: MakePerson) -> User:
    """Lena, who does not see private persons by name."""
    return make_person("lena", Role.LEADER)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    """Olga, who sees private persons by name."""
    return make_person("olga", Role.OFFICER)


def shown(client: Client, way: str) -> str:
    answer = client.get(way)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def names(page: str) -> list[str]:
    """Return the names of a list in their order."""
    return [name for name in (BAD, GOOD, SMALL, PERSON) if name in page]


@pytest.mark.usefixtures("filings")
def test_the_list_tells_rates_with_intervals_and_not_of_few(officer: User, client_of: ClientOf):
    page = shown(client_of(officer), LIST)
    assert names(page) == [BAD, GOOD, SMALL, PERSON]
    assert "30%" in page, "12 of 40"
    assert "17%–47%" in page
    assert "显著偏离" in page
    assert "件数太少，不作评价" in page, "two of two are nobody's rate"
    assert "100%" not in page


@pytest.mark.usefixtures("filings")
def test_the_list_is_narrowed_and_ordered(officer: User, client_of: ClientOf):
    client = client_of(officer)
    assert names(shown(client, f"{LIST}&least=50")) == [GOOD]
    assert names(shown(client, f"{LIST}&q=澜湾")) == [BAD]
    party = one_party(BAD)["party"]
    assert names(shown(client, f"{LIST}&q={party.lower()}")) == [BAD]
    page = shown(client, f"{LIST}&sort=-abnormal")
    assert page.index(BAD) < page.index(GOOD) < page.index(SMALL)
    page = shown(client, f"{LIST}&sort=abnormal")
    assert page.index(GOOD) < page.index(BAD) < page.index(SMALL)
    for odd in ("&sort=nothing", "&first=3000", "&first=2026&last=2020", "&least=x", "&q=%00%25"):
        shown(client, LIST + odd)
    assert "没有符合条件的主体" in shown(client, f"{LIST}&q=nobody")
    assert client.get(f"{LIST}&page=9999999").status_code == 400
    assert client.get("/screening/quality/planet/").status_code == 404


@pytest.mark.usefixtures("filings")
def test_private_persons_are_masked_and_not_found_by_name(leader: User, client_of: ClientOf):
    client = client_of(leader)
    assert PERSON not in shown(client, LIST)
    page = shown(client, f"{LIST}&q={PERSON}")
    assert "没有符合条件的主体" in page
    party = one_party(PERSON)["party"]
    assert PERSON not in shown(client, f"/screening/quality/applicant/{party}/{YEARS}")
    exported = b"".join(
        client.get(f"/screening/quality/applicant/export.csv{YEARS}").streaming_content
    )  # type: ignore[attr-defined]  # a streaming response
    assert PERSON.encode() not in exported


@pytest.mark.usefixtures("filings")
def test_one_unit_opens_every_figure_down_to_the_rows(officer: User, client_of: ClientOf):
    client = client_of(officer)
    party = one_party(BAD)["party"]
    way = f"/screening/quality/applicant/{party}/"
    page = shown(client, way + YEARS)
    for told in ("30%", "17%–47%", "<svg", "2024", f"{way}abnormal/?first=2024&amp;last=2024"):
        assert told in page
    typed = f"/screening/quality/applicant/{party.lower()}/"
    assert "17%–47%" in shown(client, typed + YEARS)  # the party it leads to, with its figures
    counted = shown(client, f"{way}abnormal/{YEARS}&which=counted")
    assert counted.count('href="/registers/patents/record/') == 12
    assert number_of(1) in counted
    assert number_of(40) not in counted
    assert shown(client, f"{way}abnormal/{YEARS}").count("/registers/patents/record/") == 40
    assert "没有计入的申请" in shown(client, f"{way}lapse/{YEARS}")
    assert client.get(f"{way}beauty/{YEARS}").status_code == 404


@pytest.mark.usefixtures("filings")
def test_the_export_has_counts_and_leaves_untold_shares_empty(officer: User, client_of: ClientOf):
    answer = client_of(officer).get(f"/screening/quality/applicant/export.json{YEARS}")
    rows = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]  # a streaming response
    told = {row[next(iter(key for key in row if row[key] in (BAD, SMALL)), "")]: row
            for row in rows if {BAD, SMALL} & set(map(str, row.values()))}  # fmt: skip
    assert 0.3 in told[BAD].values()
    assert 1.0 not in told[SMALL].values()
    (event,) = find_events(EventFilter(act="screening.quality_exported"))
    assert json.loads(event.details) == {"rows": 4}


@pytest.mark.usefixtures("filings")
def test_nobody_is_not_there(officer: User, make_person: MakePerson, client_of: ClientOf):
    client = client_of(officer)
    for way in ("agency/99999", "applicant/P000000000000", "agency/%2e%2e"):
        assert client.get(f"/screening/quality/{way}/").status_code == 404
    stranger = client_of(make_person("bert", Role.CITIZEN))
    assert stranger.get("/screening/quality/").status_code == 403


@pytest.mark.usefixtures("city")
def test_agencies_of_the_city_have_their_pages(officer: User, client_of: ClientOf):
    client = client_of(officer)
    page = shown(client, "/screening/quality/?first=2010&last=2026")
    assert "/screening/quality/agency/" in page
    (code, *_) = re.findall(r"/screening/quality/agency/(\d{5})/", page)
    assert "申请" in shown(client, f"/screening/quality/agency/{code}/?first=2010&last=2026")
