"""What a case decided reaches the register by the door of all rows, and the figures follow."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.office.cases.conftest import after
from tests.office.screening.hearing_cases import (
    ONE,
    TWO,
    Court,
    cast,
    court,
    empty_home,
)
from zhiheng.core.errors import InputError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.indicators import queries as indicators
from zhiheng.office.notices.signals import day_began
from zhiheng.office.registers import lake
from zhiheng.office.screening import registering
from zhiheng.office.screening.filing_names import numbers_in
from zhiheng.office.screening.matters import PATENTS
from zhiheng.office.screening.models import Registration
from zhiheng.office.screening.tasks import keep_registering, register_in_background

__all__ = ["cast", "court", "empty_home"]
NOW = dt.datetime(2026, 3, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LAST = dt.date(2026, 4, 30)


def rows() -> dict[str, dict[str, object]]:
    table = lake.engine().table(lake.catalogue().register("abnormal-filings"))
    found = lake.engine().run(table).to_pylist()
    return {row["application_number"]: row for row in found}


def filings_counted() -> float:
    """Return how many invention applications the indicator counts in spring 2026."""
    indicators._counts.cache_clear()
    figure = indicators.indicator_figure("invention-filings", on=LAST)
    assert figure.total.value is not None
    return float(figure.total.value)


def test_confirmed_filings_leave_the_figure_and_a_correction_brings_them_back(court: Court):
    before = filings_counted()
    office = court.confirmed(court.finding(ONE, TWO), numbers=ONE)
    assert rows() == {}
    assert registering.register_pending(on=NOW) == 1
    [(number, row)] = rows().items()
    assert number == ONE
    assert (row["state"], row["behaviour"], row["notice"]) == ("confirmed", "1", office.case.number)
    assert (str(row["notified_on"]), str(row["decided_on"])) == ("2026-03-03", "2026-03-10")
    source = str(row["source_file"])
    assert office.case.number in source
    assert (court.home / registering.FOLDER / Path(source).name).is_file()
    during = filings_counted()
    office.do("correct", court.cast.officer, 40, reasons="认定有误。")
    assert registering.register_pending(on=NOW + dt.timedelta(days=30)) == 1
    assert rows()[ONE]["state"] == "dismissed"
    assert (during, filings_counted()) == (before - 1, before)


def test_what_a_crash_left_between_act_and_import_is_brought_by_the_next_task(
    court: Court, monkeypatch: pytest.MonkeyPatch
):
    court.confirmed(court.finding(ONE))
    real = registering.import_files

    def killed(**given: object) -> object:
        real(**given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(registering, "import_files", killed)
    with pytest.raises(KeyboardInterrupt):
        registering.register_pending(on=NOW)
    assert Registration.objects.get().done_at is None
    monkeypatch.setattr(registering, "import_files", real)
    assert registering.pending() == 1
    assert registering.register_pending(on=NOW) == 1
    assert registering.register_pending(on=NOW) == 0
    assert list(rows()) == [ONE]
    assert Registration.objects.get().imported is not None


def test_a_worker_that_starts_takes_up_what_waits(court: Court):
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path=register_in_background.module_path)
    keep_registering()
    assert not waiting.exists()
    court.confirmed(court.finding(ONE))
    waiting.delete()  # the queue was lost, what the act wrote was not
    keep_registering()
    keep_registering()
    assert waiting.count() == 1


def test_what_failed_is_tried_again_every_day(court: Court):
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path=register_in_background.module_path)
    court.confirmed(court.finding(ONE))
    waiting.delete()  # it was tried, and failed
    day_began.send_robust(sender=None, day=NOW.date(), now=NOW)
    assert waiting.count() == 1


@pytest.fixture
def listed(court: Court) -> None:
    """The first filing stands in the register as confirmed by the national office."""
    headings = "申请号,通知日,行为类型,处理状态,认定日,通知文号"
    path = court.home / "national.csv"
    row = f"{ONE},2026-01-20,一,认定,2026-02-20,国知发2026-7"
    path.write_text(f"{headings}\n{row}\n", encoding="utf-8")
    registering.import_files(
        paths=[str(path)], by=system_operator(), on=NOW, register=PATENTS.confirmed_in
    )


def told() -> dict[str, tuple[object, object]]:
    registering.register_pending(on=NOW)
    return {number: (row["state"], row["notice"]) for number, row in rows().items()}


@pytest.mark.usefixtures("listed")
def test_a_withdrawal_here_undoes_nothing_that_the_national_office_confirmed(court: Court):
    office = court.asked(court.finding(ONE, TWO))
    day = after(4).date().isoformat()
    office.do("report-withdrawal", court.cast.respondent, 5, "withdrawal", withdrawn_on=day)
    office.do("note-withdrawn", court.cast.officer, 6, remarks="已核实")
    assert told() == {ONE: ("confirmed", "国知发2026-7"), TWO: ("withdrawn", office.case.number)}


@pytest.mark.usefixtures("listed")
def test_confirming_and_correcting_here_leave_a_national_decision_as_it_is(court: Court):
    office = court.confirmed(court.finding(ONE, TWO))
    own = office.case.number
    assert told() == {ONE: ("confirmed", "国知发2026-7"), TWO: ("confirmed", own)}
    office.do("correct", court.cast.officer, 40, reasons="认定有误。")
    assert told() == {ONE: ("confirmed", "国知发2026-7"), TWO: ("dismissed", own)}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"{ONE}\n\n {TWO} \n{ONE}", [ONE, TWO]),
        (f"{ONE.replace('.', '')}、CN{TWO}", [ONE, TWO]),
        (f"{ONE},{TWO}", [ONE, TWO]),
        (f"{ONE} 一种夹具\n{TWO}\t一种夹具", [ONE, TWO]),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[str]):
    assert numbers_in(text, PATENTS) == numbers


@pytest.mark.parametrize("text", ["", " \n ", "详见附件", f"{ONE}\n{ONE[:-1]}A"])
def test_what_is_no_number_is_named(text: str):
    with pytest.raises(InputError) as unfit:
        numbers_in(text, PATENTS)
    assert unfit.value.problems[0].code == "screening.numbers_unfit"
