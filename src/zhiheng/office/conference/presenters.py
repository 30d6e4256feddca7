"""What pages and the minutes show of the conference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng.office.conference.enums import MeetingState, Presence
from zhiheng.office.conference.models import Attendance, Meeting
from zhiheng.office.conference.queries import Outstanding
from zhiheng.office.registers import lake
from zhiheng.office.supervision.enums import ENDED, TaskState

# Colours of what is still open; done and cancelled tasks are not outstanding.
TASK_BADGES = {
    "open": "off",
    "in_progress": "warn",
    "blocked": "bad",
    "done": "ok",
    "cancelled": "off",
}
BADGES = {"draft": "off", "convened": "warn", "minuted": "ok"}


@dataclass(frozen=True)
class Quorum:
    """How many members came of how many, how many it takes, and whether they are enough."""

    present: int
    members: int
    needed: int
    met: bool


@dataclass(frozen=True)
class OutstandingLine:
    """What is not done of an earlier decision; `href` is empty where its task is gone."""

    meeting: int
    text: str
    department: str
    due: str
    state: str
    badge: str
    percent: int
    late: bool
    task: int


def quorum(attendances: Iterable[Attendance], *, on: dt.date) -> Quorum | None:
    """Return whether enough members came; None before attendance was noted."""
    noted = list(attendances)
    if not noted:
        return None
    share = float(str(lake.catalogue().value("conference.quorum", on=on).value))
    present = sum(each.presence != Presence.ABSENT for each in noted)
    needed = int(len(noted) * share) + 1
    return Quorum(present, len(noted), needed, present >= needed)


def badge_of(meeting: Meeting) -> str:
    """Return the colour of a meeting's state; the words beside it say the same."""
    return BADGES[meeting.state]


def outstanding_of(meeting: Meeting, live: Iterable[Outstanding]) -> list[OutstandingLine]:
    """Return what was open of earlier meetings: as the minutes keep it, or as it is now."""
    if meeting.state == MeetingState.MINUTED:
        return [_kept_line(each, meeting.held_on) for each in meeting.outstanding]
    return outstanding_lines(live, on=meeting.held_on)


def outstanding_lines(found: Iterable[Outstanding], *, on: dt.date) -> list[OutstandingLine]:
    """Return what is not done of earlier decisions."""
    return [
        OutstandingLine(
            meeting=each.meeting.number,
            text=each.resolution.text,
            department=each.task.department.name,
            due=str(each.task.due_on),
            state=each.task.get_state_display(),
            badge=TASK_BADGES[each.task.state],
            percent=each.task.percent,
            late=each.task.state not in ENDED and each.task.due_on < on,
            task=each.task.pk,
        )
        for each in found
    ]


def _kept_line(kept: dict[str, object], on: dt.date) -> OutstandingLine:
    state = TaskState(str(kept["state"]))
    return OutstandingLine(
        meeting=int(str(kept["meeting"])),
        text=str(kept["text"]),
        department=str(kept["department"]),
        due=str(kept["due"]),
        state=str(state.label),
        badge=TASK_BADGES[state.value],
        percent=int(str(kept["percent"])),
        late=state not in ENDED and str(kept["due"]) < on.isoformat(),
        task=int(str(kept["task"])),
    )
