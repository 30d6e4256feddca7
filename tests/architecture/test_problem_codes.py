"""Every problem a person can meet has its words, in both languages, with the values they show."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.source_files import place_of, python_files, tree_of
from zhiheng.core.declarations.messages import problem_wordings

WORDINGS = problem_wordings()
FILES = python_files("src")
# Added where the problem of a cell is told: the column's title.
ADDED_LATER = {"field"}


@dataclass(frozen=True)
class Use:
    """One place that names a problem; `given` is None where the values are built elsewhere."""

    code: str
    given: frozenset[str] | None
    place: str


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def uses(path: Path) -> Iterator[Use]:
    """Yield every `Problem("code", …)` and `SomeError.of("code", …)` of a file."""
    for function in ast.walk(tree_of(path)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and (code := _code(node)):
                # The values are often named first, and the name used again further down.
                local = dict(_dictionaries(function, before=node.lineno))
                yield Use(code, _given(node, local), place_of(path, node))


def _dictionaries(function: ast.AST, *, before: int) -> Iterator[tuple[str, ast.Dict]]:
    assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    for node in sorted(assigned, key=lambda each: each.lineno):
        if isinstance(node.value, ast.Dict) and node.lineno <= before:
            yield from (
                (each.id, node.value) for each in node.targets if isinstance(each, ast.Name)
            )


def _code(call: ast.Call) -> str:
    names_a_problem = getattr(call.func, "id", "") == "Problem" or (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "of"
        and getattr(call.func.value, "id", "").endswith("Error")
    )
    first = call.args[0] if call.args else None
    if names_a_problem and isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return ""


def _given(call: ast.Call, local: dict[str, ast.Dict]) -> frozenset[str] | None:
    """Return the names of the values that a call gives, as far as they can be read off."""
    if isinstance(call.func, ast.Attribute):
        named = {word.arg for word in call.keywords if word.arg}
        spread = [_keys(word.value, local) for word in call.keywords if not word.arg]
        return None if None in spread else frozenset(named).union(*(keys or () for keys in spread))
    return _keys(call.args[1], local) if len(call.args) > 1 else frozenset()


def _keys(values: ast.expr, local: dict[str, ast.Dict]) -> frozenset[str] | None:
    if isinstance(values, ast.Name):
        values = local.get(values.id, values)
    if not isinstance(values, ast.Dict):
        return None
    keys = [key.value for key in values.keys if isinstance(key, ast.Constant)]
    return frozenset(str(key) for key in keys) if len(keys) == len(values.keys) else None


def named_in_code() -> set[str]:
    """Return every text constant of the code that has the form of a problem's code."""
    return {
        node.value
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in WORDINGS
    }


def test_the_scan_sees_what_it_should():
    found = [use for path in FILES for use in uses(path)]
    assert len(found) > 80
    assert sum(use.given is not None for use in found) > 70


@pytest.mark.parametrize("path", FILES, ids=place_of)
def test_every_problem_named_in_code_has_its_words_and_values(path: Path):
    for use in uses(path):
        assert use.code in WORDINGS, f"{use.place} names {use.code}, which has no words"
        if use.given is not None:
            needed = placeholders(WORDINGS[use.code]["zh"]) - ADDED_LATER
            assert needed <= use.given, f"{use.place} does not give {sorted(needed - use.given)}"


def test_no_words_are_left_over():
    assert set(WORDINGS) - named_in_code() == set()


@pytest.mark.parametrize("code", WORDINGS)
def test_both_languages_say_the_same(code: str):
    wording = WORDINGS[code]
    assert set(wording) == {"zh", "en"}
    assert placeholders(wording["zh"]) == placeholders(wording["en"])
    assert any("\u4e00" <= letter <= "\u9fff" for letter in wording["zh"])
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in wording["en"])
