"""Print the drawn tables of tests/spec as pages of the reference manual.

python tools/build_spec_manual.py            write docs/reference/<page>.md
python tools/build_spec_manual.py --check    exit 1 if a page is not current
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run from anywhere, installed or not

from tests.spec.drawn_tables import Page, Row, Table, load_pages  # noqa: E402

MANUAL = ROOT / "docs" / "reference"


def render_page(page: Page) -> str:
    """Return one page as Markdown, ending in a newline."""
    script = Path(__file__).resolve().relative_to(ROOT).as_posix()
    parts = [
        f"<!-- Written by {script} from tests/spec/{page.name}; change the tables there. -->",
        f"# {page.title}",
        page.intro.strip(),
    ]
    for subject in page.subjects:
        parts += [f"## {subject.title}", subject.intro.strip()]
        for table in subject.tables:
            parts += [f"### {table.title}", *_words(table), _markdown(table)]
    return "\n\n".join(part for part in parts if part) + "\n"


def outdated_pages(*, manual: Path = MANUAL) -> list[Page]:
    """Return the pages whose file is missing or differs from what the tables say."""
    return [
        page
        for page in load_pages()
        if not (manual / f"{page.name}.md").is_file()
        or (manual / f"{page.name}.md").read_text(encoding="utf-8") != render_page(page)
    ]


def main(arguments: list[str]) -> int:
    """Write the outdated pages, or with `--check` only name them."""
    outdated = outdated_pages()
    for page in outdated:
        path = MANUAL / f"{page.name}.md"
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is not current; run {Path(__file__).name}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(render_page(page), encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if outdated and "--check" in arguments else 0


def _words(table: Table) -> list[str]:
    return [table.intro.strip(), f"Rule: `{table.subject}`."]


def _markdown(table: Table) -> str:
    lines = [table.columns, ["---"] * len(table.columns)]
    lines += [[_cell(row, column) for column in table.columns] for row in table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(row: Row, column: str) -> str:
    return row.cells[column].replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
