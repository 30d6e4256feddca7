"""Characters by the names that SGML gave them, for documents whose DTD is not delivered.

Most names of the ISO sets (ISO 8879, ISO 9573-13) live on in HTML 5. The Greek letters of text,
ISOgrk1 and ISOgrk2, do not: `&agr;` is α there and `&alpha;` the mathematical symbol; ISOgrk4 are
bold symbols, `&b.alpha;`, here without their weight.
"""

from __future__ import annotations

import html.entities

# In the order of the Greek alphabet; the two-letter names are those of ISO 8879.
_LETTERS = dict(
    zip(
        "a b g d e z ee th i k l m n x o p r s t u ph kh ps oh".split(),  # noqa: SIM905
        "αβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_ACCENTED = dict(
    zip(
        "aacgr eacgr eeacgr iacgr oacgr uacgr ohacgr idigr udigr idiagr udiagr Aacgr Eacgr "  # noqa: SIM905
        "EEacgr Iacgr Oacgr Uacgr OHacgr Idigr Udigr".split(),
        "άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫ",
        strict=True,
    )
)
GREEK = {
    **{f"{name}gr": letter for name, letter in _LETTERS.items()},
    **{f"{name.upper()}gr": letter.upper() for name, letter in _LETTERS.items()},
    **_ACCENTED,
    "sfgr": "ς",
}


def character_named(name: str) -> str | None:
    """Return the character or characters of an ISO entity, None for a name that is none."""
    return GREEK.get(name) or html.entities.html5.get(f"{name.removeprefix('b.')};")
