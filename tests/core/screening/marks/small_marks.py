"""A lake of a few marks with all that a screening of marks reads, each row for one reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.core.lake.stored import packaged, put
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
ON = date(2026, 6, 30)
A1, A2, A3 = "70000001~09", "70000002~09", "70000002~35"  # A's, the last two one application
HOUSED, LED, SOLD, GIVEN = "70000003~25", "70000004~25", "70000005~09", "70000006~09"
PRIOR, ALIKE, REFUSED, LATER, ABROAD, UNDATED = (
    *("60000001~09", "60000002~09", "60000003~09"),
    *("80000001~09", "US90000001~09", "70000007~09"),
)
ADDRESS = "广东省深圳市南山区科技园一路1号甲座101"
WORDS, NEAR = "岚栎", "岚砾"


def _mark(key: str, owner: str, words: str, filed: date | None, **more: Any) -> Row:
    number, nice_class = key.split("~")
    return {
        "number": number,
        "nice_class": nice_class,
        "mark_text": words,
        "office": "CN",
        "status": "registered",
        "filing_date": filed,
        "owners": [f"公司{owner}"],
        "addresses": [f"某市某路{owner}号院一号楼一层"],
        "agency": "某事务所",
        "format": "table",
        **more,
    }


MARKS = {
    A1: _mark(A1, "A", WORDS, date(2025, 3, 1), addresses=[ADDRESS]),
    A2: _mark(A2, "A", "泰山", date(2025, 3, 2), addresses=[ADDRESS]),
    A3: _mark(A3, "A", "泰山", date(2025, 3, 2), addresses=[ADDRESS]),
    HOUSED: _mark(HOUSED, "B", "瀚炜", date(2024, 5, 1), addresses=[ADDRESS]),  # at A's address
    LED: _mark(LED, "C", "图形", date(2024, 6, 1)),  # its firm has A's representative
    # Filed by A and handed on: the register of transfers tells one, the list the other.
    SOLD: _mark(SOLD, "D", "晟沐", date(2024, 7, 1)),  # at D's address now, which is no tie
    GIVEN: _mark(GIVEN, "D", "珞筠", date(2024, 7, 2), former_owners=["公司A"]),
    PRIOR: _mark(PRIOR, "E", WORDS, date(2015, 1, 1), registration_date=date(2016, 1, 1)),
    ALIKE: _mark(ALIKE, "F", NEAR, date(2016, 1, 1)),
    REFUSED: _mark(REFUSED, "G", WORDS, date(2014, 1, 1), status="refused"),
    LATER: _mark(LATER, "H", WORDS, date(2025, 9, 1)),
    ABROAD: _mark(ABROAD, "I", WORDS, date(2010, 1, 1), office="US"),
    UNDATED: _mark(UNDATED, "A", WORDS, None),
}


def _mention(register: str, column: str, record: str, letter: str) -> Row:
    return {
        "mention": f"{register}/{column}/{record}",
        "party": f"P-{letter}",
        "name": f"公司{letter}",
        "register": register,
        "column": column,
        "position": 0,
        "record": record,
        "kind": "body",
    }


ROWS: dict[str, list[Row]] = {
    "trademarks": list(MARKS.values()),
    "enterprises": [
        *({"uscc": f"USCC-{letter}", "name": f"公司{letter}", "established_on": date(2024, 1, 1),
           "legal_representative": "赵一" if letter in "AC" else f"代表{letter}",
           "insured_staff": 3} for letter in "ABCDEFGHI"),
        # Older than A's mark; founded after it; and nobody knows when.
        {"uscc": "USCC-X", "name": "深圳市岚栎科技有限公司", "established_on": date(2011, 1, 1)},
        {"uscc": "USCC-Y", "name": "广州岚栎贸易有限公司", "established_on": date(2026, 1, 1)},
        {"uscc": "USCC-Z", "name": "佛山岚栎陶瓷有限公司"},
    ],
    "party-mentions": [
        *(_mention("trademarks", "owners", key, row["owners"][0][-1])
          for key, row in MARKS.items()),
        _mention("transfers", "transferors", "70000005~2025-06-01", "A"),
        _mention("transfers", "transferees", "70000005~2025-06-01", "D"),
    ],
    "parties": [
        {"party": f"P-{letter}", "name": f"公司{letter}", "names": [f"公司{letter}"],
         "kind": "enterprise", "state": "current", "uscc": f"USCC-{letter}"}
        for letter in "ABCDEFGHIX"
    ],
    "transfers": [
        {"right_number": "70000005", "right_kind": "trade_mark", "transferors": ["公司A"],
         "transferees": ["公司D"], "effective_on": date(2025, 6, 1)},
        {"right_number": "70000001", "right_kind": "patent", "effective_on": date(2025, 6, 1)},
    ],
    "trademark-events": [
        {"number": "70000006", "nice_class": "00", "event_date": date(2025, 8, 1),
         "event": "核准转让", "details": "", "entry": ""},
    ],
    "trademark-states": [
        {"number": "70000002", "nice_class": "09", "ordinal": 1, "cause": "filed",
         "starts_on": date(2025, 3, 2)},
        {"number": "70000002", "nice_class": "09", "ordinal": 2, "cause": "refused",
         "starts_on": date(2025, 9, 2), "reference": "驳回通知书"},
    ],
    "bad-faith-marks": [
        {"number": "70000002", "nice_class": "00", "notified_on": date(2025, 10, 1),
         "behaviour": "TM-6", "state": "confirmed", "decided_on": date(2025, 11, 1)},
    ],
}  # fmt: skip


def small_marks(folder: Path) -> Lake:
    """Write the rows into a new lake."""
    lake = Lake(str(folder / "lake"))
    for register, rows in ROWS.items():
        put(lake, packaged().register(register), rows)
    return lake
