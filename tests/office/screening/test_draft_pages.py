"""The pages of the check of drafts: only for who may, only one's own, only in one's own browser."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.screening.drafting_office import (
    COPY,
    DRAFT,
    ON,
    DraftingOffice,
    drafting,
    empty_home,
)
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.screening.drafts import run_check
from zhiheng.office.screening.models import DraftCheck

__all__ = ["drafting", "empty_home"]
pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
NEW = "/screening/drafts/new/"


def upload(client: Client, *contents: bytes, **fields: str) -> HttpResponse:
    files = [SimpleUploadedFile(f"草稿{n}.txt", each) for n, each in enumerate(contents, 1)]
    data = {"uploads": files, "right": "invention", **fields}
    response: HttpResponse = client.post(NEW, data)
    return response


def checked(client: Client, *contents: bytes) -> DraftCheck:
    assert upload(client, *contents).status_code == 302
    check = DraftCheck.objects.latest("pk")
    run_check(code=check.code, on=ON)
    check.refresh_from_db()
    return check


def test_from_files_to_an_explained_result(drafting: DraftingOffice, client_of: ClientOf) -> None:
    client = client_of(drafting.applicant)
    check = checked(client, DRAFT, COPY)
    page = client.get(f"/screening/drafts/{check.pk}/").content.decode()
    for words in ("草稿1.txt", "内容几乎相同", "al-replaced", "直线", "怎么办", "可能的正当理由"):
        assert words in page
    listed = client.get("/screening/drafts/").content.decode()
    assert check.code in listed
    result = json.loads(client.get(f"/screening/drafts/{check.pk}/result.json").content)
    assert [each["name"] for each in result["drafts"]] == ["草稿1.txt", "草稿2.txt"]


def test_the_key_is_kept_by_the_browser_alone(
    drafting: DraftingOffice, client_of: ClientOf
) -> None:
    client = client_of(drafting.applicant)
    check = checked(client, DRAFT, COPY)
    cookie = client.cookies[f"draft-check-{check.pk}"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", f"/screening/drafts/{check.pk}/")
    elsewhere = client_of(drafting.applicant)  # the same person in another browser
    page = elsewhere.get(f"/screening/drafts/{check.pk}/").content.decode()
    assert "结果已加密" in page
    assert "直线" not in page
    assert elsewhere.get(f"/screening/drafts/{check.pk}/result.json").status_code == 403
    proof = elsewhere.get(f"/screening/drafts/{check.pk}/proof.pdf")
    assert b"".join(proof).startswith(b"%PDF")  # type: ignore[arg-type]
    proof.close()


@pytest.mark.parametrize("path", ["", "proof.pdf", "proof.json", "result.json", "delete/"])
def test_others_are_not_even_told_that_there_is_a_check(
    drafting: DraftingOffice, client_of: ClientOf, path: str
) -> None:
    check = drafting.ask(DRAFT).check
    for other in (drafting.colleague, drafting.agent):
        assert client_of(other).get(f"/screening/drafts/{check.pk}/{path}").status_code == 404
    assert (
        client_of(drafting.agent).post(f"/screening/drafts/{check.pk}/delete/").status_code == 404
    )


def test_officers_and_auditors_have_no_way_in(
    drafting: DraftingOffice, client_of: ClientOf, make_person: MakePerson
) -> None:
    check = drafting.ask(DRAFT).check
    client = client_of(make_person("olga", Role.OFFICER, Role.AUDITOR, Role.LEADER))
    for path in ("/screening/drafts/", NEW, f"/screening/drafts/{check.pk}/"):
        assert client.get(path).status_code == 403


def test_pasted_texts_are_a_draft(drafting: DraftingOffice, client_of: ClientOf) -> None:
    client = client_of(drafting.applicant)
    claims = DRAFT.decode().partition("\n")[2]
    response = upload(client, title="一种散热风扇", claims=claims)
    assert response.status_code == 302
    check = DraftCheck.objects.get()
    run_check(code=check.code, on=ON)
    page = client.get(f"/screening/drafts/{check.pk}/").content.decode()
    assert "一种散热风扇" in page


def test_nothing_handed_in_is_told_on_the_form(
    drafting: DraftingOffice, client_of: ClientOf
) -> None:
    page = upload(client_of(drafting.applicant)).content.decode()
    assert "没有选择文件，也没有粘贴文字" in page


def test_only_agencies_name_an_applicant(drafting: DraftingOffice, client_of: ClientOf) -> None:
    assert 'name="applicant"' in client_of(drafting.agent).get(NEW).content.decode()
    client = client_of(drafting.applicant)
    assert 'name="applicant"' not in client.get(NEW).content.decode()
    upload(client, DRAFT, applicant="别人")
    assert DraftCheck.objects.get().applicant == drafting.firm.name


def test_files_that_cannot_be_read_are_told_to_their_owner(
    drafting: DraftingOffice, client_of: ClientOf
) -> None:
    client = client_of(drafting.applicant)
    upload(client, b" ")
    check = DraftCheck.objects.get()
    run_check(code=check.code, on=ON)
    page = client.get(f"/screening/drafts/{check.pk}/").content.decode()
    assert "没有读到任何草稿" in page
    assert "草稿1.txt" in page
    assert client.get(f"/screening/drafts/{check.pk}/proof.pdf").status_code == 404


def test_a_result_is_deleted_after_asking(drafting: DraftingOffice, client_of: ClientOf) -> None:
    client = client_of(drafting.applicant)
    check = checked(client, DRAFT)
    address = f"/screening/drafts/{check.pk}/delete/"
    assert "不能恢复" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    page = client.get(f"/screening/drafts/{check.pk}/").content.decode()
    assert "证明仍然有效" in page
    assert client.get(f"/screening/drafts/{check.pk}/result.json").status_code == 400


def test_anybody_confirms_file_and_code_without_signing_in(
    drafting: DraftingOffice, client: Client
) -> None:
    check = drafting.check(DRAFT).check
    shown = SimpleUploadedFile("草稿.txt", DRAFT)
    page = client.post("/verify/", {"file": shown, "code": check.code}).content.decode()
    for words in ("申请前已自查", drafting.firm.name, check.code):
        assert words in page
    assert "导流板" not in page
    assert "表明该次自查已记入操作日志" in page
    assert "签发行为" not in page
    other = SimpleUploadedFile("草稿.txt", COPY)
    page = client.post("/verify/", {"file": other, "code": check.code}).content.decode()
    assert "不是自查过的文件" in page
