"""Papers that are made when somebody asks for them: the receipt of a case, the proof of service."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from zhiheng.core.papers.issuing import Issue, issued_pdf, issued_word
from zhiheng.core.papers.word import fill_word
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.office.cases import law as case_law
from zhiheng.office.cases.models import Case
from zhiheng.office.papers import law
from zhiheng.office.papers.models import Service
from zhiheng.office.papers.values import day_in_words, service_values, values_for
from zhiheng.office.web.document_files import document_fonts

RECEIPT, PROOF = "receipt", "service-receipt"
VERIFY_PATH = "/verify/"


def verify_address(code: str) -> str:
    """Return where a code is looked up; empty where the platform has no public address."""
    base = settings.ZHIHENG.public_address
    return f"{base}{VERIFY_PATH}?code={code}" if base else ""


def case_receipt(case: Case) -> bytes:
    """Return the receipt of a case as PDF: that it was handed in, when, and its code."""
    kind = _own_kind(case, RECEIPT)
    values = values_for(case, kind, None, on=case.filed_at)
    word = fill_word(law.templates().word(RECEIPT), values, name=kind.title.zh)
    issue = Issue(
        title=kind.title.zh,
        office=case.organisation.name if case.organisation else "—",
        number="",
        day=day_in_words(case.filed_at),
        code=case.code,
        address=verify_address(case.code),
    )
    at = timezone.localtime(case.filed_at)
    return issued_pdf(
        issued_word(word, issue, name=kind.title.zh),
        issue, at=at, fonts=document_fonts(), name=kind.title.zh,
    )  # fmt: skip


def service_proof(service: Service) -> bytes:
    """Return the proof of one service as Word, to be printed and signed by whoever receives."""
    case = service.paper.case
    kind = _own_kind(case, PROOF)
    values = values_for(case, kind, None, on=service.at)
    filled = {
        **values,
        "service": service_values(service),
        "today": day_in_words(service.at),
        "paper": {"title": kind.title.zh, "number": ""},
    }
    return fill_word(law.templates().word(PROOF), filled, name=kind.title.zh)


def _own_kind(case: Case, name: str) -> DeclaredPaper:
    """Return a paper as the procedure declares it, or as its template does; without a number."""
    known = case_law.procedure_of(case).papers.get(name)
    title = known.title if known else law.templates().template(name).title
    return DeclaredPaper(paper=name, title=title)
