"""Forms that are kept: prefilled, with what does not fit, with files, changed meanwhile, once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.hall.conftest import (
    GIVEN,
    USCC,
    Cast,
    ClientOf,
    begun,
    declaration,
    declare,
    filled,
    handed_in,
    pdf,
)
from zhiheng.core.errors import ConflictError, ForbiddenError
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.attachments.scanning import EICAR
from zhiheng.office.cases.models import Case
from zhiheng.office.hall import commands, queries
from zhiheng.office.hall.commands import Typed
from zhiheng.office.hall.models import HallDraft

pytestmark = pytest.mark.django_db
RARE = "😀𠮷龘\u200b路灯"


@pytest.fixture
def _changed_form() -> Iterator[None]:
    """The form in its next version: one field more, one gone, an answer that can't be chosen."""
    content = declaration(version=2)
    fields = content["form"][0]["fields"]
    fields[:] = [each for each in fields if each["field"] != "loss"]
    rights = next(each for each in fields if each["field"] == "rights")
    rights["choices"].pop("mark")
    fields.append({"field": "place", "kind": "line", "label": {"zh": "发生地点", "en": "Place"}})
    yield declare(content)
    declare(declaration())


def test_a_form_begins_with_what_is_known_of_account_and_firm(cast: Cast):
    draft = begun(cast.employee, applicant=cast.firm)
    assert draft.values == {
        "applicant_name": "甲方科技有限公司", "applicant_uscc": USCC,
    }  # fmt: skip
    assert begun(cast.citizen).values == {"applicant_name": "Cilla"}
    assert begun(cast.worker, station=cast.station).values == {}


@pytest.mark.parametrize(
    "name", ["rights-aid", "patent-infringement-adjudication", "peoples-mediation", "complaint"]
)
def test_what_is_filled_in_beforehand_fits_the_form(name: str, cast: Cast, client_of: ClientOf):
    for person, body in ((cast.employee, cast.firm), (cast.citizen, None)):
        draft = commands.begin_draft(
            procedure=name, applicant=body, station=None, by=person, on=timezone.now()
        )
        assert ("applicant_kind" in draft.values) is (name != "complaint")
        page = client_of(person).get(f"/hall/drafts/{draft.pk}/").content.decode()
        assert "不符合要求" not in page, name


def test_nobody_asks_for_a_firm_or_at_a_counter_that_is_not_theirs(cast: Cast):
    with pytest.raises(ForbiddenError):
        begun(cast.citizen, applicant=cast.firm)
    with pytest.raises(ForbiddenError):
        begun(cast.citizen, station=cast.station)
    with pytest.raises(ForbiddenError):
        begun(cast.worker)


