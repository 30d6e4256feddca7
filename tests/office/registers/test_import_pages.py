"""Imports in the browser: uploading, watching, correcting what was set aside."""

from __future__ import annotations

import errno
import io
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.feeds import (
    BROKEN_ENTERPRISES,
    CORRECTED_CELLS,
    GOOD_ENTERPRISES,
    HEADINGS,
    TENCENT,
    write,
)
from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.registers import commands, queries
from zhiheng.office.registers.enums import ImportState, SetAsideState
from zhiheng.office.registers.models import Import, SetAsideRow

ClientOf = Callable[[User], Client]
NEW, SET_ASIDE = "/registers/imports/new/", "/registers/set-aside/"


@pytest.fixture
def browser(empty_home: Path, analyst: User, client_of: ClientOf) -> Client:
    """The browser of an analyst over an empty lake."""
    return client_of(analyst)


@pytest.fixture
def _own_signals() -> Iterator[None]:
    """Give the signals back that the worker takes for itself."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def upload(browser: Client, *files: SimpleUploadedFile, **fields: str):
    return browser.post(NEW, {"uploads": list(files), **fields})


def sheet(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def work() -> None:
    """Let the real worker work off what is queued."""
    call_command("db_worker", batch=True, interval=0.1, startup_delay=False, verbosity=0)


def set_aside(empty_home: Path, analyst: User) -> SetAsideRow:
    path = write(empty_home, "enterprises.csv", BROKEN_ENTERPRISES)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    return SetAsideRow.objects.get()


@pytest.mark.usefixtures("_own_signals")
@pytest.mark.django_db(transaction=True)
def test_uploaded_files_are_imported_in_the_background_and_reported(browser: Client):
    answer = upload(
        browser, sheet("一月.csv", GOOD_ENTERPRISES), sheet("broken.csv", BROKEN_ENTERPRISES)
    )
    run = Import.objects.get()
    assert answer.headers["Location"] == f"/registers/imports/{run.pk}/"
    waiting = browser.get(answer.headers["Location"])
    assert waiting.context["going_on"]
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert "一月.csv" in waiting.content.decode()
    work()
    done = browser.get(answer.headers["Location"])
    run.refresh_from_db()
    assert run.state == ImportState.FINISHED
    assert not done.context["going_on"]
    shown = done.context["shown"]
    # The second file repeats one line of the first and brings a broken one.
    assert (run.records_read, shown.new, shown.unchanged, run.set_aside_count) == (4, 2, 1, 1)
    assert f"/registers/set-aside/?import={run.pk}&amp;state=" in done.content.decode()
    line = browser.get("/registers/imports/").context["imports"][0]
    assert (line.new, line.run.set_aside_count) == (2, 1)


def test_progress_is_shown_while_an_import_runs(browser: Client, analyst: User):
    run = commands.request_import(paths=["/x/a.csv"], by=analyst, on=WHEN)
    now = timezone.now()
    Import.objects.filter(pk=run.pk).update(
        state=ImportState.RUNNING, alive_at=now, done_bytes=30, total_bytes=120, records_read=12345
    )
    page = browser.get(f"/registers/imports/{run.pk}/").content.decode()
    assert 'value="25"' in page
    assert "12,345" in page


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/cron.d/x.csv", "x.csv"),
        ("..\\..\\windows\\y.csv", "y.csv"),
        (".htaccess", "htaccess"),
        ("week!1.csv", "week！1.csv"),
        ("年报（一）.csv", "年报（一）.csv"),
        ("报" * 120 + ".tar.gz", "报" * 80 + ".tar.gz"),
    ],
)
def test_no_name_leads_outside_the_folder_of_uploads(
    name: str, kept: str, browser: Client, empty_home: Path
):
    boundary = "zhiheng"
    body = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="uploads"; filename="{name}"\r\n'
        f"Content-Type: text/csv\r\n\r\n{GOOD_ENTERPRISES}\r\n--{boundary}--\r\n"
    ).encode()
    browser.post(NEW, body, content_type=f"multipart/form-data; boundary={boundary}")
    (path,) = Import.objects.get().paths
    assert Path(path).resolve().parent.parent == empty_home / "uploads"
    assert Path(path).name == kept
    assert Path(path).read_text("utf-8").startswith(HEADINGS)


def test_two_files_of_one_name_are_both_kept(browser: Client):
    upload(browser, sheet("a.csv", GOOD_ENTERPRISES), sheet("a.csv", BROKEN_ENTERPRISES))
    first, second = (Path(path).read_text("utf-8") for path in Import.objects.get().paths)
    assert (first, second) == (GOOD_ENTERPRISES, BROKEN_ENTERPRISES)


def test_a_name_that_a_number_would_take_is_left_alone(browser: Client):
    names = ("a.csv", "a-3.csv", "a.csv")
    upload(browser, *(sheet(name, GOOD_ENTERPRISES) for name in names))
    kept = [Path(path).name for path in Import.objects.get().paths]
    assert kept == ["a.csv", "a-3.csv", "a-4.csv"]


def test_a_disk_that_refuses_is_said_so_and_keeps_no_half(browser: Client, empty_home: Path):
    (empty_home / "uploads").write_text("a file where the folder should be")
    answer = upload(browser, sheet("a.csv", GOOD_ENTERPRISES))
    assert answer.status_code == 503
    assert "storage.refused" in answer.content.decode()
    assert not Import.objects.exists()


def test_half_of_the_files_of_a_full_disk_is_not_kept(
    browser: Client, empty_home: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(file: InMemoryUploadedFile) -> Iterator[bytes]:
        yield b"a,b\n"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(InMemoryUploadedFile, "chunks", full)
    answer = upload(browser, sheet("a.csv", GOOD_ENTERPRISES))
    assert answer.status_code == 503
    assert "storage.full" in answer.content.decode()
    assert list((empty_home / "uploads").iterdir()) == []


def test_a_form_without_files_is_shown_again_with_the_reason(browser: Client):
    answer = browser.post(NEW, {})
    assert answer.status_code == 200
    assert answer.context["form"].errors["uploads"]
    assert not Import.objects.exists()


def test_a_register_that_does_not_exist_is_refused(browser: Client):
    answer = upload(browser, sheet("a.csv", GOOD_ENTERPRISES), register="nothing")
    assert answer.context["form"].errors["register"]
    assert not Import.objects.exists()


def test_an_interrupted_import_is_said_to_be_so_and_started_again(
    browser: Client, empty_home: Path, analyst: User
):
    path = write(empty_home, "enterprises.csv", GOOD_ENTERPRISES)
    run = commands.request_import(paths=[path], by=analyst, on=WHEN)
    Import.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, alive_at=WHEN)
    page = browser.get(f"/registers/imports/{run.pk}/")
    run.refresh_from_db()
    assert run.state == ImportState.INTERRUPTED
    assert page.context["may_retry"]
    answer = browser.post(f"/registers/imports/{run.pk}/retry/")
    again = Import.objects.get(state=ImportState.QUEUED)
    assert answer.headers["Location"] == f"/registers/imports/{again.pk}/"
    assert again.paths == [path]


@pytest.mark.parametrize("state", [ImportState.FINISHED, ImportState.RUNNING, ImportState.QUEUED])
def test_only_an_import_that_ended_badly_is_started_again(
    state: ImportState, browser: Client, analyst: User
):
    run = commands.request_import(paths=["/x"], by=analyst, on=WHEN)
    Import.objects.filter(pk=run.pk).update(state=state, alive_at=timezone.now())
    assert browser.post(f"/registers/imports/{run.pk}/retry/").status_code == 409
    assert Import.objects.count() == 1


def test_the_list_of_set_aside_rows_is_narrowed_by_the_address(
    browser: Client, empty_home: Path, analyst: User
):
    row = set_aside(empty_home, analyst)
    found = {
        query: len(browser.get(f"{SET_ASIDE}?{query}").context["rows"])
        for query in (
            "",
            "state=dismissed",
            "code=uscc.check",
            "code=file.empty",
            f"import={row.import_run_id}",
            "import=99999999",
            "import=99999999999999999999999",
            "import=x",
            "state=%00",
            "code=%00",
            "register=enterprises",
        )
    }
    assert found == {
        "": 1,
        "state=dismissed": 0,
        "code=uscc.check": 1,
        "code=file.empty": 0,
        f"import={row.import_run_id}": 1,
        "import=99999999": 0,
        "import=99999999999999999999999": 1,
        "import=x": 1,
        "state=%00": 1,
        "code=%00": 1,
        "register=enterprises": 1,
    }


def test_kinds_of_problem_are_called_by_their_wording(
    browser: Client, empty_home: Path, analyst: User
):
    set_aside(empty_home, analyst)
    page = browser.get(SET_ASIDE)
    ((code, title, rows),) = page.context["kinds"]
    assert (code, rows) == ("uscc.check", 1)
    assert "校验码" in title
    assert "{" not in title
    assert f">{title} (1)</option>" in page.content.decode()


def test_a_row_is_corrected_in_the_browser(browser: Client, empty_home: Path, analyst: User):
    row = set_aside(empty_home, analyst)
    page = browser.get(f"{SET_ASIDE}{row.pk}/")
    assert {cell.name: cell.value for cell in page.context["cells"]}["参保人数"] == "四万"
    cells = {f"cell:{name}": value for name, value in CORRECTED_CELLS.items()}
    wrong = browser.post(f"{SET_ASIDE}{row.pk}/correct/", {**cells, "cell:参保人数": "许多"})
    latest = Import.objects.latest("pk")
    assert wrong.headers["Location"] == f"/registers/imports/{latest.pk}/"
    assert SetAsideRow.objects.get(pk=row.pk).state == SetAsideState.OPEN
    right = browser.post(f"{SET_ASIDE}{row.pk}/correct/", cells)
    assert right.headers["Location"] == f"{SET_ASIDE}{row.pk}/"
    row.refresh_from_db()
    assert row.state == SetAsideState.CORRECTED
    assert queries.record("enterprises", TENCENT).values["insured_staff"] == 40000
    closed = browser.get(f"{SET_ASIDE}{row.pk}/")
    assert not closed.context["can_correct"]
    assert f"/registers/imports/{row.corrected_in_id}/" in closed.content.decode()


def test_a_row_is_dismissed_in_the_browser(browser: Client, empty_home: Path, analyst: User):
    row = set_aside(empty_home, analyst)
    assert browser.post(f"{SET_ASIDE}{row.pk}/dismiss/", {"reason": " "}).status_code == 400
    browser.post(f"{SET_ASIDE}{row.pk}/dismiss/", {"reason": "重复报送"})
    page = browser.get(f"{SET_ASIDE}{row.pk}/")
    assert page.context["row"].state == SetAsideState.DISMISSED
    assert "重复报送" in page.content.decode()


def test_a_small_broken_xml_is_offered_for_correction(
    city, empty_home: Path, analyst: User, client_of: ClientOf
):
    text = (city.files / "broken" / "wrong-check-digit.xml").read_text("utf-8")
    path = write(empty_home, "wrong.xml", text)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    row = SetAsideRow.objects.get()
    browser = client_of(analyst)
    assert browser.get(f"{SET_ASIDE}{row.pk}/").context["xml"] == text
    given, expected = (row.reasons[0].values[name] for name in ("received", "expected"))
    right = text.replace(f">{given}<", f">{given[:-1]}{expected}<")
    browser.post(f"{SET_ASIDE}{row.pk}/correct/", {"xml": right})
    row.refresh_from_db()
    assert row.state == SetAsideState.CORRECTED


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_set_aside_rows_leave_as_a_file(
    ending: str, browser: Client, empty_home: Path, analyst: User
):
    set_aside(empty_home, analyst)
    answer = browser.get(f"{SET_ASIDE}export.{ending}")
    content = b"".join(answer.streaming_content)
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"set-aside.{ending}")
    if ending != "xlsx":
        assert "四万" in content.decode()
    assert browser.get(f"{SET_ASIDE}export.exe").status_code == 400


@pytest.mark.usefixtures("_own_signals")
@pytest.mark.django_db(transaction=True)
def test_an_exported_sheet_is_corrected_outside_and_taken_when_imported(
    browser: Client, empty_home: Path, analyst: User
):
    set_aside(empty_home, analyst)
    exported = b"".join(browser.get(f"{SET_ASIDE}export.xlsx").streaming_content)
    workbook = openpyxl.load_workbook(io.BytesIO(exported))
    sheet_ = workbook.active
    place = {cell.value: cell.column for cell in sheet_[1]}
    assert sheet_.cell(2, place["位置"]).value == "line 3"
    assert "校验码" in sheet_.cell(2, place["原因"]).value
    for heading, value in CORRECTED_CELLS.items():
        sheet_.cell(2, place[heading]).value = value
    corrected = io.BytesIO()
    workbook.save(corrected)
    upload(browser, SimpleUploadedFile("corrected.xlsx", corrected.getvalue()))
    work()
    run = Import.objects.latest("pk")
    assert (run.state, run.total("new"), run.set_aside_count) == (ImportState.FINISHED, 1, 0)
    assert queries.record("enterprises", TENCENT).values["insured_staff"] == 40000


def test_rows_of_several_tables_are_exported_side_by_side(
    browser: Client, empty_home: Path, analyst: User
):
    people = "行政区划代码,年份,常住人口(万人)\n440305,两千,180\n"
    paths = [
        write(empty_home, "enterprises.csv", BROKEN_ENTERPRISES),
        write(empty_home, "population.csv", people),
    ]
    commands.import_files(paths=paths, by=analyst, on=WHEN)
    exported = b"".join(browser.get(f"{SET_ASIDE}export.csv").streaming_content).decode()
    headings, *rows = exported.splitlines()
    assert "参保人数" in headings
    assert "常住人口(万人)" in headings
    assert len(rows) == 2


def test_a_clerk_sees_what_was_set_aside_but_not_the_forms(
    empty_home: Path, analyst: User, make_person: MakePerson, client_of: ClientOf
):
    row = set_aside(empty_home, analyst)
    page = client_of(make_person("clara", Role.CLERK)).get(f"{SET_ASIDE}{row.pk}/")
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert "/correct/" not in page.content.decode()
    assert "/dismiss/" not in page.content.decode()


def test_a_row_that_was_dismissed_never_reached_the_register(
    browser: Client, empty_home: Path, analyst: User
):
    row = set_aside(empty_home, analyst)
    browser.post(f"{SET_ASIDE}{row.pk}/dismiss/", {"reason": "重复报送"})
    with pytest.raises(NotFoundError):
        queries.record("enterprises", TENCENT)
