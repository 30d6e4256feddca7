"""Cases as the API gives them: names as declared, words in Chinese, no personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from zhiheng.core.procedures.running import CaseTerm
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.queries import clocks_of


def cases_json(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Return cases as lines of a list."""
    return [_line(case) for case in cases]


def case_json(case: Case, *, on: dt.date) -> dict[str, Any]:
    """Return a case with its terms and how each came about."""
    return {**_line(case), "terms": [_term(each) for each in clocks_of(case, on=on)]}


def _line(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "procedure": case.procedure,
        "stage": case.stage,
        "stage_title": law.procedure_of(case).stages[case.stage].title.zh,
        "status": str(case.status),
        "outcome": case.outcome,
        "body": case.organisation.name if case.organisation else "",
        "handler": case.handler.display_name if case.handler else "",
        "division": case.division,
        "filed_at": case.filed_at,
        "due_on": case.due_on,
        "due_term": case.due_term,
        "provisional": case.due_provisional,
        "opens": f"/cases/{case.number}/",
    }


def _term(term: CaseTerm) -> dict[str, Any]:
    deadline = term.deadline
    running = term.running.ended is None
    return {
        "term": term.running.term,
        "title": term.declared.title.zh,
        "of": term.running.of,
        "start": term.running.start.isoformat(),
        "length": term.running.length,
        "due": deadline.due,
        "ended": term.running.ended,
        "provisional": bool(deadline.awaits),
        "standing": running and deadline.standing_since is not None,
        "derivation": deadline.sentences("zh"),
    }
