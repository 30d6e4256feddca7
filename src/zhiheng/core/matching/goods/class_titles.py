"""Short titles of the Nice classes, by which people know them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from zhiheng.core.declarations.models import Declaration, Wording
from zhiheng.core.terms.declared import all_declared


class ClassTitles(Declaration):
    """The titles by class of two digits."""

    class_titles: Literal["nice"]
    titles: dict[str, Wording]


def class_title(nice_class: str) -> Wording | None:
    """Return the short title of a class of two digits; None for `00` and whatever is no class."""
    return _titles().get(nice_class)


@cache
def _titles() -> dict[str, Wording]:
    [declared] = all_declared("marks/class-titles.yaml", ClassTitles)
    return declared.titles
