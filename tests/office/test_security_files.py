"""Files that are given to the platform cannot make it read, write or show others."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.cities import empty_home
from zhiheng.core.errors import InputError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.config.environment import read_environment
from zhiheng.office.config.secret_files import belongs_to_another
from zhiheng.office.registers import commands, queries
from zhiheng.office.registers.models import Import, SetAsideRow

__all__ = ["empty_home"]
NUMBER = "2019103024301"
SECRET = "the-secret-of-this-machine"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the machine, outside the home folder, that the platform could read."""
    path = tmp_path / "secret.xml"
    path.write_text(f"<?xml version='1.0'?><secret>{SECRET}</secret>")
    return path


@pytest.fixture
def everything(empty_home: Path, make_person: MakePerson) -> User:
    """A person with every role: nothing below is stopped by a missing permission."""
    return make_person("eve", *Role)


@pytest.fixture
def browser(everything: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(everything)


def upload(browser: Client, user: User, name: str, content: bytes) -> Import:
    """Upload a file and import it, as the background worker does."""
    answer = browser.post(
        "/registers/imports/new/", {"uploads": [SimpleUploadedFile(name, content)]}
    )
    assert answer.status_code == 302, answer.content.decode()
    run = Import.objects.latest("pk")
    return commands.run_import(run=run, by=user, on=WHEN)[0]


def everything_shown(browser: Client) -> str:
    """Return every page, export and API answer that could show what was imported."""
    addresses = ["/registers/imports/", "/registers/set-aside/?state=", "/ledger/"]
    addresses += [f"/registers/imports/{run.pk}/" for run in Import.objects.all()]
    addresses += [f"/registers/set-aside/{row.pk}/" for row in SetAsideRow.objects.all()]
    for register in ("patents", "patent-documents"):
        addresses += [
            f"/registers/{register}/",
            f"/registers/{register}/record/{NUMBER}",
            f"/registers/{register}/source/{NUMBER}",
            f"/api/registers/{register}/{NUMBER}",
            f"/registers/{register}/export.json",
        ]
    addresses.append("/registers/set-aside/export.json?state=")
    answers = [browser.get(address) for address in addresses]
    assert all(answer.status_code in {200, 404} for answer in answers)
    return "".join(b"".join(answer).decode() for answer in answers)


def table(**cells: str) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(cells)
    writer.writerow(cells.values())
    return buffer.getvalue().encode()


PATENT = {"申请号": NUMBER, "专利名称": "一种电池", "申请人": "深圳市示例科技有限公司"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["../../../../x.csv", "/etc/cron.d/x.csv", "..\\..\\x.csv", "C:\\x.csv", "....//x.csv",
     "..%2f..%2fx.csv", ".x.csv", "x.csv/", "~/x.csv", "$(id).csv", "x.csv;id", "-rf.csv",
     "aux.csv", "x\n.csv", "．．/x.csv", "file:///etc/x.csv"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder_of_uploads(
    browser: Client,
    empty_home: Path,
    tmp_path: Path,
    name: str,
):
    def files() -> set[Path]:
        return {path for path in tmp_path.rglob("*") if path.is_file()}

    before = files()
    file = SimpleUploadedFile("x.csv", table(**PATENT))
    file._name = name  # as a hostile browser sends it: Django's own check is not the only one
    browser.post("/registers/imports/new/", {"uploads": [file]})
    folder = empty_home / "uploads"
    new = files() - before
    assert len(new) == 1
    assert all(path.resolve().is_relative_to(folder) for path in new)
    (kept,) = Import.objects.latest("pk").paths
    assert Path(kept) in new


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_a_table_cannot_say_where_its_rows_came_from(
    browser: Client, everything: User, secret: Path, ending: str
):
    forged = {
        **PATENT,
        "source_file": str(secret),
        "source_position": "record 1",
        "source_digest": "0" * 64,
        "import_id": "forged",
        "content_digest": "0" * 64,
    }
    if ending == "csv":
        content = table(**forged)
    elif ending == "jsonl":
        content = json.dumps(forged).encode()
    else:
        book = openpyxl.Workbook()
        book.active.append(list(forged))
        book.active.append(list(forged.values()))
        buffer = io.BytesIO()
        book.save(buffer)
        content = buffer.getvalue()
    run = upload(browser, everything, f"x.{ending}", content)
    assert (run.total("new"), run.set_aside_count) == (1, 0)
    lineage = queries.record("patent-documents", NUMBER).lineage
    assert lineage["source_file"] == run.paths[0]
    assert lineage["import_id"] == run.import_id
    assert SECRET not in everything_shown(browser)


def _zip(*members: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for info, content in members:
            archive.writestr(info, content)
    return buffer.getvalue()


def _zip_link(name: str, target: Path) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, str(target).encode()


@pytest.mark.django_db
def test_names_and_links_in_an_archive_lead_nowhere(
    browser: Client, everything: User, secret: Path, tmp_path: Path
):
    upwards = "../" * 12
    broken = b"<?xml version='1.0'?><unknown/>"
    members = [
        (zipfile.ZipInfo(str(secret)), broken),
        (zipfile.ZipInfo(f"{upwards}{str(secret)[1:]}"), broken),
        (zipfile.ZipInfo("../secret.xml"), broken),
        _zip_link("link.xml", secret),
        _zip_link("link.csv", secret),
    ]
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    run = upload(browser, everything, "a.zip", _zip(*members))
    assert run.set_aside_count == len(members)
    assert SECRET not in everything_shown(browser)
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert not [path for path in new if path.suffix in {".xml", ".csv"}]
    assert secret.read_text().count(SECRET) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_a_tar_with_links_and_devices_reads_nothing(
    browser: Client, everything: User, secret: Path, kind: bytes
):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("link.xml")
        info.type, info.linkname = kind, str(secret)
        archive.addfile(info)
    upload(browser, everything, "a.tar", buffer.getvalue())
    assert SECRET not in everything_shown(browser)


@pytest.mark.django_db
def test_a_gzip_that_names_a_file_of_the_machine_reads_nothing(
    browser: Client, everything: User, secret: Path
):
    buffer = io.BytesIO()
    with gzip.GzipFile(filename=str(secret), fileobj=buffer, mode="wb") as packed:
        packed.write(b"<?xml version='1.0'?><unknown/>")
    upload(browser, everything, "a.xml.gz", buffer.getvalue())
    assert SECRET not in everything_shown(browser)


def doctype(declarations: str, body: str = "&x;") -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE r [{declarations}]>"
        f"<cn-patent-document><r>{body}</r></cn-patent-document>"
    )


def hostile_xml(secret: Path) -> dict[str, str]:
    address = secret.as_uri()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return {
        "entity": doctype(f'<!ENTITY x SYSTEM "{address}">'),
        "path": doctype(f'<!ENTITY x SYSTEM "{secret}">'),
        "parameter entity": doctype(f'<!ENTITY % p SYSTEM "{address}"> %p;', "x"),
        "public": doctype(f'<!ENTITY x PUBLIC "p" "{address}">'),
        "network": doctype('<!ENTITY x SYSTEM "http://203.0.113.1/x">'),
        "external subset": f'<!DOCTYPE r SYSTEM "{address}"><r>&x;</r>',
        "inclusion": (
            '<cn-patent-document xmlns:xi="http://www.w3.org/2001/XInclude">'
            f'<xi:include href="{address}" parse="text"/></cn-patent-document>'
        ),
        "style sheet": f'<?xml-stylesheet href="{address}"?><cn-patent-document/>',
        "laughs": doctype(f'<!ENTITY l0 "ha">{laughs}', "&l11;"),
    }


KINDS = sorted(hostile_xml(Path("/x")))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_an_uploaded_document_cannot_take_in_a_file(
    browser: Client, everything: User, secret: Path, kind: str
):
    run = upload(browser, everything, "a.xml", hostile_xml(secret)[kind].encode())
    assert run.set_aside_count == 1
    assert run.total("new") == 0
    assert SECRET not in everything_shown(browser)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_corrected_document_cannot_take_in_a_file(
    browser: Client, everything: User, secret: Path, kind: str
):
    run = upload(browser, everything, "a.xml", b"<?xml version='1.0'?><unknown/>")
    row = SetAsideRow.objects.get(import_run=run)
    answer = browser.post(
        f"/registers/set-aside/{row.pk}/correct/", {"xml": hostile_xml(secret)[kind]}
    )
    assert answer.status_code == 302
    assert SECRET not in everything_shown(browser)
    row.refresh_from_db()
    assert row.state == "open"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["entity", "laughs"])
def test_a_sheet_cannot_take_in_a_file(browser: Client, everything: User, secret: Path, kind: str):
    book = openpyxl.Workbook()
    book.active.append(list(PATENT))
    book.active.append([NUMBER, "TITLE", "深圳市示例科技有限公司"])
    buffer = io.BytesIO()
    book.save(buffer)
    entity = {
        "entity": f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        "laughs": '<!ENTITY l0 "ha">'
        + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
        + '<!ENTITY x "&l10;">',
    }[kind]
    hostile = io.BytesIO()
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(hostile, "w") as made:
        for name in given.namelist():
            content = given.read(name).decode()
            if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet"):
                start = content.index("<", content.index("?>") if "?>" in content else 0)
                content = f"<!DOCTYPE r [{entity}]>{content[start:]}".replace("TITLE", "&x;")
            made.writestr(name, content)
    upload(browser, everything, "a.xlsx", hostile.getvalue())
    shown = everything_shown(browser)
    assert SECRET not in shown
    assert "hahahaha" not in shown


@pytest.mark.django_db
def test_what_is_uploaded_is_never_sent_back_as_a_page(browser: Client, everything: User):
    page = b"<!DOCTYPE html><script src='/static/web/app.js'></script>"
    run = upload(browser, everything, "x.html", page)
    assert (run.companions, run.counts) == (1, {})  # a page beside records is none of them
    (kept,) = run.paths
    name = "/".join(Path(kept).parts[-2:])
    for address in (f"/uploads/{name}", f"/static/{name}", f"/media/{name}", f"/static/../{name}"):
        assert browser.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/config/settings.py",
                "/static//etc/passwd", "/static/web/..%5c..%5csettings.py", "/static/web/%00"],
)  # fmt: skip
def test_static_files_are_those_of_the_pages_only(address: str):
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_nobody_else_on_the_machine_reads_what_is_written(
    browser: Client,
    everything: User,
    empty_home: Path,
):
    upload(browser, everything, "x.csv", table(**PATENT))
    run = upload(browser, everything, "y.xml", b"<?xml version='1.0'?><unknown/>")
    row = SetAsideRow.objects.get(import_run=run)
    browser.post(f"/registers/set-aside/{row.pk}/correct/", {"xml": "<unknown/>"})
    written = list(empty_home.rglob("*"))
    assert {"uploads", "corrections", "lake", "scratch"} <= {path.name for path in written}
    assert not [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_new_home_folder_and_its_key_are_private(tmp_path: Path):
    home = tmp_path / "new"
    read_environment({"ZHIHENG_HOME": str(home)}, checkout=tmp_path)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("owner", "account", "refused"),
    [(1000, 1000, False), (0, 1000, False), (1001, 1000, True), (1001, 0, False), (0, 0, False)],
)
def test_a_home_folder_that_another_account_could_change_is_refused(
    owner: int, account: int, refused: bool
):
    assert belongs_to_another(owner, account) is refused


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give a folder away")
def test_such_a_folder_is_named_with_its_owner_and_left_alone():
    # Not pytest's own folder, which other accounts cannot enter.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(folder, "home")
        home.mkdir()
        home.chmod(0o777)
        os.chown(home, 12345, -1)
        os.seteuid(54321)
        try:
            with pytest.raises(InputError) as caught:
                read_environment({"ZHIHENG_HOME": str(home)}, checkout=home)
        finally:
            os.seteuid(0)
        (problem,) = caught.value.problems
        assert problem.code == "environment.home_of_another"
        assert problem.values == {"path": str(home), "owner": "12345"}
        assert not list(home.iterdir())
