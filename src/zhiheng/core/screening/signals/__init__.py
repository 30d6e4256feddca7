"""The signals, one module each; adding one is adding a file here and one in the declarations.

A module of a signal has `SIGNAL`, the name under which it is declared, and
`find(scene, limits)`, which yields leads. Its docstring is what people read of how it works: plain
words, what is computed, from what, and why that may point to the behaviour. The signals here look
at patents; those for marks stand in `core.screening.marks.signals`, and what they are given is a
scene of marks.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from zhiheng.core.screening.declared import Limits

if TYPE_CHECKING:
    from zhiheng.core.screening.leads import Lead

PACKAGES = (__name__, "zhiheng.core.screening.marks.signals")
# Each signal takes the scene of its own register: `screen` asks only those declared for it.
Find = Callable[[Any, Limits], Iterable["Lead"]]


@dataclass(frozen=True)
class Signal:
    """A signal's name, what it does in words, and the function that does it."""

    name: str
    docstring: str
    find: Find


@cache
def signals() -> Mapping[str, Signal]:
    """Return every signal, for patents and for marks, by its declared name."""
    found: dict[str, Signal] = {}
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            if hasattr(loaded, "SIGNAL"):
                words = (loaded.__doc__ or "").strip()
                found[loaded.SIGNAL] = Signal(loaded.SIGNAL, words, loaded.find)
    return found
