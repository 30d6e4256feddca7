"""Taking decisions into account: they are copied into the lake and parties resolved again.

The database says what was decided. What the lake lacks of it is found by number and added, so a
copy that a crash or a busy lake prevented is made the next time.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from zhiheng.core.analyses.parties.registers import DECISIONS
from zhiheng.core.errors import ConflictError
from zhiheng.core.lake.schema import table_schema
from zhiheng.office.parties.models import PartyDecision
from zhiheng.office.registers import lake

logger = logging.getLogger(__name__)


def take_effect(*, on: datetime) -> bool:
    """Copy new decisions into the lake and resolve the parties they concern.

    False where somebody else writes the lake: then the end of that import does it.
    """
    # Loaded here: the compiler and the readings of characters behind it take a second to load, and
    # every start of every command would wait for them.
    from zhiheng.core.analyses.parties.refreshing import refresh_parties

    try:
        with lake.lake().writing():
            _copy(on=on)
            refresh_parties(
                lake.lake(), lake.catalogue(), on=on, scratch=settings.ZHIHENG.home / "scratch"
            )
    except ConflictError:
        logger.info("decisions about parties wait for the lake")
        return False
    return True


def waiting() -> int:
    """Return how many decisions have not been taken into account yet."""
    return PartyDecision.objects.filter(pk__gt=_copied()).count()


def _copied() -> int:
    table = lake.engine().table(lake.catalogue().register(DECISIONS))
    found = lake.engine().run(table.aggregate(newest=table.number.max()))
    return found["newest"][0].as_py() or 0


def _copy(*, on: datetime) -> None:
    """Add what the lake lacks; decisions are few and never change."""
    register = lake.catalogue().register(DECISIONS)
    rows = [_row(each, on) for each in PartyDecision.objects.filter(pk__gt=_copied())]
    if rows:
        table = pa.Table.from_pylist(rows, schema=table_schema(register))
        lake.lake().upsert(register, table.to_reader(), notes={})


def _row(decision: PartyDecision, on: datetime) -> dict[str, Any]:
    return {
        "number": decision.pk,
        "act": decision.act,
        "day": timezone.localdate(decision.decided_at),
        "undoes": decision.undoes_id,
        "left_mentions": [mention for mention, _ in decision.left],
        "left_names": [name for _, name in decision.left],
        "right_mentions": [mention for mention, _ in decision.right],
        "right_names": [name for _, name in decision.right],
        "imported_at": on,
    }
