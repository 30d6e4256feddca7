"""The load of cases as programs and the terminal get it."""

from __future__ import annotations

from typing import Any

from zhiheng.office.caseload.figures import COUNTED, Days, Line, Load
from zhiheng.office.caseload.names import Names, age_words


def load_json(load: Load, names: Names, by: str) -> dict[str, Any]:
    """Return the figures as the interface for programs and the terminal give them."""
    return {
        "since": load.wanted.since.isoformat(),
        "until": load.wanted.until.isoformat(),
        "by": by,
        "total": _counts(load.total),
        "lines": [{"name": names.of(by, line.key), **_counts(line)} for line in load.lines],
        "ages": [
            {"band": age_words(number), "cases": count} for number, count in enumerate(load.ages)
        ],
        "open_days": [_days_json(each) for each in load.open_days],
        "decision_days": [_days_json(each) for each in load.decision_days],
        "outcomes": [
            {
                "procedure": each.procedure,
                "outcome": names.outcome(each.procedure, each.outcome),
                "cases": each.count,
            }
            for each in load.outcomes
        ],
        "limits": [
            {
                "procedure": each.procedure,
                "term": names.term(each.procedure, each.term),
                "ended": each.count,
                "late": each.late,
            }
            for each in load.kept
        ],
        "months": [
            {"month": f"{each.first:%Y-%m}", "filed": each.filed, "closed": each.closed}
            for each in load.months
        ],
    }


def _counts(line: Line) -> dict[str, int]:
    return {**{name: getattr(line, name) for name in COUNTED}, "in_time": line.in_time}


def _days_json(days: Days) -> dict[str, Any]:
    return {
        "procedure": days.key,
        "cases": days.count,
        "median": days.median,
        "nine_tenths": days.nine_tenths,
    }
