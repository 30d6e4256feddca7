"""The cases that findings lead to, before they are begun, as plain data for templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.office.cases import law as procedures
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.showing import Beside
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.screening.hearing import Prepared
from zhiheng.office.screening.models import Finding, Hearing
from zhiheng.office.screening.presenters import BADGES, signal_title

SHOWN_FILINGS = 12


@dataclass(frozen=True)
class PreparedCase:
    """A case as it would be begun; what the notice will say stands in `facts` and `innocent`."""

    name: str
    is_person: bool
    has_account: bool
    division: str
    agencies: str
    facts: Sequence[str]
    innocent: Sequence[str]
    filings: Sequence[str]
    more: int


@dataclass(frozen=True)
class HeardIn:
    """A case in which a finding is, or was, heard."""

    number: str
    title: str
    stage: str
    closed: bool
    filings: int


def prepared_cases(prepared: Sequence[Prepared], *, unmasked: bool) -> list[PreparedCase]:
    """Return cases before they are begun; private persons are masked unless told otherwise."""
    return [_prepared(each, unmasked=unmasked) for each in prepared]


def _prepared(each: Prepared, *, unmasked: bool) -> PreparedCase:
    filer = each.filer
    return PreparedCase(
        name=each.form["respondent_name"] if unmasked else filer.shown,
        is_person=filer.is_person,
        has_account=each.has_account,
        division=division_name(filer.division) if filer.division else "",
        agencies="、".join(filer.agencies),
        facts=each.form.get("facts", "").splitlines(),
        innocent=each.form.get("innocent", "").split("；"),
        filings=filer.filings[:SHOWN_FILINGS],
        more=max(0, len(filer.filings) - SHOWN_FILINGS),
    )


def heard_in(finding: Finding) -> list[HeardIn]:
    """Return the cases in which a finding is or was heard, newest first."""
    hearings = finding.hearings.select_related("case", "case__version").order_by("-pk")
    return [_heard(each.case, len(each.filings)) for each in hearings]


def _heard(case: Case, filings: int) -> HeardIn:
    stage = procedures.procedure_of(case).stages[case.stage]
    return HeardIn(
        number=case.number,
        title=case.title,
        stage=said(stage.title),
        closed=case.closed_at is not None,
        filings=filings,
    )


def beside_case(case: Case) -> list[Beside]:
    """Return the findings that a case is about, with a way to each."""
    hearings = Hearing.objects.filter(case=case).select_related("finding")
    return [_beside(each.finding) for each in hearings]


def _beside(finding: Finding) -> Beside:
    told = _("Finding %(number)s: %(signal)s") % {
        "number": finding.pk,
        "signal": signal_title(finding.signal),
    }
    return Beside(
        href=reverse("screening:finding", args=(finding.pk,)),
        title=told,
        state=str(finding.get_state_display()),
        badge=BADGES[finding.state],
    )
