"""The three kinds of right under the Chinese Patent Law."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """What is applied for or granted (专利法, article 2)."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"

    @property
    def wording(self) -> str:
        """Return the name in both languages, for explanations."""
        return _WORDINGS[self]


_WORDINGS = {
    Right.INVENTION: "发明 (invention)",
    Right.UTILITY_MODEL: "实用新型 (utility model)",
    Right.DESIGN: "外观设计 (design)",
}
