"""The files of a report: what was issued as it was kept, a draft as it would be now."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from zhiheng.core.annual.report import annual_report
from zhiheng.core.documents.model import Document
from zhiheng.core.errors import NotFoundError
from zhiheng.office.annual.enums import WITH_FILES
from zhiheng.office.annual.models import Report
from zhiheng.office.annual.queries import facts, facts_before
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.web.document_files import PDF_TYPE, WORD_TYPE, pdf_file, word_file

KINDS = {"docx": WORD_TYPE, "pdf": PDF_TYPE}


def document_of(report: Report, *, at: datetime | None = None) -> Document:
    """Return a report as a document that states the time `at`; a draft is marked as one.

    Without `at` it states when it was issued, or when the draft was changed last.
    """
    return annual_report(
        facts(report.snapshot),
        digest=report.snapshot.digest,
        at=timezone.localtime(at or stated_time(report)),
        sections=report.sections,
        previous=facts_before(report),
        draft=at is None and report.state not in WITH_FILES,
    )


def stated_time(report: Report) -> datetime:
    """Return the time that the files of a report state."""
    return report.issued_at or report.changed_at


def written(document: Document, ending: str, *, at: datetime) -> bytes:
    """Return a document as the bytes of a .docx or .pdf file."""
    local = timezone.localtime(at)
    return {"docx": word_file, "pdf": pdf_file}[ending](document, at=local)


def file_of(report: Report, ending: str) -> bytes:
    """Return the bytes of a report as .docx or .pdf: those issued, or those of the draft now."""
    if ending not in KINDS:
        raise NotFoundError.of("annual.no_such_file", received=ending, expected="docx、pdf")
    kept = {"docx": report.word, "pdf": report.pdf}[ending]
    if kept is not None:
        return content_of(kept)
    return written(document_of(report), ending, at=stated_time(report))


def file_name(report: Report, ending: str) -> str:
    """Return what the file of a report is called."""
    title = "".join(each for each in report.plan.title if each.isalnum() or each in "“”—-")[:60]
    return f"{title}{report.snapshot.year}年度实施进展报告.{ending}"
