"""Drawn tables: rules written as tables an expert can read, run as tests, printed as manual.

A page is a folder: `page.yaml` (`title`, `intro`) and one YAML file per subject:

    title: Application numbers
    intro: What the reader should know first.
    tables:
      - title: Any notation, one number
        subject: zhiheng.core.identifiers.application_number.parse_application_number
        arguments: {text: str}
        table: |
          | text          | result         | year | source      |
          | ------------- | -------------- | ---- | ----------- |
          | 2018103932133 | 201810393213.3 | 2018 | filing copy |

Every row is one case: `subject` is called with the columns named in `arguments`, by keyword.
What is expected stands in the other columns:

* `result` is what is returned, as text;
* `problems` are the codes of the error for people that is raised, separated by spaces;
* `source` says who says so and is required; `note` is for the reader;
* any other column is an attribute of what is returned (`year`, `right.value`).

An empty cell is not checked; `–` is None. Enumerations are written by value, dates as
2026-01-31, truth as yes and no, lists with `; ` between. Back quotes around a cell keep spaces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import PersonError

SPEC = Path(__file__).parent
NOTHING = "–"
READERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "bool": lambda cell: {"yes": True, "no": False}[cell],
    "date": date.fromisoformat,
    "decimal": Decimal,
    "json": json.loads,
}
_UNCHECKED = {"source", "note"}
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Row:
    """One case: its cells by column, as written."""

    cells: Mapping[str, str]

    def plain(self, column: str) -> str:
        """Return a cell without its back quotes."""
        cell = self.cells.get(column, "")
        return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == "`" else cell


@dataclass(frozen=True)
class Table:
    """Cases of one subject; `arguments` maps columns to the kind they are read as."""

    title: str
    intro: str
    subject: str
    arguments: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def expected(self) -> list[str]:
        """Return the columns that say what is expected."""
        return [c for c in self.columns if c not in self.arguments and c not in _UNCHECKED]


@dataclass(frozen=True)
class Subject:
    """One file: a heading, some words, its tables."""

    file: Path
    title: str
    intro: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Page:
    """One folder, one page of the manual."""

    name: str
    title: str
    intro: str
    subjects: tuple[Subject, ...]

    def cases(self) -> Iterator[tuple[str, Table, Row]]:
        """Yield every row with a name that finds it."""
        for subject in self.subjects:
            for table in subject.tables:
                for number, row in enumerate(table.rows, start=1):
                    yield f"{subject.file.stem}: {table.title} {number}", table, row


def load_pages(root: Path = SPEC) -> list[Page]:
    """Return every page below a folder."""
    return [_page(path.parent) for path in sorted(root.glob("*/page.yaml"))]


def check_row(table: Table, row: Row) -> None:
    """Call the subject with a row's arguments and assert what the row expects."""
    arguments = {name: READERS[kind](row.plain(name)) for name, kind in table.arguments.items()}
    expected_codes = row.plain("problems").removeprefix(NOTHING)
    result, codes = _call(table.subject, arguments)
    assert codes == expected_codes, f"problems {codes!r}, result {shown(result)}"
    if codes:
        return
    for column in table.expected:
        expected = row.plain(column)
        if expected and column != "problems":
            value = result if column == "result" else reduce(getattr, column.split("."), result)
            assert shown(value) == expected, column


def _call(subject: str, arguments: Mapping[str, Any]) -> tuple[Any, str]:
    """Return what the subject returns, or the codes of the error for people it raises."""
    try:
        return _resolve(subject)(**arguments), ""
    except PersonError as error:
        for problem in error.problems:  # a problem that cannot be told in both languages fails
            problem_text(problem, "zh"), problem_text(problem, "en")
        return None, " ".join(problem.code for problem in error.problems)


def shown(value: object) -> str:
    """Return a value as it is written in a cell."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return "; ".join(f"{shown(key)}: {shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(shown, value))
    return str(value)


def _page(folder: Path) -> Page:
    head = _read(folder / "page.yaml")
    files = sorted(path for path in folder.glob("*.yaml") if path.name != "page.yaml")
    return Page(folder.name, head["title"], head["intro"], tuple(map(_subject, files)))


def _subject(file: Path) -> Subject:
    content = _read(file)
    tables = tuple(_table(file, declared) for declared in content["tables"])
    return Subject(file, content["title"], content["intro"], tables)


def _read(file: Path) -> Mapping[str, Any]:
    # Every scalar stays text: YAML would take a parameter named `on` for truth.
    content: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    return content


def _table(file: Path, declared: Mapping[str, Any]) -> Table:
    head, rule, *body = [_cells(line) for line in declared["table"].strip().splitlines()]
    where = f"{file}: {declared['title']}"
    if any(set(cell) - set("-: ") for cell in rule):
        raise ValueError(f"{where}: the second line must be a rule of dashes")
    for cells in body:
        if len(cells) != len(head):
            raise ValueError(f"{where}: {len(head)} columns, but a row has {cells}")
    table = Table(
        title=declared["title"],
        intro=declared.get("intro", ""),
        subject=declared["subject"],
        arguments=declared["arguments"],
        columns=tuple(head),
        rows=tuple(Row(dict(zip(head, cells, strict=True))) for cells in body),
    )
    _check_form(table, where)
    return table


def _check_form(table: Table, where: str) -> None:
    """Refuse what could never fail: a row without expectation, or without source."""
    missing = set(table.arguments) - set(table.columns)
    if missing or not table.rows:
        raise ValueError(f"{where}: no rows, or no column for {sorted(missing)}")
    for row in table.rows:
        filled = [column for column in table.expected if row.plain(column)]
        problems = row.plain("problems") not in ("", NOTHING)
        if not filled or (problems and filled != ["problems"]):
            raise ValueError(f"{where}: a row expects either values or problems: {row.cells}")
        if not row.plain("source"):
            raise ValueError(f"{where}: a row without source: {row.cells}")


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)]


def _resolve(path: str) -> Callable[..., object]:
    module, _, name = path.rpartition(".")
    found: Callable[..., object] = getattr(import_module(module), name)
    return found
