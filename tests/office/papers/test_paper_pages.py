from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from tests.office.cases.conftest import Cast, after
from tests.office.papers.conftest import handed_over, party_of, scan, upload, word_of
from zhiheng.core.documents.model import texts_of
from zhiheng.core.documents.word_reading import read_word
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.models import Case
from zhiheng.office.papers.drafting import draft_paper, propose_paper
from zhiheng.office.papers.issuing import issue_paper, withdraw_paper
from zhiheng.office.papers.models import Paper, Service
from zhiheng.office.papers.serving import Sending, serve_paper

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture
def officer(cast: Cast, client_of: ClientOf) -> Client:
    """The browser of the officer whose case it is."""
    return client_of(cast.officer)


def status(browser: Client, path: str) -> int:
    """Return the status of a page or file; a file is read to its end, which closes it."""
    answer = browser.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def test_a_paper_is_shown_with_its_text_and_what_comes_next(officer: Client, notice: Paper) -> None:
    page = officer.get(f"/papers/{notice.pk}/").content.decode()
    assert "路灯外观设计纠纷一案2026年3月3日受理" in page
    assert f"/papers/{notice.pk}/do/issue/" in page
    assert f"/papers/{notice.pk}/do/propose/" not in page
    assert f"/papers/{notice.pk}/serve/" not in page


def test_from_the_draft_to_its_service_by_the_pages_alone(
    cast: Cast, officer: Client, notice: Paper
) -> None:
    def send(address: str, **given: object) -> str:
        return officer.post(f"/papers/{notice.pk}/{address}/", given, follow=True).content.decode()

    assert "修改后的文件已采用" in send("do/edit", revision=1, file=upload(word_of(notice)))
    assert "刚刚被其他人修改" in send("do/issue", revision=1)
    assert "文书已签发" in send("do/issue", revision=2)
    today = timezone.localdate()
    given = {"party": party_of(notice).pk, "mode": "post", "sent_on": today}
    assert "送达已登记" in send("serve", **given)
    service = Service.objects.get()
    late = today + timezone.timedelta(days=1)
    refused = officer.post(f"/papers/services/{service.pk}/received/", {"received_on": late})
    assert "请填写已经发生的日期" in refused.content.decode()
    taken = officer.post(
        f"/papers/services/{service.pk}/received/", {"received_on": today, "proof": scan()}
    )
    assert taken.status_code == 302
    service.refresh_from_db()
    assert (service.result, service.received_on) == ("received", today)


def test_the_head_signs_or_gives_back_by_the_pages(
    cast: Cast, accepted: Case, client_of: ClientOf
) -> None:
    made = draft_paper(case=accepted, kind="decision", by=cast.officer, on=after(2))
    propose_paper(paper=made, revision=None, by=cast.officer, on=after(2))
    head = client_of(cast.head)
    page = head.get(f"/papers/{made.pk}/").content.decode()
    assert f"/papers/{made.pk}/do/issue/" in page
    assert f"/papers/{made.pk}/do/return/" in page
    assert f"/papers/{made.pk}/do/edit/" not in page
    head.post(f"/papers/{made.pk}/do/return/", {"revision": 2, "reason": "请补充法条"})
    made.refresh_from_db()
    assert (made.state, made.returned) == ("draft", "请补充法条")


def test_drafting_discarding_and_replacing_by_the_pages(
    cast: Cast, officer: Client, issued: Paper
) -> None:
    number = issued.case.number
    answer = officer.post(f"/papers/cases/{number}/draft/", {"kind": "inner"})
    made = Paper.objects.get(kind="inner")
    assert answer["Location"] == f"/papers/{made.pk}/"
    officer.post(f"/papers/{made.pk}/do/discard/", {"revision": 1})
    made.refresh_from_db()
    assert made.state == "discarded"
    assert officer.get(f"/papers/{issued.pk}/replace/").status_code == 409
    withdraw_paper(paper=issued, revision=None, reason="有误", by=cast.officer, on=after(3))
    assert officer.get(f"/papers/{issued.pk}/replace/").status_code == 200
    officer.post(f"/papers/{issued.pk}/replace/")
    assert Paper.objects.get(replaces=issued).state == "draft"


def test_files_are_given_to_those_who_may_have_them(
    cast: Cast, client_of: ClientOf, officer: Client, issued: Paper
) -> None:
    service = serve_paper(
        paper=issued, party=party_of(issued), sending=handed_over(3), by=cast.officer, on=after(5)
    )
    sent = officer.get(f"/papers/{issued.pk}/pdf/")
    pdf = b"".join(sent.streaming_content)  # type: ignore[attr-defined]
    assert issued.code in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    slip = officer.get(f"/papers/services/{service.pk}/slip/").content
    assert "乙方科技有限公司" in texts_of(read_word(slip, name="x"))
    respondent = client_of(cast.respondent)
    assert status(respondent, f"/papers/{issued.pk}/pdf/") == 200
    for path in (f"{issued.pk}/", f"{issued.pk}/word/", f"services/{service.pk}/proof/",
                 f"services/{service.pk}/slip/", f"{issued.pk}/serve/"):  # fmt: skip
        assert status(respondent, f"/papers/{path}") == 403, path
        assert status(officer, f"/papers/{path}") == 200, path


def test_who_has_nothing_to_do_with_the_case_gets_nothing(
    cast: Cast, client_of: ClientOf, issued: Paper
) -> None:
    service = serve_paper(
        paper=issued, party=party_of(issued), sending=Sending("post", after(3).date()),
        by=cast.officer, on=after(5),
    )  # fmt: skip
    paths = [
        f"{issued.pk}/", f"{issued.pk}/pdf/", f"{issued.pk}/word/", f"{issued.pk}/serve/",
        f"{issued.pk}/replace/", f"{issued.pk}/do/withdraw/",
        f"cases/{issued.case.number}/draft/", f"cases/{issued.case.number}/receipt/",
        f"services/{service.pk}/received/", f"services/{service.pk}/failed/",
        f"services/{service.pk}/slip/", f"services/{service.pk}/proof/",
    ]  # fmt: skip
    stranger, anonymous = client_of(cast.stranger), Client()
    for path in paths:
        for method in (stranger.get, stranger.post):
            assert method(f"/papers/{path}").status_code in (403, 404, 405), path
        assert anonymous.get(f"/papers/{path}").status_code == 302, path
    issued.refresh_from_db()
    assert issued.state == "issued"
    assert Service.objects.get().result == "sent"


def test_the_panel_asks_as_much_for_three_papers_as_for_one(
    cast: Cast, officer: Client, accepted: Case
) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = officer.get(f"/cases/{accepted.number}/").content.decode()
        assert "答辩通知书" in page
        return len(asked)

    officer.get(f"/cases/{accepted.number}/")
    before = count()
    for kind in ("inner", "decision"):
        made = draft_paper(case=accepted, kind=kind, by=cast.officer, on=after(2))
        if kind == "inner":
            issue_paper(paper=made, revision=None, by=cast.officer, on=after(2))
    assert count() == before
