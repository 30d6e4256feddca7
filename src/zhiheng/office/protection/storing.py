"""Findings become alerts: each once, and nothing again that somebody found not relevant."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from zhiheng.core.protection.findings import Finding
from zhiheng.office.protection.enums import AlertKind, AlertState, Severity
from zhiheng.office.protection.models import Alert, Entry

SEVERITIES = {"high": Severity.HIGH, "medium": Severity.MEDIUM, "low": Severity.LOW}
# About a pair: once it was found not relevant, nothing about it is told again.
OF_PAIRS = (AlertKind.NEAR, AlertKind.NEAR_PUBLISHED)


def store(
    found: Iterable[tuple[Entry, Finding]], *, import_id: str, now: Callable[[], dt.datetime]
) -> list[Alert]:
    """Make alerts of what was not told yet; one transaction an entry. Return those made.

    The same finding found again is known by its key, so running again after a crash goes on
    where it was broken off. An alert was made when it was stored, not when the look for it began:
    a digest that was sent in between would never tell it.
    """
    by_entry: dict[int, list[Finding]] = defaultdict(list)
    entries: dict[int, Entry] = {}
    for entry, finding in found:
        entries[entry.pk] = entry
        by_entry[entry.pk].append(finding)
    made: list[Alert] = []
    for pk, findings in by_entry.items():
        made += _store(entries[pk], findings, import_id, now())
    return made


@transaction.atomic
def _store(
    entry: Entry, findings: Sequence[Finding], import_id: str, on: dt.datetime
) -> list[Alert]:
    of_entry = Alert.objects.filter(entry=entry)
    known = set(of_entry.values_list("key", flat=True))
    settled = of_entry.filter(kind__in=OF_PAIRS, state=AlertState.NOT_RELEVANT)
    passed_over = set(settled.values_list("pair", flat=True))
    made = []
    for finding in findings:
        if finding.key in known:
            continue
        if finding.kind in OF_PAIRS and finding.pair in passed_over:
            continue
        known.add(finding.key)
        alert, is_new = Alert.objects.get_or_create(
            entry=entry, key=finding.key, defaults=_kept(finding, import_id, on)
        )
        made += [alert] if is_new else []  # another worker may be telling the same
    return made


def _kept(finding: Finding, import_id: str, on: dt.datetime) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "pair": finding.pair[:120],
        "severity": SEVERITIES[finding.severity],
        "words": {"zh": finding.words.zh, "en": finding.words.en},
        "score": finding.score,
        "register": finding.register,
        "record": finding.record,
        "details": dict(finding.details),
        "deadline": finding.deadline,
        "import_id": import_id,
        "made_at": on,
    }
