"""What screening does when a case moves: its findings follow, and the register is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from zhiheng.core.screening import veto
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.cases import vetoes as questions
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.signals import beside_wanted, entered
from zhiheng.office.notices.signals import day_began
from zhiheng.office.screening.permissions import VIEW

if TYPE_CHECKING:
    from zhiheng.office.cases.showing import Beside

# What hears a signal is loaded when it hears one: no command waits for it at its start.


def listen() -> None:
    """Hear every act of a case from now on, inside its transaction; answer pages and procedures."""
    entered.connect(_hear, dispatch_uid="screening.hear")
    beside_wanted.connect(_tell, dispatch_uid="screening.beside")
    day_began.connect(_catch_up, dispatch_uid="screening.catch_up")
    for question in veto.QUESTIONS:
        questions.offer(question, partial(_answer, question))


def _hear(sender: object, *, case: Case, entry: Entry, **_more: Any) -> None:
    """Let findings follow; the task is queued in the same transaction, so neither is lost alone."""
    from zhiheng.office.screening.concluding import conclude
    from zhiheng.office.screening.tasks import register_in_background

    if conclude(case, entry) is not None:
        register_in_background.enqueue()


def _answer(question: str, given: Sequence[str], on: dt.date) -> questions.Answer:
    """Tell procedures whom confirmed filings bar."""
    from zhiheng.office.screening.vetoes import answer_procedures

    return answer_procedures(question, given, on)


def _catch_up(sender: object, **_more: Any) -> None:
    """Try again what did not reach the register, such as while the disk was full."""
    from zhiheng.office.screening.tasks import keep_registering

    keep_registering()


def _tell(sender: object, *, case: Case, user: User, on: dt.date, **_more: Any) -> list[Beside]:
    """Return the findings that a case is about, for whoever may see what screening brought."""
    from zhiheng.office.screening.hearing_presenters import beside_case

    return beside_case(case) if user_can(user, VIEW, on=on) else []
