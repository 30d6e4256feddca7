"""The kernel as Python runs it, without the compiler: for the few comparisons of one command.

The first call of the compiled kernel on a machine waits for the compiler; a few comparisons are
done sooner without. The functions are the kernel's own: their code is given globals in which every
compiled function is the plain one that it was made from.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from zhiheng.core.matching.marks import (
    alignment,
    containment,
    kernel,
    letters,
    order,
    shape,
    sound,
)

FEW = 2_000


class Scorer:
    """Chooses the plain kernel for the first comparisons of a process, then the compiled one."""

    def __init__(self) -> None:
        self._done = 0

    def choose(self, pairs: int) -> Any:
        """Return what has the signature of `kernel.score_rows`, and gives the same scores."""
        self._done += pairs
        if kernel.score_rows.signatures or self._done > FEW:  # type: ignore[attr-defined]
            return kernel.score_rows
        return score_rows


def _plain_functions() -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for module in (alignment, containment, letters, order, shape, sound, kernel):
        plain |= vars(module)
    for name, value in list(plain.items()):
        if hasattr(value, "py_func"):
            code = value.py_func.__code__
            plain[name] = FunctionType(code, plain, name, value.py_func.__defaults__)
    return plain


score_rows: Any = _plain_functions()["score_rows"]
