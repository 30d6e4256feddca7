"""Words that distinguish nobody: quality and business words, and the names of the goods.

A prior mark with such a word added is still that mark (胜大 and 胜大服装), and a mark of such words
alone distinguishes nothing. Which they are depends on the class of goods.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Declaration
from zhiheng.core.terms.declared import all_declared

NiceClass = Annotated[str, Field(pattern=r"^(0[1-9]|[1-3]\d|4[0-5])$")]


class GenericTerms(Declaration):
    """The declared words, parted by blanks: of every class, and by Nice class."""

    status: Literal["verified", "unverified"]
    everywhere: str
    classes: Mapping[NiceClass, str]


@cache
def generic_terms(nice_class: str = "") -> frozenset[str]:
    """Return the words, folded, that say nothing in a class; those of every class where none."""
    declared = _declared()
    words = f"{declared.everywhere} {declared.classes.get(nice_class, '')}"
    return frozenset(fold(word) for word in words.split())


@cache
def _declared() -> GenericTerms:
    [declared] = all_declared("marks/generic-terms.yaml", GenericTerms)
    return declared
