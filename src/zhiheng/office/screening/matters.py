"""What differs between screening patents and screening marks; all else is one mechanism.

A filing is named as the address of its row in the register names it: a patent by its application
number, a mark by number and class (`12345678~09`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.office.screening.enums import About

STATE, NOTICE = "处理状态", "通知文号"


@dataclass(frozen=True)
class Matter:
    """A register whose rows are screened, and the procedure in which their filers are heard.

    `key`, `owners` and `beside` are columns of `register`, the last one told beside a number where
    people are to recognise it; `headings` those of the official table by which `confirmed_in` is
    told, beginning with as many as `key` has columns. `told_by` is the paper by which a filer
    learns of a case, `other` the behaviour where none else is known.
    """

    about: str
    register: str
    key: tuple[str, ...]
    owners: str
    beside: str
    procedure: str
    subject: str
    told_by: str
    confirmed_in: str
    headings: tuple[str, ...]
    other: str


PATENTS = Matter(
    about=About.PATENTS,
    register="patents",
    key=("application_number",),
    owners="applicants",
    beside="",
    procedure="abnormal-filing-check",
    subject="件专利申请核查",
    told_by="abnormal-filing-notice",
    confirmed_in="abnormal-filings",
    headings=("申请号", "通知日", "行为类型", STATE, "认定日", NOTICE),
    other="8",
)
MARKS = Matter(
    about=About.TRADEMARKS,
    register="trademarks",
    key=("number", "nice_class"),
    owners="owners",
    beside="mark_text",
    procedure="bad-faith-mark-check",
    subject="件商标申请核查",
    told_by="bad-faith-mark-notice",
    confirmed_in="bad-faith-marks",
    headings=("申请号", "类别", "通知日", "情形", STATE, "认定日", NOTICE),
    other="TM-10",
)
_BY_ABOUT: Mapping[str, Matter] = {each.about: each for each in (PATENTS, MARKS)}


def matter_of(about: str) -> Matter:
    """Return what is screened under a name of `About`."""
    return _BY_ABOUT[about]


def heard_in(procedure: str) -> Matter | None:
    """Return what a procedure hears filers about; None for procedures of other things."""
    return next((each for each in _BY_ABOUT.values() if each.procedure == procedure), None)


def behaviour_order(behaviour: str) -> tuple[str, int]:
    """Return by what behaviours are ordered: the tenth does not stand before the second."""
    prefix, _dash, number = behaviour.rpartition("-")
    return (prefix, int(number) if number.isdecimal() else 0)
