"""The cases that findings lead to, before they are begun, as plain data for templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.core.errors import InputError
from zhiheng.office.cases import law as procedures
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.showing import Beside
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.screening.concluding import unconcluded
from zhiheng.office.screening.filing_names import written
from zhiheng.office.screening.hearing import Prepared
from zhiheng.office.screening.matters import heard_in as matter_heard_in
from zhiheng.office.screening.models import Finding, Hearing
from zhiheng.office.screening.presenters import BADGES, signal_title

SHOWN_FILINGS = 12
MOST_LISTED = 1_000  # of the filings that an act is about; a longer list stands in the form
_UNDECIDED = ("checking", "answering", "weighing", "referred")
_EXPLAINING = ("answer", "supplement-answer")


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
        filings=filer.listed[:SHOWN_FILINGS],
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
    """Return what is open in a case, what the filer said last, and its findings with their pages.

    Nothing for cases of other procedures.
    """
    if matter_heard_in(case.procedure) is None:
        return []
    hearings = Hearing.objects.filter(case=case).select_related("finding")
    return [
        *_open_filings(case),
        *_explanation(case),
        *(_beside(each.finding) for each in hearings),
    ]


def _open_filings(case: Case) -> list[Beside]:
    """Return what an empty field of the confirmation would confirm, and what is left out of it."""
    if case.stage not in _UNDECIDED:
        return []
    try:
        found = unconcluded(case)
    except InputError:
        return []  # the list was corrected into no numbers: each act says so
    told = [Beside(
        href="", title=_("Still open: these are confirmed where no numbers are filled in"),
        state=str(len(found.left)), badge="warn", lines=_some(found.left),
    )]  # fmt: skip
    aside = {
        _("Withdrawn in this case: not confirmed"): found.withdrawn,
        _("Withdrawn or registered earlier: confirmed only where named"): found.earlier,
    }
    told += [
        Beside(href="", title=title, state=str(len(numbers)), badge="off", lines=_some(numbers))
        for title, numbers in aside.items()
        if numbers
    ]
    return told


def _some(numbers: Sequence[str]) -> tuple[str, ...]:
    more = len(numbers) - MOST_LISTED
    rest = [_("… and %(count)s more, see the form of the case") % {"count": more}]
    return (*map(written, numbers[:MOST_LISTED]), *(rest if more > 0 else []))


def _explanation(case: Case) -> list[Beside]:
    said_last = Entry.objects.filter(
        case=case, kind=EntryKind.ACT, name__in=_EXPLAINING, erased_at__isnull=True
    ).last()
    if said_last is None:
        silent = _("The filer has explained nothing yet")
        return [Beside(href="", title=silent)] if case.stage in _UNDECIDED else []
    day = timezone.localdate(said_last.at).isoformat()
    return [
        Beside(
            href="", title=_("Last explanation of the filer"), state=day,
            text=str((said_last.content or {}).get("statement", "")),
        )
    ]  # fmt: skip


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
