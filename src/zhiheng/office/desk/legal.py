"""Articles and lengths in the language of the present page."""

from __future__ import annotations

from django.utils.translation import get_language

from zhiheng.core.terms.dates_in_words import article_en, article_zh
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import Instrument


def in_english() -> bool:
    """Tell whether the present page is in English."""
    return (get_language() or "zh-hans").startswith("en")


def article(source: Instrument) -> str:
    """Return an article of a law in words."""
    return article_en(source) if in_english() else article_zh(source)


def length(text: str) -> str:
    """Return a length such as 15d in words; as it is where it is none."""
    if not text:
        return ""
    found = parse_length(text)
    return found.en if in_english() else found.zh
