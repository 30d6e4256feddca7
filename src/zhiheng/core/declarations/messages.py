"""The words in which a problem is told, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.errors import Problem


@cache
def problem_wordings() -> Mapping[str, Mapping[str, str]]:
    """Return every problem code with its `zh` and `en` text."""
    text = (PACKAGED / "problems.yaml").read_text(encoding="utf-8")
    wordings: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return wordings


def problem_text(problem: Problem, language: str = "zh") -> str:
    """Return what to show for a problem: value received, what was expected, what to do."""
    wording = problem_wordings()[problem.code]
    text = wording["en" if language.startswith("en") else "zh"]
    return text.format_map(problem.values)
