"""How numbers are typed: full-width characters, spaces and small letters mean nothing."""

from __future__ import annotations

import unicodedata

# Chinese input methods type these where a number has its dot.
_DOTS = str.maketrans("。・·", "...")


def compact(text: str) -> str:
    """Return the text in half-width capitals without white space: `" ｃn 85 "` → `"CN85"`."""
    if text.isascii():
        return "".join(text.split()).upper()
    plain = unicodedata.normalize("NFKC", text).translate(_DOTS)
    plain = "".join(plain.split()).upper()
    # An accent that stood alone, or that a capital has apart, joins its letter only now.
    return "".join(unicodedata.normalize("NFKC", plain).split())
