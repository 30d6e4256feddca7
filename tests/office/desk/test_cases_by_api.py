"""Cases by the API: a list that is narrowed, one with its terms, and nobody else's."""

from __future__ import annotations

from tests.office.desk.conftest import ClientOf, People, filed
from zhiheng.office.cases.models import Case


def test_the_list_holds_what_somebody_may_open(people: People, case: Case, client_of: ClientOf):
    other = filed(people, title="路灯")
    officer = client_of(people.officer)
    found = officer.get("/api/cases").json()
    assert found["total"] == 2
    assert [each["number"] for each in found["cases"]] == [other.number, case.number]
    one = officer.get("/api/cases?q=路灯&limit=1").json()
    assert one["total"] == 1
    assert one["cases"][0]["stage_title"] == "已收到请求，待立案审查"
    assert one["cases"][0]["opens"] == f"/cases/{other.number}/"
    assert officer.get("/api/cases?limit=0").status_code == 400
    assert client_of(people.enforcer).get("/api/cases").json()["total"] == 0


def test_one_case_comes_with_its_terms_and_their_derivation(
    people: People, case: Case, client_of: ClientOf
):
    found = client_of(people.officer).get(f"/api/cases/{case.number}").json()
    [term] = found["terms"]
    assert term["title"] == "立案审查期限"
    assert term["length"] == "5wd"
    assert len(term["derivation"]) >= 2
    assert "applicant" not in str(found)  # no personal data
    assert client_of(people.enforcer).get(f"/api/cases/{case.number}").status_code == 403
    assert client_of(people.officer).get("/api/cases/ADJ-2000-999999").status_code == 404
    assert client_of(people.firm).get("/api/cases").status_code == 403
