"""What of a set-aside record is shown to whom, and what of it can be corrected in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.cities import City
from tests.office.registers.feeds import BROKEN_ENTERPRISES, CORRECTED_CELLS, write
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.registers import commands, editing, queries
from zhiheng.office.registers.enums import SetAsideState
from zhiheng.office.registers.models import SetAsideRow

ClientOf = Callable[[User], Client]
PAGE = "/registers/set-aside/"
SEE = {Role.ANALYST, Role.OFFICER, Role.CLERK, Role.ADJUDICATOR}
PERSON = "张晓明"


@pytest.fixture
def line(empty_home: Path, analyst: User) -> SetAsideRow:
    """A line of enterprises that names a person, with a long cell of two lines."""
    path = write(empty_home, "enterprises.csv", BROKEN_ENTERPRISES)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    row = SetAsideRow.objects.get()
    cells = {**editing.cells_of(row.received), "备注": f"联系人：{PERSON}\n南山区"}
    SetAsideRow.objects.filter(pk=row.pk).update(received=json.dumps(cells))
    return queries.set_aside_row(row.pk)


@pytest.fixture
def record(city: City, empty_home: Path, analyst: User) -> SetAsideRow:
    """An XML record in GB 18030 with a wrong check digit, as an old tool delivered it."""
    text = (city.files / "broken" / "wrong-check-digit.xml").read_text("utf-8")
    declared = text.replace('encoding="utf-8"', 'encoding="GB18030"', 1)
    assert declared != text
    path = empty_home / "wrong.xml"
    path.write_bytes(declared.encode("gb18030"))
    commands.import_files(paths=[str(path)], by=analyst, on=WHEN)
    return SetAsideRow.objects.get()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("cells", [True, False], ids=["cells", "text"])
def test_what_was_received_is_shown_to_those_who_correct_or_see_persons(
    role: Role, cells: bool, line: SetAsideRow, make_person: MakePerson, client_of: ClientOf
):
    if not cells:
        SetAsideRow.objects.filter(pk=line.pk).update(received=f"<applicant>{PERSON}</applicant>")
    client = client_of(make_person("someone", role))
    pages = [client.get(address).content.decode() for address in (PAGE, f"{PAGE}{line.pk}/")]
    # An adjudicator sees persons but corrects nothing: cells stand in the form only.
    expected = role in SEE and (not cells or role in {Role.ANALYST, Role.OFFICER})
    assert (PERSON in "".join(pages)) == expected
    assert all("enterprises.csv" in page for page in pages)
    assert all("校验码" in page for page in pages)


def test_an_xml_record_is_shown_to_those_who_correct_only(
    record: SetAsideRow, make_person: MakePerson, client_of: ClientOf
):
    page = client_of(make_person("lena", Role.LEADER)).get(f"{PAGE}{record.pk}/")
    assert page.context["xml"] == ""


def test_a_record_in_gb18030_is_corrected_without_loss(
    record: SetAsideRow, analyst: User, client_of: ClientOf
):
    browser = client_of(analyst)
    shown = browser.get(f"{PAGE}{record.pk}/").context["xml"]
    assert "\ufffd" not in shown
    given, expected = (record.reasons[0].values[name] for name in ("received", "expected"))
    right = shown.replace(f">{given}<", f">{given[:-1]}{expected}<")
    browser.post(f"{PAGE}{record.pk}/correct/", {"xml": right})
    record.refresh_from_db()
    assert record.state == SetAsideState.CORRECTED
    (kept,) = (Path(record.file).parent / "corrections").iterdir()
    written = kept.read_text("utf-8")
    assert "encoding" not in written.splitlines()[0]
    assert written.startswith('<?xml version="1.0"')


def test_a_record_with_characters_nobody_can_tell_is_not_edited_here(
    record: SetAsideRow, analyst: User, client_of: ClientOf
):
    text = editing.source_text(record).encode()
    Path(record.file).write_bytes(text.replace("。".encode(), b"\xe3\x80", 1) + b"\xff")
    assert client_of(analyst).get(f"{PAGE}{record.pk}/").context["xml"] == ""


def test_nothing_can_be_imported_as_the_correction_of_something_else(
    line: SetAsideRow, analyst: User, empty_home: Path
):
    for wrong, kind in (
        (lambda: commands.correct_xml(row=line, text="<a/>", by=analyst, on=WHEN), ConflictError),
        (
            lambda: commands.correct_row(
                row=line, cells={**CORRECTED_CELLS, "申请号": "1"}, by=analyst, on=WHEN
            ),
            InputError,
        ),
        (lambda: commands.correct_row(row=line, cells={}, by=analyst, on=WHEN), InputError),
    ):
        with pytest.raises(kind):
            wrong()
    assert not (empty_home / "corrections").exists()


def test_an_xml_record_is_not_corrected_as_a_line(record: SetAsideRow, analyst: User):
    with pytest.raises(ConflictError):
        commands.correct_row(row=record, cells=CORRECTED_CELLS, by=analyst, on=WHEN)


def test_lines_in_a_cell_survive_the_form(line: SetAsideRow, analyst: User, client_of: ClientOf):
    browser = client_of(analyst)
    page = browser.get(f"{PAGE}{line.pk}/")
    assert [cell.name for cell in page.context["cells"] if cell.is_long] == ["备注"]
    assert 'name="cell:备注" rows' in page.content.decode()
    cells = {f"cell:{name}": value for name, value in CORRECTED_CELLS.items()}
    browser.post(f"{PAGE}{line.pk}/correct/", {**cells, "cell:备注": "一\r\n二"})
    (kept,) = (Path(line.file).parent / "corrections").iterdir()
    assert json.loads(kept.read_text("utf-8"))["备注"] == "一\n二"


def test_taking_set_aside_rows_away_is_on_record(
    line: SetAsideRow, analyst: User, client_of: ClientOf
):
    browser = client_of(analyst)
    assert browser.get(f"{PAGE}export.csv?code=uscc.check").status_code == 200
    event = Event.objects.latest("sequence")
    assert (event.act, event.subject) == ("registers.exported", "register:set-aside")
    assert event.facts == {"filters": ["code", "state"]}


def test_folding_anew_is_on_record(own_city: City, analyst: User):
    commands.refold(by=analyst, on=WHEN)
    event = Event.objects.latest("sequence")
    assert (event.act, event.subject) == ("registers.refolded", "register:patents")
