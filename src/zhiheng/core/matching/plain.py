"""The kernel as Python runs it, without the compiler: for the few comparisons of one command."""

from __future__ import annotations

from typing import Any

from zhiheng.core.compiling import Chooser, plain_functions
from zhiheng.core.matching import code_points, kernel

FEW = 200  # comparisons of a process that are done without the compiler

score_pairs: Any = plain_functions(code_points, kernel)["score_pairs"]
SCORER = Chooser(kernel.score_pairs, score_pairs, few=FEW)
