"""Reading one YAML file so that every value still knows the line it stands on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
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
    """Parse the file; a syntax error or a duplicate key is a `DeclarationError` with its line."""
    text = path.read_text(encoding="utf-8")
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = Problem("declaration.syntax", {"received": str(error.problem)})
        raise DeclarationError(problem.at(str(path), f"line {line}")) from error
    lines: dict[Location, int] = {}
    duplicates: list[Problem] = []
    if node is not None:
        _note_lines(node, (), lines, duplicates, str(path))
    if duplicates:
        raise DeclarationError(*duplicates)
    return DeclarationSource(str(path), yaml.load(text, Loader=yaml.CSafeLoader), lines)


def _note_lines(
    node: yaml.Node,
    location: Location,
    lines: dict[Location, int],
    duplicates: list[Problem],
    file: str,
) -> None:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(item, (*location, index), lines, duplicates, file)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if key.value in seen:
                problem = Problem("declaration.duplicate_key", {"received": str(key.value)})
                duplicates.append(problem.at(file, f"line {key.start_mark.line + 1}"))
            seen.add(key.value)
            _note_lines(value, (*location, key.value), lines, duplicates, file)
            lines[(*location, key.value)] = key.start_mark.line + 1
