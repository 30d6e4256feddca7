from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from pypdf import PdfReader

from tests.office.cases.conftest import Cast, after
from tests.office.papers.conftest import another, signed_decision, upload, word_of
from zhiheng.core.documents.model import texts_of
from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.core.papers.codes import read_code
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.cases.models import Case
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.papers import drafting
from zhiheng.office.papers.drafting import draft_paper, edit_paper, propose_paper
from zhiheng.office.papers.issuing import issue_paper, withdraw_paper
from zhiheng.office.papers.models import Paper

pytestmark = pytest.mark.django_db


def test_an_issued_paper_has_number_day_and_code_and_stands_on_the_ledger_by_its_digests(
    issued: Paper,
) -> None:
    assert issued.number == "测通〔2026〕1号"
    assert read_code(issued.code) == issued.code
    texts = texts_of(read_word(word_of(issued), name="x"))
    assert "测通〔2026〕1号" in texts
    assert texts[-1] == "2026年3月4日"
    assert issued.pdf is not None
    pdf = content_of(issued.pdf)
    shown = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert issued.code in shown
    assert "测通〔2026〕1号" in shown
    [event] = find_events(EventFilter(act="cases.paper_issued"))
    assert event.sequence == issued.event
    assert hashlib.sha256(pdf).hexdigest() in event.details
    assert issued.code not in event.details
    assert Case.objects.get(pk=issued.case_id).marks["issued"] == ["notice"]


def test_a_paper_is_issued_once(cast: Cast, issued: Paper) -> None:
    with pytest.raises(ConflictError) as caught:
        issue_paper(paper=issued, revision=None, by=cast.officer, on=after(2))
    assert caught.value.problems[0].code == "paper.wrong_state"
    with pytest.raises(ConflictError):
        edit_paper(
            paper=issued, revision=None, file=upload(word_of(issued)), by=cast.officer, on=after(2)
        )


def test_who_has_no_capacity_issues_nothing(cast: Cast, notice: Paper) -> None:
    for person in (cast.colleague, cast.citizen, cast.respondent, cast.stranger):
        with pytest.raises(ForbiddenError):
            issue_paper(paper=notice, revision=None, by=person, on=after(2))


def test_what_needs_a_signature_is_issued_by_another_than_laid_it_before(
    cast: Cast, accepted: Case
) -> None:
    made = draft_paper(case=accepted, kind="decision", by=cast.officer, on=after(2))
    with pytest.raises(InputError) as caught:
        issue_paper(paper=made, revision=None, by=cast.head, on=after(2))
    assert caught.value.problems[0].code == "paper.needs_approval"
    with pytest.raises(ForbiddenError):
        propose_paper(paper=made, revision=None, by=cast.head, on=after(2))
    propose_paper(paper=made, revision=None, by=cast.officer, on=after(2))
    with pytest.raises(ForbiddenError):
        issue_paper(paper=made, revision=None, by=cast.officer, on=after(2))
    Paper.objects.filter(pk=made.pk).update(proposed_by=cast.head)
    with pytest.raises(ForbiddenError) as refused:
        issue_paper(paper=made, revision=None, by=cast.head, on=after(2))
    assert refused.value.problems[0].code == "paper.own_approval"
    Paper.objects.filter(pk=made.pk).update(proposed_by=cast.officer)
    done = issue_paper(paper=made, revision=None, by=cast.head, on=after(2))
    assert (done.state, done.number) == ("issued", "测〔2026〕1号")


def test_numbers_count_for_each_pattern_and_a_failed_issue_leaves_no_gap(
    cast: Cast, issued: Paper
) -> None:
    second = Paper.objects.get(case=another(cast), kind="notice")
    broken = word_of(second)[:400]
    with pytest.raises(InputError):
        edit_paper(paper=second, revision=None, file=upload(broken), by=cast.officer, on=after(3))
    attachment = second.word
    Paper.objects.filter(pk=second.pk).update(word=_no_word(cast.officer))
    with pytest.raises(InputError):
        issue_paper(paper=second, revision=None, by=cast.officer, on=after(3))
    Paper.objects.filter(pk=second.pk).update(word=attachment)
    done = issue_paper(paper=second, revision=None, by=cast.officer, on=after(3))
    assert done.number == "测通〔2026〕2号"
    decision = draft_paper(case=issued.case, kind="decision", by=cast.officer, on=after(3))
    assert signed_decision(cast, decision).number == "测〔2026〕1号"


def _no_word(by: User) -> int:
    from zhiheng.office.attachments.commands import attach_bytes

    return attach_bytes(name="坏.docx", content=b"broken", by=by, on=after(3)).pk


def test_numbers_begin_anew_with_the_year(cast: Cast, issued: Paper) -> None:
    later = Paper.objects.get(case=another(cast), kind="notice")
    done = issue_paper(paper=later, revision=None, by=cast.officer, on=after(304))
    assert done.number == "测通〔2026〕2号"
    new_year = Paper.objects.get(case=another(cast, title="第三件"), kind="notice")
    # 31 December 2026, 23:30 in China, is still the old year; half an hour later it is not.
    done = issue_paper(paper=new_year, revision=None, by=cast.officer, on=after(305, hour=0))
    assert done.number == "测通〔2027〕1号"


def test_a_withdrawn_paper_is_replaced_by_another(cast: Cast, issued: Paper) -> None:
    with pytest.raises(InputError):
        withdraw_paper(paper=issued, revision=None, reason="", by=cast.officer, on=after(3))
    with pytest.raises(ConflictError):
        draft_paper(case=issued.case, kind="notice", replaces=issued, by=cast.officer, on=after(3))
    withdrawn = withdraw_paper(
        paper=issued, revision=None, reason="当事人名称有误", by=cast.officer, on=after(3)
    )
    assert withdrawn.state == "withdrawn"
    again = draft_paper(
        case=issued.case, kind="notice", replaces=withdrawn, by=cast.officer, on=after(3)
    )
    assert again.replaces == withdrawn
    assert issue_paper(paper=again, revision=None, by=cast.officer, on=after(3)).number == (
        "测通〔2026〕2号"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
def test_numbers_have_no_gap_and_no_double_when_many_issue_at_once(cast: Cast) -> None:
    papers = [
        Paper.objects.get(case=another(cast, title=f"第{number}件"), kind="notice")
        for number in range(6)
    ]

    def issue(paper: Paper) -> str:
        try:
            return issue_paper(paper=paper, revision=None, by=cast.officer, on=after(2)).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(issue, papers))
    assert sorted(numbers) == [f"测通〔2026〕{each}号" for each in range(1, 7)]


def test_drafts_are_no_business_of_a_party(cast: Cast, notice: Paper) -> None:
    with pytest.raises(ForbiddenError):
        drafting.redraft_paper(paper=notice, revision=None, by=cast.respondent, on=after(2))
