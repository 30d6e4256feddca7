"""From the registers to what the signals for marks are given.

    gathered = gather_marks(engine, catalogue, scope, on=day, window_months=36,
                            protected=names, make_index=make, indexed=stored)

The marks of a scope; beside them those of the same applicant families, filed within the window; and
the earlier marks of others that they are near. Marks that cannot be looked at are told as problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.core.errors import Problem
from zhiheng.core.screening.marks.facts import MarkFacts
from zhiheng.core.screening.marks.filings import MarkFilings


@dataclass(frozen=True)
class GatheredMarks:
    """What a screening of marks looks at; `versions` of the registers it was read from."""

    filings: MarkFilings
    facts: MarkFacts
    versions: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
