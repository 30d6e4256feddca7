"""The text of a PDF, page by page.

Page numbers and running heads are left out: they would cut sentences in two. A page without text
is a picture; it is named, so that somebody types it or has it recognised.
"""

from __future__ import annotations

import io
import re
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.plans.passages import character_of

_PAGE_NUMBER = re.compile(
    r"\s*[-—–·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–·.\s]*$"
)
REPEATED_PAGES = 3  # a first line on this many pages is a running head


def pdf_text(data: bytes, *, name: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a PDF with form feeds between pages, and the pages that have none."""
    pages = _pages(data, name)
    empty = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if len(empty) == len(pages):
        raise InputError.of("plan.scanned", file=name, pages=page_list(empty))
    heads = running_heads(pages)
    text = "".join(map(character_of, "\f".join(without_edges(page, heads) for page in pages)))
    problems = tuple(
        Problem("plan.page_without_text", {"page": str(number)}, position=f"page {number}")
        for number in empty
    )
    return text, problems


def page_list(pages: list[int]) -> str:
    """Return page numbers in short: 1-3, 5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _pages(data: bytes, name: str) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError.of("plan.encrypted", file=name)
        return [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise InputError.of("plan.broken", file=name, received=error) from error


def running_heads(pages: list[str]) -> set[str]:
    """Return the first and last lines that stand on many pages."""
    edges = Counter(
        line for page in pages if (lines := _lines(page)) for line in {lines[0], lines[-1]}
    )
    return {line for line, count in edges.items() if count >= REPEATED_PAGES}


def _lines(page: str) -> list[str]:
    return [line.strip() for line in page.splitlines() if line.strip()]


def without_edges(page: str, heads: set[str]) -> str:
    """Return a page without running heads and page numbers at its top and bottom."""
    lines = page.splitlines()
    for edge in (0, -1):
        while lines and (not lines[edge].strip() or _is_edge(lines[edge], heads)):
            del lines[edge]
    return "\n".join(lines) + "\n"


def _is_edge(line: str, heads: set[str]) -> bool:
    return line.strip() in heads or bool(_PAGE_NUMBER.fullmatch(line))
