from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.office.cases.conftest import Cast, after
from zhiheng.core.procedures.declared import FormField
from zhiheng.core.terms.lengths import parse_length
from zhiheng.office.cases import law
from zhiheng.office.cases.cooperating import ask_body
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.sessions import Appointment, schedule_session
from zhiheng.office.cases.stopping import (
    ExtensionRequest,
    extend_term,
    resume_case,
    suspend_case,
)
from zhiheng.office.papers.values import in_words, values_for

pytestmark = pytest.mark.django_db


def values(case: Case, entry: Entry | None = None) -> Any:
    case = Case.objects.get(pk=case.pk)
    kind = law.procedure_of(case).papers["decision"]
    return values_for(case, kind, entry, on=after(20))


def test_what_is_known_of_a_case_is_offeredin_words(accepted: Case) -> None:
    given = values(accepted)
    assert given["office"]["name"] == "南山知识产权局"
    assert given["case"] == {
        "number": accepted.number, "title": "路灯外观设计纠纷", "filed_on": "2026年3月2日",
        "stage": "审理中", "outcome": "", "station": "", "materials": "",
    }  # fmt: skip
    assert given["form"] == {
        "title": "路灯外观设计纠纷", "respondent_name": "乙方科技有限公司", "urgent": "否",
    }  # fmt: skip
    assert given["acts"]["accept"] == {"on": "2026年3月3日"}
    assert "decide" not in given["acts"]
    assert given["terms"]["deciding"] == {"length": "3个月", "due": "2026年6月3日"}
    assert given["terms"]["suing"] == {"length": "15日"}
    assert given["handler"]["name"] == "Olga"
    assert (given["respondents"], given["third_party"]["name"]) == ("乙方科技有限公司", "")
    assert given["ground"] == {"instrument": "", "article": ""}


def test_what_has_not_happened_is_missing_rather_than_empty(accepted: Case) -> None:
    given = values(accepted)
    for name in ("session", "extension", "suspension", "transfer", "cooperation"):
        assert given[name] == {}


def test_stops_extensions_sessions_and_requests_are_told(cast: Cast, accepted: Case) -> None:
    case = accepted
    suspended = suspend_case(
        case=case, revision=None, ground="illness", reason="住院", by=cast.officer, on=after(3)
    )
    given = values(case, suspended)
    assert given["suspension"] == {"ground": "当事人患病", "on": "2026年3月5日", "reason": "住院"}
    assert given["ground"] == {"instrument": "测试办法", "article": "第一条"}
    resume_case(
        case=case, revision=None, ground="illness", reason="出院", by=cast.officer, on=after(6)
    )
    wanted = ExtensionRequest("deciding", "1m", "案情复杂")
    extend_term(case=case, revision=None, wanted=wanted, by=cast.head, on=after(7))
    ask_body(
        case=case, revision=None, organisation=cast.stranger.memberships.get().organisation,
        question="请协助调查", due_on=dt.date(2026, 4, 1), by=cast.officer, on=after(7),
    )  # fmt: skip
    starts = after(20, hour=14)
    schedule_session(
        case=case, revision=None, wanted=Appointment("hearing", starts, "第一审理庭"),
        by=cast.officer, on=after(8),
    )  # fmt: skip
    given = values(case)
    assert given["suspension"]["ended"] == "2026年3月8日"
    assert given["extension"] == {
        "term": "deciding", "reason": "案情复杂", "length": parse_length("1m").zh,
        "due": given["terms"]["deciding"]["due"],
    }  # fmt: skip
    assert given["cooperation"] == {
        "body": "福田知识产权局", "request": "请协助调查", "due": "2026年4月1日",
    }  # fmt: skip
    assert given["session"] == {
        "title": "口审", "day": "2026年3月22日", "time": "14:30", "place": "第一审理庭",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", "500000.00", "500000元"),
        ("money", "0.50", "0.50元"),
        ("date", "2026-09-17", "2026年9月17日"),
        ("yes-no", "yes", "是"),
        ("division", "440305", "广东省深圳市南山区"),
        ("division", "999999", "999999"),
        ("line", "", ""),
    ],
)
def test_a_value_stands_as_papers_write_it(kind: Any, value: str, said: str) -> None:
    field = FormField.model_validate({"field": "x", "kind": kind, "label": {"zh": "x", "en": "x"}})
    assert in_words(field, value) == said


def test_choices_stand_by_their_labels() -> None:
    choices = {"a": {"zh": "甲", "en": "A"}, "b": {"zh": "乙", "en": "B"}}
    field = FormField.model_validate(
        {"field": "x", "kind": "choices", "label": {"zh": "x", "en": "x"}, "choices": choices}
    )
    assert in_words(field, "a,b") == "甲、乙"
