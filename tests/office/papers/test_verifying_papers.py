from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader, PdfWriter

from tests.office.cases.conftest import GIVEN, Cast, after
from tests.office.papers.conftest import scan, word_of
from zhiheng.core.errors import InputError
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case
from zhiheng.office.papers.answering import Verdict
from zhiheng.office.papers.drafting import draft_paper
from zhiheng.office.papers.issuing import issue_paper, withdraw_paper
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.receipts import case_receipt
from zhiheng.office.papers.verifying import codes_in, verify_code, verify_file

pytestmark = pytest.mark.django_db
UNKNOWN = "0000-0000-0000-0000-0"
MOST = 20  # tries in vain from one address


def pdf_of(paper: Paper) -> bytes:
    assert paper.pdf is not None
    return content_of(paper.pdf)


def test_a_code_tells_who_issued_what_and_when(issued: Paper) -> None:
    typed = issued.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = verify_code(typed)
    assert (answer.verdict, answer.kind, answer.number) == (
        Verdict.GENUINE,
        "答辩通知书",
        "测通〔2026〕1号",
    )
    assert (answer.issuer, str(answer.issued_on)) == ("南山知识产权局", "2026-03-04")
    assert answer.event == issued.event
    assert not answer.by_file


def test_a_mistyped_code_is_told_before_anything_is_looked_up(issued: Paper) -> None:
    first = "1" if issued.code[0] != "1" else "2"
    with pytest.raises(InputError) as caught:
        verify_code(first + issued.code[1:])
    assert caught.value.problems[0].code == "code.mistyped"


def test_a_draft_has_no_code_and_is_not_found_by_its_file(notice: Paper) -> None:
    assert notice.code == ""
    assert verify_file(word_of(notice)).verdict is Verdict.UNKNOWN


def test_the_file_itself_is_recognised_and_told_apart_from_any_other(issued: Paper) -> None:
    for content in (pdf_of(issued), word_of(issued)):
        answer = verify_file(content)
        assert (answer.verdict, answer.by_file) == (Verdict.GENUINE, True)
    altered = bytearray(pdf_of(issued))
    altered[-1] ^= 1  # one bit
    answer = verify_file(bytes(altered))
    assert (answer.verdict, answer.code) == (Verdict.ALTERED, issued.code)
    printed = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf_of(issued))).pages:
        printed.add_page(page)
    target = io.BytesIO()
    printed.write(target)
    assert codes_in(target.getvalue()) == [issued.code]
    assert verify_file(target.getvalue()).verdict is Verdict.ALTERED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK broken", b"\x00" * 64])
def test_what_is_no_paper_is_not_known(content: bytes) -> None:
    assert verify_file(content).verdict is Verdict.UNKNOWN


def test_a_withdrawn_paper_says_so_and_what_replaced_it(cast: Cast, issued: Paper) -> None:
    withdraw_paper(paper=issued, revision=None, reason="有误", by=cast.officer, on=after(3))
    assert verify_code(issued.code).replaced_by == ""
    issued.refresh_from_db()
    again = draft_paper(
        case=issued.case, kind="notice", replaces=issued, by=cast.officer, on=after(3)
    )
    issue_paper(paper=again, revision=None, by=cast.officer, on=after(3))
    answer = verify_code(issued.code)
    assert (answer.verdict, str(answer.withdrawn_on), answer.replaced_by) == (
        Verdict.WITHDRAWN,
        "2026-03-05",
        "测通〔2026〕2号",
    )


def test_a_receipt_is_stable_and_its_code_is_known(case: Case) -> None:
    receipt = case_receipt(case)
    assert receipt == case_receipt(Case.objects.get(pk=case.pk))
    text = PdfReader(io.BytesIO(receipt)).pages[0].extract_text()
    assert case.number in text
    answer = verify_file(receipt)
    assert (answer.verdict, answer.is_receipt, answer.number) == (
        Verdict.GENUINE,
        True,
        case.number,
    )


def test_anybody_checks_without_signing_in_and_learns_no_name(issued: Paper) -> None:
    page = Client().get(f"/verify/?code={issued.code}").content.decode()
    assert "测通〔2026〕1号" in page
    assert "南山知识产权局" in page
    for secret in ("乙方科技有限公司", issued.case.title, "olga", "Olga", issued.case.number):
        assert secret not in page
    sent = Client().post("/verify/", {"file": SimpleUploadedFile("x.pdf", pdf_of(issued))})
    assert "测通〔2026〕1号" in sent.content.decode()


def test_the_page_says_what_is_wrong_with_what_was_typed() -> None:
    browser = Client()
    assert "验证码" in browser.get("/verify/").content.decode()
    empty: dict[str, str] = {}
    for given in (empty, {"code": ""}, {"code": "hello"}):
        answer = browser.post("/verify/", given)
        assert answer.status_code == 200
        assert "alert-danger" in answer.content.decode()


def test_whoever_keeps_guessing_is_stopped_and_whoever_holds_a_paper_is_not(
    issued: Paper,
) -> None:
    browser = Client()
    for _ in range(MOST + 5):
        assert "测通" in browser.get(f"/verify/?code={issued.code}").content.decode()
    for _ in range(MOST):
        assert "没有" in browser.get(f"/verify/?code={UNKNOWN}").content.decode()
    stopped = browser.get(f"/verify/?code={issued.code}").content.decode()
    assert "测通" not in stopped
    assert "核验次数过多" in stopped
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert "测通" in elsewhere.get(f"/verify/?code={issued.code}").content.decode()


def test_a_receipt_lists_what_was_handed_in(cast: Cast) -> None:
    files = {"proof": [scan("证明一.pdf"), scan("证明二.pdf")]}
    request = Request(given=GIVEN, files=files)
    case = begin_case(procedure="small", request=request, by=cast.citizen, on=after(0))
    text = PdfReader(io.BytesIO(case_receipt(case))).pages[0].extract_text()
    assert "证明2件" in text
