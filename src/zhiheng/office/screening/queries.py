"""Questions about screenings, findings, rings, limits and the white list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.core.errors import NotFoundError
from zhiheng.core.search.values import division_level
from zhiheng.office.screening.enums import FindingState
from zhiheng.office.screening.models import (
    Finding,
    FindingFiling,
    FindingParty,
    Judgement,
    LimitChange,
    Ring,
    Run,
    Spared,
    Trial,
    Trigger,
)

FINDING_ORDERS = ("strength", "size", "signal", "division", "title", "state", "pk")
RING_ORDERS = ("strength", "finding_count", "title", "division")
ASKED_AT_ONCE = 500
MOST_ABOUT = 50  # findings told on the page of a party or agency
TRIGGER_ORDERS = ("-since", "since", "name", "-name", "rule", "-rule")


@dataclass(frozen=True)
class FindingFilter:
    """Which findings to look for; empty values do not narrow.

    `about` is a register (`enums.About`); `state` is a state, "" for those that somebody has to
    look at or looked at, "every" for all; `text` a filing's or party's number, or a part of the
    title; `division` a code that stands for all below it.
    """

    about: str = ""
    state: str = ""
    signal: str = ""
    behaviour: str = ""
    division: str = ""
    run: int | None = None
    text: str = ""
    strength: float = 0.0


def runs(about: str = "") -> QuerySet[Run]:
    """Return all screenings, or those of one register, newest first."""
    found = Run.objects.select_related("requested_by")
    return found.filter(about=about) if about else found


def run(pk: int) -> Run:
    """Return one screening."""
    found = runs().filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("screening.run_unknown", received=pk)
    return found


def findings(wanted: FindingFilter) -> QuerySet[Finding]:
    """Return findings, narrowed; without a state those that are still found."""
    found = Finding.objects.select_related("ring", "last_run").defer("evidence", "items")
    if wanted.state == "":
        found = found.exclude(state=FindingState.GONE)
    elif wanted.state != "every":
        found = found.filter(state=wanted.state)
    exact = {
        "about": wanted.about,
        "signal": wanted.signal,
        "behaviour": wanted.behaviour,
        "last_run_id": wanted.run,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.division:
        found = found.filter(division__startswith=division_level(wanted.division))
    if wanted.strength:
        found = found.filter(strength__gte=wanted.strength)
    return found.filter(_text(wanted.text)) if wanted.text else found


def finding(pk: int) -> Finding:
    """Return one finding with its ring, its screenings and its case."""
    related = ("ring", "last_run", "first_run", "case")
    found = Finding.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("screening.finding_unknown", received=pk)
    return found


def judgements(finding: Finding) -> QuerySet[Judgement]:
    """Return what people did with a finding, oldest first."""
    return finding.judgements.select_related("by")


def beside(finding: Finding) -> QuerySet[Finding]:
    """Return the other findings of a finding's ring, the strongest first."""
    if finding.ring_id is None:
        return Finding.objects.none()
    others = Finding.objects.filter(ring=finding.ring_id).exclude(pk=finding.pk)
    return others.defer("evidence", "items")


def counts_by_state(about: str) -> dict[str, int]:
    """Return how many findings about a register are in each state; states without any are 0."""
    counted = (
        Finding.objects.filter(about=about)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return {**dict.fromkeys(FindingState.values, 0), **dict(counted)}


def by_key(keys: Iterable[str]) -> dict[str, Finding]:
    """Return stored findings by the keys of their leads."""
    listed = list(dict.fromkeys(keys))
    return {
        each.key: each
        for part in chunks(listed)
        for each in Finding.objects.filter(key__in=part).select_related("last_run")
    }


def about(subject: str) -> QuerySet[Finding]:
    """Return the findings about a party or agency that are still found, the strongest first."""
    of = FindingParty.objects.filter(party=subject).values("finding")
    return Finding.objects.filter(pk__in=of).exclude(state=FindingState.GONE)[:MOST_ABOUT]


def triggers_of(subject: str) -> QuerySet[Trigger]:
    """Return what raised how often a party or agency is inspected, newest first."""
    return Trigger.objects.filter(subject=subject).select_related("lifted_by")


def triggers(*, state: str = "", rule: str = "", text: str = "") -> QuerySet[Trigger]:
    """Return raised frequencies, narrowed; without a state those that hold."""
    found = Trigger.objects.select_related("lifted_by")
    holding = Q(until__isnull=True, lifted_at__isnull=True)
    if state == "":
        found = found.filter(holding)
    elif state == "ended":
        found = found.filter(until__isnull=False)
    elif state == "lifted":
        found = found.filter(lifted_at__isnull=False)
    found = found.filter(rule=rule) if rule else found
    told = text.strip()
    return found.filter(Q(name__icontains=told) | Q(subject__icontains=told)) if told else found


def trigger(pk: int) -> Trigger:
    """Return one raised frequency."""
    found = Trigger.objects.select_related("lifted_by").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("trigger.unknown", received=pk)
    return found


def rings(about: str = "") -> QuerySet[Ring]:
    """Return the rings of which a finding is still found, with how many findings each has.

    Those about one register where it is named.
    """
    found = Q(findings__state__in=[state for state in FindingState if state != FindingState.GONE])
    own = Ring.objects.filter(about=about) if about else Ring.objects.all()
    counted = own.annotate(finding_count=Count("findings", filter=found))
    return counted.filter(finding_count__gt=0)


def ring(pk: int) -> Ring:
    """Return one ring."""
    found = Ring.objects.select_related("last_run").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("screening.ring_unknown", received=pk)
    return found


def trial(pk: int) -> Trial:
    """Return one trial of a limit."""
    found = Trial.objects.select_related("requested_by").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("screening.trial_unknown", received=pk)
    return found


def limit_changes(signals: Iterable[str]) -> QuerySet[LimitChange]:
    """Return the changes of limits of some signals, newest first, withdrawn ones as well."""
    found = LimitChange.objects.select_related("by", "withdrawn_by")
    return found.filter(signal__in=list(signals))


def limit_change(pk: int) -> LimitChange:
    """Return one change of a limit."""
    found = LimitChange.objects.filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("screening.change_unknown", received=pk)
    return found


def white_list() -> QuerySet[Spared]:
    """Return the entries of the white list, newest first, ended ones as well."""
    return Spared.objects.select_related("by")


def entry(pk: int) -> Spared:
    """Return one entry of the white list."""
    found = white_list().filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("screening.entry_unknown", received=pk)
    return found


def chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return a sequence in parts that a database takes as one list."""
    return (items[start : start + ASKED_AT_ONCE] for start in range(0, len(items), ASKED_AT_ONCE))


def _text(text: str) -> Q:
    told = text.strip()
    number = told.upper().removeprefix("CN").removeprefix("ZL").strip()
    named = Q(number=number) | Q(number__startswith=f"{number}{KEY_SEPARATOR}")
    filings = FindingFiling.objects.filter(named).values("finding")
    parties = FindingParty.objects.filter(party__iexact=told).values("finding")
    return Q(title__icontains=told) | Q(pk__in=filings) | Q(pk__in=parties)
