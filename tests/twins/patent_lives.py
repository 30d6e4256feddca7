"""Naive twins of the fold, of being in force and of indicators, from their method notes.

Plain loops over lists of dictionaries; the only things shared with the code are the declared
words, terms and fold rules, which are data.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.twins import patent_machine

Row = dict[str, Any]

# The first whose words fit is the event's effect.
WORDS = {
    "expired": ["专利权有效期届满", "专利权的终止|期限届满", "专利权的终止|有效期届满"],
    "invalidated": ["专利权全部无效", "专利权的无效宣告|全部无效"],
    "partly_invalidated": ["专利权部分无效", "专利权的无效宣告|部分无效"],
    "abandoned": [
        "专利权的放弃", "专利权的主动放弃", "专利权的视为放弃", "避免重复授权放弃专利权",
    ],
    "restored": ["专利权的恢复", "专利申请权、专利权的恢复", "专利申请权的恢复"],
    "refused": ["发明专利申请公布后的驳回"],
    "withdrawn": [
        "发明专利申请公布后的视为撤回", "发明专利申请公布后的撤回", "发明专利申请公布后的视为放弃",
    ],
    "lapsed": ["专利权的终止", "未缴年费专利权终止", "未缴年费终止失效"],
    "granted": ["=授权", "授权公告", "专利权的授予"],
    "examination": ["实质审查的生效", "发明专利申请实质审查的生效", "实质审查请求的生效"],
    "published": ["=公布", "=公开", "=发明专利申请公布"],
    "accepted": ["=受理", "专利申请受理", "申请受理"],
}  # fmt: skip
LABELS = ["终止日期", "权利终止日", "失效日期", "放弃生效日", "恢复日期"]


def effect_of(event: Row) -> str | None:
    for effect, words in WORDS.items():
        for entry in words:
            head, _, word = entry.partition("|")
            fits = event["event"].startswith(head)
            if head[0] == "=":
                fits = event["event"] == head[1:]
            if fits and word in (event["details"] or ""):
                return effect
    return None


def day_of_effect(event: Row) -> date:
    """The day after a label, written 20180416, or the day of the announcement."""
    for label in LABELS:
        _, found, rest = (event["details"] or "").partition(f"{label}:")
        if found:
            try:
                return date.fromisoformat(rest[:8])
            except ValueError:
                break
    day: date = event["event_date"]
    return day


def term_years(right: str, filed: date) -> int:
    if filed < date(1993, 1, 1):
        return 15 if right == "invention" else 8
    if right == "invention":
        return 20
    if right == "design" and filed >= date(2021, 6, 1):
        return 15
    return 10


def year_of(number: str) -> int:
    if len(number) > 10:
        return int(number[:4])
    return 1900 + int(number[:2]) if number[0] != "0" else 2000 + int(number[:2])


def expiry(number: str, right: str, filed: date | None, granted: date | None) -> date | None:
    if granted is None:
        return None
    if filed is None:
        filed = date(year_of(number), 12, 31)
    year = filed.year + term_years(right, filed)
    last = calendar.monthrange(year, filed.month)[1]
    return date(year, filed.month, min(filed.day, last))


FIRST_PUBLICATION = ["application_publication", "examined_announcement", "application_announcement"]
LATEST = [
    "title", "right", "filing_date", "applicants", "inventors", "agency",
    "agency_code", "ipc_main", "ipc", "locarno", "priorities", "related",
]  # fmt: skip


def fold(documents: list[Row], events: list[Row]) -> dict[str, Row]:
    patents = {}
    told = _by_number(events)
    for number, own in _by_number(documents).items():
        own.sort(key=_place)
        row: Row = {"application_number": number}
        for name in LATEST:
            row[name] = _last([document[name] for document in own])
        with_applicants = [document for document in own if document["applicants"]]
        row["division"] = with_applicants[-1]["division"] if with_applicants else None
        published = [document for document in own if document["stage"] in FIRST_PUBLICATION]
        granted = [document for document in own if document["stage"] == "grant"]
        row["publication_number"] = _first([each["document_number"] for each in published])
        row["publication_date"] = _first([each["publication_date"] for each in published])
        row["grant_number"] = _first([each["document_number"] for each in granted])
        row["grant_date"] = _first([each["publication_date"] for each in granted])
        row["documents"] = [document["document_number"] for document in own]
        announced = [
            event["event_date"]
            for event in told.get(number, [])
            if effect_of(event) == "granted"
            and not (row["filing_date"] and event["event_date"] < row["filing_date"])
        ]
        if row["grant_date"] is None and announced:
            row["grant_date"] = min(announced)
        row["expires_on"] = expiry(
            row["application_number"], row["right"], row["filing_date"], row["grant_date"]
        )
        cut = [document for document in own if document["stage"] == "partial_invalidation"]
        row |= _ends(row, _without_term(row, cut, told.get(number, [])))
        patents[number] = row
    return patents


def _by_number(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["application_number"], []).append(row)
    return groups


def _place(document: Row) -> tuple[date, date, str]:
    return (
        document["publication_date"] or date.min,
        document["produced_on"] or date.min,
        document["document_number"],
    )


def _first(values: list[Any]) -> Any:
    for value in values:
        if value is not None and value != []:
            return value
    return None


def _last(values: list[Any]) -> Any:
    return _first(values[::-1])


def _without_term(row: Row, cut: list[Row], events: list[Row]) -> list[patent_machine.State]:
    return patent_machine.live(
        row,
        patent_machine.steps_of(row, cut, [(effect_of(e), day_of_effect(e), e) for e in events]),
    )


def _ends(row: Row, states: list[patent_machine.State]) -> Row:
    """When the right ended for good and the days between, day by day of its states."""
    gaps = []
    ceased_on = None
    for place, state in enumerate(states):
        if state.name not in patent_machine.ENDINGS:
            ceased_on = None
            continue
        if ceased_on is None:
            ceased_on = state.starts_on
        if any(later.name not in patent_machine.ENDINGS for later in states[place + 1 :]):
            gaps.append(f"{state.starts_on}/{state.ends_on}")
    last = states[-1].name
    status = "published" if row["publication_date"] else "filed"
    if last in ("refused", "withdrawn"):
        status = last
    if row["grant_date"]:
        status = "granted"
    if last in patent_machine.ENDINGS:
        status = last
    return {"ceased_on": ceased_on, "interruptions": gaps or None, "status": status}


def is_in_force(row: Row, on: date) -> bool:
    if row["grant_date"] is None or row["grant_date"] > on:
        return False
    for name in ("ceased_on", "expires_on"):
        if row[name] is not None and row[name] <= on:
            return False
    for gap in row.get("interruptions") or []:
        first, _, again = gap.partition("/")
        if date.fromisoformat(first) <= on < date.fromisoformat(again):
            return False
    return True


def lies_in(row: Row, division: str) -> bool:
    own = row["division"]
    if own is None:
        return False
    if division.endswith("0000"):
        return bool(own[:2] == division[:2])
    if division.endswith("00"):
        return bool(own[:4] == division[:4])
    return bool(own == division)


def in_force_count(rows: Iterable[Row], right: str, division: str, on: date) -> int:
    count = 0
    for row in rows:
        if row["right"] == right and lies_in(row, division) and is_in_force(row, on):
            count += 1
    return count


def year_count(
    rows: Iterable[Row], column: str, division: str, on: date, right: str | None = None
) -> int:
    count = 0
    for row in rows:
        day = row[column]
        if right is not None and row["right"] != right:
            continue
        if day is not None and day.year == on.year and day <= on and lies_in(row, division):
            count += 1
    return count


def residents(population: Iterable[Row], division: str, city: str, on: date) -> int | None:
    years = [
        row["year"] for row in population if row["division"] == city and row["year"] <= on.year
    ]
    for row in population:
        if years and row["division"] == division and row["year"] == max(years):
            return int(row["residents"])
    return None
