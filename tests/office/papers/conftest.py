"""The small procedure with templates of its own, and cases whose papers are tried."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.procedures.small import part, small
from tests.office.cases.conftest import Cast, after, case, cast, did, filed
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.cases import law as case_law
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.models import Case, Party
from zhiheng.office.papers import law
from zhiheng.office.papers.drafting import propose_paper
from zhiheng.office.papers.issuing import issue_paper
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.queries import addressees
from zhiheng.office.papers.serving import Sending
from zhiheng.office.registers import lake

__all__ = ["case", "cast"]

TEMPLATES: dict[str, dict[str, Any]] = {
    "notice": {
        "addressee": "{{ respondent.name }}",
        "body": [
            "{{ case.title }}一案{{ acts.accept.on }}受理，请在{{ terms.answer.length }}内答辩。"
        ],
    },
    "decision": {"body": ["经审理，{{ case.title }}一案决定如下。"], "signature": "panel"},
    "summons": {"body": ["定于{{ session.day }}在{{ session.place }}进行{{ session.title }}。"]},
    "request-for-supplement": {"addressee": "{{ applicant.name }}", "body": ["请补正。"]},
    "inner": {"body": ["仅供内部。"]},
}


def declaration() -> dict[str, Any]:
    """Return the small procedure with papers that are numbered, signed, confidential."""
    content = small()
    part(content, "paper", "notice").update(
        number="测通〔{year}〕{sequence}号", stages=["deciding"]
    )
    part(content, "paper", "decision").update(approval="head", stages=["deciding"])
    part(content, "paper", "request-for-supplement").update(stages=["submitted"], to=["applicant"])
    content["materials"] = [
        {"material": "proof", "title": {"zh": "证明", "en": "Proof"}, "required": False}
    ]
    content["papers"].append(
        {"paper": "inner", "title": {"zh": "内部意见", "en": "Opinion"}, "confidential": True,
         "stages": ["submitted", "deciding"]}
    )  # fmt: skip
    return content


@pytest.fixture(scope="module", autouse=True)
def _procedure() -> Iterator[None]:
    folder = settings.ZHIHENG.home / "declarations"
    assert not folder.exists(), "another test left its declarations behind"
    for name, content in {"procedures/small": declaration(), **_papers()}.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    _forget()
    yield
    shutil.rmtree(folder)
    _forget()


def _papers() -> dict[str, dict[str, Any]]:
    return {
        f"papers/{name}": {"paper": name, "title": {"zh": name, "en": name}, **content}
        for name, content in TEMPLATES.items()
    }


def _forget() -> None:
    case_law.forget()
    law.forget()
    lake.forget()


@pytest.fixture
def taken(cast: Cast, case: Case) -> Case:
    """A case that the officer took."""
    take_case(case=case, revision=None, by=cast.officer, on=after(0))
    case.refresh_from_db()
    return case


@pytest.fixture
def accepted(cast: Cast, taken: Case) -> Case:
    """A case that was accepted: its notice to the other party was drafted with that."""
    did(taken, "accept", cast.officer, on=after(1))
    return _fresh(taken)


@pytest.fixture
def notice(accepted: Case) -> Paper:
    """The notice that was drafted when the case was accepted."""
    return Paper.objects.get(case=accepted, kind="notice")


@pytest.fixture
def issued(cast: Cast, notice: Paper) -> Paper:
    """The notice, issued two days after the case was filed."""
    return issue_paper(paper=notice, revision=None, by=cast.officer, on=after(2))


def another(cast: Cast, *, title: str = "第二件") -> Case:
    """Another accepted case."""
    made = filed(cast, title=title)
    take_case(case=made, revision=None, by=cast.officer, on=after(0))
    did(made, "accept", cast.officer, on=after(1))
    return _fresh(made)


def signed_decision(cast: Cast, drafted: Paper, *, days: int = 3) -> Paper:
    """Lay a paper before the head, who issues it."""
    propose_paper(paper=drafted, revision=None, by=cast.officer, on=after(days))
    return issue_paper(paper=drafted, revision=None, by=cast.head, on=after(days))


def scan(name: str = "送达回证.pdf") -> SimpleUploadedFile:
    """Return a signed proof of service."""
    return SimpleUploadedFile(name, b"%PDF-1.7 signed")


def handed_over(days: int, **more: Any) -> Sending:
    """Return how a paper is handed over so many days after the case was filed."""
    day = after(days).date()
    return Sending("delivery", day, **{"received_on": day, "proof": scan(), **more})


def party_of(paper: Paper) -> Party:
    """Return the one party a paper is addressed to."""
    [party] = addressees(paper)
    return party


def word_of(paper: Paper) -> bytes:
    """Return the Word file of a paper."""
    assert paper.word is not None
    return content_of(paper.word)


def upload(content: bytes, name: str = "修改稿.docx") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def _fresh(given: Case) -> Case:
    return Case.objects.get(pk=given.pk)
