"""Numbers as Chinese official texts write them: 30, 1.5, 三十, 两百, 一千二百, 二〇二五."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
HAN = "".join((*DIGITS, *TENS))


def read_number(text: str) -> Decimal:
    """Return the number that Arabic digits or Chinese numerals write; the text must be one."""
    if text[:1].isascii():
        return Decimal(text)
    if len(text) > 1 and all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    return Decimal(_han(text))


def _han(text: str) -> int:
    for char in reversed(MYRIADS):
        head, found, rest = text.partition(char)
        if found:
            return (_han(head) if head else 1) * MYRIADS[char] + _han(rest)
    total, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total, digit = total + (digit or 1) * TENS[char], 0
    return total + digit
