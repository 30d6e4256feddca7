"""A small sound procedure to change in tests: asked for, accepted or refused, decided."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from zhiheng.core.errors import Problem
from zhiheng.core.procedures.checks import check
from zhiheng.core.procedures.declared import Paper, ProcedureDeclaration
from zhiheng.core.terms.regimes import packaged_regimes

LAW = {"instrument": {"zh": "测试办法", "en": "Test Measures"}, "article": "1"}


def words(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": zh}


def by_law(**more: Any) -> dict[str, Any]:
    return {"ground": LAW, "status": "verified", **more}


def act(name: str, start: str | list[str], to: str = "", **more: Any) -> dict[str, Any]:
    """Return a declared act; the handler's unless `by` says otherwise."""
    first = [start] if isinstance(start, str) else start
    more = {"by": ["handler"], **more}
    return by_law(
        act=name, title=words(name), **{"from": first}, **({"to": to} if to else {}), **more
    )


def term(name: str, length: str, binds: str = "office", **more: Any) -> dict[str, Any]:
    return by_law(term=name, title=words(name), length=length, binds=binds, **more)


SMALL: dict[str, Any] = {
    "procedure": "small",
    "version": 1,
    "part": "C2",
    "title": words("测试程序"),
    "summary": words("用于测试"),
    "fee": words("不收费"),
    "result": words("决定"),
    "basis": [LAW],
    "regime": "patent-adjudication",
    "prefix": "CS",
    "asked_by": ["citizen"],
    "begun_by": ["applicant"],
    "handling": {"bodies": ["ip_office"], "roles": ["officer"], "superior": ["government"]},
    "finding": {"words": ["测试"]},
    "begins": "submit",
    "subject": "title",
    "respondent": "respondent_name",
    "form": [
        {
            "section": "request",
            "title": words("请求"),
            "fields": [
                {"field": "title", "kind": "line", "label": words("名称")},
                {"field": "respondent_name", "kind": "line", "label": words("被请求人")},
                {"field": "urgent", "kind": "yes-no", "label": words("是否紧急")},
            ],
        }
    ],
    "stages": [
        {"stage": "submitted", "title": words("已提交")},
        {"stage": "supplementing", "title": words("待补正"), "waits_for": "applicant"},
        {"stage": "deciding", "title": words("审理中")},
        {"stage": "closed", "title": words("已办结"), "kind": "closed"},
    ],
    "acts": [
        act("submit", "submitted", by=["applicant"]),
        act("ask-supplement", "submitted", "supplementing", drafts=["request-for-supplement"]),
        act("supplement", "supplementing", "submitted", by=["applicant"]),
        act("deem-withdrawn", "supplementing", "closed", outcome="withdrawn",
            needs={"expired": ["supplement"]}),
        act("accept", "submitted", "deciding", drafts=["notice"]),
        act("refuse", "submitted", "closed", outcome="refused"),
        act("answer", "deciding", by=["respondent"], needs={"within": ["answer"]}),
        act("decide", "deciding", "closed", outcome="decided",
            needs={"served": ["notice"], "expired": ["answer"], "held": ["hearing"]},
            drafts=["decision"]),
    ],
    "terms": [
        term("accepting", "5wd", starts=["submit"], ends=["accept", "refuse", "ask-supplement"]),
        term("supplement", "15d", "applicant", starts=["ask-supplement"], ends=["supplement"]),
        term("answer", "15d", "respondent", lapse=words("不影响审理"), ends=["answer"],
             starts_on_service=[{"paper": "notice", "to": "respondent"}]),
        term("deciding", "3m", starts=["accept"], stopped_by=["illness"],
             extensions=[by_law(length="1m", approval="head"),
                         by_law(length="2m", approval="superior")]),
        term("hearing-notice", "3wd", before="hearing"),
        term("suing", "15d", "parties", survives=True, lapse=words("决定生效"),
             starts_on_service=[{"paper": "decision", "to": "respondent"}]),
    ],
    "grounds": [by_law(code="illness", title=words("当事人患病"))],
    "sessions": [by_law(session="hearing", title=words("口审"), stages=["deciding"],
                        notice="hearing-notice", summons="summons")],
    "papers": [
        {"paper": "request-for-supplement", "title": words("补正通知书")},
        {"paper": "notice", "title": words("答辩通知书"), "to": ["respondent"], "served": True},
        {"paper": "summons", "title": words("口审通知书"), "to": ["applicant", "respondent"],
         "served": True},
        {"paper": "decision", "title": words("决定书"), "number": "测〔{year}〕{sequence}号",
         "to": ["applicant", "respondent"], "served": True},
    ],
    "outcomes": [
        {"outcome": name, "title": words(name)} for name in ("withdrawn", "refused", "decided")
    ],
}  # fmt: skip


def small() -> dict[str, Any]:
    """Return the content of the small procedure, to be changed at will."""
    return copy.deepcopy(SMALL)


def part(content: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """Return one act, term, paper … of a declaration's content by its name."""
    key = {"ground": "code"}.get(kind, kind)
    found: dict[str, Any] = next(each for each in content[f"{kind}s"] if each[key] == name)
    return found


def declared(content: dict[str, Any]) -> ProcedureDeclaration:
    return ProcedureDeclaration.model_validate(content)


def fills(declaration: ProcedureDeclaration, paper: Paper) -> Iterable[Problem]:
    """Take every template for good."""
    return ()


def problems(content: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Return what `check` finds, as codes with the places where they stand."""
    found = check(
        declared(content),
        regimes=packaged_regimes(),
        parameters=more.pop("parameters", {}),
        templates=more.pop("templates", fills),
        **more,
    )
    return [(each.code, each.position) for each in found]
