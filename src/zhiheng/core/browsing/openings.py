"""Opening a figure: the filters under which a register shows exactly the rows it counted."""

from __future__ import annotations

from datetime import date

from zhiheng.core.browsing.filters import ALONE, FROM, IN_FORCE_ON, TO
from zhiheng.core.declarations.models import Condition, Counted


def rows_query(
    counted: Counted, *, on: date, by: str, division: str, year: int | None = None
) -> list[tuple[str, str]]:
    """Return the filters of the rows that a stock, flow or latest figure counts.

    `year` is the year whose published figure was taken, where the newest one is taken: the row
    of the division itself, since city and districts are published side by side.
    """
    query = [(test.column, value) for test in counted.where for value in _values(test)]
    query.append((by, division))
    if counted.in_force:
        query.append((IN_FORCE_ON, on.isoformat()))
    elif counted.during:
        query.append((counted.during + FROM, date(on.year, 1, 1).isoformat()))
        query.append((counted.during + TO, on.isoformat()))
    elif year is not None and counted.latest:
        query.append((by + ALONE, "1"))
        query += [(counted.latest + FROM, str(year)), (counted.latest + TO, str(year))]
    return query


def _values(test: Condition) -> list[str]:
    return test.one_of if test.one_of is not None else [str(test.equals)]
