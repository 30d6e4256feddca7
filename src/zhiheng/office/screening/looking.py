"""What a screening looks at: the filings of a scope, read from this office's registers."""

from __future__ import annotations

from datetime import date

from zhiheng.core.screening.gathering import Gathered, gather
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.scopes import Scope
from zhiheng.office.registers import lake
from zhiheng.office.screening import law

LookedAt = Gathered
SceneLookedAt = Scene


def looked_at(scope: Scope, about: str, *, on: date) -> LookedAt:
    """Return what a scope holds, and what is looked at beside it."""
    months = law.window_months(on, about)
    return gather(lake.engine(), lake.catalogue(), scope, on=on, window_months=months)
