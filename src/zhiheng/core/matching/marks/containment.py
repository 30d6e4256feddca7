"""Whether one mark stands in the other as it is, and what is left over.

A prior mark with a word added that distinguishes nobody (a generic name, a quality, a place) is
still that mark: such words are left aside, and the distinctive parts are compared.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.matching.marks.columns import BEGINS_WORD, GENERIC, NUMBER

Numbers = npt.NDArray[np.int64]


@compiled
def take(codes: npt.NDArray[np.int32], begin: int, count: int, core: bool, row: Numbers) -> int:
    """Write the numbers of characters or letters to `row`; return how many.

    `core` leaves aside what distinguishes nobody.
    """
    written = 0
    for at in range(begin, begin + count):
        if core and codes[at] & GENERIC:
            continue
        row[written] = codes[at] & NUMBER
        written += 1
    return written


@compiled
def stands_as_word(
    codes: npt.NDArray[np.int32], begin: int, count: int, core: bool, place: int, length: int
) -> bool:
    """Tell whether the letters from `place` on begin with a word and end with one."""
    at, starts, ends = 0, False, False
    for number in range(begin, begin + count):
        code = codes[number]
        if core and code & GENERIC:
            continue
        new = code & BEGINS_WORD != 0
        starts = starts or (at == place and new)
        ends = ends or (at == place + length and new)
        at += 1
    return starts and (ends or at == place + length)
