"""Acts on the registers: who may, what changes, what the ledger keeps."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.feeds import (
    BROKEN_ENTERPRISES,
    CORRECTED_CELLS,
    GOOD_ENTERPRISES,
    HUAWEI,
    TENCENT,
    write,
)
from zhiheng.core.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    PersonError,
    StorageError,
)
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.chain import verify_chain
from zhiheng.office.ledger.models import Event
from zhiheng.office.registers import commands, queries
from zhiheng.office.registers.enums import ImportState, SetAsideState
from zhiheng.office.registers.models import Import, SetAsideRow
from zhiheng.office.registers.tasks import import_in_background

LATER = WHEN + dt.timedelta(hours=1)


def code_of(error: pytest.ExceptionInfo[PersonError]) -> str:
    return error.value.problems[0].code


def acts() -> list[tuple[str, str]]:
    return [(event.act, event.subject) for event in Event.objects.order_by("sequence")]


def last_facts() -> dict:
    return Event.objects.latest("sequence").facts


@pytest.fixture
def broken(empty_home: Path, tmp_path: Path, analyst: User) -> SetAsideRow:
    """A line that was set aside for its code and its number of staff."""
    path = write(tmp_path, "enterprises.csv", BROKEN_ENTERPRISES)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    return SetAsideRow.objects.get()


def test_an_import_is_requested_run_and_closed_each_with_its_event(
    empty_home: Path, tmp_path: Path, analyst: User
):
    path = write(tmp_path, "enterprises.csv", GOOD_ENTERPRISES)
    run = commands.request_import(paths=[path], by=analyst, on=WHEN)
    assert (run.state, run.import_id) == (ImportState.QUEUED, "")
    run, outcome = commands.run_import(run=run, by=analyst, on=WHEN)
    assert (run.state, run.records_read, run.percent) == (ImportState.FINISHED, 2, 100)
    assert run.counts == {"enterprises": {"new": 2, "changed": 0, "unchanged": 0}}
    assert run.import_id == outcome.import_id
    assert acts()[-2:] == [
        ("registers.import_requested", f"import:{run.pk}"),
        ("registers.imported", f"import:{run.pk}"),
    ]
    assert last_facts()["new"] == 2
    assert not verify_chain()
    found = queries.record("enterprises", TENCENT)
    assert found.lineage["import_id"] == run.import_id
    assert found.lineage["source_file"] == path
    assert queries.import_by_id(run.import_id) == run


def test_importing_again_changes_nothing(empty_home: Path, tmp_path: Path, analyst: User):
    path = write(tmp_path, "enterprises.csv", GOOD_ENTERPRISES)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    run, _ = commands.import_files(paths=[path], by=analyst, on=LATER)
    assert [run.total(name) for name in ("new", "changed", "unchanged")] == [0, 0, 2]


def test_a_run_is_not_begun_twice(empty_home: Path, tmp_path: Path, analyst: User):
    path = write(tmp_path, "enterprises.csv", GOOD_ENTERPRISES)
    run, _ = commands.import_files(paths=[path], by=analyst, on=WHEN)
    events = Event.objects.count()
    with pytest.raises(ConflictError) as caught:
        commands.run_import(run=run, by=analyst, on=LATER)
    assert code_of(caught) == "import.already_begun"
    assert Event.objects.count() == events


def test_an_import_of_nothing_is_refused(empty_home: Path, analyst: User):
    with pytest.raises(InputError) as caught:
        commands.request_import(paths=[], by=analyst, on=WHEN)
    assert code_of(caught) == "import.nothing_given"


def test_whoever_may_not_changes_nothing(
    broken: SetAsideRow, make_person: MakePerson, tmp_path: Path
):
    clerk = make_person("clara", Role.CLERK)
    attempts = [
        lambda: commands.request_import(paths=["/x"], by=clerk, on=WHEN),
        lambda: commands.import_files(paths=["/x"], by=clerk, on=WHEN),
        lambda: commands.correct_row(row=broken, cells=CORRECTED_CELLS, by=clerk, on=WHEN),
        lambda: commands.correct_xml(row=broken, text="<a/>", by=clerk, on=WHEN),
        lambda: commands.dismiss_row(row=broken, reason="重复", by=clerk, on=WHEN),
        lambda: commands.note_export(register="patents", filters=[], by=clerk, on=WHEN),
    ]
    before = (acts(), Import.objects.count(), SetAsideRow.objects.get().state)
    for attempt in attempts:
        with pytest.raises(ForbiddenError) as caught:
            attempt()
        assert code_of(caught) == "access.forbidden"
    assert (acts(), Import.objects.count(), SetAsideRow.objects.get().state) == before
    assert not list((tmp_path / "home").glob("corrections/*"))


def test_what_is_wrong_is_set_aside_with_every_reason(broken: SetAsideRow):
    codes = [problem.code for problem in broken.reasons]
    assert (broken.position, broken.register, broken.first_code) == (
        "line 3",
        "enterprises",
        codes[0],
    )
    assert codes == ["uscc.check", "cell.not_a_number"]
    assert json.loads(broken.received)["参保人数"] == "四万"
    assert broken.import_run.set_aside_count == 1
    assert queries.record("enterprises", HUAWEI).values["insured_staff"] == 90000


def test_a_corrected_line_is_taken_and_names_its_correction_as_source(
    broken: SetAsideRow, analyst: User
):
    run = commands.correct_row(row=broken, cells=CORRECTED_CELLS, by=analyst, on=LATER)
    broken.refresh_from_db()
    assert (broken.state, broken.corrected_in, broken.closed_by) == (
        SetAsideState.CORRECTED,
        run,
        analyst,
    )
    assert acts()[-3:] == [
        ("registers.import_requested", f"import:{run.pk}"),
        ("registers.imported", f"import:{run.pk}"),
        ("registers.row_corrected", f"set-aside:{broken.pk}"),
    ]
    found = queries.record("enterprises", TENCENT)
    assert found.values["insured_staff"] == 40000
    assert "/corrections/" in found.lineage["source_file"]
    assert json.loads(Path(found.lineage["source_file"]).read_text("utf-8")) == CORRECTED_CELLS


def test_a_line_still_wrong_stays_open_and_says_what_is_left(broken: SetAsideRow, analyst: User):
    cells = {**CORRECTED_CELLS, "参保人数": "很多"}
    run = commands.correct_row(row=broken, cells=cells, by=analyst, on=LATER)
    broken.refresh_from_db()
    assert broken.state == SetAsideState.OPEN
    assert [problem.code for problem in run.set_aside_rows.get().reasons] == ["cell.not_a_number"]
    assert acts()[-1] == ("registers.imported", f"import:{run.pk}")


def test_a_row_is_corrected_once(broken: SetAsideRow, analyst: User, empty_home: Path):
    commands.correct_row(row=broken, cells=CORRECTED_CELLS, by=analyst, on=LATER)
    broken.refresh_from_db()
    files = sorted((empty_home / "corrections").iterdir())
    imports = Import.objects.count()
    for again in (
        lambda: commands.correct_row(row=broken, cells=CORRECTED_CELLS, by=analyst, on=LATER),
        lambda: commands.correct_xml(row=broken, text="<a/>", by=analyst, on=LATER),
        lambda: commands.dismiss_row(row=broken, reason="重复", by=analyst, on=LATER),
    ):
        with pytest.raises(ConflictError) as caught:
            again()
        assert code_of(caught) == "set_aside.closed"
    assert sorted((empty_home / "corrections").iterdir()) == files
    assert Import.objects.count() == imports


def test_a_corrected_xml_record_is_taken(city, empty_home: Path, analyst: User):
    wrong = (city.files / "broken" / "wrong-check-digit.xml").read_text("utf-8")
    path = write(empty_home, "wrong.xml", wrong)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    row = SetAsideRow.objects.get()
    assert row.first_code == "application_number.check_digit"
    received, expected = (row.reasons[0].values[name] for name in ("received", "expected"))
    right = wrong.replace(f">{received}<", f">{received[:-1]}{expected}<")
    assert right != wrong
    run = commands.correct_xml(row=row, text=right, by=analyst, on=LATER)
    row.refresh_from_db()
    assert (row.state, run.total("new")) == (SetAsideState.CORRECTED, 1)


def test_a_row_is_dismissed_with_a_reason(broken: SetAsideRow, analyst: User):
    with pytest.raises(InputError) as caught:
        commands.dismiss_row(row=broken, reason="  ", by=analyst, on=LATER)
    assert code_of(caught) == "set_aside.reason_missing"
    commands.dismiss_row(row=broken, reason=" 重复报送 ", by=analyst, on=LATER)
    assert (broken.state, broken.closed_reason) == (SetAsideState.DISMISSED, "重复报送")
    assert acts()[-1] == ("registers.row_dismissed", f"set-aside:{broken.pk}")


def test_an_act_whose_event_cannot_be_recorded_did_not_happen(
    broken: SetAsideRow, analyst: User, monkeypatch: pytest.MonkeyPatch
):
    def refuse(**given: object) -> None:
        raise OSError("the ledger's disk is gone")

    monkeypatch.setattr(commands, "record", refuse)
    with pytest.raises(OSError, match="disk is gone"):
        commands.dismiss_row(row=broken, reason="重复", by=analyst, on=LATER)
    with pytest.raises(OSError, match="disk is gone"):
        commands.request_import(paths=["/x"], by=analyst, on=LATER)
    assert SetAsideRow.objects.get().state == SetAsideState.OPEN
    assert Import.objects.count() == 1


def test_an_import_that_breaks_off_is_failed_and_says_why(
    empty_home: Path, tmp_path: Path, analyst: User
):
    (empty_home / "lake").write_text("a file where the folder should be")
    path = write(tmp_path, "enterprises.csv", GOOD_ENTERPRISES)
    run = commands.request_import(paths=[path], by=analyst, on=WHEN)
    with pytest.raises((StorageError, OSError)):
        commands.run_import(run=run, by=analyst, on=WHEN)
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert run.finished_at
    assert acts()[-1] == ("registers.import_failed", f"import:{run.pk}")
    assert last_facts()["codes"]


def test_a_silent_import_is_marked_interrupted_and_a_lively_one_is_not(
    empty_home: Path, analyst: User
):
    silent, lively, queued = (
        commands.request_import(paths=["/x"], by=analyst, on=WHEN) for _ in range(3)
    )
    for run, minutes in ((silent, 3), (lively, 1)):
        alive_at = WHEN - dt.timedelta(minutes=minutes)
        Import.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, alive_at=alive_at)
    assert commands.mark_interrupted(on=WHEN) == 1
    states = {run.pk: run.state for run in Import.objects.all()}
    assert states == {
        silent.pk: ImportState.INTERRUPTED,
        lively.pk: ImportState.RUNNING,
        queued.pk: ImportState.QUEUED,
    }


def test_a_queued_import_that_no_worker_takes_up_is_marked_interrupted(
    empty_home: Path, analyst: User
):
    old, busy = (commands.request_import(paths=["/x"], by=analyst, on=WHEN) for _ in range(2))
    later = WHEN + dt.timedelta(minutes=11)
    Import.objects.filter(pk=busy.pk).update(state=ImportState.RUNNING, alive_at=later)
    assert commands.mark_interrupted(on=later) == 0, "a worker is busy and may come to it"
    Import.objects.filter(pk=busy.pk).update(state=ImportState.FINISHED)
    assert commands.mark_interrupted(on=WHEN + dt.timedelta(minutes=9)) == 0
    assert commands.mark_interrupted(on=later) == 1
    old.refresh_from_db()
    assert old.state == ImportState.INTERRUPTED


def test_a_background_import_notes_what_a_person_did_wrong_and_does_not_crash(
    empty_home: Path, analyst: User
):
    run = commands.request_import(paths=["/x"], by=analyst, on=WHEN)
    Import.objects.filter(pk=run.pk).update(state=ImportState.RUNNING)
    import_in_background.func(run.pk, analyst.pk)
    run.refresh_from_db()
    assert run.state == ImportState.RUNNING


def test_an_export_is_on_record_with_its_filters_names_only(analyst: User):
    commands.note_export(register="patents", filters=["applicants"], by=analyst, on=WHEN)
    assert acts()[-1] == ("registers.exported", "register:patents")
    assert last_facts() == {"filters": ["applicants"]}


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: queries.import_run(7), "import.not_found"),
        (lambda: queries.set_aside_row(7), "set_aside.not_found"),
    ],
)
def test_what_does_not_exist_is_said_to_be_missing(db: None, ask, code: str):
    with pytest.raises(NotFoundError) as caught:
        ask()
    assert code_of(caught) == code
