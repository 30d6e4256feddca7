"""A lake of a few filings with everything that a screening reads, each row for one reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.core.lake.stored import packaged, put
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
ON = date(2026, 6, 30)
A1, A2, A3, OLD, SHARED, COPIED, STRANGE, HIDDEN = (f"20251000000{n}.{n}" for n in range(1, 9))
CLAIM = (
    "1.一种散热风扇，其特征在于：所述壳体的内侧设有与所述扇叶相对的导流板，所述导流板朝向进风口"
    "一侧开设若干弧形通风槽，所述壳体底部设有卡接于主板的弹性卡扣，卡扣与主板之间夹有导热垫。"
)
OTHER = (
    "1.一种温度采集方法，其特征在于：采集传感器的温度数据并写入环形缓冲区，超过预设阈值时由"
    "控制器切断继电器的供电回路，并将切断时刻连同缓冲区内容上报至远端服务器存储备查。"
)
ADDRESS = "广东省深圳市南山区科技园一路1号甲座101"


def _patent(number: str, party: str, filed: date, **more: Any) -> Row:
    return {
        "application_number": number,
        "title": f"一种散热风扇{number[-1]}",
        "right": "invention",
        "status": "published",
        "filing_date": filed,
        "publication_date": date(filed.year + 1, 2, 3) if filed.year < 2026 else None,
        "applicants": [f"公司{party}"],
        "inventors": [f"发明人{party}"],
        "ipc_main": "H05K7/20",
        "ipc": ["H05K7/20"],
        **more,
    }


def _document(patent: Row, claim: str, **more: Any) -> Row:
    return {
        "document_number": f"CN{patent['application_number'][:12]}A",
        "application_number": patent["application_number"],
        "title": patent["title"],
        "publication_date": patent["publication_date"],
        "inventors": patent["inventors"],
        "abstract": f"本发明公开了{patent['title']}。",
        "claims": [claim],
        "description": "具体实施方式。",
        **more,
    }


PATENTS = {
    A1: _patent(A1, "A", date(2025, 3, 1), agency="某代理所", agency_code="44201"),
    A2: _patent(A2, "A", date(2025, 3, 2), agency="某代理所", agency_code="44201"),
    A3: _patent(A3, "B", date(2025, 3, 3)),  # at A's address
    OLD: _patent(OLD, "A", date(2015, 3, 1)),  # before the window
    SHARED: _patent(SHARED, "C", date(2025, 4, 1)),  # its firm has A's representative
    COPIED: _patent(COPIED, "D", date(2024, 1, 5)),  # a stranger's with the same passages
    STRANGE: _patent(STRANGE, "E", date(2024, 1, 6)),
    HIDDEN: _patent(HIDDEN, "F", date(2026, 5, 1)),  # a stranger's, not published yet
}
CLAIMS = dict.fromkeys(PATENTS, CLAIM) | {STRANGE: OTHER}
_ADDRESSED = {A1: [ADDRESS], A3: [ADDRESS]}


def _mentions() -> list[Row]:
    rows: list[Row] = []
    for number, patent in PATENTS.items():
        for column, prefix in (("applicants", "P"), ("inventors", "I")):
            name = patent[column][0]
            party = f"{prefix}-{name[-1]}"
            rows.append(
                {
                    "mention": f"{number}/{column}",
                    "party": party,
                    "name": name,
                    "register": "patents",
                    "column": column,
                    "position": 0,
                    "record": number,
                }
            )
    for column, party in (("transferors", "P-A"), ("transferees", "P-D")):
        key = f"{A1}~2025-06-01"
        rows.append(
            {
                "mention": f"{key}/{column}",
                "party": party,
                "name": party,
                "register": "transfers",
                "column": column,
                "position": 0,
                "record": key,
            }
        )
    return rows


def _parties() -> list[Row]:
    return [
        {"party": f"P-{letter}", "name": f"公司{letter}", "kind": "enterprise",
         "state": "current", "uscc": f"USCC-{letter}", "division": "440305"}
        for letter in "ABCDEF"
    ]  # fmt: skip


def _enterprises() -> list[Row]:
    leads = {"A": "赵一", "C": "赵一"}
    return [
        {"uscc": f"USCC-{letter}", "name": f"公司{letter}", "established_on": date(2024, 1, 1),
         "legal_representative": leads.get(letter, f"代表{letter}"),
         "insured_staff": None if letter == "B" else 3}
        for letter in "ABCDEF"
    ]  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "patents": list(PATENTS.values()),
    "patent-documents": [
        *(
            _document(patent, CLAIMS[number], addresses=_ADDRESSED.get(number))
            for number, patent in PATENTS.items()
        ),
        {**_document(PATENTS[A2], CLAIM), "document_number": "CN2B",
         "publication_date": date(2026, 5, 5), "inventors": ["别人"], "claims": None},
    ],
    "enterprises": _enterprises(),
    "party-mentions": _mentions(),
    "parties": _parties(),
    "transfers": [
        {"right_number": A1, "right_kind": "patent_application", "transferors": ["公司A"],
         "transferees": ["公司D"], "effective_on": date(2025, 6, 1)},
        {"right_number": "5123456", "right_kind": "trade_mark", "effective_on": date(2025, 6, 1)},
    ],
    "legal-events": [
        {"application_number": A2, "event_date": date(2026, 3, 4),
         "event": "发明专利申请公布后的视为撤回", "details": ""},
    ],
    "abnormal-filings": [
        {"application_number": A3, "notified_on": date(2026, 1, 5), "behaviour": "1",
         "state": "confirmed", "decided_on": date(2026, 2, 5)},
    ],
}  # fmt: skip


def small_lake(folder: Path) -> Lake:
    """Write the rows into a new lake."""
    lake = Lake(str(folder / "lake"))
    for register, rows in ROWS.items():
        put(lake, packaged().register(register), rows)
    return lake
