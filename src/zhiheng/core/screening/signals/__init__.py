"""The signals, one module each; adding one is adding a file here and one in the declarations.

A module of a signal has `SIGNAL`, the name under which it is declared, and
`find(scene, limits)`, which yields leads. Its docstring is what people read of how it works: plain
words, what is computed, from what, and why that may point to the behaviour.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zhiheng.core.screening.declared import Limits

if TYPE_CHECKING:
    from zhiheng.core.screening.leads import Lead
    from zhiheng.core.screening.scene import Scene

Find = Callable[["Scene", Limits], Iterable["Lead"]]


@dataclass(frozen=True)
class Signal:
    """A signal's name, what it does in words, and the function that does it."""

    name: str
    docstring: str
    find: Find


@cache
def signals() -> Mapping[str, Signal]:
    """Return every signal of this package by its declared name."""
    found: dict[str, Signal] = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(loaded, "SIGNAL"):
            found[loaded.SIGNAL] = Signal(
                loaded.SIGNAL, (loaded.__doc__ or "").strip(), loaded.find
            )
    return found
