from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from tests.office.cases.conftest import Cast, after, did
from tests.office.papers.conftest import upload, word_of
from zhiheng.core.documents.model import texts_of
from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.notices.models import Notice
from zhiheng.office.papers.drafting import (
    discard_paper,
    draft_paper,
    edit_paper,
    propose_paper,
    redraft_paper,
    return_paper,
)
from zhiheng.office.papers.issuing import issue_paper
from zhiheng.office.papers.models import Paper

pytestmark = pytest.mark.django_db


def texts(paper: Paper) -> list[str]:
    return texts_of(read_word(word_of(paper), name="x"))


def changed(content: bytes, change: Any) -> bytes:
    word = docx.Document(io.BytesIO(content))
    change(word)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def test_an_act_drafts_the_paper_it_calls_for(accepted: Case, notice: Paper) -> None:
    assert texts(notice)[:5] == [
        "南山知识产权局",
        "答辩通知书",
        "【文号】",
        "乙方科技有限公司：",
        "路灯外观设计纠纷一案2026年3月3日受理，请在15日内答辩。",
    ]
    assert notice.entry is not None
    assert notice.entry.name == "accept"
    lines = Entry.objects.filter(case=accepted, kind="paper_drafted")
    assert [(line.name, line.internal) for line in lines] == [("notice", True)]


def test_an_act_done_again_fills_the_draft_anew_that_nobody_edited(cast: Cast, taken: Case) -> None:
    did(taken, "ask-supplement", cast.officer, on=after(1))
    did(taken, "supplement", cast.citizen, on=after(2))
    second = did(taken, "ask-supplement", cast.officer, on=after(3))
    [draft] = Paper.objects.filter(case=taken, kind="request-for-supplement")
    assert (draft.entry, draft.revision) == (second, 2)
    edit_paper(
        paper=draft, revision=None, file=upload(word_of(draft)), by=cast.officer, on=after(3)
    )
    did(taken, "supplement", cast.citizen, on=after(4))
    did(taken, "ask-supplement", cast.officer, on=after(5))
    drafts = Paper.objects.filter(case=taken, kind="request-for-supplement")
    assert [each.edited for each in drafts] == [True, False]


def test_what_a_template_lacks_does_not_stop_anything(cast: Cast, accepted: Case) -> None:
    made = draft_paper(case=accepted, kind="decision", by=cast.officer, on=after(2))
    assert made.word is not None
    Paper.objects.filter(pk=made.pk).update(kind="summons")
    made.refresh_from_db()
    lacking = redraft_paper(paper=made, revision=None, by=cast.officer, on=after(2))
    assert lacking.word is None
    assert lacking.missing == ["session.day", "session.place", "session.title"]
    with pytest.raises(InputError) as caught:
        issue_paper(paper=lacking, revision=None, by=cast.officer, on=after(2))
    assert caught.value.problems[0].code == "paper.incomplete"


def test_a_paper_is_drafted_only_where_the_procedure_says(cast: Cast, taken: Case) -> None:
    for kind in ("decision", "no-such-paper"):
        with pytest.raises(InputError) as caught:
            draft_paper(case=taken, kind=kind, by=cast.officer, on=after(1))
        assert caught.value.problems[0].code == "paper.not_declared"
    with pytest.raises(ForbiddenError):
        draft_paper(case=taken, kind="inner", by=cast.colleague, on=after(1))
    with pytest.raises(ForbiddenError):
        draft_paper(case=taken, kind="inner", by=cast.citizen, on=after(1))


def test_an_edited_file_takes_the_place_of_the_draft(cast: Cast, notice: Paper) -> None:
    edited = changed(word_of(notice), lambda word: word.add_paragraph("承办人补充的一句。"))
    kept = edit_paper(paper=notice, revision=1, file=upload(edited), by=cast.officer, on=after(2))
    assert "承办人补充的一句。" in texts(kept)
    assert kept.revision == 2
    [event] = find_events(EventFilter(act="papers.edited"))
    assert kept.word is not None
    assert kept.word.digest in event.details


def test_an_edit_of_what_somebody_else_changed_is_refused(cast: Cast, notice: Paper) -> None:
    content = word_of(notice)
    edit_paper(paper=notice, revision=1, file=upload(content), by=cast.officer, on=after(2))
    with pytest.raises(ConflictError) as caught:
        edit_paper(paper=notice, revision=1, file=upload(content), by=cast.officer, on=after(2))
    assert caught.value.problems[0].code == "paper.changed_meanwhile"


def test_an_upload_that_could_not_be_issued_is_refused(cast: Cast, notice: Paper) -> None:
    left = changed(word_of(notice), lambda word: word.add_paragraph("{{ form.more }}"))
    lost = changed(word_of(notice), lambda word: word.paragraphs[2].clear())
    for content, name, code in (
        (b"%PDF-1.7", "裁决.pdf", "paper.not_word"),
        (b"", "空.docx", "attachment.empty"),
        (b"MZ", "裁决.exe", "attachment.kind_refused"),
        (left, "稿.docx", "paper.unfilled"),
        (lost, "稿.docx", "paper.number_place_lost"),
    ):
        with pytest.raises(InputError) as caught:
            edit_paper(
                paper=notice, revision=None, file=upload(content, name), by=cast.officer,
                on=after(2),
            )  # fmt: skip
        assert caught.value.problems[0].code == code
    notice.refresh_from_db()
    assert (notice.revision, "答辩通知书" in texts(notice)) == (1, True)


def test_a_paper_is_laid_before_its_signer_and_given_back(cast: Cast, accepted: Case) -> None:
    made = draft_paper(case=accepted, kind="decision", by=cast.officer, on=after(2))
    propose_paper(paper=made, revision=None, by=cast.officer, on=after(2))
    assert Notice.objects.filter(person=cast.head, code="paper.to_sign").count() == 1
    with pytest.raises(ConflictError):
        edit_paper(
            paper=made, revision=None, file=upload(word_of(made)), by=cast.officer, on=after(2)
        )
    with pytest.raises(InputError):
        return_paper(paper=made, revision=None, reason=" ", by=cast.head, on=after(2))
    given_back = return_paper(
        paper=made, revision=None, reason="引用法条有误", by=cast.head, on=after(2)
    )
    assert (given_back.state, given_back.returned) == ("draft", "引用法条有误")
    assert Notice.objects.filter(person=cast.officer, code="paper.returned").count() == 1


def test_a_draft_is_discarded_and_cannot_be_issued_then(cast: Cast, notice: Paper) -> None:
    discard_paper(paper=notice, revision=None, by=cast.officer, on=after(2))
    with pytest.raises(ConflictError):
        issue_paper(paper=notice, revision=None, by=cast.officer, on=after(2))
