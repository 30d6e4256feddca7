"""How the kernels of the core are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a kernel to machine code that runs without Python's lock.

    The machine code is kept beside the source, or in the account's own folder where the source
    may not be written to, so that only the first call on a machine waits for the compiler.
    """
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        # Neither folder can be written to, as in a locked-down container: compile in each process.
        return numba.njit(nogil=True)(function)
