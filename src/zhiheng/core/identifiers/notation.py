"""How numbers are typed: full-width characters, spaces and small letters mean nothing."""

from __future__ import annotations

import unicodedata

# Chinese input methods type these where a number has its dot.
_DOTS = str.maketrans("。・·", "...")


def compact(text: str) -> str:
    """Return the text in half-width capitals without white space: `" ｃn 85 "` → `"CN85"`."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_DOTS))
    return "".join(text.split()).upper()
