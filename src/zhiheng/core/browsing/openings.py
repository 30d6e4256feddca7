"""Opening a figure: the filters under which a register shows exactly the rows it counted."""

from __future__ import annotations

from datetime import date

from zhiheng.core.browsing.filters import ALONE, FROM, IN_FORCE_ON, TO, WITHOUT, WITHOUT_ON
from zhiheng.core.declarations.models import Counted, Register


def rows_query(
    register: Register,
    counted: Counted,
    *,
    on: date,
    by: str,
    division: str,
    year: int | None = None,
    since: date | None = None,
) -> list[tuple[str, str]]:
    """Return the filters of the rows of a register that a stock, flow or latest figure counts.

    `year` is the year whose published figure was taken, where the newest one is taken: the row
    of the division itself, since city and districts are published side by side. A flow counts
    from `since`, 1 January unless given.
    """
    query = [(test.column, value) for test in counted.where for value in test.values()]
    if counted.without:
        query += [(WITHOUT, name) for name in counted.without]
        query.append((WITHOUT_ON, on.isoformat()))
    query.append((by, division))
    if counted.in_force:
        query.append((IN_FORCE_ON, on.isoformat()))
        if counted.starts:
            query.append((counted.starts + TO, on.isoformat()))
    elif counted.latest and year is not None:
        query.append((by + ALONE, "1"))
        query += [(counted.latest + FROM, str(year)), (counted.latest + TO, str(year))]
    elif clock := counted.during or counted.up_to:
        is_year = register.column(clock).type == "integer"
        if counted.during:
            first = since or date(on.year, 1, 1)
            query.append((clock + FROM, str(first.year) if is_year else first.isoformat()))
        query.append((clock + TO, str(on.year) if is_year else on.isoformat()))
    return query
