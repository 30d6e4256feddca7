"""Inventors exchanged after filing, inventors of too many employers, and honest corrections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.screening.figure_scene import BEGIN, Row, filing, filings, firm, leads, scene
from zhiheng.core.screening.facts import InventorChange
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.signals.inventor_changes import replaced

ON = date(2024, 9, 3)


def change(row: Row, before: str, after: str) -> InventorChange:
    """A change between two documents; names stand apart by blanks."""
    return InventorChange(
        row["application_number"], ON, tuple(before.split()), tuple(after.split())
    )


def found(rows: list[Row], *changes: InventorChange, **more: Any) -> list[Lead]:
    by_number: dict[str, tuple[InventorChange, ...]] = {}
    for each in changes:
        by_number[each.number] = (*by_number.get(each.number, ()), each)
    return leads("inventor-changes", scene(rows, inventor_changes=by_number, **more))


OWN = filings(5, "P1")
EXCHANGED = [change(row, f"甲一{place} 乙二{place}", "丙丁 戊己") for place, row in enumerate(OWN)]


def test_the_same_newcomers_on_one_granted_patent_after_another():
    (lead,) = found(OWN, *EXCHANGED)
    assert lead.facts == {"filings": 5, "exchanged": 100, "returning": 5}
    assert lead.strength > 0.7
    changes = next(each for each in lead.evidence if each.kind == "changes").facts["changes"]
    assert changes[0] == {
        "day": "2024-09-03", "number": OWN[0]["application_number"],
        "before": ["甲一0", "乙二0"], "after": ["丙丁", "戊己"],
    }  # fmt: skip


def test_newcomers_that_never_come_back_say_less():
    others = [
        change(row, f"甲{place}一 乙二", f"丙{place}丁 戊{place}己")
        for place, row in enumerate(OWN)
    ]
    (returning,), (other,) = found(OWN, *EXCHANGED), found(OWN, *others)
    assert other.facts["returning"] == 1
    assert other.strength < returning.strength


def test_two_filings_are_too_few():
    assert not found(OWN, *EXCHANGED[:2])
    assert not found(OWN, *(change(OWN[0], "甲一 乙二", "丙丁 戊己") for _ in range(5)))


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [
        ("张三 李四", "张三 李四 王五", 0),  # one who was left out
        ("张三 李四", "李四", 0),  # one who should not have been named
        ("张三 李四", "李四 张三", 0),  # another order
        ("张三丰 李四", "张三峰 李四", 0),  # a slip of the pen
        ("ZhangSan", "张三", 0),  # another script
        ("", "张三", 0),
        ("张三", "", 0),
        ("张三 王伟", "张三 王芳", 0.5),  # one character of two is another person
        ("张三 李四光", "张三 王五一", 0.5),
        ("张三 李四光", "王五一 赵六二", 1),
        ("张三 李四光", "王五一", 1),
    ],
)
def test_what_is_a_replacement(before: str, after: str, share: float):
    told = InventorChange("1", ON, tuple(before.split()), tuple(after.split()))
    assert replaced(told)[1] == share


def test_a_name_that_shares_only_a_surname_is_another():
    told = InventorChange("1", ON, ("王一",), ("赵二",))
    assert replaced(told) == (frozenset({"赵二"}), 1.0)


def test_corrections_on_many_filings_are_none():
    assert not found(OWN, *(change(row, "甲一 乙二", "甲一 乙二 丙三") for row in OWN))


def test_only_filings_that_were_asked_about_bring_a_lead():
    other = filing("other", "P9")
    assert not found([*OWN, other], *EXCHANGED, asked=["other"])
    assert not found([other], *EXCHANGED)


def named(person: str, employers: int, **more: Any) -> list[Row]:
    return [
        filing(f"{person}/{place}", f"P{place}", day=20 * place, inventors=["某人"],
               inventor_parties=[person], **more)
        for place in range(employers)
    ]  # fmt: skip


def test_an_inventor_of_a_dozen_firms():
    (lead,) = leads("inventor-employers", scene(named("I1", 12)))
    assert lead.subject == "I1"
    assert lead.facts == {"filings": 12, "employers": 12}
    assert len(lead.parties) == 12


def test_a_person_who_changed_employers_now_and_then():
    assert not leads("inventor-employers", scene(named("I1", 5)))
    slowly = [
        {**row, "filing_date": BEGIN + timedelta(days=300 * place)}
        for place, row in enumerate(named("I1", 12))
    ]
    assert not leads("inventor-employers", scene(slowly))


def test_firms_that_hang_together_are_one_employer():
    led = [firm(f"P{place}", legal_representative=f"甲{place // 6}") for place in range(12)]
    assert not leads("inventor-employers", scene(named("I1", 12), parties=led))


def test_a_professor_advises_many_institutes():
    learned = [firm(f"P{place}", kind="institute") for place in range(12)]
    assert not leads("inventor-employers", scene(named("I1", 12), parties=learned))


def test_names_that_were_not_resolved_to_a_person_are_not_counted():
    rows = [{**row, "inventor_parties": [""]} for row in named("I1", 12)]
    assert not leads("inventor-employers", scene(rows))
    missing = [{**row, "inventor_parties": None, "applicants": None} for row in named("I1", 12)]
    assert not leads("inventor-employers", scene(missing))
