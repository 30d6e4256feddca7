"""What views stand on: who is let in, pages of lists, the front page, the language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.office.conftest import MakePerson
from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.web.pages import Pager, needs, ordering, page_number, paginate

ClientOf = Callable[[User], Client]


@needs("registers.import")
def _import_page(request, number: int) -> HttpResponse:
    return HttpResponse(f"{request.user.username} {number}")


def test_needs_lets_in_who_has_the_permission(analyst: User, administrator: User):
    request = RequestFactory().get("/import/7/?x=1")
    request.user = analyst
    assert _import_page(request, 7).content == b"anna 7"
    request.user = administrator
    with pytest.raises(ForbiddenError):
        _import_page(request, 7)


def test_a_stranger_is_led_to_the_sign_in_page_and_back(db: None):
    answer = Client().get("/people/?q=a&page=2")
    assert answer.headers["Location"] == "/accounts/login/?next=/people/%3Fq%3Da%26page%3D2"


def test_a_part_of_a_page_asked_for_without_a_session_makes_the_browser_navigate(db: None):
    answer = Client().get("/people/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/"


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (9, 9, [1, None, 7, 8, 9]),
    ],
)
def test_the_pager_offers_the_ends_and_what_is_near(number: int, last: int, shown: list):
    assert Pager([], number, last, last * 25, 25).numbers == shown


def test_an_empty_list_has_one_page_and_no_rows(db: None):
    pager = paginate(RequestFactory().get("/"), Organisation.objects.order_by("pk"))
    assert (pager.number, pager.last, pager.start, pager.end) == (1, 1, 0, 0)


def test_the_last_page_may_be_short(make_person: MakePerson):
    for number in range(3):
        make_person(f"person{number}")
    people = User.objects.exclude(username="system").order_by("username")
    pager = paginate(RequestFactory().get("/?page=2"), people, size=2)
    assert [person.username for person in pager.items] == ["person2"]
    assert (pager.start, pager.end, pager.total, pager.last) == (3, 3, 3, 2)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "two", "３", "4"])
def test_a_page_number_out_of_range_is_refused(text: str):
    with pytest.raises(InputError) as caught:
        page_number(RequestFactory().get("/", {"page": text}), last=3)
    assert caught.value.problems[0].values == {"value": text, "last": "3"}


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", "name"),
        ("sort=kind", "kind"),
        ("sort=-kind", "-kind"),
        ("sort=password", "name"),
        ("sort=--kind", "name"),
    ],
)
def test_only_allowed_columns_sort(query: str, sort: str):
    assert ordering(RequestFactory().get(f"/?{query}"), ("name", "kind")) == sort


def test_the_public_sees_what_the_platform_is(db: None):
    page = Client().get("/").content.decode()
    assert "衡量知识价值" in page
    assert "/accounts/login/" in page
    assert "/people/" not in page


def test_a_person_without_roles_is_told_whom_to_ask(make_person: MakePerson, client_of: ClientOf):
    page = client_of(make_person("new", display_name="新来的")).get("/").content.decode()
    assert "新来的，欢迎您" in page
    assert "联系管理员" in page


def test_pages_are_chinese_until_english_is_chosen(db: None):
    client = Client(headers={"Accept-Language": "en-US,en"})
    assert '<html lang="zh-hans">' in client.get("/accounts/login/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    page = client.get("/accounts/login/")
    assert '<html lang="en">' in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    client.cookies["django_language"] = "xx"
    assert '<html lang="zh-hans">' in client.get("/accounts/login/").content.decode()


def test_a_form_without_its_token_is_refused(analyst: User):
    client = Client(enforce_csrf_checks=True)
    page = client.post("/accounts/login/", {"login": "anna", "password": "x"})
    assert page.status_code == 403
    assert "page.form_expired" in page.content.decode()


def test_every_answer_carries_the_security_headers(db: None):
    headers = Client().get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    cookie = Client().get("/accounts/login/").cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
