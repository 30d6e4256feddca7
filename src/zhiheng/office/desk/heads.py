"""What stands on top of every page about a case."""

from __future__ import annotations

from typing import Any

from zhiheng.office.cases.showing import status_badge
from zhiheng.office.desk.due import due_of
from zhiheng.office.desk.standing import Standing
from zhiheng.office.registers.presenters import said

WRITING = ["GET", "HEAD", "POST"]  # the methods of a page with a form


def head(standing: Standing) -> dict[str, Any]:
    """Return the case, its procedure and stage in words, and when it is due."""
    case = standing.case
    procedure = standing.procedure
    return {
        "case": case,
        "standing": standing,
        "procedure_title": said(procedure.declaration.title),
        "stage_title": said(procedure.stages[case.stage].title),
        "status_badge": status_badge(case),
        "due": due_of(case, on=standing.day, standing=standing.due_stands()),
    }
