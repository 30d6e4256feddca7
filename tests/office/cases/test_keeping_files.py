"""Notes, corrections, archive and erasure."""

from __future__ import annotations

import pytest

from tests.office.cases.conftest import FILED, GIVEN, Cast, after, codes_of, did, filed, pdf
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.core.evidence.sealing import opens
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.deciding import decide_proposal
from zhiheng.office.cases.keeping import (
    add_note,
    archive_case,
    correct_form,
    erase_entry,
    recount,
)
from zhiheng.office.cases.models import Case, CaseClock, Entry
from zhiheng.office.cases.queries import file_of
from zhiheng.office.ledger.chain import verify_chain


def test_notes_are_for_colleagues_only(cast: Cast, taken: Case):
    add_note(case=taken, text="待核实地址", files=[pdf()], by=cast.officer, on=after(1))
    assert any(line.content == {"text": "待核实地址"} for line in file_of(taken, as_party=False))
    assert not any(line.kind == "noted" for line in file_of(taken, as_party=True))
    for who in (cast.citizen, cast.stranger):
        with pytest.raises(ForbiddenError):
            add_note(case=taken, text="x", by=who, on=after(1))
    with pytest.raises(InputError):
        add_note(case=taken, text=" ", by=cast.officer, on=after(1))


def test_a_corrected_form_keeps_what_stood_there(cast: Cast, taken: Case):
    given = {**GIVEN, "title": "庭院灯外观设计纠纷"}
    entry = correct_form(case=taken, revision=None, given=given, reason="笔误", by=cast.officer,
                         on=after(1))  # fmt: skip
    taken.refresh_from_db()
    assert taken.title == "庭院灯外观设计纠纷"
    assert entry.content["before"] == {"title": "路灯外观设计纠纷"}
    with pytest.raises(InputError):
        correct_form(case=taken, revision=None, given={}, reason="x", by=cast.officer, on=after(1))
    with pytest.raises(ForbiddenError):
        correct_form(case=taken, revision=None, given=given, reason="x", by=cast.citizen,
                     on=after(1))  # fmt: skip


@pytest.fixture
def closed(cast: Cast, taken: Case) -> Case:
    did(taken, "refuse", cast.officer)
    decide_proposal(
        proposal=taken.proposals.get(), approve=True, reason="", by=cast.head, on=after(1)
    )
    return taken


def test_a_closed_case_is_archived_and_nothing_moves_in_it(cast: Cast, closed: Case):
    archive_case(case=closed, revision=None, by=cast.officer, on=after(30))
    closed.refresh_from_db()
    assert closed.archived_at == after(30)
    with pytest.raises(ConflictError):
        did(closed, "accept", cast.officer, on=after(31))
    with pytest.raises(ConflictError):
        archive_case(case=closed, revision=None, by=cast.officer, on=after(31))


def test_an_open_case_is_not_archived(cast: Cast, taken: Case):
    with pytest.raises(ConflictError) as refused:
        archive_case(case=taken, revision=None, by=cast.officer, on=after(1))
    assert codes_of(refused) == ["case.not_closed"]


def test_content_erased_by_law_is_gone_and_the_chain_still_holds(cast: Cast, administrator: User):
    case = filed(cast)
    entry = Entry.objects.get(case=case)
    content, salt = {**entry.content, "files": []}, entry.salt
    assert opens(entry.digest, salt, content)
    with pytest.raises(ForbiddenError):
        erase_entry(entry=entry, ground="个人信息保护法第四十七条", by=cast.head, on=after(2))
    erase_entry(entry=entry, ground="个人信息保护法第四十七条", by=administrator, on=after(2))
    entry.refresh_from_db()
    case.refresh_from_db()
    assert (entry.content, entry.salt, case.form) == (None, "", {})
    assert "路灯" not in case.title
    assert case.parties.get(position="applicant").name == case.title
    assert verify_chain() == []
    with pytest.raises(ConflictError):
        erase_entry(entry=entry, ground="x", by=administrator, on=after(2))


def test_recounting_moves_nothing_that_is_settled(cast: Cast, taken: Case):
    before = list(CaseClock.objects.values_list("due_on", flat=True))
    assert recount(case=taken, by=cast.officer, on=after(3)) is False
    assert list(CaseClock.objects.values_list("due_on", flat=True)) == before
    taken.refresh_from_db()
    assert taken.filed_at == FILED
