"""Articles and lengths in the language of the present page."""

from __future__ import annotations

from zhiheng.core.procedures.wording import cited, length_in_words
from zhiheng.core.terms.regimes import Instrument
from zhiheng.office.registers.presenters import language


def article(source: Instrument) -> str:
    """Return an article of a law in words."""
    return cited(source, language())


def length(text: str) -> str:
    """Return a length such as 15d in words; "" where there is none."""
    return length_in_words(text, language()) if text else ""
