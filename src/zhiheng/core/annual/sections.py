"""The sections of a yearly report in their order; people edit their words, not their tables."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """One editable section."""

    OVERVIEW = "overview"
    INDICATORS = "indicators"
    MEASURES = "measures"
    COORDINATION = "coordination"
    EVALUATION = "evaluation"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"


HEADINGS: dict[Section, str] = {
    Section.OVERVIEW: "总体情况",
    Section.INDICATORS: "指标完成情况",
    Section.MEASURES: "重点任务进展",
    Section.COORDINATION: "统筹协调情况",
    Section.EVALUATION: "评估情况",
    Section.PROBLEMS: "存在的主要问题",
    Section.NEXT_STEPS: "下一步工作安排",
}
LONGEST = 20_000


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs that somebody typed, one a line; empty lines part nothing."""
    return [line.strip() for line in text.splitlines() if line.strip()]
