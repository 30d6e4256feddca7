"""Findings about marks are heard, confirmed and corrected by the same mechanism as patents."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.papers.conftest import word_of
from tests.office.screening.mark_cases import (
    FIRM,
    LATER,
    NEAR,
    OF_A_PERSON,
    OTHER,
    MarksCourt,
    cast,
    empty_home,
    marks_court,
)
from zhiheng.core.documents.model import texts_of
from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import InputError
from zhiheng.office.papers.models import Paper
from zhiheng.office.registers import lake
from zhiheng.office.screening import law, registering
from zhiheng.office.screening.filing_names import numbers_in, written
from zhiheng.office.screening.hearing import prepare
from zhiheng.office.screening.matters import MARKS
from zhiheng.office.screening.models import DismissedItem, Finding

__all__ = ["cast", "empty_home", "marks_court"]
pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def rows() -> dict[str, dict[str, object]]:
    table = lake.engine().table(lake.catalogue().register("bad-faith-marks"))
    found = lake.engine().run(table).to_pylist()
    return {f"{row['number']}~{row['nice_class']}": row for row in found}


def words_of(paper: Paper) -> str:
    """Return the text of a paper as its file has it."""
    return "\n".join(texts_of(read_word(word_of(paper), name="x")))


def test_the_notice_names_marks_with_their_words_and_the_law_by_filing_day(
    marks_court: MarksCourt,
):
    finding = marks_court.finding(NEAR, LATER, OF_A_PERSON)
    firm, person = prepare([finding])
    assert firm.form["title"] == f"{FIRM} 2 件商标申请核查"
    assert firm.form["filings"] == "61000001 第9类 华星科技\n61000002 第9类 黄鹤楼"
    assert (firm.form["behaviours"], firm.form["regime"]) == ("TM-2", "law-2019")
    assert person.form["regime"] == "law-2026"
    office = marks_court.asked(marks_court.finding(NEAR, LATER, signal="mark-repeats"))
    assert office.case.number.startswith("EYS")
    text = words_of(Paper.objects.get(case=office.case, kind="bad-faith-mark-notice"))
    assert "61000001 第9类 华星科技" in text
    assert "商标法（2019）第四条" in text
    assert "不是对商标注册申请的驳回" in text


def test_confirmed_marks_reach_their_register_and_a_correction_takes_them_back(
    marks_court: MarksCourt,
):
    finding = marks_court.finding(NEAR, OTHER, LATER)
    office = marks_court.confirmed(finding, numbers="61000001 第9类\n61000002~09")
    finding.refresh_from_db()
    assert finding.state == "confirmed"
    assert registering.register_pending(on=NOW) == 1
    told = {name: (row["state"], row["behaviour"], row["notice"]) for name, row in rows().items()}
    number = office.case.number
    assert told == {NEAR: ("confirmed", "TM-2", number), LATER: ("confirmed", "TM-2", number)}
    office.do("correct", marks_court.cast.officer, 40, reasons="已经实际使用。")
    assert registering.register_pending(on=NOW + dt.timedelta(days=30)) == 1
    assert {row["state"] for row in rows().values()} == {"dismissed"}
    finding.refresh_from_db()
    assert finding.state == "dismissed"


def test_what_is_confirmed_is_handed_over_for_a_penalty_elsewhere(marks_court: MarksCourt):
    office = marks_court.confirmed(marks_court.finding(NEAR))
    office.do(
        "hand-over", marks_court.cast.officer, 12, handed_to="深圳市市场监督管理局南山监管局",
        gains="两件商标以三万元转让。",
    )  # fmt: skip
    assert office.case.stage == "handed-over"
    letter = Paper.objects.get(case=office.case, kind="bad-faith-mark-handover")
    assert "两件商标以三万元转让。" in words_of(letter)
    registering.register_pending(on=NOW)
    assert rows()[NEAR]["state"] == "confirmed"


def test_a_dismissal_of_a_case_is_remembered(marks_court: MarksCourt):
    office = marks_court.answered(marks_court.finding(NEAR, LATER))
    office.do("dismiss", marks_court.cast.officer, 8, reasons="自有字号，实际使用。")
    items = set(DismissedItem.objects.values_list("item", flat=True))
    assert items == {f"filing:{NEAR}", f"filing:{LATER}"}
    assert registering.register_pending(on=NOW) == 0


def test_patents_and_marks_do_not_become_one_case(marks_court: MarksCourt):
    mark = marks_court.finding(NEAR)
    patent = Finding.objects.create(
        key="patent", signal="near-identical", behaviour="1", subject="x", strength=0.5,
        filings=["202610302430.1"], first_run=marks_court.run, last_run=marks_court.run,
    )  # fmt: skip
    with pytest.raises(InputError) as both:
        marks_court.opened(mark, patent)
    assert both.value.problems[0].code == "screening.two_matters"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("61000001 第9类 华星科技", [NEAR]),
        ("61000001~09\n61000001/35、61000001 9类", [NEAR, OTHER]),
        ("61000001", [NEAR, OTHER]),  # without a class: all that the register knows
        ("第61000002号 第09类", [LATER]),
        ("88888888 没有登记的", ["88888888~00"]),
        ("G1234567 第3类", ["G1234567~03"]),
    ],
)
@pytest.mark.usefixtures("marks_court")
def test_marks_are_read_as_people_write_them(text: str, found: list[str]):
    assert numbers_in(text, MARKS) == found


@pytest.mark.usefixtures("marks_court")
def test_what_is_no_number_of_a_mark_is_told():
    with pytest.raises(InputError) as unfit:
        numbers_in("华星科技\n61000001~09", MARKS)
    [problem] = unfit.value.problems
    assert (problem.code, problem.values["received"]) == ("screening.marks_unfit", "华星科技")
    assert written("61000001~00") == "61000001"


def test_the_law_of_marks_changes_with_the_year_of_filing():
    last, first = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    names = [law.grounds().on("trademarks", day) for day in (last, first)]
    assert [each.ground for each in names if each] == ["law-2019", "law-2026"]
    assert law.grounds().of("patents", [last, first]) == []
