"""The core is law and arithmetic: no Django, no clock, no environment."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_files import CORE, ROOT, place_of, python_files, tree_of

CORE_FILES = python_files("src/zhiheng/core")
OFFICE_ONLY = {"django", "ninja", "click", "rich", "gunicorn", "allauth", "rules", "whitenoise"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
}
ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("os", "environb")}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"relative import in {place_of(path, node)}"
            yield node.module or ""


def attributes(path: Path) -> Iterator[tuple[str, str, ast.AST]]:
    """Yield `x.y` as ("x", "y"), for `a.x.y` too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield name, node.attr, node


@pytest.mark.parametrize("path", CORE_FILES, ids=place_of)
def test_the_core_imports_nothing_of_the_office(path: Path):
    packages = {name.partition(".")[0] for name in imported(path)}
    assert not packages & OFFICE_ONLY
    assert not [name for name in imported(path) if name.startswith("zhiheng.office")]


@pytest.mark.parametrize("path", CORE_FILES, ids=place_of)
def test_the_core_reads_neither_clock_nor_environment(path: Path):
    used = [
        f"{place_of(path, node)} {owner}.{name}"
        for owner, name, node in attributes(path)
        if (owner, name) in CLOCKS | ENVIRONMENT
    ]
    assert not used


IMPORT_WITHOUT = """
import importlib, pkgutil, sys

class Refuses:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(name + " is not installed here")

sys.meta_path.insert(0, Refuses())
import zhiheng.core
names = [found.name for found in pkgutil.walk_packages(zhiheng.core.__path__, "zhiheng.core.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_of_the_core_works_where_django_is_not_installed():
    program = IMPORT_WITHOUT.replace("{blocked!r}", repr(OFFICE_ONLY))
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    packages = [path for path in CORE_FILES if path.parent != CORE or path.stem != "__init__"]
    assert int(done.stdout) == len(packages)
