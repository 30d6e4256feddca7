"""The kernel as Python runs it, without the compiler: for the few comparisons of one command.

So run also the functions that the words of a comparison ask again, pair by pair.
"""

from __future__ import annotations

from typing import Any

from zhiheng.core.compiling import Chooser, plain_functions
from zhiheng.core.matching.marks import (
    alignment,
    containment,
    kernel,
    letters,
    order,
    shape,
    sound,
)

FEW = 2_000  # comparisons of a process that are done without the compiler

_PLAIN = plain_functions(alignment, containment, letters, order, shape, sound, kernel)
aligned: Any = _PLAIN["aligned"]
score_rows: Any = _PLAIN["score_rows"]
shape_likeness: Any = _PLAIN["shape_likeness"]
sound_likeness: Any = _PLAIN["sound_likeness"]
SCORER = Chooser(kernel.score_rows, score_rows, few=FEW)
