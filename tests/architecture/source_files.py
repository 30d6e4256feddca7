"""What the tests of the house look at: the Python files of the repository, parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src/zhiheng/core"
OURS = ("src", "tools", "sample", "benchmarks", "tests")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Return our Python files below the folders, without generated migrations."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place_of(path: Path, node: ast.AST | None = None) -> str:
    """Return `file` or `file:line` as editors open it."""
    line = getattr(node, "lineno", None)
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name
