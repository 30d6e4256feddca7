"""How the kernels of the core are compiled, and run without the compiler for a few calls.

The first call of a compiled kernel on a machine waits many seconds for the compiler; the few
comparisons of one command are done sooner without.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, ModuleType
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


def plain_functions(*modules: ModuleType) -> dict[str, Any]:
    """Return what modules define by name, each compiled function as Python runs it.

    The functions are the kernels' own: their code is given globals in which every compiled function
    of the modules is the plain one that it was made from. Modules must not use one name for two
    functions.
    """
    plain: dict[str, Any] = {}
    for module in modules:
        plain |= vars(module)
    for name, value in list(plain.items()):
        if hasattr(value, "py_func"):
            function = value.py_func
            plain[name] = FunctionType(function.__code__, plain, name, function.__defaults__)
    return plain


class Chooser:
    """Chooses the plain kernel for the first `few` calls of a process, then the compiled one."""

    def __init__(self, kernel: Any, plain: Any, *, few: int) -> None:
        """Take a compiled kernel, and the same as Python runs it."""
        self._kernel, self._plain = kernel, plain
        self._few, self._done = few, 0

    def choose(self, calls: int = 1) -> Any:
        """Return what has the signature of the kernel, and gives the same; for so many calls."""
        self._done += calls
        if self._kernel.signatures or self._done > self._few:
            return self._kernel
        return self._plain
