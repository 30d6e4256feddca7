"""Drafts are checked in private: the owner alone is told, the proof stays, nothing else does."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
from typing import Any

import pytest
from django.core import serializers

from tests.core.lake.stored import packaged, put
from tests.office.conftest import MakePerson
from tests.office.screening.drafting_office import (
    ABNORMAL,
    AGAIN,
    COPY,
    DRAFT,
    FIRM,
    ON,
    OWN,
    PUBLISHED,
    SECRET,
    SECRET_TITLE,
    DraftingOffice,
    drafting,
    empty_home,
)
from zhiheng.core.errors import ForbiddenError, InputError, NotFoundError, StorageError
from zhiheng.core.evidence.bundles import parse_proof
from zhiheng.core.evidence.verification import verify_proof
from zhiheng.core.lake.tables import Lake
from zhiheng.office.accounts.enums import Role
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.ledger.models import Event
from zhiheng.office.notices.signals import day_began
from zhiheng.office.papers.answering import Verdict
from zhiheng.office.papers.verifying import verify_both, verify_code, verify_file
from zhiheng.office.registers import lake
from zhiheng.office.screening import draft_scratch
from zhiheng.office.screening.draft_proof import digest_of, proof_bundle
from zhiheng.office.screening.draft_queries import check_of, own_parties
from zhiheng.office.screening.draft_sealing import new_key, unseal
from zhiheng.office.screening.drafts import (
    Asked,
    ask_check,
    delete_result,
    remove_left_over,
    run_check,
)
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.models import DraftCheck

__all__ = ["drafting", "empty_home"]
pytestmark = pytest.mark.django_db
CODE, OTHER_CODE = "91440300MA5EXAMP0X", "91440300MA5EXAMP1X"


def result_of(asked: Asked) -> dict[str, Any]:
    return unseal(bytes(asked.check.sealed or b""), key=asked.key, code=asked.check.code)


def stored(check: DraftCheck) -> str:
    """Everything that the database holds of a check and of what was recorded of it."""
    return serializers.serialize("json", [check, *Event.objects.all()])


def test_drafts_that_copy_each_other_are_told_to_their_owner(drafting: DraftingOffice) -> None:
    asked = drafting.check(DRAFT, COPY)
    assert asked.check.state == RunState.DONE
    leads = result_of(asked)["leads"]
    near = next(each for each in leads if each["signal"] == "near-identical")
    assert {"D1", "D2"} <= set(near["filings"])
    assert asked.check.result["signals"]["near-identical"] == 1


def test_nothing_of_the_texts_is_left_in_the_database_or_on_disk(drafting: DraftingOffice) -> None:
    asked = drafting.check(DRAFT, COPY)
    assert drafting.left() == []
    held = stored(asked.check)
    for words in ("导流板", "弧形", "直线形"):
        assert words not in held
    assert asked.key not in held
    for path in drafting.home.rglob("*"):
        if path.is_file() and "lake" not in path.parts:
            assert "直线形".encode() not in path.read_bytes()


def test_another_key_does_not_open_a_result(drafting: DraftingOffice) -> None:
    asked = drafting.check(DRAFT)
    with pytest.raises(ForbiddenError):
        unseal(bytes(asked.check.sealed or b""), key=new_key(), code=asked.check.code)
    with pytest.raises(ForbiddenError):
        unseal(bytes(asked.check.sealed or b""), key=asked.key, code="0000-0000-0000-0000-0")


def test_what_a_rival_filed_and_is_not_published_never_shows(drafting: DraftingOffice) -> None:
    told = json.dumps(result_of(drafting.check(DRAFT)), ensure_ascii=False)
    assert PUBLISHED in told  # the same text, but everybody may read it
    assert SECRET not in told
    assert SECRET_TITLE not in told


def test_a_draft_that_repeats_ones_own_abnormal_filing_is_told(drafting: DraftingOffice) -> None:
    leads = result_of(drafting.check(AGAIN))["leads"]
    again = next(each for each in leads if each["signal"] == "refiling")
    assert ABNORMAL in again["filings"]


@pytest.mark.parametrize(("code", "own"), [("", {OWN}), (CODE, {OWN}), (OTHER_CODE, set())])
def test_a_body_of_the_same_name_with_another_code_is_not_the_owner(
    drafting: DraftingOffice, code: str, own: set[str]
) -> None:
    row = {"party": OWN, "name": FIRM, "kind": "enterprise", "state": "current", "uscc": CODE}
    put(Lake(str(drafting.home / "lake")), packaged().register("parties"), [row])
    lake.forget()
    drafting.firm.uscc = code or None
    assert set(own_parties(drafting.firm)) == own


def test_an_agency_is_not_told_of_its_clients_abnormal_filings(drafting: DraftingOffice) -> None:
    asked = drafting.check(AGAIN, by=drafting.agent, applicant=drafting.firm.name)
    assert "refiling" not in {each["signal"] for each in result_of(asked)["leads"]}


def test_the_proof_is_on_the_ledger_with_digests_alone(drafting: DraftingOffice) -> None:
    asked = drafting.check(DRAFT, COPY)
    check = asked.check
    event = Event.objects.get(sequence=check.event)
    details = json.loads(event.details)
    assert details["statement"] == digest_of(check.statement) == check.digest
    assert details["result"] == digest_of(result_of(asked)) == check.statement["result"]
    assert details["files"] == [hashlib.sha256(each).hexdigest() for each in (DRAFT, COPY)]
    assert set(details) == {"statement", "result", "files", "pdf"}


def test_the_proof_is_verified_offline(
    drafting: DraftingOffice, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        check = drafting.check(DRAFT).check
    bundle = json.loads(json.dumps(proof_bundle(check)))
    proof, trust = parse_proof(bundle)
    assert verify_proof(proof, trust) == []
    assert digest_of(bundle["statement"]) in proof.entry.decode()


def test_whoever_has_file_and_code_confirms_it(drafting: DraftingOffice) -> None:
    check = drafting.check(DRAFT, COPY).check
    answer = verify_both(DRAFT, check.code)
    assert (answer.verdict, answer.by_file, answer.is_check) == (Verdict.GENUINE, True, True)
    assert (answer.issuer, answer.files, answer.event) == (drafting.firm.name, 2, check.event)
    assert verify_both(DRAFT + b" ", check.code).verdict is Verdict.ALTERED
    assert verify_code(check.code).verdict is Verdict.GENUINE
    assert check.proof is not None
    pdf = content_of(check.proof)
    assert verify_file(pdf).by_file
    assert verify_file(pdf[:-2]).verdict is Verdict.ALTERED


def test_a_draft_without_the_code_finds_nothing(drafting: DraftingOffice) -> None:
    drafting.check(DRAFT)
    assert verify_file(DRAFT).verdict is Verdict.UNKNOWN


def test_a_deleted_result_is_gone_and_the_proof_stays(drafting: DraftingOffice) -> None:
    check = drafting.check(DRAFT).check
    delete_result(check=check, by=drafting.applicant, on=ON)
    delete_result(check=check, by=drafting.applicant, on=ON)  # pressed twice
    check.refresh_from_db()
    assert (check.sealed, check.result) == (None, {})
    assert verify_both(DRAFT, check.code).verdict is Verdict.GENUINE
    assert Event.objects.filter(act="screening.draft_result_deleted").count() == 1


def test_nobody_else_finds_or_deletes_a_check(drafting: DraftingOffice) -> None:
    check = drafting.check(DRAFT).check
    for other in (drafting.colleague, drafting.agent):
        with pytest.raises(NotFoundError):
            check_of(check.pk, other)
        with pytest.raises(NotFoundError):
            delete_result(check=check, by=other, on=ON)


def test_only_members_of_an_organisation_check_in_its_name(drafting: DraftingOffice) -> None:
    files = [("a.txt", [DRAFT])]
    with pytest.raises(ForbiddenError):
        ask_check(organisation=drafting.firm, files=files, by=drafting.agent, on=ON)
    assert not DraftCheck.objects.exists()


def test_an_officer_checks_no_drafts(drafting: DraftingOffice, make_person: MakePerson) -> None:
    with pytest.raises(ForbiddenError):
        drafting.ask(DRAFT, by=make_person("olga", Role.OFFICER, Role.AUDITOR))


def test_files_of_which_nothing_can_be_read_give_no_proof(drafting: DraftingOffice) -> None:
    asked = drafting.ask(b"")
    run_check(code=asked.check.code, on=ON)
    check = DraftCheck.objects.get(pk=asked.check.pk)
    assert (check.state, check.event, check.proof) == (RunState.FAILED, None, None)
    told = unseal(bytes(check.sealed or b""), key=asked.key, code=check.code)
    assert [(each["code"], each["file"]) for each in told["problems"]] == [
        ("file.empty", "草稿1.txt")
    ]
    assert drafting.left() == []


def test_no_files_and_too_many_checks_at_once_are_refused(drafting: DraftingOffice) -> None:
    with pytest.raises(InputError):
        drafting.ask()
    for _ in range(3):
        drafting.ask(DRAFT)
    with pytest.raises(InputError) as caught:
        drafting.ask(DRAFT)
    assert caught.value.problems[0].code == "draft.unfinished"


def test_what_a_killed_worker_left_behind_is_removed(drafting: DraftingOffice) -> None:
    check = drafting.ask(DRAFT).check
    DraftCheck.objects.filter(pk=check.pk).update(state=RunState.RUNNING)
    folder = draft_scratch.folder_of_drafts() / check.code
    lock = (folder / "lock").open("rb")
    fcntl.flock(lock, fcntl.LOCK_EX)  # as the worker holds it
    os.utime(folder, (0, 0))
    assert remove_left_over(on=ON) == 0
    assert drafting.left() != []
    lock.close()  # as the system does when the worker is killed
    day_began.send(sender=None, day=ON.date(), now=ON)
    check.refresh_from_db()
    assert check.state == RunState.INTERRUPTED
    assert drafting.left() == []


def test_drafts_that_wait_for_a_day_are_removed(drafting: DraftingOffice) -> None:
    check = drafting.ask(DRAFT).check
    os.utime(draft_scratch.folder_of_drafts() / check.code, (0, 0))
    assert remove_left_over(on=ON + dt.timedelta(hours=23)) == 0
    assert remove_left_over(on=ON + dt.timedelta(hours=25)) == 1
    assert drafting.left() == []
    run_check(code=check.code, on=ON)  # the worker comes too late
    check.refresh_from_db()
    assert check.state == RunState.INTERRUPTED


def test_drafts_that_are_gone_are_told(drafting: DraftingOffice) -> None:
    check = drafting.ask(DRAFT).check
    draft_scratch.remove(check.code)
    run_check(code=check.code, on=ON)
    check.refresh_from_db()
    assert check.state == RunState.FAILED
    assert check.problems[0]["code"] == "draft.files_gone"


def test_a_check_is_done_once(drafting: DraftingOffice) -> None:
    check = drafting.check(DRAFT).check
    run_check(code=check.code, on=ON)
    assert Event.objects.filter(act="screening.drafts_checked").count() == 1


def test_a_fault_while_checking_leaves_nothing_and_is_told(
    drafting: DraftingOffice, caplog: pytest.LogCaptureFixture
) -> None:
    for file in (drafting.home / "lake").rglob("*.parquet"):
        file.write_bytes(b"no table")
    lake.forget()
    check = drafting.check(DRAFT).check
    assert check.state == RunState.FAILED
    assert check.problems != []
    assert "导流板" not in stored(check) + caplog.text
    assert drafting.left() == []


def test_a_disk_that_refuses_keeps_nothing(drafting: DraftingOffice) -> None:
    (drafting.home / "drafts").write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        drafting.ask(DRAFT)
    assert not DraftCheck.objects.exists()


def test_names_of_files_cannot_lead_elsewhere(drafting: DraftingOffice) -> None:
    with draft_scratch.holding("code", [("../../a!b.txt", [b"x"])], key=new_key()):
        pass
    with draft_scratch.held("code") as held:
        (path,) = held.paths
        assert path.name == "a！b.txt"
        assert path.is_relative_to(draft_scratch.folder_of_drafts())
        assert oct((draft_scratch.folder_of_drafts() / "code").stat().st_mode)[-3:] == "700"
        assert oct(path.stat().st_mode)[-3:] == "600"
