"""Numbers in digits and in Chinese, plain or financial: 88, 八八, 捌捌, 二十四 and 24 are one."""

from __future__ import annotations

import re

# The numerals of each digit: plain, other plain, financial.
_NUMERALS = ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGIT_OF = {each: str(digit) for digit, listed in enumerate(_NUMERALS) for each in listed}
_TENS = re.compile(r"(?P<tens>[1-9])?[十拾](?P<ones>[1-9])?")
_TO_DIGITS = str.maketrans(_DIGIT_OF)


def in_digits(text: str) -> str:
    """Return a folded text with digits for its numerals up to 99; 百 and above stay."""
    return _TENS.sub(
        lambda found: (found["tens"] or "1") + (found["ones"] or "0"), text.translate(_TO_DIGITS)
    )


def numerals_like(character: str) -> tuple[str, ...]:
    """Return the other ways to write the number that a character is; none if it is none."""
    digit = _DIGIT_OF.get(character, character)
    if not digit.isdecimal() or not digit.isascii():
        return ()
    return tuple(each for each in digit + _NUMERALS[int(digit)] if each != character)
