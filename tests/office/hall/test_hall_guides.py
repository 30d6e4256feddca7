"""What anybody reads without signing in: finding a service, its guide, its picture."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.office.hall.conftest import Cast, ClientOf

pytestmark = pytest.mark.django_db


def cards(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/hall/services/([\w-]+)/">', page)


def test_strangers_find_services_by_everyday_words(client: Client):
    page = client.get("/hall/?q=有人抄袭我的产品").content.decode()
    assert {"rights-aid", "patent-infringement-adjudication"} <= set(cards(page)[:3])
    assert "匹配：" in page
    page = client.get("/hall/?q=zzzzqqqq").content.decode()
    assert cards(page) == []
    assert "没有找到合适的事项" in page


def test_questions_narrow_down_until_nothing_is_left_to_ask(client: Client):
    address, seen = "/hall/", set()
    for _ in range(6):
        page = client.get(address).content.decode()
        seen.add(len(cards(page)))
        links = re.findall(r'<li><a class="btn" href="(\?[^"]+)"', page)
        if not links:
            break
        address = "/hall/" + links[0].replace("&amp;", "&")
    assert not links, "the questions come to an end"
    assert max(seen) > min(seen) >= 1
    assert "修改" in page


@pytest.mark.parametrize(
    "query",
    ["?who=nobody", "?trouble=%00", "?q=%F0%9F%98%80", "?q=" + "长" * 5000, "?who=firm&who=x"],
)
def test_nonsense_in_the_address_shows_the_hall(client: Client, query: str):
    assert client.get(f"/hall/{query}").status_code == 200


def test_a_guide_shows_conditions_files_limits_and_law_in_both_languages(client: Client):
    page = client.get("/hall/services/rights-aid/").content.decode()
    for words in ("申请条件", "营业执照或者身份证明", "决定是否受理", "维权援助工作指引", "免费"):
        assert words in page
    assert "尚未与官方文本核对" in page
    assert page.count('class="hall-guide"') == 1
    both = client.get("/hall/services/rights-aid/?both=1").content.decode()
    assert both.count('class="hall-guide"') == 2
    assert "Free of charge" in both


def test_what_only_offices_begin_has_no_guide(client: Client):
    assert client.get("/hall/services/administrative-penalty/").status_code == 404
    assert client.get("/hall/services/nothing/").status_code == 404


@pytest.mark.parametrize("theme", ["", "?theme=dark"])
def test_the_picture_has_an_address_of_its_own(client: Client, theme: str):
    answer = client.get(f"/hall/services/rights-aid/diagram.svg{theme}")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer.content.startswith(b"<svg")


def test_the_way_to_ask_is_offered_to_those_who_may(
    cast: Cast, client: Client, client_of: ClientOf
):
    address = "/hall/services/small/"
    apply = f"{address}apply/"
    assert apply in client.get(address).content.decode()
    assert client.get(apply).status_code == 302
    for person in (cast.citizen, cast.employee, cast.worker, cast.officer):
        assert client_of(person).get(apply).status_code == 200, person
    page = client_of(cast.other).get("/hall/services/pre-examination/").content.decode()
    assert "您的账号不能申请本事项" in page
    assert client_of(cast.other).get("/hall/services/pre-examination/apply/").status_code == 403


def test_for_whom_is_asked_is_chosen_among_what_is_ones_own(cast: Cast, client_of: ClientOf):
    page = client_of(cast.employee).get("/hall/services/small/apply/").content.decode()
    assert "甲方科技有限公司" in page
    assert "以个人身份申请" not in page
    page = client_of(cast.worker).get("/hall/services/small/apply/").content.decode()
    assert "在窗口代他人录入：科技园工作站" in page
    answer = client_of(cast.citizen).post(
        "/hall/services/small/apply/", {"whom": f"for-{cast.firm.pk}"}
    )
    assert answer.status_code == 200, "not a choice"
    answer = client_of(cast.citizen).post("/hall/services/small/apply/", {"whom": "self"})
    assert re.fullmatch(r"/hall/drafts/\d+/", answer.url)
    again = client_of(cast.citizen).get("/hall/services/small/apply/").content.decode()
    assert answer.url in again, "what was begun before is offered first"
