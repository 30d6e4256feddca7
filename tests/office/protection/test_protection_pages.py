"""Pages, API and command line of the protection list: who sees what, what they can do."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.office.mail_server import MailServer, mail_server, text_of
from tests.office.protection.protected_city import (
    LISTED_AT,
    NEAR,
    ON,
    OWN,
    WHY,
    ProtectedCity,
    mark,
    own_mark,
)
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.root import root
from zhiheng.office.config.addresses import parse_mail
from zhiheng.office.notices.commands import change_address
from zhiheng.office.notices.models import Notice
from zhiheng.office.protection import commands
from zhiheng.office.protection.alert_commands import set_rhythm
from zhiheng.office.protection.enums import AlertState, EntryState, Rhythm
from zhiheng.office.protection.mailing import send_digests
from zhiheng.office.protection.models import Alert, Entry, Subscription
from zhiheng.office.protection.queries import AlertFilter, alerts

ClientOf = Callable[[User], Client]
PERSON = "张晓明"


@pytest.fixture
def alerted(protected: ProtectedCity) -> ProtectedCity:
    """The owner's mark is on the list at its request, and a person filed the same."""
    entry = commands.request_entry(
        described=dataclasses.replace(WHY, number=OWN),
        organisation=protected.firm,
        by=protected.owner,
        on=LISTED_AT,
    )
    commands.accept_entry(entry=entry, revision=1, reason="", by=protected.officer, on=LISTED_AT)
    protected.write("trademarks", [own_mark(), mark(NEAR, "星耀", owners=[PERSON])])
    assert len(protected.hold()) == 1
    return protected


def text(client: Client, address: str) -> str:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def test_the_office_and_the_owner_see_the_alert_and_others_do_not(
    alerted: ProtectedCity, client_of: ClientOf, analyst: User, administrator: User
):
    alert = Alert.objects.get()
    address = f"/protection/alerts/{alert.pk}/"
    for person in (alerted.officer, alerted.owner, alerted.auditor):
        assert "星耀" in text(client_of(person), address)
    assert client_of(administrator).get("/protection/").status_code == 403
    stranger = ProtectedCity(alerted.home, alerted.officer, alerted.auditor, analyst, alerted.firm)
    other = stranger.listed(text="别的")
    assert client_of(alerted.owner).get(f"/protection/entries/{other.pk}/").status_code == 404
    assert "别的" not in text(client_of(alerted.owner), "/protection/")
    assert "别的" in text(client_of(alerted.auditor), "/protection/?q=别")
    unowned = "权利人自己的申请也会提醒"
    assert unowned in text(client_of(alerted.auditor), f"/protection/entries/{other.pk}/")
    assert unowned not in text(client_of(alerted.auditor), f"/protection/entries/{alert.entry_id}/")


def test_private_persons_are_masked_for_who_may_not_see_them(
    alerted: ProtectedCity, client_of: ClientOf
):
    for person, shown in ((alerted.officer, True), (alerted.owner, False)):
        for address in ("/protection/alerts/", f"/protection/alerts/{Alert.objects.get().pk}/"):
            assert (PERSON in text(client_of(person), address)) is shown


def test_an_alert_is_handled_dismissed_opened_and_handed_over(
    alerted: ProtectedCity, client_of: ClientOf
):
    owner, officer = client_of(alerted.owner), client_of(alerted.officer)
    alert = Alert.objects.get()
    address = f"/protection/alerts/{alert.pk}/"
    refused = owner.post(address + "handle/", {"handle-note": " "})
    assert refused.status_code == 200
    owner.post(address + "handle/", {"handle-note": "已提异议", "revision": alert.revision})
    alert.refresh_from_db()
    assert (alert.state, alert.note) == (AlertState.HANDLED, "已提异议")
    stale = owner.post(address + "reopen/", {"revision": 1})
    assert stale.status_code == 409
    owner.post(address + "reopen/")
    officer.post(address + "hand-over/")
    assert Notice.objects.filter(person=alerted.officer, code="protection.handed_over").exists()
    officer.post(address + "dismiss/", {"dismiss-reason": "有许可"})
    alert.refresh_from_db()
    assert (alert.state, alert.handed_by) == (AlertState.NOT_RELEVANT, alerted.officer)
    assert client_of(alerted.auditor).post(address + "reopen/").status_code == 403


def test_alerts_are_found_by_what_they_say(alerted: ProtectedCity):
    def found(asked: str) -> int:
        return alerts(alerted.officer, AlertFilter(text=asked), on=ON.date()).count()

    assert [found(each) for each in ("近似", "near the mark", NEAR)] == [1, 1, 1]
    assert [found(each) for each in ("zh", "蓝天", PERSON)] == [0, 0, 0]


def test_alerts_are_marked_as_seen_together_and_exported(
    alerted: ProtectedCity, client_of: ClientOf
):
    officer = client_of(alerted.officer)
    assert client_of(alerted.auditor).post("/protection/alerts/seen/").status_code == 400
    officer.post("/protection/alerts/seen/", {"alert": [Alert.objects.get().pk, "x", "99999"]})
    assert Alert.objects.get().state == AlertState.SEEN
    for address in ("/protection/alerts/export.csv?state=every", "/protection/export.csv"):
        content = b"".join(officer.get(address).streaming_content).decode()  # type: ignore[attr-defined]
        assert "星耀" in content
    assert client_of(alerted.auditor).get("/protection/export.csv").status_code == 403


