"""Telling anybody whether a paper, a receipt or a proof is genuine, by its code or by its file.

The answer says who issued it, when and under which number, whether it was taken back or replaced,
and where it stands on the ledger. It names no party and shows no text: whoever holds the paper has
both.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import zipfile

from django.utils import timezone
from pypdf import PdfReader

from zhiheng.core.errors import InputError
from zhiheng.core.papers.codes import read_code
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.queries import case_by_code
from zhiheng.office.papers.answering import (
    Answer,
    Verdict,
    answer_for_code,
    answer_for_digest,
)
from zhiheng.office.papers.enums import PaperState
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.queries import paper_by_code, paper_by_digest

_log = logging.getLogger("zhiheng.papers")
LARGEST_FILE = 20 * 1024 * 1024
# A text is looked for a code only in files of the size that papers have: they come from strangers.
_LARGEST_READ, _MOST_PAGES = 5 * 1024 * 1024, 20
# As a code is printed; a file that was printed and scanned anew keeps it in its text, if in any.
_PRINTED = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]")


def verify_code(text: str) -> Answer:
    """Return what is known under a code; `InputError` where it cannot be one."""
    code = read_code(text)
    paper = paper_by_code(code)
    if paper is not None:
        return _of_paper(paper, by_file=False)
    case = case_by_code(code)
    if case is not None:
        return _of_receipt(case)
    return answer_for_code(code) or Answer(Verdict.UNKNOWN, code=code)


def verify_both(content: bytes, text: str) -> Answer:
    """Return whether a file is one of those that a code stands for.

    Where the code is that of a paper, a receipt or nothing, the file alone decides.
    """
    check_size(len(content))
    code = read_code(text)
    digest = hashlib.sha256(content).hexdigest()
    if paper_by_code(code) is None and (found := answer_for_code(code, digest)):
        return found
    return verify_file(content)


def verify_file(content: bytes) -> Answer:
    """Return whether a file is one that was issued, byte for byte.

    A file that is not, but in whose text the code of an issued paper stands, is told apart.
    """
    check_size(len(content))
    digest = hashlib.sha256(content).hexdigest()
    paper = paper_by_digest(digest)
    if paper is not None:
        return _of_paper(paper, by_file=True)
    if proof := answer_for_digest(digest):
        return proof
    for code in codes_in(content):
        found = verify_code(code)
        if found.is_receipt:  # made anew whenever it is asked for, so no file of it is the one
            return found
        if found.verdict is not Verdict.UNKNOWN:
            return Answer(
                Verdict.ALTERED, kind=found.kind, number=found.number, issuer=found.issuer,
                issued_on=found.issued_on, digest=found.digest, code=found.code,
                is_check=found.is_check,
            )  # fmt: skip
    return Answer(Verdict.UNKNOWN, digest=digest)


def check_size(size: int) -> None:
    """Raise where a file is larger than is looked at."""
    if size > LARGEST_FILE:
        most = LARGEST_FILE // 2**20
        raise InputError.of("paper.file_too_large", received=size // 2**20, expected=most)


def codes_in(content: bytes) -> list[str]:
    """Return the codes in the text of a PDF or Word file, each once, those mistyped left out."""
    found = []
    for written in dict.fromkeys(_PRINTED.findall(_text_of(content))):
        try:
            found.append(read_code(written))
        except InputError:
            continue
    return found


def _text_of(content: bytes) -> str:
    """Return the text of a PDF or Word file, empty where it has none or cannot be read."""
    if len(content) > _LARGEST_READ:
        return ""
    try:
        if content.startswith(b"%PDF"):
            pages = PdfReader(io.BytesIO(content)).pages
            return "\n".join(page.extract_text() for page in pages[:_MOST_PAGES])
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                part = package.getinfo("word/document.xml")
                if part.file_size <= LARGEST_FILE:
                    return package.read(part).decode("utf-8", "replace")
    except Exception as error:
        # Whatever the readers stumble over in a file of strangers: no code was found in it.
        _log.info("a file to be checked could not be read: %s", type(error).__name__)
    return ""


def _of_paper(paper: Paper, *, by_file: bool) -> Answer:
    withdrawn = paper.state == PaperState.WITHDRAWN
    later = [each for each in paper.replaced_by.all() if each.number and each.issued_at]
    return Answer(
        Verdict.WITHDRAWN if withdrawn else Verdict.GENUINE,
        kind=paper.title,
        number=paper.number,
        issuer=paper.organisation.name if paper.organisation else "—",
        issued_on=timezone.localdate(paper.issued_at) if paper.issued_at else None,
        withdrawn_on=timezone.localdate(paper.withdrawn_at) if paper.withdrawn_at else None,
        replaced_by=later[-1].number if later else "",
        digest=paper.pdf.digest if paper.pdf else "",
        code=paper.code,
        event=paper.event,
        by_file=by_file,
    )


def _of_receipt(case: Case) -> Answer:
    first = Entry.objects.filter(case=case).order_by("pk").first()
    return Answer(
        Verdict.GENUINE,
        kind=law.procedure_of(case).declaration.title.zh,
        number=case.number,
        issuer=case.organisation.name if case.organisation else "—",
        issued_on=timezone.localdate(case.filed_at),
        code=case.code,
        event=first.event if first else None,
        is_receipt=True,
    )
