"""What every answer carries, whatever kind of page it is, with and without HTTPS."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from zhiheng.core.errors import ConflictError, StorageError
from zhiheng.office.accounts.models import User
from zhiheng.office.config.urls import (  # noqa: F401 - this module stands in for the addresses
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)

ClientOf = Callable[[User], Client]


def _conflict(request: HttpRequest) -> HttpResponse:
    raise ConflictError.of("accounts.own_account")


def _no_storage(request: HttpRequest) -> HttpResponse:
    raise StorageError.of("storage.unreadable", root="x", received="y")


def _bug(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    *urlpatterns,
    path("test-conflict", _conflict),
    path("test-storage", _no_storage),
    path("test-bug", _bug),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

# Address and status of every kind of answer: pages, forms, redirections, data, failures.
KINDS = {
    "front page": ("/", 200),
    "sign-in": ("/accounts/login/", 200),
    "redirection": ("/me/", 302),
    "data": ("/healthz", 200),
    "description of the API": ("/api/openapi.json", 200),
    "stranger at the API": ("/api/registers", 401),
    "bad request": ("/accounts/login/?next=\0", 200),
    "no account": ("/accounts/identity/none/", 403),
    "not found": ("/nowhere/", 404),
    "wrong method": ("/accounts/oidc/city/login/", 405),
    "conflict": ("/test-conflict", 409),
    "bug": ("/test-bug", 500),
    "no storage": ("/test-storage", 503),
    "static file": ("/static/web/app.js", 200),
    "no static file": ("/static/web/none.js", 404),
}


def assert_guarded(answer: HttpResponse) -> None:
    policy = dict(
        directive.strip().partition(" ")[::2]
        for directive in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(("address", "status"), KINDS.values(), ids=KINDS)
def test_every_kind_of_answer_is_guarded(address: str, status: int):
    answer = Client(raise_request_exception=False).get(address)
    answer.close()
    assert answer.status_code == status
    assert_guarded(answer)


def test_refusals_before_any_page_are_guarded_too(analyst: User):
    answers = [
        Client(headers={"host": "evil.example"}).get("/"),
        Client(enforce_csrf_checks=True).post("/accounts/login/"),
    ]
    assert [answer.status_code for answer in answers] == [400, 403]
    for answer in answers:
        assert_guarded(answer)


def test_an_answer_to_too_many_attempts_is_guarded_too(analyst: User):
    answers = [
        Client().post("/accounts/login/", {"login": "x", "password": "y"}) for _ in range(61)
    ]
    assert answers[-1].status_code == 429
    assert_guarded(answers[-1])


@pytest.mark.parametrize("address", ["/", "/me/", "/people/", "/ledger/", "/ledger/events.csv"])
def test_pages_of_people_signed_in_are_guarded_and_never_kept(
    administrator: User, client_of: ClientOf, address: str
):
    answer = client_of(administrator).get(address)
    assert answer.status_code == 200
    assert_guarded(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition" if address.endswith("csv") else "X-Frame-Options"]


def test_pages_hold_no_inline_code_that_the_policy_would_have_to_allow(
    administrator: User, client_of: ClientOf
):
    client = client_of(administrator)
    for address in ("/", "/me/", "/people/", "/people/new/", "/ledger/", "/organisations/"):
        page = client.get(address).content.decode()
        assert not re.search(r"<[^>]+\son\w+\s*=", page), address
        assert not re.search(r"<[^>]+\sstyle\s*=", page), address
        assert "javascript:" not in page, address
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", page), address
        assert not re.search(r"(src|href)=\"(https?:)?//", page), address


ASK = """
import json, sys, django
django.setup()
from django.test import Client
client = Client(headers=json.loads(sys.argv[1]))
answer = client.get(sys.argv[2])
client.post("/language/", {"language": "en"})
cookies = {name: {key: kept[key] for key in kept} for name, kept in client.cookies.items()}
told = {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}
print(json.dumps(told))
"""


def ask(home: Path, address: str, headers: dict[str, str], **variables: str) -> dict[str, Any]:
    """Ask an installation of its own, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIHENG_")}
    surroundings = {
        **kept,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "zhiheng.office.config.settings",
        "ZHIHENG_HOME": str(home),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(headers), address],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_behind_https_cookies_are_for_https_only_and_browsers_remember_it(fresh_home: Path):
    here = {"host": "ip.city.example", "x-forwarded-proto": "https"}
    names = {"ZHIHENG_HTTPS": "1", "ZHIHENG_ALLOWED_HOSTS": "ip.city.example"}
    answer = ask(fresh_home, "/accounts/login/", here, **names)
    assert answer["status"] == 200
    assert answer["headers"]["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    for name in ("csrftoken", "django_language"):
        cookie = answer["cookies"][name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_behind_https_a_plain_request_is_led_to_https_except_the_watchers(fresh_home: Path):
    names = {"ZHIHENG_HTTPS": "1", "ZHIHENG_ALLOWED_HOSTS": "ip.city.example"}
    plain = {"host": "ip.city.example"}
    led = ask(fresh_home, "/accounts/login/?next=/me/", plain, **names)
    assert led["status"] == 301
    assert led["headers"]["Location"] == "https://ip.city.example/accounts/login/?next=/me/"
    assert ask(fresh_home, "/healthz", plain, **names)["status"] == 200
    elsewhere = ask(fresh_home, "/", {"host": "evil.example"}, **names)
    assert elsewhere["status"] == 400
    assert "default-src 'none'" in elsewhere["headers"]["Content-Security-Policy"]


def test_without_https_a_forged_header_claims_nothing(fresh_home: Path):
    forged = {"host": "localhost", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
    answer = ask(fresh_home, "/accounts/login/", forged)
    assert answer["status"] == 200
    assert "Strict-Transport-Security" not in answer["headers"]
    assert not answer["cookies"]["csrftoken"]["secure"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(analyst: User):
    client = Client()
    client.post("/accounts/login/", {"login": "anna", "password": "clear-water-42"})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
