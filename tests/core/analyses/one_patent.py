"""The fold of one patent written in a line, as the drawn tables write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import ibis

from tests.core.analyses.compiled import computed
from tests.core.lake.stored import packaged, rows_of
from zhiheng.core.analyses import patent_fold
from zhiheng.core.analyses.in_force import in_force

NUMBER = "201910302430.1"


@dataclass(frozen=True)
class State:
    """What the register says of the patent, and whether it is in force on the day."""

    status: str
    ceased_on: date | None
    expires_on: date | None
    interruptions: list[str] | None
    in_force: bool


def state_of(right: str, filed: str, granted: str, events: str, on: date) -> State:
    """Fold one patent: `events` are "2018-01-01 专利权的终止 未缴年费" with "; " between."""
    rows = {"patent-documents": _documents(right, filed, granted), "legal-events": _events(events)}
    [row] = computed(patent_fold.run, patent_fold.INPUTS, rows)
    register = packaged().register("patents")
    patents = ibis.memtable(rows_of(register, [row]).drop_columns(["imported_at"]))
    holds = in_force(patents, register, on=on).fill_null(False)
    return State(
        status=row["status"],
        ceased_on=row["ceased_on"],
        expires_on=row["expires_on"],
        interruptions=row["interruptions"],
        in_force=_connection().to_pyarrow(holds.as_scalar()).as_py(),
    )


def _documents(right: str, filed: str, granted: str) -> list[dict[str, Any]]:
    day = date.fromisoformat(filed) if filed else None
    blank = {"application_number": NUMBER, "right": right, "filing_date": day}
    documents = [{**blank, "document_number": "CN1A", "stage": "filed"}]
    if granted:
        published = date.fromisoformat(granted)
        documents.append(
            {
                **blank,
                "document_number": "CN1B",
                "stage": "grant",
                "publication_date": published,
            }
        )
    return documents


def _events(text: str) -> list[dict[str, Any]]:
    told = []
    for event in filter(None, text.split("; ")):
        day, name, *details = event.split(" ")
        told.append(
            {
                "application_number": NUMBER,
                "event_date": date.fromisoformat(day),
                "event": name,
                "details": details[0] if details else None,
            }
        )
    return told


@cache
def _connection() -> Any:
    return ibis.duckdb.connect()