def test_an_owner_asks_and_the_office_decides_in_the_browser(
    protected: ProtectedCity, client_of: ClientOf
):
    owner, officer = client_of(protected.owner), client_of(protected.officer)
    asked = {
        "organisation": protected.firm.pk, "kind": "mark", "number": OWN, "reason": "主要品牌",
        "source": "商标法", "valid_from": "2026-07-01",
    }  # fmt: skip
    assert "提出申请" in text(owner, "/protection/ask/")
    page = owner.post("/protection/ask/", {**asked, "classes": "60"})
    assert "尼斯分类只有第 1 至 45 类" in page.content.decode()
    owner.post("/protection/ask/", asked)
    entry = Entry.objects.get()
    assert "决定是否列入" in text(officer, f"/protection/entries/{entry.pk}/")
    decide = f"/protection/entries/{entry.pk}/decide/"
    assert officer.post(decide, {"decision": "refuse"}).status_code == 200
    officer.post(decide, {"decision": "accept", "revision": entry.revision})
    entry.refresh_from_db()
    assert entry.state == EntryState.LISTED
    officer.post(
        f"/protection/entries/{entry.pk}/change/",
        {"reason": "续展", "source": "商标法", "valid_from": "2026-07-01", "classes": "9"},
    )
    officer.post(f"/protection/entries/{entry.pk}/end/", {"reason": "已转让"})
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == (EntryState.ENDED, "续展")
    assert owner.get("/protection/new/").status_code == 403


def test_a_table_is_imported_in_the_browser(protected: ProtectedCity, client_of: ClientOf):
    content = "类型,名称,理由,依据\n地名,梅林,地名,商标法\n行星,火星,x,y\n".encode()
    sent = {"table": SimpleUploadedFile("名录.csv", content)}
    page = client_of(protected.officer).post("/protection/table/", sent).content.decode()
    assert "已列入 1 个条目" in page
    assert "火星" in page
    template = client_of(protected.officer).get("/protection/table/template.csv")
    assert "类型,名称,号码".encode() in b"".join(template.streaming_content)  # type: ignore[attr-defined]


def test_the_api_gives_entries_and_alerts(alerted: ProtectedCity, client_of: ClientOf):
    client = client_of(alerted.owner)
    entries = client.get("/api/protection/entries").json()
    assert [each["name"] for each in entries["entries"]] == ["星耀"]
    number = entries["entries"][0]["number"]
    assert client.get(f"/api/protection/entries/{number}").json()["new_alerts"] == 0
    (alert,) = client.get("/api/protection/alerts?severity=high").json()["alerts"]
    assert (alert["severity"], alert["record"]) == ("high", f"{NEAR}~09")
    assert PERSON not in alert["sentence"]
    assert client.get("/api/protection/alerts?severity=low").json()["total"] == 0


def test_the_command_line_adds_imports_lists_and_looks(protected: ProtectedCity, tmp_path: Path):
    run = CliRunner()
    added = ["protection", "add", "--number", OWN, "--reason", "x", "--source", "y"]
    assert run.invoke(root, added).exit_code == 0
    table = tmp_path / "list.csv"
    table.write_text("类型,名称,理由,依据\n地名,梅林,地名,商标法\n行星,火星,x,y\n", "utf-8")
    imported = run.invoke(root, ["protection", "import", str(table)])
    assert (imported.exit_code, imported.stdout.strip()) == (3, "1")
    assert "line 3" in imported.stderr
    listed = json.loads(run.invoke(root, ["protection", "list", "--json"]).stdout)
    assert [each["name"] for each in listed] == ["星耀", "梅林"]
    now = timezone.now()
    near = mark(NEAR, "星耀", imported_at=now, filing_date=timezone.localdate(now))
    protected.write("trademarks", [own_mark(), near])
    looked = run.invoke(root, ["protection", "alerts", "--look", "--severity", "high", "--json"])
    assert [each["name"] for each in json.loads(looked.stdout)] == ["星耀"]
    saved = tmp_path / "out.csv"
    run.invoke(root, ["protection", "list", "--output", str(saved)])
    assert "梅林" in saved.read_text("utf-8-sig")


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server that the settings name."""
    with mail_server() as running:
        mail = parse_mail(f"smtp://127.0.0.1:{running.port}")
        settings.ZHIHENG = dataclasses.replace(settings.ZHIHENG, mail=mail)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = False  # the server here has no certificate
        yield running


def test_a_digest_tells_what_is_new_once(alerted: ProtectedCity, server: MailServer):
    change_address(address="olga@example.org", by=alerted.owner, on=LISTED_AT)
    set_rhythm(rhythm=Rhythm.WEEKLY, by=alerted.owner, on=LISTED_AT)
    made = Alert.objects.get().made_at
    assert send_digests(on=made - dt.timedelta(days=14)) == 0  # the week is not over
    assert send_digests(on=made + dt.timedelta(days=1)) == 1
    assert send_digests(on=made + dt.timedelta(days=9)) == 0  # nothing new
    (mail,) = server.messages
    assert "星耀" in text_of(mail)
    assert PERSON not in text_of(mail)
    change_address(address="", by=alerted.owner, on=LISTED_AT)
    assert Subscription.objects.get().rhythm == Rhythm.NEVER
    change_address(address="olga@example.org", by=alerted.owner, on=LISTED_AT)
    again = made + dt.timedelta(days=400)
    set_rhythm(rhythm=Rhythm.DAILY, by=alerted.owner, on=again)
    assert Subscription.objects.get().told_until == again  # not what came in between


def test_an_import_and_a_day_have_the_list_looked_at(
    protected: ProtectedCity, transactional_db: None
):
    from zhiheng.office.notices.days import begin_day

    protected.listed(number=OWN)
    soon = timezone.localdate() + dt.timedelta(days=20)
    protected.write("trademarks", [own_mark(term_to=soon)])
    begin_day(day=timezone.localdate(), now=timezone.now())
    call_command("db_worker", batch=True, interval=0, verbosity=0)
    assert Alert.objects.get().deadline == soon
