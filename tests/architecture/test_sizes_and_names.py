"""Nothing grows until nobody can read it, and no drawer is called "misc"."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.source_files import OURS, place_of, python_files, tree_of

MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 45
BANNED = {"utils", "util", "helpers", "helper", "misc", "common"}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_no_module_is_longer_than_it_may_be():
    long = {
        place_of(path): lines
        for path in python_files(*OURS)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES_OF_A_MODULE
    }
    assert not long


def test_no_function_is_longer_than_it_may_be():
    long = {
        f"{place_of(path)}:{node.name}": length(node)
        for path in python_files(*OURS)
        for node in functions(path)
        if length(node) > MOST_LINES_OF_A_FUNCTION
    }
    assert not long


def test_the_typical_function_is_short():
    lengths = sorted(length(node) for path in python_files("src") for node in functions(path))
    assert lengths[len(lengths) // 2] <= 12


@pytest.mark.parametrize("path", python_files(*OURS), ids=place_of)
def test_modules_are_named_for_their_subject(path: Path):
    assert not BANNED & {path.stem, *path.parent.parts}
