"""Time-stamps of checkpoints by the authorities that the office named.

Only the last checkpoint is stamped, as soon as it is made: what was not in it was not there yet.
"""

from __future__ import annotations

import datetime as dt
import logging

import requests
from django.conf import settings

from zhiheng.core.errors import Problem
from zhiheng.core.evidence.der import StampError
from zhiheng.core.evidence.notes import parse_note
from zhiheng.core.evidence.stamp_requests import REQUEST_TYPE, stamp_request
from zhiheng.core.evidence.stamps import Stamp as Answer
from zhiheng.core.evidence.stamps import verified_stamp
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint, Stamp

logger = logging.getLogger(__name__)
_PATIENCE_SECONDS = 20
_LARGEST_ANSWER = 64 * 1024


def stamp(checkpoint: Checkpoint) -> list[Problem]:
    """Have a checkpoint stamped by every authority that has not yet; return who failed and why."""
    done = set(checkpoint.stamps.values_list("authority", flat=True))
    text = parse_note(checkpoint.note).text
    problems = []
    for authority in settings.ZHIHENG.ledger.authorities:
        if authority in done:
            continue
        try:
            answer, at = _asked(authority, text)
        except (requests.RequestException, StampError) as error:
            logger.warning("no time-stamp by %s: %s", authority, error)
            values = {"authority": authority, "reason": str(error)}
            problems.append(Problem("ledger.no_stamp", values, position=str(checkpoint.size)))
        else:
            Stamp.objects.get_or_create(
                checkpoint=checkpoint, authority=authority, defaults={"at": at, "answer": answer}
            )
    return problems


def _asked(authority: str, text: str) -> tuple[bytes, dt.datetime]:
    request = stamp_request(text)
    response = requests.post(
        authority,
        data=request.content,
        headers={"Content-Type": REQUEST_TYPE},
        timeout=_PATIENCE_SECONDS,
    )
    response.raise_for_status()
    answer = response.content
    if len(answer) > _LARGEST_ANSWER:
        raise StampError("the answer is too long")
    at = verified_stamp(answer, text, trusted().roots)
    if Answer.read(answer).nonce != request.nonce:
        raise StampError("it answers another request")
    return answer, at
