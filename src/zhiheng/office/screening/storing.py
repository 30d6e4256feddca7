"""Keeping what a screening found: findings from one screening to the next, and their rings.

A lead that has the key of a stored finding, or shares half of the items of one of the same
signal, updates it. What a person confirmed, referred or asks about is left as it was told then;
where a later lead brings filings that it had not, these are told as a finding of their own. A
finding that nobody judged and that a screening of the same scope finds no longer is marked so.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.screening.filed import Filed
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.rings import Ring as FoundRing
from zhiheng.core.screening.screening import Screening
from zhiheng.core.screening.sparing import SparedLead, new_items
from zhiheng.office.screening import law
from zhiheng.office.screening.enums import FindingState
from zhiheng.office.screening.models import Finding, FindingFiling, FindingParty, Ring, Run
from zhiheng.office.screening.queries import by_key, chunks

SETTLED = (
    *(FindingState.ASKED, FindingState.CONFIRMED, FindingState.REFERRED),
    FindingState.WITHDRAWN,
)
SHARE_TO_BE_THE_SAME = 0.5
MOST_NAMED = 3
LONGEST_TITLE, LONGEST_SUBJECT = 200, 120
SPARED_FILINGS = 50  # of a spared lead so many are kept by number; the count is always told
BATCH = 500


@dataclass
class Kept:
    """What became of the leads: findings that are new, updated, unchanged since judged, gone."""

    new: int = 0
    updated: int = 0
    settled: int = 0
    gone: int = 0
    findings: dict[str, Finding] = field(default_factory=dict)  # by the key of the lead


@transaction.atomic
def keep(*, run: Run, screening: Screening) -> Kept:
    """Store what a screening found; what was stored before is found again by key and items."""
    # Two screenings that end at once would make one finding twice.
    Run.objects.select_for_update().order_by("pk").first()
    stored = _Stored.beside(screening.leads)
    kept = Kept()
    for lead in screening.leads:
        values = _values(lead, screening.scene.filings)
        kept.findings[lead.key] = _keep(lead, values, stored, run, kept)
    _keep_rings(screening.rings, kept.findings, run, screening.scene.filings)
    kept.gone = _mark_gone(run)
    Ring.objects.filter(findings=None).delete()
    return kept


def spared_json(spared: Iterable[SparedLead], filings: Filed) -> list[dict[str, Any]]:
    """Return leads that were not told, as they are kept with the screening."""
    return [
        {
            "signal": each.lead.signal,
            "behaviour": each.lead.behaviour,
            "title": title_of(each.lead.filings, filings),
            "size": len(each.lead.filings),
            "filings": list(each.lead.filings[:SPARED_FILINGS]),
            "facts": storable(dict(each.lead.facts)),
            "strength": each.lead.strength,
            "why": each.why,
            "words": {"zh": each.words.zh, "en": each.words.en},
        }
        for each in spared
    ]


def title_of(numbers: Iterable[str], filings: Filed) -> str:
    """Return whose filings some are, in order of appearance; private persons are masked."""
    names: dict[str, None] = {}
    column = filings.table["applicants"]
    for number in numbers:
        row = filings.row_of.get(number)
        names.update(dict.fromkeys(column[row].as_py() or [] if row is not None else []))
    listed = [mask_name(name) for name in names]
    told = "、".join(listed[:MOST_NAMED])
    if len(listed) > MOST_NAMED:
        told = f"{told} +{len(listed) - MOST_NAMED}"
    return told.replace("\x00", "\ufffd")[:LONGEST_TITLE]


class _Stored:
    """The stored findings that leads may be the same as.

    `of_filing` has the findings of each filing by their keys in the database: a finding of many
    filings is read once.
    """

    def __init__(
        self,
        by_key: Mapping[str, Finding],
        by_pk: Mapping[int, Finding],
        of_filing: Mapping[str, Sequence[int]],
    ) -> None:
        self.by_key = by_key
        self._by_pk = by_pk
        self._of_filing = of_filing
        # What has the key of a lead is that lead, whatever else it has in common with others.
        self._taken = {each.pk for each in by_key.values()}
        self._dismissed = law.dismissed()

    @classmethod
    def beside(cls, leads: Sequence[Lead]) -> _Stored:
        """Read what shares a key or a filing with the leads."""
        numbers = list({number for lead in leads for number in lead.filings})
        signals = {lead.signal for lead in leads}
        of_filing: dict[str, list[int]] = defaultdict(list)
        for part in chunks(numbers):
            rows = FindingFiling.objects.filter(number__in=part, finding__signal__in=signals)
            for number, finding in rows.values_list("number", "finding"):
                of_filing[number].append(finding)
        found = {pk for pks in of_filing.values() for pk in pks}
        by_pk = Finding.objects.defer("evidence").in_bulk(found)
        return cls(by_key(lead.key for lead in leads), by_pk, of_filing)

    def is_dismissed(self, lead: Lead) -> bool:
        """Tell whether all of a lead was dismissed by now, be it while the screening ran."""
        return bool(lead.items) and not new_items(lead, self._dismissed)

    def home_of(self, lead: Lead) -> Finding | None:
        """Return the finding that a lead is: of its key, else with most of the same items."""
        if lead.key in self.by_key:
            return self.by_key[lead.key]
        items = set(lead.items)
        near = {pk for number in lead.filings for pk in self._of_filing.get(number, ())}
        found = [self._by_pk[pk] for pk in sorted(near - self._taken)]
        shares = [
            (len(items & set(each.items)) / max(1, min(len(items), len(each.items))), each)
            for each in found
            if each.signal == lead.signal
        ]
        share, home = max(shares, key=lambda each: each[0], default=(0.0, None))
        if home is None or share < SHARE_TO_BE_THE_SAME:
            return None
        self._taken.add(home.pk)
        return home


def _keep(lead: Lead, values: dict[str, Any], stored: _Stored, run: Run, kept: Kept) -> Finding:
    home = stored.home_of(lead)
    if home is None:
        return _make(lead.key, values, run, kept)
    if home.state == FindingState.DISMISSED and stored.is_dismissed(lead):
        return _settled(home, run, kept)
    if home.state not in SETTLED:
        return _update(home, values, run, kept)
    if set(lead.filings) <= set(home.filings):
        return _settled(home, run, kept)
    # What was asked or decided stays as it was told; what is new beside it is told on its own.
    key = _key_after(home.key)
    later = Finding.objects.filter(key=key).first()
    if later is None:
        return _make(key, values, run, kept)
    return _keep_after(later, lead, values, run, kept)


def _keep_after(
    later: Finding, lead: Lead, values: dict[str, Any], run: Run, kept: Kept
) -> Finding:
    """Keep a lead whose first finding was judged: in the one that followed, or one more."""
    while later.state in SETTLED and not set(lead.filings) <= set(later.filings):
        following = Finding.objects.filter(key=_key_after(later.key)).first()
        if following is None:
            return _make(_key_after(later.key), values, run, kept)
        later = following
    if later.state in SETTLED:
        return _settled(later, run, kept)
    return _update(later, values, run, kept)


def _settled(home: Finding, run: Run, kept: Kept) -> Finding:
    """Leave a finding as a person judged it."""
    kept.settled += 1
    Finding.objects.filter(pk=home.pk).update(last_run=run)
    return home


def _make(key: str, values: dict[str, Any], run: Run, kept: Kept) -> Finding:
    told = {"about": run.about, "first_run": run, "last_run": run, **values}
    finding = Finding.objects.create(key=key, **told)
    _name(finding, values)
    kept.new += 1
    return finding


def _update(home: Finding, values: dict[str, Any], run: Run, kept: Kept) -> Finding:
    changed = {**values, "last_run": run, "state": FindingState.OPEN}
    as_read = Finding.objects.filter(pk=home.pk, revision=home.revision)
    if not as_read.update(revision=F("revision") + 1, **changed):
        home.refresh_from_db()  # a person judged it since it was read
        return _settled(home, run, kept)
    if home.filings != values["filings"] or home.parties != values["parties"]:
        home.of_filings.all().delete()
        home.of_parties.all().delete()
        _name(home, values)
    home.refresh_from_db()
    kept.updated += 1
    return home


def _name(finding: Finding, values: dict[str, Any]) -> None:
    """Let a finding be found by its filings and parties."""
    filings = dict.fromkeys(values["filings"])
    FindingFiling.objects.bulk_create(
        (FindingFiling(finding=finding, number=number) for number in filings), batch_size=BATCH
    )
    FindingParty.objects.bulk_create(
        FindingParty(finding=finding, party=party) for party in dict.fromkeys(values["parties"])
    )


def _values(lead: Lead, filings: Filed) -> dict[str, Any]:
    return {
        "signal": lead.signal,
        "behaviour": lead.behaviour,
        "subject": lead.subject.replace("\x00", "\ufffd")[:LONGEST_SUBJECT],
        "title": title_of(lead.filings, filings),
        "strength": lead.strength,
        "filings": list(lead.filings),
        "size": len(lead.filings),
        "facts": storable(dict(lead.facts)),
        "evidence": [
            {"kind": each.kind, "filings": list(each.filings), "facts": storable(dict(each.facts))}
            for each in lead.evidence
        ],
        "items": list(lead.items),
        "parties": list(lead.parties),
        "division": _division(lead.filings, filings),
    }


def storable(value: Any) -> Any:
    """Return a value as every database keeps it as JSON.

    Texts of bad input may hold a NUL, which PostgreSQL keeps in no text, and a figure that cannot
    be computed is no number in JSON: it is None then.
    """
    text = json.dumps(value, default=str).replace("\\u0000", "\\ufffd")
    return json.loads(text, parse_constant=lambda _name: None)


def _division(numbers: Iterable[str], filings: Filed) -> str:
    """Return the division of the first filing that has one."""
    column = filings.table["division"]
    rows = (filings.row_of[number] for number in numbers if number in filings.row_of)
    return next((str(code) for row in rows if (code := column[row].as_py())), "")


def _keep_rings(
    rings: Sequence[FoundRing], findings: Mapping[str, Finding], run: Run, filings: Filed
) -> None:
    for ring in rings:
        values = {
            "about": run.about,
            "strength": ring.strength,
            "title": mask_name(ring.title).replace("\x00", "\ufffd")[:LONGEST_TITLE],
            "division": _division(ring.filings, filings),
            "behaviours": list(ring.behaviours),
            "filings": list(ring.filings),
            "parties": list(ring.parties),
            "graph": storable(dict(ring.graph)),
            "last_run": run,
        }
        kept, _made = Ring.objects.update_or_create(key=ring.key, defaults=values)
        members = [findings[lead.key].pk for lead in ring.leads]
        Finding.objects.filter(pk__in=members).update(ring=kept)


def _mark_gone(run: Run) -> int:
    """Mark what the same scope brought before and brings no longer, unless it was judged."""
    before = Finding.objects.filter(
        state=FindingState.OPEN, last_run__scope_key=run.scope_key
    ).exclude(last_run=run)
    return before.update(state=FindingState.GONE, revision=F("revision") + 1)


def _key_after(key: str) -> str:
    return hashlib.sha256(f"{key}\0following".encode()).hexdigest()[:24]
