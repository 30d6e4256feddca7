"""One's own matters: where they stand, what is asked, acts, files, receipts, ratings, claims."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.office.conftest import MakePerson
from tests.office.hall.conftest import GIVEN, Cast, ClientOf, handed_in, pdf
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.models import Case
from zhiheng.office.hall import commands, queries
from zhiheng.office.hall.models import Rating

pytestmark = pytest.mark.django_db


def did(case: Case, act: str, by: User, **given: str) -> None:
    do_act(
        case=case, revision=None, act=act, doing=Doing(given), by=by, on=timezone.now()
    )  # fmt: skip
    case.refresh_from_db()


@pytest.fixture
def asked(case: Case, cast: Cast) -> Case:
    """A matter in which the office asks for a supplement."""
    take_case(case=case, revision=None, by=cast.officer, on=timezone.now())
    did(case, "note-inside", cast.officer, opinion="证据薄弱")
    did(case, "ask-supplement", cast.officer, missing="身份证明不清楚")
    return case


@pytest.fixture
def closed(case: Case, cast: Cast) -> Case:
    """A matter that was withdrawn."""
    did(case, "withdraw", cast.citizen)
    return case


def test_a_new_matter_is_with_the_office_until_a_day_that_is_derived(
    case: Case, cast: Cast, client_of: ClientOf
):
    page = client_of(cast.citizen).get(f"/hall/matters/{case.number}/").content.decode()
    assert "目前不需要您办理任何事项" in page
    assert f"至 {case.due_on:%Y-%m-%d}" in page
    assert "期限及计算过程" in page
    assert "测试办法" in page, "the article from which the limit comes"
    assert GIVEN["respondent_name"] in page


def test_a_supplement_is_asked_for_until_a_day_and_handed_in(
    asked: Case, cast: Cast, client_of: ClientOf
):
    client = client_of(cast.citizen)
    page = client.get(f"/hall/matters/{asked.number}/").content.decode()
    assert "请您办理" in page
    assert "还有 15 天" in page
    assert "身份证明不清楚" in page, "what the office said"
    assert "证据薄弱" not in page, "what the office noted for itself"
    address = f"/hall/matters/{asked.number}/acts/supplement/"
    empty = client.post(address, {"key": "k1", "revision": asked.revision})
    assert "请填写“补正说明”" in empty.content.decode()
    sent = {"explanation": "重新拍照🙂", "key": "k1", "revision": asked.revision}
    assert client.post(address, sent).url == f"/hall/matters/{asked.number}/"
    assert client.post(address, sent).status_code in (302, 404), "sent twice, done once"
    asked.refresh_from_db()
    assert asked.stage == "submitted"
    assert asked.entries.filter(name="supplement").count() == 1
    page = client.get(f"/hall/matters/{asked.number}/").content.decode()
    assert "重新拍照🙂" in page


def test_a_page_shown_before_somebody_else_moved_the_matter_is_refused_with_what_was_typed(
    asked: Case, cast: Cast, client_of: ClientOf
):
    client = client_of(cast.citizen)
    sent = {"explanation": "我的说明", "key": "k2", "revision": asked.revision - 1}
    page = client.post(f"/hall/matters/{asked.number}/acts/supplement/", sent).content.decode()
    assert "我的说明" in page
    assert asked.number in page
    assert not asked.entries.filter(name="supplement").exists()


def test_withdrawing_asks_before_it_is_done(case: Case, cast: Cast, client_of: ClientOf):
    client, address = client_of(cast.citizen), f"/hall/matters/{case.number}/acts/withdraw/"
    assert "不能在此撤销" in client.get(address).content.decode()
    case.refresh_from_db()
    assert case.closed_at is None
    client.post(address, {"key": "w", "revision": case.revision})
    page = client.get(f"/hall/matters/{case.number}/").content.decode()
    assert "已办结，结果：withdrawn" in page


def test_acts_of_the_office_are_not_done_in_the_hall(case: Case, cast: Cast, client_of: ClientOf):
    client = client_of(cast.citizen)
    for act in ("accept", "submit-nothing", "ask-supplement"):
        assert client.get(f"/hall/matters/{case.number}/acts/{act}/").status_code == 404
        assert client.post(f"/hall/matters/{case.number}/acts/{act}/").status_code == 404


def test_matters_of_others_are_not_even_there(case: Case, cast: Cast, client_of: ClientOf):
    pages = ("", "receipt/", "acts/withdraw/", "rate/", "files/1/")
    for person in (cast.other, cast.employee, cast.worker, cast.officer):
        for page in pages:
            answer = client_of(person).get(f"/hall/matters/{case.number}/{page}")
            assert answer.status_code == 404, (person, page)
        listed = client_of(person).get("/hall/matters/").content.decode()
        assert case.number not in listed


def test_files_are_read_by_those_who_handed_them_in(case: Case, cast: Cast, client_of: ClientOf):
    file = case.entries.get().files.get()
    address = f"/hall/matters/{case.number}/files/{file.pk}/"
    answer = client_of(cast.citizen).get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 proof"
    assert client_of(cast.citizen).get(f"/hall/matters/{case.number}/files/999/").status_code == 404


def test_the_other_side_does_not_read_what_was_handed_in(
    case: Case, cast: Cast, client_of: ClientOf
):
    case.parties.filter(position="respondent").update(user=cast.other, told_at=timezone.now())
    client, file = client_of(cast.other), case.entries.get().files.get()
    page = client.get(f"/hall/matters/{case.number}/").content.decode()
    assert case.title in page
    assert "证明.pdf" not in page
    assert "提交的内容" not in page
    answer = client.get(f"/hall/matters/{case.number}/files/{file.pk}/")
    assert answer.status_code == 404


def test_a_receipt_has_number_and_code_and_a_pdf(case: Case, cast: Cast, client_of: ClientOf):
    client = client_of(cast.citizen)
    page = client.get(f"/hall/matters/{case.number}/receipt/").content.decode()
    for shown in (case.number, case.code, "证明.pdf", "演示申请人"):
        assert shown in page
    answer = client.get(f"/papers/cases/{case.number}/receipt/")
    content = getattr(answer, "content", b"") or b"".join(answer.streaming_content)
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert case.number in text
    assert case.code in text


def test_the_list_is_narrowed_sorted_and_exported(cast: Cast, client_of: ClientOf):
    cases = [handed_in(cast.citizen) for _ in range(2)]
    did(cases[0], "withdraw", cast.citizen)
    client = client_of(cast.citizen)
    closed = client.get("/hall/matters/?state=closed").content.decode()
    assert cases[0].number in closed
    assert cases[1].number not in closed
    page = client.get("/hall/matters/?sort=number").content.decode()
    assert page.index(cases[0].number) < page.index(cases[1].number)
    assert (
        cases[1].number in client.get(f"/hall/matters/?q={cases[1].number[-3:]}").content.decode()
    )
    answer = client.get("/hall/matters.xlsx?sort=number&state=open")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows()] == ["案件编号", cases[1].number]


def test_a_closed_matter_is_rated_once_and_changed_for_thirty_days(
    closed: Case, cast: Cast, client_of: ClientOf
):
    client, address = client_of(cast.citizen), f"/hall/matters/{closed.number}/rate/"
    assert "1 / 5" not in client.post(address, {"stars": "9"}).content.decode()
    client.post(address, {"stars": "2", "text": "慢😐"})
    for _ in range(2):  # sent twice, noted once
        client.post(address, {"stars": "4", "text": "改观"})
    rating = Rating.objects.get()
    assert (rating.stars, rating.text) == (4, "改观")
    assert closed.entries.filter(kind="rated").count() == 2
    page = client.get(f"/hall/matters/{closed.number}/").content.decode()
    assert "4 / 5" in page
    late = rating.given_at + commands.CHANGEABLE + dt.timedelta(minutes=1)
    with pytest.raises(ConflictError):
        commands.rate(case=closed, stars=1, text="", by=cast.citizen, on=late)
    [summary] = queries.summed(queries.rated(organisations=[cast.office.pk]))
    assert (summary.key, summary.count, summary.average, summary.low) == ("small", 1, 4.0, 0)
    assert not queries.rated(organisations=[cast.firm.pk]).exists()


def test_leaders_see_averages_and_each_rating(
    closed: Case, cast: Cast, client_of: ClientOf, make_person: MakePerson
):
    commands.rate(case=closed, stars=2, text="等得太久", by=cast.citizen, on=timezone.now())
    leader = client_of(make_person("lena", Role.LEADER))
    page = leader.get("/hall/ratings/?low=on").content.decode()
    for shown in ("2.0", "等得太久", closed.number, "测试程序"):
        assert shown in page
    assert "等得太久" not in leader.get("/hall/ratings/?until=2020-01-01").content.decode()
    answer = leader.get("/hall/ratings.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][3:5] == [2, "等得太久"]
    assert client_of(cast.citizen).get("/hall/ratings/").status_code == 403
    assert client_of(cast.officer).get("/hall/ratings/").status_code == 403


def test_an_open_matter_is_not_rated_and_no_number_but_one_to_five(case: Case, cast: Cast):
    with pytest.raises(ConflictError):
        commands.rate(case=case, stars=5, text="", by=cast.citizen, on=timezone.now())
    with pytest.raises(InputError):
        commands.rate(case=case, stars=0, text="", by=cast.citizen, on=timezone.now())


def test_a_receipt_from_the_counter_links_the_matter_to_an_account(cast: Cast, client_of: ClientOf):
    case = handed_in(cast.worker, cast.station)
    client = client_of(cast.citizen)
    assert client.get(f"/hall/matters/{case.number}/").status_code == 404
    typed = case.code.lower().replace("-", " ")
    answer = client.post("/hall/claim/", {"number": f" {case.number.lower()} ", "code": typed})
    assert answer.url == f"/hall/matters/{case.number}/"
    assert client.get(answer.url).status_code == 200
    assert (
        client.post("/hall/claim/", {"number": case.number, "code": case.code}).status_code == 302
    )
    late = client_of(cast.other).post("/hall/claim/", {"number": case.number, "code": case.code})
    assert "已经关联到别的账号" in late.content.decode()
    worker = client_of(cast.worker)
    assert worker.get(f"/hall/matters/{case.number}/receipt/").status_code == 200
    assert worker.get(f"/papers/cases/{case.number}/receipt/").status_code == 200


def test_guessing_codes_is_told_apart_from_nothing_and_slowed_down(
    case: Case, cast: Cast, client_of: ClientOf
):
    client = client_of(cast.other)
    other = handed_in(cast.worker, cast.station)
    wrong = {"number": case.number, "code": other.code}
    page = client.post("/hall/claim/", wrong).content.decode()
    assert "编号与验证码不一致" in page
    assert "验证码" in client.post("/hall/claim/", {**wrong, "code": "XXXX"}).content.decode()
    for _ in range(10):
        page = client.post("/hall/claim/", wrong).content.decode()
    assert "15 分钟" in page
    right = {"number": other.number, "code": other.code}
    assert client.post("/hall/claim/", right).status_code == 200, "now even the right one waits"


def test_a_firm_sees_the_matters_of_its_colleagues(cast: Cast, client_of: ClientOf):
    draft = commands.begin_draft(
        procedure="small", applicant=cast.firm, station=None, by=cast.employee, on=timezone.now()
    )
    typed = commands.Typed(GIVEN)
    commands.save_draft(
        draft=draft, revision=None, typed=typed, by=cast.employee, on=timezone.now()
    )
    commands.add_files(draft=draft, files={"proof": [pdf()]}, by=cast.employee, on=timezone.now())
    case = commands.submit_draft(draft=draft, by=cast.employee, on=timezone.now())
    assert case.number in client_of(cast.employee).get("/hall/matters/").content.decode()
    assert case.division == "440305"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/hall/matters/%00/", 404),
        ("/hall/matters/WY-1/", 404),
        ("/hall/matters/?page=abc", 400),
        ("/hall/matters/?q=%00&state=never&procedure=none&sort=password", 200),
        ("/hall/matters.exe", 400),
        ("/hall/drafts/99999999999999999999999/", 404),
        ("/hall/drafts/0/files/1/", 404),
        ("/hall/services/%F0%9F%98%80/", 404),
        ("/hall/ratings/", 403),
    ],
)
def test_nonsense_in_the_address_is_told_as_what_it_is(
    address: str, status: int, case: Case, cast: Cast, client_of: ClientOf
):
    assert client_of(cast.citizen).get(address).status_code == status
