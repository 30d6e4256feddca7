"""Every row of every drawn table, the manual made of them, and the mechanism itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.drawn_tables import Row, Table, check_row, load_pages
from tools.build_spec_manual import outdated_pages

CASES = [(f"{page.name}/{name}", table, row) for page in load_pages()
         for name, table, row in page.cases()]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_row_holds(table: Table, row: Row) -> None:
    check_row(table, row)


def test_manual_is_current() -> None:
    assert [page.name for page in outdated_pages()] == []


SUBJECT = """
title: Check digits
intro: ""
tables:
  - title: One
    subject: zhiheng.core.identifiers.application_number.parse_application_number
    arguments: {text: str}
    table: |
      | text | result | year | problems | source |
      | --- | --- | --- | --- | --- |
"""


def _rows(folder: Path, *lines: str) -> list[tuple[Table, Row]]:
    (folder / "page").mkdir()
    (folder / "page" / "page.yaml").write_text("{title: A page, intro: ''}", encoding="utf-8")
    text = SUBJECT + "".join(f"      {line}\n" for line in lines)
    (folder / "page" / "subject.yaml").write_text(text, encoding="utf-8")
    return [case[1:] for page in load_pages(folder) for case in page.cases()]


@pytest.mark.parametrize(
    "line",
    [
        "| 201910302430.1 | 201910302430.2 | | | wrong result |",
        "| 201910302430.1 | 201910302430.1 | 2018 | | wrong attribute |",
        "| 201910302430.1 | | | application_number.year | nothing is raised |",
        "| 201910302430.2 | 201910302430.1 | | | something is raised |",
        "| 201910302430.2 | | | application_number.year | another problem |",
    ],
)
def test_a_wrong_row_fails(tmp_path: Path, line: str) -> None:
    [(table, row)] = _rows(tmp_path, line)
    with pytest.raises(AssertionError):
        check_row(table, row)


@pytest.mark.parametrize(
    "line",
    [
        "| 201910302430.1 | | | | expects nothing |",
        "| 201910302430.1 | 201910302430.1 | | | |",
        "| 201910302430.1 | 201910302430.1 | | application_number.year | both |",
        "| 201910302430.1 | a cell too few |",
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"subject\.yaml"):
        _rows(tmp_path, line)
