"""The load of cases as pages show it: every number with the address of the cases behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.office.caseload.choosing import AGES, NONE, LoadFilter
from zhiheng.office.caseload.figures import COUNTED, Days, Ended, Kept, Line, Load
from zhiheng.office.caseload.forms import BY
from zhiheng.office.caseload.names import Names, age_words, cell_headings
from zhiheng.office.caseload.periods import months_until
from zhiheng.office.web.charts import Chart, Series

# A share of fewer cases says more about chance than about work: it is shown as a count.
FEWEST_FOR_A_SHARE = 10


@dataclass(frozen=True)
class Number:
    """One number and where its cases are listed; `is_bad` where it should be none."""

    value: int
    href: str
    is_bad: bool = False
    label: str = ""


@dataclass(frozen=True)
class Tile:
    """One number of the whole, with its definition."""

    label: str
    number: Number
    note: str
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the table: a name and its numbers, in the order of `COUNTED`."""

    name: str
    numbers: list[Number]
    share: str
    href: str


class Links:
    """The addresses of lists that are narrowed as the page is."""

    def __init__(self, wanted: LoadFilter) -> None:
        self._kept = query_of(wanted)

    def to(self, shown: str, **more: object) -> str:
        """Return the list of some cases of the page's filter."""
        given = {**self._kept, **{name: str(value) for name, value in more.items()}, "show": shown}
        return f"{reverse('caseload:cases')}?{urlencode(given)}"

    def load(self, **more: object) -> str:
        """Return the same page narrowed further."""
        given = {**self._kept, **{name: str(value) for name, value in more.items()}}
        return f"{reverse('caseload:load')}?{urlencode(given)}"


def query_of(wanted: LoadFilter) -> dict[str, str]:
    """Return a filter as it stands in an address."""
    return {
        name: str(value)
        for name in LoadFilter.__dataclass_fields__
        if (value := getattr(wanted, name)) not in ("", None)
    }


def share_of(part: int, whole: int) -> str:
    """Return a share in words: a percentage with its number of cases, of few cases the count."""
    if not whole:
        return "—"
    if whole < FEWEST_FOR_A_SHARE:
        return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}
    percent = f"{part / whole * 100:.1f}"
    return _("%(percent)s %% (n = %(whole)s)") % {"percent": percent, "whole": whole}


def tiles(load: Load) -> list[Tile]:
    """Return the numbers of the whole."""
    links, total = Links(load.wanted), load.total
    on = f"{load.wanted.until:%Y-%m-%d}"
    notes = {
        "open": _("Filed by %(day)s and not closed by then.") % {"day": on},
        "overdue": _("Open, and a limit that binds the office ran out without being met."),
        "soon": _("Open, not overdue, and a limit of the office ends shortly."),
        "unassigned": _("Open, without a handler."),
        "standing": _("Open, and suspended on a ground of the law."),
        "filed": _("Filed in the period."),
        "closed": _("Closed in the period, those joined to another case apart."),
    }
    bad = {"overdue", "unassigned"}
    labels = cell_headings()
    found = [
        Tile(labels[name], _number(total, name, links, bad=name in bad), note)
        for name, note in notes.items()
    ]
    in_time = Number(total.in_time, links.to("in-time"))
    note = _("Of the cases closed in the period, those in which every limit of the office was met.")
    return [*found, Tile(_("In time"), in_time, note, share_of(total.in_time, total.closed))]


def rows(load: Load, names: Names, by: str) -> list[Row]:
    """Return the table by one dimension, and all together at its end."""
    links = Links(load.wanted)
    found = [
        _row(line, names.of(by, line.key), links, {by: _key(line.key, by)}) for line in load.lines
    ]
    if len(found) > 1:
        found.append(_row(load.total, _("All together"), links, {}))
    return found


@dataclass(frozen=True)
class Way:
    """One of the ways to break the table down."""

    label: str
    href: str
    current: bool


def ways(given: QueryDict, by: str) -> list[Way]:
    """Return the ways to break the table down, the rest of the address kept."""
    found = []
    for name, label in BY:
        query = given.copy()
        query["by"] = name
        found.append(Way(str(label), f"{reverse('caseload:load')}?{query.urlencode()}", name == by))
    return found


