"""Naive twins of the fold, of being in force and of indicators, from their method notes.

Plain loops over lists of dictionaries; the only things shared with the code are the declared
words, terms and fold rules, which are data.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

Row = dict[str, Any]

# The first whose words fit is the event's effect, and of one day's events the one that counts.
EFFECTS = ["expired", "invalidated", "abandoned", "restored", "refused", "withdrawn", "lapsed"]
ENDINGS = ["expired", "invalidated", "abandoned", "lapsed"]
WORDS = {
    "expired": ["专利权有效期届满", "专利权的终止|期限届满", "专利权的终止|有效期届满"],
    "invalidated": ["专利权全部无效", "专利权的无效宣告|全部无效"],
    "abandoned": [
        "专利权的放弃", "专利权的主动放弃", "专利权的视为放弃", "避免重复授权放弃专利权",
    ],
    "restored": ["专利权的恢复", "专利申请权、专利权的恢复"],
    "refused": ["发明专利申请公布后的驳回"],
    "withdrawn": ["发明专利申请公布后的视为撤回", "发明专利申请公布后的撤回"],
    "lapsed": ["专利权的终止", "未缴年费专利权终止", "未缴年费终止失效"],
}  # fmt: skip


def effect_of(event: Row) -> str | None:
    for effect in EFFECTS:
        for entry in WORDS[effect]:
            head, _, word = entry.partition("|")
            if event["event"].startswith(head) and word in (event["details"] or ""):
                return effect
    return None


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
        row["ceased_on"], row["status"] = _state(row, told.get(number, []))
        row["expires_on"] = expiry(
            row["application_number"], row["right"], row["filing_date"], row["grant_date"]
        )
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


def _state(row: Row, events: list[Row]) -> tuple[date | None, str]:
    told = []
    for event in events:
        effect = effect_of(event)
        if effect:
            told.append((event["event_date"], -EFFECTS.index(effect), effect))
    told.sort()
    restored = [day for day, _, effect in told if effect == "restored"]
    ends = [
        (day, effect)
        for day, _, effect in told
        if effect in ENDINGS and (not restored or day > max(restored))
    ]
    if ends:
        return ends[0][0], ends[-1][1]
    if row["grant_date"]:
        return None, "granted"
    if told and told[-1][2] in ("refused", "withdrawn"):
        return None, told[-1][2]
    return None, "published" if row["publication_date"] else "filed"


def is_in_force(row: Row, on: date) -> bool:
    if row["grant_date"] is None or row["grant_date"] > on:
        return False
    for name in ("ceased_on", "expires_on"):
        if row[name] is not None and row[name] <= on:
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
