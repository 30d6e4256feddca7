"""Hearing a filer: findings become a case of the procedure in which such filers are heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.core.screening.leads import sentence_of
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import check_user_can, user_can
from zhiheng.office.cases import law as procedures
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import WORK, bodies_of
from zhiheng.office.screening import law
from zhiheng.office.screening.enums import FindingState, JudgementAct
from zhiheng.office.screening.filers import Filer, filers_of
from zhiheng.office.screening.filing_names import written
from zhiheng.office.screening.masking import masked_facts
from zhiheng.office.screening.matters import Matter, behaviour_order, matter_of
from zhiheng.office.screening.models import Finding, Hearing
from zhiheng.office.screening.permissions import JUDGE
from zhiheng.office.screening.writing import (
    ASKABLE,
    check_state,
    given_reason,
    held_finding,
    judge,
)

LONGEST_NAME, LONGEST_AGENCIES, LONGEST_FACTS, LONGEST_INNOCENT = 80, 200, 20_000, 4_000
MOST_NAMED = 5  # filings beside what was found; the notice lists all of them once more


@dataclass(frozen=True)
class Prepared:
    """The case of one filer before it is begun: its form, and which findings it hears."""

    filer: Filer
    form: Mapping[str, str]
    findings: tuple[Finding, ...]
    has_account: bool


def prepare(findings: Sequence[Finding]) -> list[Prepared]:
    """Return the cases that findings lead to, one a filer, with their forms filled in."""
    found = []
    for filer in filers_of(findings):
        own = set(filer.filings)
        heard = tuple(each for each in findings if own & set(each.filings))
        account = _account_of(filer)
        found.append(Prepared(filer, _form(filer, heard, account), heard, account is not None))
    return found


@transaction.atomic
def open_case(
    *,
    findings: Sequence[Finding],
    reason: str,
    by: User,
    on: datetime,
    revisions: Mapping[int, int] | None = None,
    key: str = "",
) -> list[Case]:
    """Open a case for each filer of some findings, taken by who opens it; return the cases.

    The filer does not learn of it before the case asks. `revisions` are those that the page
    showed, by finding; sent twice with one `key`, the cases of the first time are returned.
    """
    check_user_can(by, JUDGE)
    text = given_reason(reason)
    matter = matter_in(findings)
    body = check_may_open(by, matter, on=timezone.localdate(on))
    if key and (known := _opened_before(key, by)):
        return known
    shown = revisions or {}
    held = [held_finding(each, revision=shown.get(each.pk)) for each in _in_order(findings)]
    check_state(held, ASKABLE)
    cases = [
        _begin(prepared, _Opening(matter, body, by, on, f"{key}:{place}" if key else ""))
        for place, prepared in enumerate(prepare(held))
    ]
    for finding in held:
        finding.refresh_from_db()
        numbers = "、".join(each.case.number for each in finding.hearings.select_related("case"))
        judge(
            finding, JudgementAct.ASK, FindingState.ASKED, reason=text, by=by, on=on, case=numbers
        )
    return cases


def matter_in(findings: Sequence[Finding]) -> Matter:
    """Return what some findings are about; `InputError` for none, or where they do not agree."""
    about = {each.about for each in findings}
    if not about:
        raise InputError.of("screening.nothing_chosen")
    if len(about) > 1:
        raise InputError.of("screening.two_matters")
    return matter_of(about.pop())


@dataclass(frozen=True)
class _Opening:
    """How a case is begun: of which procedure, where, by whom and when."""

    matter: Matter
    body: Organisation
    by: User
    on: datetime
    key: str


def _begin(prepared: Prepared, opening: _Opening) -> Case:
    by, on = opening.by, opening.on
    request = Request(given=prepared.form, organisation=opening.body, key=opening.key)
    case = begin_case(procedure=opening.matter.procedure, request=request, by=by, on=on)
    take_case(case=case, revision=None, by=by, on=on)
    case.refresh_from_db()
    own = set(prepared.filer.filings)
    for finding in prepared.findings:
        filings = [number for number in finding.filings if number in own]
        Hearing.objects.create(finding=finding, case=case, filings=filings)
        Finding.objects.filter(pk=finding.pk).update(case=case)
    return case


def _form(
    filer: Filer, findings: Sequence[Finding], account: Organisation | None
) -> dict[str, str]:
    matter = matter_in(findings)
    told = {
        "title": f"{filer.shown[:LONGEST_NAME]} {len(filer.filings)} {matter.subject}",
        "source": "screening",
        "source_number": "、".join(sorted({f"筛查{each.last_run_id}" for each in findings}))[:80],
        "behaviours": _behaviours(findings),
        "facts": _facts(findings, set(filer.filings))[:LONGEST_FACTS],
        "regime": ",".join(each.ground for each in law.grounds().of(matter.about, filer.filed)),
        "filings": "\n".join(filer.listed),
        "innocent": _innocent(findings)[:LONGEST_INNOCENT],
        "respondent_kind": "person" if filer.is_person else "organisation",
        "respondent_name": account.name if account else filer.name,
        "respondent_uscc": "" if filer.is_person else filer.uscc,
        "agency_name": "、".join(filer.agencies)[:LONGEST_AGENCIES],
        "district": filer.division,
    }
    return {name: value for name, value in told.items() if value}


def _behaviours(findings: Sequence[Finding]) -> str:
    return ",".join(sorted({each.behaviour for each in findings}, key=behaviour_order))


def _facts(findings: Sequence[Finding], own: Collection[str]) -> str:
    """Return the sentence of every finding, numbered, with which of the filer's `own` it concerns.

    Other people's names are masked, and their filings are not named.
    """
    lines = []
    for place, each in enumerate(findings, start=1):
        declared = law.declared().signal(each.signal)
        sentence = sentence_of(masked_facts(each.facts), declared).zh
        numbers = [number for number in each.filings if number in own]
        named = "、".join(map(written, numbers[:MOST_NAMED]))
        rest = f" 等 {len(numbers)} 件" if len(numbers) > MOST_NAMED else ""
        lines.append(f"{place}．{declared.title.zh}：{sentence}所涉申请：{named}{rest}。")
    return "\n".join(lines)


def _innocent(findings: Sequence[Finding]) -> str:
    signals = dict.fromkeys(each.signal for each in findings)
    words = [each.zh for name in signals for each in law.declared().signal(name).innocent]
    return "；".join(dict.fromkeys(words))


def _account_of(filer: Filer) -> Organisation | None:
    """Return the organisation with an account that a filer is: by its code, else by its name."""
    if filer.is_person:
        return None
    same = Q(name=filer.name) | Q(uscc=filer.uscc) if filer.uscc else Q(name=filer.name)
    found = list(Organisation.objects.filter(same))
    by_code = [each for each in found if filer.uscc and each.uscc == filer.uscc]
    return next(iter(by_code or found), None)


def may_open(user: User, matter: Matter, *, on: date) -> bool:
    """Tell whether somebody can open cases: who judges findings and works in a body that hears."""
    return user_can(user, JUDGE, on=on) and bool(_bodies(user, matter, on=on))


def check_may_open(user: User, matter: Matter, *, on: date) -> Organisation:
    """Return the body in which somebody opens cases of the procedure; raise without one."""
    check_user_can(user, JUDGE, on=on)
    own = _bodies(user, matter, on=on)
    if not own:
        raise ForbiddenError.of("screening.no_office", received=user.display_name)
    return own[0]


def _bodies(user: User, matter: Matter, *, on: date) -> list[Organisation]:
    kinds = procedures.in_force(matter.procedure, on=on).declaration.handling.bodies
    return [each for each in bodies_of(user, WORK, on=on) if each.kind in kinds]


def _opened_before(key: str, by: User) -> list[Case]:
    User.objects.select_for_update().get(pk=by.pk)  # of a form sent twice the second waits here
    return list(
        Case.objects.filter(entries__key__startswith=f"{key}:", entries__by=by).order_by("pk")
    )


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings in the order in which everybody locks them."""
    return sorted({each.pk: each for each in findings}.values(), key=lambda each: each.pk)
