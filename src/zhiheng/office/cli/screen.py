"""`zhiheng screen`: filings and marks that look improper, told as leads with their reasons."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.errors import InputError
from zhiheng.core.screening.leads import Lead, sentence
from zhiheng.core.screening.rings import Ring
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.screening import Screening
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.cli.screen_drafts import drafts
from zhiheng.office.cli.screen_judging import dismiss, findings, open_, reopen
from zhiheng.office.screening import law, running, subjects
from zhiheng.office.screening.enums import About
from zhiheng.office.screening.looking import looked_at
from zhiheng.office.screening.matters import MARKS, PATENTS, Matter, matter_of

_DAY = click.DateTime(["%Y-%m-%d"])
_COLUMNS = ("strength", "signal", "behaviour", "filings", "ring", "why")


@click.group(name="screen")
def group() -> None:
    """Screen filings; what is found are leads, which a person judges."""


for _command in (drafts, findings, dismiss, reopen, open_):
    group.add_command(_command)


def scope_options(command: Any) -> Any:
    """Give a command the ways to say which filings are asked about."""
    for option in reversed(
        (
            click.option("--from", "first", type=_DAY, help="Filed on this day or later."),
            click.option("--to", "last", type=_DAY, help="Filed on this day or earlier."),
            click.option("--applicant", help="Of an applicant: its party number, or its name."),
            click.option("--agency", help="Through an agency: its code, or its name."),
            click.option("--import", "import_id", help="That an import brought."),
        )
    ):
        command = option(command)
    return command


@group.command(name="abnormal")
@click.option(
    "--register", default=PATENTS.register, show_default=True, help="The register screened."
)
@scope_options
@click.option("--signal", "signals", multiple=True, help="Only this signal; may be repeated.")
@click.option("--on", type=_DAY, help="The day whose limits and law hold; today by default.")
@output_options
def abnormal(
    register: str, signals: tuple[str, ...], on: datetime | None, style: str, **asked: Any
) -> None:
    """Look for abnormal filings (order 77, article 3); nothing is kept.

    Example: zhiheng screen abnormal --register patents --from 2026-01-01 --to 2026-03-31 --json
    """
    expected = PATENTS.register
    if register != expected:
        raise InputError.of("screening.register_unfit", received=register, expected=expected)
    _look(PATENTS, _scope(PATENTS, **asked), signals, _day(on), style)


@group.command(name="marks")
@scope_options
@click.option("--signal", "signals", multiple=True, help="Only this signal; may be repeated.")
@click.option("--on", type=_DAY, help="The day whose limits hold; today by default.")
@output_options
def marks(signals: tuple[str, ...], on: datetime | None, style: str, **asked: Any) -> None:
    """Look for marks filed in bad faith (situations TM-1 to TM-10 of the guide); nothing is kept.

    Example: zhiheng screen marks --from 2026-01-01 --to 2026-03-31 --json
    """
    _look(MARKS, _scope(MARKS, **asked), signals, _day(on), style)


def _look(
    matter: Matter, scope: Scope, signals: Sequence[str], on: date | None, style: str
) -> None:
    """Screen and tell what is found, by signals that look at the register."""
    day, known = on or timezone.localdate(), law.declared().of(matter.about)
    for name in signals:
        known.signal(name)
    seen = looked_at(scope, matter.about, on=day)
    if not seen.filings.asked.any():
        raise InputError.of("screening.nothing_asked", received=_said(scope))
    found = running.found_in(seen, on=day, only=signals, report=_report)
    if seen.problems:
        tell(InputError(*seen.problems), get_language() or "zh")
    _show(found, style)


@group.command(name="run")
@click.option(
    "--about",
    type=click.Choice(About.values),
    default=About.PATENTS.value,
    show_default=True,
    help="What is screened.",
)
@scope_options
@output_options
def run(about: str, style: str, **asked: Any) -> None:
    """Screen, and keep what is found for officers to judge; `screen findings` lists it.

    Example: zhiheng screen run --about trademarks --from 2026-01-01 --to 2026-03-31
    """
    by, on = system_operator(), timezone.now()
    scope = _scope(matter_of(about), **asked)
    wanted = running.request_run(scope=scope, about=about, by=by, on=on)
    done = running.run_screening(run=wanted, by=by, on=on, report=_report)
    facts = {
        "run": done.pk,
        "about": done.about,
        "state": done.state,
        "asked": done.asked,
        "beside": done.beside,
        "found": done.found,
        "spared": len(done.spared),
        "problems": len(done.problems),
    }
    show_rows([facts], tuple(facts), style)


def _scope(
    matter: Matter,
    *,
    first: datetime | None,
    last: datetime | None,
    applicant: str | None,
    agency: str | None,
    import_id: str | None,
) -> Scope:
    named = [name for name in (applicant, agency, import_id) if name]
    if len(named) > 1:
        raise InputError.of("screening.one_scope", received="、".join(named))
    if applicant:
        party, _name = subjects.applicant_of(applicant, unmasked=True)
        return Scope("applicant", _day(first), _day(last), party=party)
    if agency:
        code, _name = subjects.agency_of(agency, matter)
        return Scope("agency", _day(first), _day(last), agency=code)
    if import_id:
        return Scope("batch", _day(first), _day(last), import_id=import_id)
    return Scope("period", _day(first), _day(last) or timezone.localdate())


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _said(scope: Scope) -> str:
    return ", ".join(f"{name} {value}" for name, value in scope.to_json().items())


def _report(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"{done}/{total} {step}", err=True)


def _show(found: Screening, style: str) -> None:
    ring_of = {lead.key: ring.key for ring in found.rings for lead in ring.leads}
    if style == "json":
        show_json(
            {
                "asked": int(found.scene.filings.asked.sum()),
                "beside": int((~found.scene.filings.asked).sum()),
                "findings": [_lead_json(lead, ring_of) for lead in found.leads],
                "rings": [_ring_json(ring) for ring in found.rings],
                "spared": [
                    {"why": each.why, "zh": each.words.zh, "en": each.words.en}
                    | _lead_json(each.lead, {})
                    for each in found.spared
                ],
            }
        )
        return
    language = get_language() or "zh"
    rows = [
        {
            "strength": round(lead.strength, 3),
            "signal": lead.signal,
            "behaviour": _behaviour(lead.behaviour),
            "filings": len(lead.filings),
            "ring": ring_of[lead.key][:8],
            "why": sentence(lead, law.declared().signal(lead.signal)).in_language(language),
        }
        for lead in found.leads
    ]
    show_rows(rows, _COLUMNS, style)


def _behaviour(name: str) -> str:
    """Return a behaviour as tools know it: an item of order 77 as AP-1, a situation as TM-1."""
    return name if name.startswith("TM-") else f"AP-{name}"


def _lead_json(lead: Lead, ring_of: dict[str, str]) -> dict[str, Any]:
    words = sentence(lead, law.declared().signal(lead.signal))
    return {
        "key": lead.key,
        "signal": lead.signal,
        "behaviour": _behaviour(lead.behaviour),
        "strength": round(lead.strength, 4),
        "filings": list(lead.filings),
        "parties": list(lead.parties),
        "ring": ring_of.get(lead.key),
        "sentence": {"zh": words.zh, "en": words.en},
        "facts": dict(lead.facts),
        "evidence": [
            {"kind": each.kind, "filings": list(each.filings), **each.facts}
            for each in lead.evidence
        ],
    }


def _ring_json(ring: Ring) -> dict[str, Any]:
    return {
        "key": ring.key,
        "strength": round(ring.strength, 4),
        "title": ring.title,
        "filings": list(ring.filings),
        "parties": list(ring.parties),
        "behaviours": [_behaviour(each) for each in ring.behaviours],
        "findings": [lead.key for lead in ring.leads],
    }
