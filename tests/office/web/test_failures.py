"""Every error has its page: what happened, what to do, and for bugs an incident number."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from zhiheng.core import errors
from zhiheng.core.declarations.messages import problem_wordings
from zhiheng.core.errors import PersonError, Problem
from zhiheng.office.config.urls import (  # noqa: F401 - this module stands in for the addresses
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)
from zhiheng.office.web.failures import STATUS_OF, status_of

KINDS = {kind.__name__: kind for kind, _ in STATUS_OF}


def _raise(request: HttpRequest, kind: str) -> HttpResponse:
    raise KINDS[kind](
        Problem("accounts.no_such_user", {"value": "<b>7</b>"}),
        Problem("file.not_found", {"path": "a.xml"}, file="a.xml", position="12"),
    )


def _break(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("private detail 4403")


urlpatterns = [*urlpatterns, path("raise/<str:kind>", _raise), path("break", _break)]


def _all_kinds(kind: type[PersonError]) -> set[type[PersonError]]:
    return {kind}.union(*(_all_kinds(below) for below in kind.__subclasses__()))


def test_every_class_of_error_has_its_status():
    statuses = {kind.__name__: status_of(kind()) for kind in _all_kinds(PersonError)}
    assert statuses == {
        "PersonError": 400,
        "InputError": 400,
        "DeclarationError": 400,
        "ForbiddenError": 403,
        "NotFoundError": 404,
        "ConflictError": 409,
        "StorageError": 503,
    }


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("kind", "status"), [(k.__name__, s) for k, s in STATUS_OF])
def test_an_error_for_people_shows_all_its_problems(db: None, kind: str, status: int):
    answer = Client().get(f"/raise/{kind}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert "没有账号“&lt;b&gt;7&lt;/b&gt;”" in page, "values are shown, escaped"
    assert "a.xml:12 · file.not_found" in page
    assert "Traceback" not in page


@pytest.mark.urls(__name__)
def test_a_bug_shows_an_incident_number_that_the_log_has_too(
    db: None, caplog: pytest.LogCaptureFixture
):
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR, logger="zhiheng.web"):
        answer = client.get("/break?name=secret")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "private detail" not in page
    incident = re.search(r"\b[0-9A-F]{8}\b", page)
    assert incident
    assert incident.group() in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.records[-1].getMessage()


def test_a_bug_in_the_database_still_gets_its_page():
    request = RequestFactory().get("/")
    assert handler500(request).status_code == 500


@pytest.mark.parametrize("path", ["/nowhere/", "/people/x/"])
def test_an_address_that_leads_nowhere(db: None, path: str):
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "page.not_found" in answer.content.decode()


def test_the_texts_of_these_pages_exist_in_both_languages():
    wordings = problem_wordings()
    for code in ("page.bad_request", "page.form_expired", "page.not_found", "page.server_error"):
        assert set(wordings[code]) == {"zh", "en"}


def test_the_drawn_tree_of_errors_is_the_real_one():
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    assert drawn == {kind.__name__ for kind in _all_kinds(PersonError)} - {"PersonError"}


def test_a_name_the_platform_does_not_answer_under_is_refused_with_the_remedy(db: None):
    answer = Client().get("/", headers={"host": "10.1.2.3:8000"})
    assert answer.status_code == 400
    assert "ZHIHENG_ALLOWED_HOSTS" in answer.content.decode()
