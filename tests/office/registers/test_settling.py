"""What importing files again means for the rows that they set aside before."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.office.conftest import WHEN
from tests.office.registers.cities import City
from tests.office.registers.feeds import BROKEN_ENTERPRISES, GOOD_ENTERPRISES, write
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.registers import commands, settling
from zhiheng.office.registers.enums import ImportState, SetAsideState
from zhiheng.office.registers.models import Import, SetAsideRow


@pytest.fixture
def folder(empty_home: Path) -> Path:
    """A folder in which deliveries lie."""
    made = empty_home / "deliveries"
    made.mkdir()
    return made


def take(analyst: User, *paths: Path | str) -> Import:
    run, _ = commands.import_files(paths=[str(path) for path in paths], by=analyst, on=WHEN)
    return run


def state(row: SetAsideRow) -> str:
    row.refresh_from_db()
    return row.state


def broken_row(analyst: User, folder: Path, name: str = "enterprises.csv") -> SetAsideRow:
    write(folder, name, BROKEN_ENTERPRISES)
    take(analyst, folder)
    return SetAsideRow.objects.get()


def test_a_row_whose_file_is_mended_is_corrected(analyst: User, folder: Path):
    row = broken_row(analyst, folder)
    write(folder, "enterprises.csv", GOOD_ENTERPRISES)
    run = take(analyst, folder)
    assert state(row) == SetAsideState.CORRECTED
    assert row.corrected_in == run
    assert Event.objects.latest("sequence").facts["closed"] == 1


def test_a_row_whose_file_was_taken_out_of_the_folder_stays_open(analyst: User, folder: Path):
    row = broken_row(analyst, folder)
    (folder / "enterprises.csv").unlink()
    write(folder, "next-week.csv", GOOD_ENTERPRISES)
    take(analyst, folder)
    assert state(row) == SetAsideState.OPEN
    assert Event.objects.latest("sequence").facts["closed"] == 0


def test_a_row_of_a_file_that_is_missing_stays_open(analyst: User, folder: Path):
    row = broken_row(analyst, folder)
    (folder / "enterprises.csv").unlink()
    other = write(folder, "other.csv", GOOD_ENTERPRISES)
    take(analyst, folder / "enterprises.csv", other)
    assert state(row) == SetAsideState.OPEN


def test_a_row_of_an_archive_that_is_damaged_now_stays_open(analyst: User, folder: Path):
    archive = folder / "week!.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("enterprises.csv", BROKEN_ENTERPRISES)
    take(analyst, archive)
    row = SetAsideRow.objects.get()
    archive.write_bytes(archive.read_bytes()[:80])
    take(analyst, archive)
    assert state(row) == SetAsideState.OPEN


def test_rows_behind_the_place_where_a_file_breaks_off_stay_open(
    city: City, analyst: User, folder: Path
):
    """Of a record behind the break nothing is known: it was not read."""
    lines = (city.files / "broken" / "wrong-check-digit.xml").read_text("utf-8")
    path = write(folder, "patents.xml", lines)
    take(analyst, path)
    row = SetAsideRow.objects.get()
    SetAsideRow.objects.filter(pk=row.pk).update(position="record 7")
    Path(path).write_text(lines[: len(lines) // 2], "utf-8")
    take(analyst, path)
    assert state(row) == SetAsideState.OPEN


def test_a_row_set_aside_again_is_repeated(analyst: User, folder: Path):
    row = broken_row(analyst, folder)
    take(analyst, folder)
    assert state(row) == SetAsideState.REPEATED
    assert SetAsideRow.objects.get(state=SetAsideState.OPEN).position == row.position


def test_several_hundred_files_are_settled(analyst: User, folder: Path):
    row = broken_row(analyst, folder)
    write(folder, "enterprises.csv", GOOD_ENTERPRISES)
    many = [folder / f"{number}.csv" for number in range(450)]
    run = take(analyst, *many, folder / "enterprises.csv")
    assert run.state == ImportState.FINISHED
    assert state(row) == SetAsideState.CORRECTED


def test_a_run_that_cannot_be_closed_has_failed_and_is_not_stuck(
    analyst: User, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """Something breaks after the lake was written, when earlier rows are looked for."""
    monkeypatch.setattr(settling, "PATHS_AT_ONCE", 0)
    path = write(folder, "enterprises.csv", GOOD_ENTERPRISES)
    with pytest.raises(ValueError, match="zero"):
        take(analyst, path)
    run = Import.objects.get()
    assert run.state == ImportState.FAILED
    assert run.finished_at
    assert Event.objects.latest("sequence").act == "registers.import_failed"