def month_chart(load: Load) -> Chart:
    """Return how many cases came and went in each month."""
    links = Links(load.wanted)
    edges = [*months_until(load.wanted.until, 12)[1:], None]
    addresses = [
        links.to("filed", since=month.first, until=_last(after) if after else load.wanted.until)
        for month, after in zip(load.months, edges, strict=True)
    ]
    return Chart(
        identity="load-months",
        kind="bar",
        title=_("Cases that came and went"),
        unit=_("cases"),
        categories=[f"{month.first:%Y-%m}" for month in load.months],
        series=[
            Series(pgettext("cases", "Came in"), [month.filed for month in load.months]),
            Series(pgettext("cases", "Closed"), [month.closed for month in load.months]),
        ],
        links=addresses,
        category_label=_("Month"),
    )


def age_chart(load: Load) -> Chart:
    """Return how long the open cases have been open."""
    links = Links(load.wanted)
    return Chart(
        identity="load-ages",
        kind="bar",
        title=_("How old the open cases are"),
        unit=_("cases"),
        categories=[age_words(number) for number in range(len(AGES))],
        series=[Series(pgettext("cases", "Open"), load.ages)],
        links=[links.to(f"age-{number}") for number in range(len(AGES))],
        category_label=_("Days since filing"),
    )


@dataclass(frozen=True)
class DaysRow:
    """How old the open cases of a procedure are, and how long closed ones took."""

    name: str
    open: Days | None
    closed: Days | None
    open_href: str
    closed_href: str


def days_rows(load: Load, names: Names) -> list[DaysRow]:
    """Return ages and times to decision by procedure."""
    links = Links(load.wanted)
    open_days = {each.key: each for each in load.open_days}
    decided = {each.key: each for each in load.decision_days}
    return [
        DaysRow(
            names.procedure(name),
            open_days.get(name),
            decided.get(name),
            links.to("open", procedure=name),
            links.to("closed", procedure=name),
        )
        for name in sorted({*open_days, *decided}, key=names.procedure)
    ]


@dataclass(frozen=True)
class Counted:
    """A line of a smaller table: what of which procedure, how often, how large a share."""

    procedure: str
    name: str
    number: Number
    share: str


def outcome_rows(ended: Iterable[Ended], load: Load, names: Names) -> list[Counted]:
    """Return how cases ended, with the share among those of the procedure."""
    links = Links(load.wanted)
    closed = {line.key: line.closed for line in load.procedures}
    return [
        Counted(
            names.procedure(each.procedure),
            names.outcome(each.procedure, each.outcome),
            Number(
                each.count,
                links.to("closed", procedure=each.procedure, outcome=each.outcome or NONE),
            ),
            share_of(each.count, closed.get(each.procedure, each.count)),
        )
        for each in ended
    ]


def kept_rows(kept: Iterable[Kept], load: Load, names: Names) -> list[Counted]:
    """Return how often each limit of the office was exceeded."""
    links = Links(load.wanted)
    return [
        Counted(
            names.procedure(each.procedure),
            names.term(each.procedure, each.term),
            Number(
                each.late,
                links.to("exceeded", procedure=each.procedure, term=each.term),
                is_bad=each.late > 0,
            ),
            share_of(each.count - each.late, each.count),
        )
        for each in kept
    ]


def _row(line: Line, name: str, links: Links, more: Mapping[str, object]) -> Row:
    numbers = [
        _number(line, cell, links, bad=cell in ("overdue", "unassigned"), **more)
        for cell in COUNTED
    ]
    href = links.load(**more) if more else ""
    return Row(name, numbers, share_of(line.in_time, line.closed), href)


def _number(line: Line, cell: str, links: Links, *, bad: bool = False, **more: object) -> Number:
    value = getattr(line, cell)
    href = links.to(cell, **more)
    return Number(value, href, is_bad=bad and value > 0, label=cell_headings()[cell])


def _key(key: object, by: str) -> object:
    if key in (None, ""):
        return NONE if by == "division" else "0"
    return key


def _last(after: dt.date) -> dt.date:
    return after - dt.timedelta(days=1)
