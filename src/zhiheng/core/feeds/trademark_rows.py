"""From what one source says of a mark to its rows, one a class, with what follows filled in.

Rules, each of which a contradiction sets the record aside:

* the number is read under the office named beside it; a Chinese application and registration
  number are one number, but for the letter of a part divided off;
* filing comes before the preliminary publication, that before the registration, and a priority
  is not later than the filing;
* a term lasts a day at least, and two statements of it agree;
* a similar group belongs to a class of the line; a line without class takes those of its groups.

Filled in: office, division, beginning and end of the right, the opposition window, the earliest
priority, status, kind and category. An end that is reckoned says so in `term_computed`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_date
from zhiheng.core.feeds.records import Value, received_text
from zhiheng.core.feeds.trademark_terms import opposition_end, read_term, term_end
from zhiheng.core.feeds.trademark_words import category_of, kind_of, status_of
from zhiheng.core.identifiers.places import locate_address
from zhiheng.core.identifiers.trademark_classes import NO_CLASS
from zhiheng.core.identifiers.trademark_number import (
    TrademarkNumber,
    TrademarkRoute,
    office_of,
    parse_trademark_number,
)

Values = dict[str, Value]
# States of a source in which a right has ended other than with its term.
ENDED = ("cancelled", "revoked", "invalidated", "ended")
# Days of a mark in the order in which they must come.
ORDER = ("filing_date", "preliminary_publication_date", "registration_date")
_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\b\d{8}\b")


@dataclass
class ClassPart:
    """What a mark covers in one class."""

    nice_class: str
    goods: str | None = None
    groups: list[str] = field(default_factory=list)
    national: list[str] = field(default_factory=list)
    first_use: date | None = None


def rows_of_mark(
    values: Values, parts: Sequence[ClassPart], catalogue: Catalogue, *, status_code: str = ""
) -> tuple[list[Values], list[Problem]]:
    """Return the rows of a mark, one a part, and every problem that keeps them out.

    `values` has the columns that are the same for all classes, days already read.
    """
    problems: list[Problem] = []
    number = _number(values, problems)
    _check_order(values, problems)
    term = _term(values, problems)
    if problems or number is None:
        return [], problems
    described = _described(values, number.office, status_code, catalogue)
    common = {
        **_without_blanks(values),
        **_numbered(values, number),
        **described,
        **_lived(values, number, term, described["status"], catalogue),
        "division": _division(values),
    }
    classes = [part.nice_class for part in parts]
    return [
        {
            **common,
            "nice_class": part.nice_class,
            "classes": [name for name in classes if name != NO_CLASS] or None,
            "goods": part.goods or None,
            "similar_groups": part.groups or None,
            "national_classes": part.national or None,
            "first_use_date": part.first_use,
        }
        for part in parts
    ], []


def read_office(values: Values, problems: list[Problem]) -> str:
    """Return the ST.3 code of the office a line names, "" where it names none."""
    named = str(values.get("office") or "")
    office = office_of(named) if named else ""
    if office is None:
        problems.append(Problem("trademark.office_unknown", {"received": named}))
    return office or ""


def read_number(
    text: str, office: str, problems: list[Problem], name: str
) -> TrademarkNumber | None:
    """Return the number of a mark read under the office, noting what is wrong with it."""
    try:
        return parse_trademark_number(text, office)
    except InputError as error:
        if office and (foreign := _elsewhere(text)):
            received = f"{office}、{foreign.text}"
            problem = Problem("trademark.office_contradicts_number", {"received": received})
            problems.append(problem)
        else:
            problems += problems_of(error, name)
    return None


def _elsewhere(text: str) -> TrademarkNumber | None:
    try:
        return parse_trademark_number(text)
    except InputError:
        return None


def _number(values: Values, problems: list[Problem]) -> TrademarkNumber | None:
    office = read_office(values, problems)
    texts = {
        name: str(values[name]).strip()
        for name in ("application_number", "registration_number")
        if values.get(name) and str(values[name]).strip()
    }
    if problems:
        return None
    if not texts:
        problems.append(Problem("trademark.number_missing"))
        return None
    read = {name: read_number(text, office, problems, name) for name, text in texts.items()}
    application, registration = read.get("application_number"), read.get("registration_number")
    if application and registration and not _same_mark(application, registration):
        received = f"{application}、{registration}"
        problems.append(Problem("trademark.numbers_differ", {"received": received}))
    if application and registration and application.office == "CN":
        return registration  # of a part divided off it alone has the letter
    return application or registration


def _same_mark(application: TrademarkNumber, registration: TrademarkNumber) -> bool:
    if application.office != registration.office:
        return False
    return application.office != "CN" or application.undivided == registration.undivided


def _numbered(values: Values, number: TrademarkNumber) -> Values:
    def canonical(name: str) -> str | None:
        text = str(values.get(name) or "").strip()
        return str(parse_trademark_number(text, number.office)) if text else None

    return {
        "number": number.text,
        "office": number.office,
        "application_number": canonical("application_number"),
        "registration_number": canonical("registration_number"),
    }


def _without_blanks(values: Values) -> Values:
    return {name: None if value in ("", []) else value for name, value in values.items()}


def _check_order(values: Values, problems: list[Problem]) -> None:
    days = [day for name in ORDER if (day := _day(values, name))]
    for earlier, later in pairwise(days):
        if earlier > later:
            told = {"received": f"{earlier} > {later}"}
            problems.append(Problem("trademark.dates_out_of_order", told))
    filing, priority = _day(values, "filing_date"), priority_date(values)
    if filing and priority and priority > filing:
        told = {"priority": str(priority), "filing": str(filing)}
        problems.append(Problem("trademark.priority_after_filing", told))


def priority_date(values: Values) -> date | None:
    """Return the earliest priority that the line names."""
    days = [day] if (day := _day(values, "priority_date")) else []
    priorities = values.get("priorities")
    for text in priorities if isinstance(priorities, list) else ():
        for found in _DAY.findall(text):
            try:
                days += [day] if (day := read_date(found)) else []
            except InputError:
                continue  # eight digits that are a number, not a day
    return min(days, default=None)


def _term(values: Values, problems: list[Problem]) -> tuple[date | None, date | None]:
    first, last = _day(values, "term_from"), _day(values, "term_to")
    try:
        said_first, said_last = read_term(str(values.get("term_text") or ""))
    except InputError as error:
        problems += error.problems
        return None, None
    for given, said in ((first, said_first), (last, said_last)):
        if given and said and given != said:
            told = {"received": f"{given}、{received_text(values['term_text'])}"}
            problems.append(Problem("trademark.term_contradicts", told))
    first, last = first or said_first, last or said_last
    if first and last and last < first:
        problems.append(Problem("trademark.term_backwards", {"received": f"{first}、{last}"}))
    return first, last


def _described(values: Values, office: str, status_code: str, catalogue: Catalogue) -> Values:
    kind_text = str(values.get("type_text") or "")
    status_text = str(values.get("status_text") or "")
    return {
        "mark_kind": values.get("mark_kind") or kind_of(kind_text),
        "category": values.get("category") or category_of(kind_text),
        "status": status_of(status_text, catalogue, code=status_code, office=office),
        "priority_date": priority_date(values),
    }


def _lived(
    values: Values,
    number: TrademarkNumber,
    term: tuple[date | None, date | None],
    status: Value,
    catalogue: Catalogue,
) -> Values:
    first, last = term
    registered, filed, published, renewed = (
        _day(values, name)
        for name in ("registration_date", "filing_date", ORDER[1], "renewal_date")
    )
    national = number.route is not TrademarkRoute.MADRID
    given = last is not None
    if last is None and national and (registered or first):
        # A European term runs from filing, all others from registration.
        start = filed if number.office == "EM" else first or registered
        last = term_end(number.office, start, catalogue, renewed=renewed) if start else None
    ceased = _ceased(values, status)
    begins = min((day for day in (registered, first) if day), default=None)
    window = opposition_end(published, catalogue) if published and national else None
    return {
        "term_from": first,
        "term_to": last,
        "begins_on": None if _never_counted(status, ceased) else begins,
        "expires_on": last + timedelta(days=1) if last else None,
        "term_computed": ("given" if given else "computed") if last else None,
        "opposition_ends": window if number.office == "CN" else None,
        "ceased_on": ceased,
    }


def _ceased(values: Values, status: Value) -> date | None:
    """Return the day the right ended: as given, or that of a status that says it ended."""
    dated = _day(values, "status_date") if status in ENDED else None
    return _day(values, "ceased_on") or dated


def _never_counted(status: Value, ceased: date | None) -> bool:
    """Tell whether a mark counts as in force on no day.

    What was declared invalid is held never to have existed (商标法 art. 47); of what ended on a
    day that the source does not tell, no day is certain.
    """
    return status == "invalidated" or (status in ENDED and ceased is None)


def _day(values: Values, name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None


def _division(values: Values) -> str | None:
    addresses = values.get("addresses")
    first = str(addresses[0]) if isinstance(addresses, list) and addresses else ""
    return locate_address(first) if first else None
