"""How numbers and places in a feed are written on pages."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import get_language

register = template.Library()

# Positions are stored in English, as feeds note them; these are their Chinese forms.
POSITIONS = (
    (re.compile(r"line (\d+), column (\d+)"), r"第 \1 行第 \2 列"),
    (re.compile(r"record (\d+)"), r"第 \1 条"),
    (re.compile(r"line (\d+)"), r"第 \1 行"),
)


@register.filter
def thousands(value: float | None) -> str:
    """Write a whole number with separators, which Django's own filter leaves out in Chinese."""
    return "—" if value is None else f"{value:,}"


@register.filter
def position(text: str) -> str:
    """Write a place in a file in the language of the page: line 3 → 第 3 行."""
    if (get_language() or "zh").startswith("en"):
        return text
    for pattern, chinese in POSITIONS:
        text = pattern.sub(chinese, text)
    return text
