"""Check characters of the numbers the sample writes, computed here and not by the platform.

Sources: ZC 0006 (application numbers), GB 32100-2015 and GB 11714 (unified social credit code).
"""

from __future__ import annotations

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "0123456789X"


def application_check(digits: str) -> str:
    """Return the check character of an application number's twelve digits, weights 2 to 9, 2 to 5.

    >>> application_check("201710601862")
    '3'
    """
    a, b, c, d, e, f, g, h, i, j, k, m = map(int, digits)
    total = 2 * (a + i) + 3 * (b + j) + 4 * (c + k) + 5 * (d + m) + 6 * e + 7 * f + 8 * g + 9 * h
    return _CHECKS[total % 11]


def organisation_check(body: str) -> str:
    """Return the ninth character of an organisation code with eight digits.

    >>> organisation_check("55138508")
    '2'
    """
    total = sum(int(d) * w for d, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def credit_code(*, division: str, serial: int) -> str:
    """Return a unified social credit code of an enterprise (91) registered in `division`.

    Both checks hold: the organisation code's own and the eighteenth character.
    """
    body = f"{serial:08d}"
    head = f"91{division}{body}{organisation_check(body)}"
    total = sum(_USCC_ALPHABET.index(c) * w for c, w in zip(head, _USCC_WEIGHTS, strict=True))
    return head + _USCC_ALPHABET[-total % 31]
