"""Findings about filings of a firm with an account and of a person, and who judges them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.office.cases.conftest import Cast, after, cast
from tests.office.conftest import WHEN, MakePerson
from tests.office.papers.test_declared_procedures import Office
from tests.office.registers.cities import empty_home
from tests.office.registers.feeds import write
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case
from zhiheng.office.registers import lake
from zhiheng.office.screening.hearing import open_case
from zhiheng.office.screening.models import Finding, FindingFiling, Run

__all__ = ["cast", "court", "empty_home"]

FIRM = "乙方科技有限公司"  # the firm of the cast's respondent
PERSON = "张晓明"
ONE, TWO, THREE = "202610302430.1", "202610302431.6", "202610302432.0"
OF_A_PERSON, LONELY = "202610000003.8", "202610000004.2"
AGENCY = "深圳汀岸专利代理事务所"
PATENTS = f"""\
申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人,地址,发明人,代理机构
{ONE},CN126000001A,一种夹具,2026-02-13,2026-01-06,{FIRM},广东省深圳市南山区,李静,{AGENCY}
{TWO},CN126000002A,一种夹具,2026-02-13,2026-01-06,{FIRM},广东省深圳市南山区,李静,{AGENCY}
{THREE},CN126000003A,一种夹具,2026-02-13,2026-01-07,{FIRM},广东省深圳市南山区,李静,
{OF_A_PERSON},CN126000005A,一种水杯,2026-02-20,2026-01-02,{PERSON},广东省深圳市福田区,{PERSON},
"""
SIGNAL = "near-identical"
FACTS = {
    "applicants": 1, "filings": 3, "similarity": 97, "days": 2,
    "first": "2026-01-06", "last": "2026-01-07",
}  # fmt: skip


@dataclass
class Court:
    """Everybody and everything that a hearing needs; what is heard about stands in the class."""

    about: ClassVar[str] = "patents"
    signal: ClassVar[str] = SIGNAL
    behaviour: ClassVar[str] = "1"
    facts: ClassVar[dict[str, Any]] = FACTS
    evidence: ClassVar[list[dict[str, Any]]] = []
    papers: ClassVar[tuple[str, str]] = ("abnormal-filing-notice", "abnormal-filing-confirmation")

    cast: Cast
    analyst: User
    run: Run
    home: Path

    def finding(self, *filings: str, signal: str = "", subject: str = "") -> Finding:
        """Return a finding about some filings that a screening brought."""
        signal = signal or self.signal
        found = Finding.objects.create(
            about=self.about,
            key=hashlib.sha256(repr((signal, filings)).encode()).hexdigest()[:24],
            signal=signal,
            behaviour=self.behaviour,
            subject=subject or filings[0],
            title=FIRM,
            strength=0.9,
            filings=list(filings),
            size=len(filings),
            facts={**self.facts, "filings": len(filings)},
            evidence=self.evidence,
            items=[f"filing:{each}" for each in filings],
            first_run=self.run,
            last_run=self.run,
        )
        FindingFiling.objects.bulk_create(
            FindingFiling(finding=found, number=each) for each in filings
        )
        return found

    def opened(self, *findings: Finding) -> list[Case]:
        """Open the cases of findings on the first day."""
        return open_case(
            findings=findings, reason="权利要求几乎相同", by=self.cast.officer, on=after(0)
        )

    def asked(self, *findings: Finding) -> Office:
        """Return the case of findings of one filer, who was told of it on the second day."""
        [case] = self.opened(*findings)
        office = Office(case, self.cast)
        office.do("ask", self.cast.officer, 1, questions="请说明三件申请的区别。")
        office.served(self.papers[0], 2)
        return office

    def answered(self, *findings: Finding) -> Office:
        """Return the case in which the firm has explained itself."""
        office = self.asked(*findings)
        office.do("answer", self.cast.respondent, 5, "proof", statement="是三种规格。")
        return office

    def answered_anew(self, before: Office, *, days: int) -> Office:
        """Return a case that an officer began at the desk about the filings of an earlier one."""
        case = begin_case(
            procedure="abnormal-filing-check",
            request=Request(given=before.case.form, organisation=self.cast.office),
            by=self.cast.officer, on=after(days),
        )  # fmt: skip
        take_case(case=case, revision=None, by=self.cast.officer, on=after(days))
        office = Office(case, self.cast)
        office.do("ask", self.cast.officer, days, questions="请再次说明。")
        office.served("abnormal-filing-notice", days + 1)
        office.do("answer", self.cast.respondent, days + 2, statement="补充了研发记录。")
        return office

    def confirmed(self, *findings: Finding, numbers: str = "") -> Office:
        """Return the case in which filings were confirmed, by officer and head, and served."""
        office = self.answered(*findings)
        office.do(
            "confirm", self.cast.officer, 8, behaviour=self.behaviour, reasons="说明不能解释。",
            confirmed_filings=numbers,
        )  # fmt: skip
        office.served(self.papers[1], 9)
        return office


@pytest.fixture
def court(cast: Cast, make_person: MakePerson, empty_home: Path) -> Court:
    """A lake with five filings, a screening, and the people."""
    shutil.copytree(_imported(), empty_home / "lake", dirs_exist_ok=True)
    lake.forget()
    run = Run.objects.create(kind="period", requested_by=cast.officer, requested_at=after(0))
    return Court(cast, make_person("anna", Role.ANALYST), run, empty_home)


@cache
def _imported() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="hearings-", dir=HOME))
    files = [write(folder, "patents.csv", PATENTS)]
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    report = take_in([Path(file) for file in files], settings, on=WHEN)
    assert not report.set_aside, report.set_aside
    return folder / "lake"
