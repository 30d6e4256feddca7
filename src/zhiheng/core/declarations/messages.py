"""The words in which a problem is told, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import yaml

from zhiheng.core.declarations.catalogue import PACKAGED, Catalogue, load_catalogue
from zhiheng.core.errors import Problem

PLACEHOLDER = re.compile(r"\{\w+\}")
SENTENCE_END = re.compile(r"。|\.(?:\s|$)")


@cache
def packaged_catalogue() -> Catalogue:
    """Return the packaged declarations, for the names of their columns."""
    return load_catalogue()


@cache
def problem_wordings() -> Mapping[str, Mapping[str, str]]:
    """Return every problem code with its `zh` and `en` text."""
    text = (PACKAGED / "problems.yaml").read_text(encoding="utf-8")
    wordings: Mapping[str, Mapping[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return wordings


def problem_text(problem: Problem, language: str = "zh") -> str:
    """Return what to show for a problem: value received, what was expected, what to do."""
    wording = problem_wordings()[problem.code]
    template = wording["en" if language.startswith("en") else "zh"]
    text = template.format_map(problem.values)
    if "field" not in problem.values or "{field}" in template:
        return text
    # Two fields may have the same thing wrong with them; the reader has to tell them apart.
    colon = ": " if language.startswith("en") else "："
    return f"{_field_name(problem.values['field'], language)}{colon}{text}"


def problem_title(code: str, language: str = "zh") -> str:
    """Return what a kind of problem is called: its first sentence, without particular values."""
    wording = problem_wordings().get(code)
    if wording is None:
        return code
    text = PLACEHOLDER.sub("…", wording["en" if language.startswith("en") else "zh"])
    return SENTENCE_END.split(text, maxsplit=1)[0]


def _field_name(field: str, language: str) -> str:
    """Return a column's title; the heading of a table is its name already."""
    for register in packaged_catalogue().registers.values():
        if register.has_column(field):
            return register.column(field).title.in_language(language)
    return field