def test_what_does_not_fit_is_kept_as_typed_and_shown_with_its_reason(
    cast: Cast, client_of: ClientOf
):
    draft, client = begun(cast.citizen), client_of(cast.citizen)
    typed = {"title": RARE, "loss": "很多", "shown-rights": "1", "summary": "not a field"}
    answer = client.post(f"/hall/drafts/{draft.pk}/", {**typed, "then": "stay"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.values == {
        "applicant_name": "Cilla", "title": RARE, "loss": "很多", "rights": "",
    }  # fmt: skip
    page = client.get(f"/hall/drafts/{draft.pk}/").content.decode()
    assert "很多" in page
    assert "以元为单位的金额" in page
    assert "请填写" not in page, "nothing is missing from a draft"


def test_going_on_tells_everything_that_is_missing_at_once(cast: Cast, client_of: ClientOf):
    draft, client = begun(cast.citizen), client_of(cast.citizen)
    answer = client.post(
        f"/hall/drafts/{draft.pk}/", {"urgent": "yes", "then": "preview"}, follow=True
    )
    page = answer.content.decode()
    for label in ("名称", "被请求人", "紧急理由"):
        assert page.count(f"请填写“{label}”。") == 2, "above and at its field"
    assert "请上传“证明”" in page
    assert "请上传“紧急证明”" in page


def test_files_that_are_taken_are_kept_and_the_others_are_told(cast: Cast, client_of: ClientOf):
    draft, client = begun(cast.citizen), client_of(cast.citizen)
    files = [
        pdf(),
        pdf("改名.pdf", b"MZ not a pdf"),
        pdf("表.xlsx", b"PK"),
        pdf("病毒.pdf", b"%PDF-" + EICAR),
    ]
    answer = client.post(
        f"/hall/drafts/{draft.pk}/", {"title": "路灯", "file-proof": files, "then": "preview"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    for name, why in (
        ("改名.pdf", "内容不是 PDF"),
        ("病毒.pdf", "含有病毒"),
        ("表.xlsx", "pdf、png"),
    ):
        assert name in page
        assert why in page
    draft.refresh_from_db()
    assert draft.values["title"] == "路灯"
    assert [each.attachment.name for each in draft.files.all()] == ["证明.pdf"]


def test_a_kept_file_can_be_opened_and_left_out(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    kept = draft.files.get()
    address = f"/hall/drafts/{draft.pk}/files/{kept.pk}/"
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.7 proof"
    assert client_of(cast.other).get(address).status_code == 404
    client.post(f"/hall/drafts/{draft.pk}/", {"without": [str(kept.pk), "x"], "then": "stay"})
    assert not draft.files.exists()
    assert client.get(address).status_code == 404


def test_two_pages_of_one_draft_do_not_undo_each_other_unseen(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    shown = draft.revision
    client.post(f"/hall/drafts/{draft.pk}/", {"title": "第一页", "revision": shown})
    answer = client.post(f"/hall/drafts/{draft.pk}/", {"title": "第二页", "revision": shown})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "第二页" in page, "what was typed is not lost"
    assert "另一个页面" in page
    draft.refresh_from_db()
    assert draft.values["title"] == "第一页"
    client.post(f"/hall/drafts/{draft.pk}/", {"title": "第二页", "revision": draft.revision})
    draft.refresh_from_db()
    assert draft.values["title"] == "第二页"


def test_a_form_saved_by_itself_answers_with_its_revision(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    sent = {"title": "自动", "revision": draft.revision}
    answer = client.post(f"/hall/drafts/{draft.pk}/", sent, headers={"X-Autosave": "1"})
    draft.refresh_from_db()
    assert answer.content.decode() == str(draft.revision)
    answer = client.post(f"/hall/drafts/{draft.pk}/", sent, headers={"X-Autosave": "1"})
    assert answer.status_code == 409


def test_handing_in_twice_makes_one_case_and_leads_to_its_receipt(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    preview = client.get(f"/hall/drafts/{draft.pk}/preview/").content.decode()
    assert GIVEN["title"] in preview
    assert "证明.pdf" in preview
    answers = [client.post(f"/hall/drafts/{draft.pk}/submit/") for _ in range(2)]
    case = Case.objects.get()
    assert [answer.url for answer in answers] == [f"/hall/matters/{case.number}/receipt/"] * 2
    for page in ("", "preview/"):  # the back button
        assert client.get(f"/hall/drafts/{draft.pk}/{page}").url == answers[0].url
    draft.refresh_from_db()
    assert (draft.values, draft.files.count()) == ({}, 0)
    assert not queries.drafts_of(cast.citizen).exists()
    with pytest.raises(ConflictError):
        commands.save_draft(
            draft=draft, revision=None, typed=Typed({}), by=cast.citizen, on=timezone.now()
        )


def test_only_what_these_answers_ask_for_is_handed_in(cast: Cast):
    draft = filled(cast.citizen, why_urgent="作废的理由")
    commands.add_files(
        draft=draft, files={"urgency": [pdf("紧急.pdf")]}, by=cast.citizen, on=timezone.now()
    )
    case = commands.submit_draft(draft=draft, by=cast.citizen, on=timezone.now())
    assert "why_urgent" not in case.form
    names = [each.attachment.name for each in case.entries.get().files.all()]
    assert names == ["证明.pdf"]
    kept = [each.name for each in Attachment.objects.all()]
    assert kept == ["证明.pdf"], "nothing else is kept"


def test_a_crash_while_handing_in_leaves_the_draft_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    draft = filled(cast.citizen)

    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stopped")

    monkeypatch.setattr("django.db.models.query.QuerySet.delete", crash)
    with pytest.raises(RuntimeError):
        commands.submit_draft(draft=draft, by=cast.citizen, on=timezone.now())
    monkeypatch.undo()
    draft.refresh_from_db()
    assert (Case.objects.count(), draft.case, draft.files.count()) == (0, None, 1)
    assert draft.values["title"] == GIVEN["title"]
    commands.submit_draft(draft=draft, by=cast.citizen, on=timezone.now())


def test_a_form_thirty_days_old_tells_what_changed_and_keeps_the_answers(
    cast: Cast, client_of: ClientOf, request: pytest.FixtureRequest
):
    draft = filled(cast.citizen, loss="500", rights="patent,mark")
    old = timezone.now() - dt.timedelta(days=30)
    HallDraft.objects.filter(pk=draft.pk).update(changed_at=old)
    request.getfixturevalue("_changed_form")
    client = client_of(cast.citizen)
    listed = client.get("/hall/drafts/").content.decode()
    assert "30 天" in listed
    assert "表格有改动" in listed
    page = client.get(f"/hall/drafts/{draft.pk}/").content.decode()
    for words in ("新增填写：发生地点", "不再填写：损失", "原来的选项已取消：权利", "500"):
        assert words in page
    assert client.get(f"/hall/drafts/{draft.pk}/preview/").status_code == 302
    with pytest.raises(ConflictError):
        commands.submit_draft(
            draft=queries.draft_of(draft.pk, cast.citizen), by=cast.citizen, on=timezone.now()
        )
    client.post(f"/hall/drafts/{draft.pk}/renew/")
    sent = {"place": "南山", "rights": "patent", "then": "preview"}
    preview = client.post(f"/hall/drafts/{draft.pk}/", sent, follow=True).content.decode()
    assert "表格在您填写之后有改动" not in preview
    assert GIVEN["title"] in preview
    client.post(f"/hall/drafts/{draft.pk}/submit/")
    assert Case.objects.get().version.number == 2


def test_discarding_asks_first_and_is_ones_own(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    assert client_of(cast.other).post(f"/hall/drafts/{draft.pk}/discard/").status_code == 404
    assert GIVEN["title"] in client.get(f"/hall/drafts/{draft.pk}/discard/").content.decode()
    assert HallDraft.objects.exists()
    client.post(f"/hall/drafts/{draft.pk}/discard/")
    assert not HallDraft.objects.exists()
    assert not Attachment.objects.exists(), "its files are gone, as the page says"


def test_a_draft_is_nobody_elses(cast: Cast, client_of: ClientOf):
    draft = filled(cast.citizen)
    for page in ("", "preview/", "discard/"):
        assert client_of(cast.other).get(f"/hall/drafts/{draft.pk}/{page}").status_code == 404
    with pytest.raises(ForbiddenError):
        commands.submit_draft(draft=draft, by=cast.other, on=timezone.now())
    with pytest.raises(ForbiddenError):
        commands.discard_draft(draft=draft, by=cast.other, on=timezone.now())


def test_who_was_signed_out_gets_back_what_was_typed(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    client.logout()
    answer = client.post(f"/hall/drafts/{draft.pk}/", {"title": RARE, "csrfmiddlewaretoken": "x"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert RARE in page
    assert "csrfmiddlewaretoken" not in page.partition("<main")[2]
    assert client.get(f"/hall/drafts/{draft.pk}/").status_code == 302


def test_a_request_of_five_hundred_megabytes_is_refused_unread(cast: Cast, client_of: ClientOf):
    draft, client = filled(cast.citizen), client_of(cast.citizen)
    begun = {"CONTENT_LENGTH": str(500 * 2**20), "wsgi.input": io.BytesIO(b"-" * 2**20)}
    answer = client.post(f"/hall/drafts/{draft.pk}/", {"title": "x"}, **begun)  # type: ignore[arg-type]  # an environment
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "500 MB" in page
    assert "210 MB" in page
    draft.refresh_from_db()
    assert draft.values["title"] == GIVEN["title"]


def test_nobody_hoards_drafts(cast: Cast):
    for _ in range(commands.MOST_DRAFTS):
        begun(cast.citizen)
    with pytest.raises(ConflictError):
        begun(cast.citizen)


def test_a_station_hands_in_for_somebody_who_has_no_account(cast: Cast):
    case = handed_in(cast.worker, cast.station)
    party = case.parties.get(position="applicant")
    assert (party.name, party.user, party.organisation) == ("演示申请人", None, None)
    assert (case.station, case.organisation) == (cast.station, cast.office)


def test_a_form_whose_token_no_longer_fits_gives_back_what_was_typed(cast: Cast):
    draft = filled(cast.citizen)
    strict = Client(enforce_csrf_checks=True)
    sent = {"title": RARE, "password": "secret", "csrfmiddlewaretoken": "old"}
    assert RARE not in strict.post(f"/hall/drafts/{draft.pk}/", sent).content.decode()
    strict.force_login(cast.citizen, backend="zhiheng.office.accounts.backends.OfficeBackend")
    answer = strict.post(f"/hall/drafts/{draft.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert RARE in page
    assert "secret" not in page
