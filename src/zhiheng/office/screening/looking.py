"""What a screening looks at: the filings of a scope, read from this office's registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import overload

from zhiheng.core.analyses.registered_marks.store import RegisteredMarks
from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.core.errors import PersonError
from zhiheng.core.screening.gathering import Gathered, gather
from zhiheng.core.screening.marks.gathering import GatheredMarks, gather_marks
from zhiheng.core.screening.marks.nearby import Indexed
from zhiheng.core.screening.scopes import Scope
from zhiheng.office.marks.index import is_up_to_date, registered_marks
from zhiheng.office.protection.names import protected_names
from zhiheng.office.registers import lake
from zhiheng.office.registers.goods import goods_table
from zhiheng.office.screening import law
from zhiheng.office.screening.enums import About

LookedAt = Gathered | GatheredMarks


def looked_at(scope: Scope, about: str, *, on: date) -> LookedAt:
    """Return what a scope holds, and what is looked at beside it.

    Beside marks stand earlier marks of others and the names protected on the day.
    """
    engine, catalogue = lake.engine(), lake.catalogue()
    months = law.window_months(on, about)
    if about == About.PATENTS:
        return gather(engine, catalogue, scope, on=on, window_months=months)
    return gather_marks(
        engine,
        catalogue,
        scope,
        on=on,
        window_months=months,
        protected=protected_names(on),
        indexed=_indexed(),
        goods=goods_table(),
    )


def _indexed() -> Indexed | None:
    """Return the stored index of marks where it is that of the register as it is now."""
    try:
        marks = registered_marks()
    except PersonError:
        return None  # a large register is indexed by a task; until then one is made for the run
    return Indexed(marks.index, _Keys(marks)) if is_up_to_date() else None


class _Keys(Sequence[str]):
    """One mark of each text of an index, "" of a text that no mark has as its words."""

    def __init__(self, marks: RegisteredMarks) -> None:
        self._marks = marks

    def __len__(self) -> int:
        return len(self._marks.index)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        text = self._marks.index.text(place)
        for row in self._marks.rows.values(self._marks.rows.of_text(place)):
            if row["mark_text"] == text:
                return f"{row['number']}{KEY_SEPARATOR}{row['nice_class']}"
        return ""
