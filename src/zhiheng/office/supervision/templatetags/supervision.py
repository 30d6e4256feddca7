"""Template filters of supervision: the colour of a state, what is late, time limits in words."""

from __future__ import annotations

import datetime as dt

from django import template

from zhiheng.office.plans.models import Measure
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.presenters import badge_of, due_words, is_overdue

register = template.Library()
register.filter("badge", badge_of)


@register.filter("due_words")
def due_words_of(measure: Measure) -> str:
    """Return until when a measure is to be done."""
    return due_words(measure)


@register.filter
def is_late(task: Task, on: dt.date) -> bool:
    """Tell whether a task is overdue on a day."""
    return is_overdue(task, on)


@register.filter
def unlocalized(number: int) -> str:
    """Return a year without the comma that numbers get."""
    return str(number)
