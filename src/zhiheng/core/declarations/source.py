"""Reading one YAML file so that every value still knows the line it stands on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zhiheng.core.errors import DeclarationError, Problem

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class DeclarationSource:
    """The content of one YAML file, with the line of each key and item."""

    file: str
    content: Any
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """Return the line of the nearest enclosing value that the file itself contains."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def read_source(path: Path) -> DeclarationSource:
    """Parse the file; what YAML cannot read or reads ambiguously is a `DeclarationError`."""
    try:
        # Read once: the values are made of the nodes that know their lines.
        loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except UnicodeDecodeError as error:
        problem = Problem("declaration.syntax", {"received": "not UTF-8"})
        raise DeclarationError(problem.at(str(path), "line 1")) from error
    except yaml.YAMLError as error:
        raise DeclarationError(_syntax_problem(error, path)) from error
    lines: dict[Location, int] = {}
    problems: list[Problem] = []
    if node is not None:
        _note_lines(node, (), lines, problems)
    if problems:
        raise DeclarationError(*(problem.at(str(path)) for problem in problems))
    try:
        content = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise DeclarationError(_syntax_problem(error, path)) from error
    return DeclarationSource(str(path), content, lines)


def _syntax_problem(error: yaml.YAMLError, path: Path) -> Problem:
    mark = getattr(error, "problem_mark", None)
    received = str(getattr(error, "problem", None) or error)
    line = mark.line + 1 if mark else 1
    return Problem("declaration.syntax", {"received": received}, str(path), f"line {line}")


def _note_lines(
    node: yaml.Node, location: Location, lines: dict[Location, int], problems: list[Problem]
) -> None:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(item, (*location, index), lines, problems)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                problems.append(_at(key, "declaration.syntax", "a key that is not a word"))
                continue
            if key.value in seen:
                problems.append(_at(key, "declaration.duplicate_key", key.value))
            seen.add(key.value)
            _note_lines(value, (*location, key.value), lines, problems)
            lines[(*location, key.value)] = key.start_mark.line + 1
    elif node.tag == "tag:yaml.org,2002:timestamp" and not _is_day(node.value):
        problems.append(_at(node, "date.impossible", node.value))


def _at(node: yaml.Node, code: str, received: str) -> Problem:
    return Problem(code, {"received": received}, position=f"line {node.start_mark.line + 1}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
