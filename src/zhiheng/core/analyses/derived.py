"""Which registers are derived from others, by which analysis, and in which order?

An analysis that fills a register is a module of this package with

* `INPUTS`, the registers it reads, and `OUTPUT`, the one it fills;
* `run(tables, *, catalogue, on)`, which returns the rows as an expression over the inputs' tables,
  the same on every engine; or `compute(engine, tables, *, catalogue, on)`, which returns them as
  Arrow batches where a loop is needed that no expression can say;
* `KEY`, if rows depend on the inputs key by key: the name of a column that the output and all
  inputs have, or a mapping from registers to the column that holds the key in each.

A register may be an input that is derived itself. What touches it are then the imported registers
below it, and it is these that `KEY` has to cover: a change in one it does not cover computes
everything anew.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from types import ModuleType

import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core import analyses
from zhiheng.core.declarations.catalogue import Catalogue

Expression = Callable[..., ir.Table]
Computation = Callable[..., pa.RecordBatchReader]


@dataclass(frozen=True)
class Analysis:
    """One analysis that fills a register; exactly one of `run` and `compute` is given.

    `keys` names for each register the column by which rows belong together, empty where the
    analysis looks at everything at once.
    """

    output: str
    inputs: tuple[str, ...]
    keys: Mapping[str, str]
    run: Expression | None = None
    compute: Computation | None = None


@cache
def analyses_by_output() -> Mapping[str, Analysis]:
    """Return every analysis of this package that fills a register, by that register's name."""
    found: dict[str, Analysis] = {}
    for module in pkgutil.iter_modules(analyses.__path__):
        loaded = importlib.import_module(f"{analyses.__name__}.{module.name}")
        if hasattr(loaded, "OUTPUT"):
            described = _described(loaded)
            found[described.output] = described
    return found


def in_order(catalogue: Catalogue) -> list[Analysis]:
    """Return the analyses of the declared registers, each after those whose output it reads."""
    known = {
        name: analysis
        for name, analysis in analyses_by_output().items()
        if {name, *analysis.inputs} <= set(catalogue.registers)
    }
    before = {name: set(analysis.inputs) & set(known) for name, analysis in known.items()}
    return [known[name] for name in TopologicalSorter(dict(sorted(before.items()))).static_order()]


def imported_below(analysis: Analysis) -> tuple[str, ...]:
    """Return the imported registers that an analysis depends on, through others too."""
    found: dict[str, None] = {}
    for name in analysis.inputs:
        deeper = analyses_by_output().get(name)
        found.update(dict.fromkeys(imported_below(deeper) if deeper else (name,)))
    return tuple(found)


def _described(module: ModuleType) -> Analysis:
    inputs: tuple[str, ...] = module.INPUTS
    return Analysis(
        output=module.OUTPUT,
        inputs=inputs,
        keys=_keys(getattr(module, "KEY", {}), module.OUTPUT, inputs),
        run=getattr(module, "run", None),
        compute=getattr(module, "compute", None),
    )


def _keys(key: str | Mapping[str, str], output: str, inputs: tuple[str, ...]) -> Mapping[str, str]:
    return dict.fromkeys((output, *inputs), key) if isinstance(key, str) else key
