"""Findings about marks of a firm with an account and of a person, and who judges them."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import packaged, put
from tests.office.cases.conftest import Cast, after, cast
from tests.office.conftest import MakePerson
from tests.office.registers.cities import empty_home
from tests.office.screening.hearing_cases import Court
from zhiheng.core.lake.tables import Lake
from zhiheng.office.accounts.enums import Role
from zhiheng.office.registers import lake
from zhiheng.office.screening import law
from zhiheng.office.screening.models import Run

__all__ = ["cast", "empty_home", "marks_court"]

FIRM = "乙方科技有限公司"  # the firm of the cast's respondent
PERSON = "张晓明"
NEAR, OTHER, LATER, OF_A_PERSON, EARLIER = (
    "61000001~09", "61000001~35", "61000002~09", "61000003~25", "9000001~09",
)  # fmt: skip
AGENCY = "深圳示例商标代理有限公司"
FACTS = {"first_filed": "2026-01-06", "last_filed": "2026-03-01"}
PAIR = {
    "a": "华星科技", "b": "华兴科技", "score": 0.93, "near": True,
    "channels": [{"name": "sound", "score": 1.0,
                  "reason": {"zh": "读音相同", "en": "same sound"}}],
    "rules": [{"code": "same-sound", "near": True, "words": {"zh": "音同形近", "en": "sound"},
               "source": "商标审查审理指南 下编", "status": "unverified"}],
    "goods": {"kind": "same_group", "reason": {"zh": "同为 0901 类似群", "en": "group 0901"}},
    "a_owner": [FIRM], "a_day": "2026-01-06", "a_status": "pending", "a_classes": ["09"],
    "b_owner": [PERSON], "b_day": "2012-05-01", "b_status": "registered", "b_classes": ["09"],
}  # fmt: skip
EVIDENCE: list[dict[str, Any]] = [
    {"kind": "pair_of_marks", "filings": [NEAR, EARLIER], "facts": PAIR},
    {"kind": "names", "filings": [LATER], "facts": {"hits": [
        {"number": LATER, "mark": "黄鹤楼", "name": "黄鹤楼", "kind": "scenic",
         "source": "景点名录", "why": {"zh": "与之相同", "en": "is the same"}}]}},
    {"kind": "spread", "filings": [], "facts": {"by": "class", "counts": {"09": 2, "35": 1}}},
    {"kind": "timeline", "filings": [], "facts": {"days": [
        {"day": "2026-01-06", "what": "filed", "number": NEAR, "of": FIRM},
        {"day": "2026-02-01", "what": "opposed", "number": NEAR, "of": ""}]}},
]  # fmt: skip


class MarksCourt(Court):
    """Everybody and everything that a hearing about marks needs."""

    about = "trademarks"
    signal = "mark-copying"
    behaviour = "TM-2"
    facts = FACTS
    evidence = EVIDENCE
    papers = ("bad-faith-mark-notice", "bad-faith-mark-confirmation")


@pytest.fixture
def marks_court(cast: Cast, make_person: MakePerson, empty_home: Path) -> MarksCourt:
    """A lake with five rows of marks, a screening, and the people."""
    shutil.copytree(_stored(), empty_home / "lake", dirs_exist_ok=True)
    lake.forget()
    law.forget()
    run = Run.objects.create(
        about="trademarks", kind="period", requested_by=cast.officer, requested_at=after(0)
    )
    return MarksCourt(cast, make_person("anna", Role.ANALYST), run, empty_home)


@cache
def _stored() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="marks-court-", dir=HOME)) / "lake"
    rows = [
        _mark(NEAR, "华星科技", FIRM, "2026-01-06"),
        _mark(OTHER, "华星科技", FIRM, "2026-01-06"),
        _mark(LATER, "黄鹤楼", FIRM, "2026-03-01"),
        _mark(OF_A_PERSON, "示例牌", PERSON, "2027-02-01"),
        _mark(EARLIER, "华兴科技", "深圳华兴科技有限公司", "2012-05-01"),
    ]
    put(Lake(str(folder)), packaged().register("trademarks"), rows)
    return folder


def _mark(filing: str, words: str, owner: str, day: str) -> dict[str, Any]:
    number, nice_class = filing.split("~")
    return {
        "number": number,
        "nice_class": nice_class,
        "mark_text": words,
        "office": "CN",
        "status": "pending",
        "filing_date": dt.date.fromisoformat(day),
        "owners": [owner],
        "division": "440305",
        "agency": AGENCY,
    }
