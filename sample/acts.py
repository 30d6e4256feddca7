"""What the people of the sample city do with its plan, by the same commands as real ones.

    python -m sample.acts begin CITY     before the registers are loaded: the plan and its years
    python -m sample.acts go-on CITY     after it: link what can be computed, evaluate, report

Acts have the days on which they would have been done; the demo accounts do them, so that whoever
signs in as one finds something of their own. An office that has a plan is left alone.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sample.plan import PLAN

if TYPE_CHECKING:
    from zhiheng.office.accounts.models import Organisation, User
    from zhiheng.office.plans.models import Department, Plan

ZONE = dt.timezone(dt.timedelta(hours=8))
DIVISION = "440300"
COMPUTED = {
    "每万人口高价值发明专利拥有量": "high-value-patents-per-10000",
    "有效发明专利拥有量": "valid-invention-patents",
    "海外发明专利授权量": "overseas-invention-grants",
    "知识产权质押融资额": "pledge-amount",
}
# By the end of each half-year; None is a value that nobody has reported.
REPORTED: dict[str, tuple[str | None, ...]] = {
    "专利侵权纠纷行政裁决案件按期办结率": ("96.4", "97.1", "97.8", "98.6", "99.1"),
    "知识产权保护社会满意度": ("81.5", "81.9", "82.1", "82.4", None),
    "知识产权密集型产业增加值年均增长": ("8.4", "8.6", "8.2", "8.3", None),
    "新增知识产权服务机构": ("6", "14", "19", "27", "33"),
}
HALF_YEARS = ((2024, 1), (2024, 2), (2025, 1), (2025, 2), (2026, 1))


def at(year: int, month: int, day: int) -> dt.datetime:
    """Return half past nine of a day in the city."""
    return dt.datetime(year, month, day, 9, 30, tzinfo=ZONE)


def begin(city: Path) -> None:
    """Import and adopt the plan, give its departments people, and live through its years."""
    from sample.reports import report_values
    from sample.tasks import work_on_measures
    from zhiheng.office.accounts.demo import ensure_demo_accounts
    from zhiheng.office.plans.models import Plan

    if Plan.objects.exists():
        return
    _declare_departments()
    ensure_demo_accounts(on=at(2024, 1, 2))
    plan = _adopted(city)
    _link_departments(plan)
    report_values(plan)
    work_on_measures(plan)


def go_on(city: Path) -> None:
    """Evaluate the plan at half time and draft a yearly report, once the registers are there."""
    from sample.protection import watch_over
    from zhiheng.office.plans.models import Plan

    plan = Plan.objects.filter(document__name=PLAN).first()
    if plan is None or plan.evaluations.exists():
        return
    _evaluate(plan)
    _report_yearly(plan)
    officer, owner = person("demo-officer"), person("demo-enterprise")
    watch_over(city, officer=officer, owner=owner, on=at(2024, 3, 1), until=at(2026, 6, 30))


def bare(name: str) -> str:
    """Return the name of an indicator without what stands in brackets behind it."""
    return name.partition("（")[0]


def person(username: str) -> User:
    """Return the holder of a demo account."""
    from zhiheng.office.accounts.models import User

    return User.objects.get(username=username)


def people_of(department: Department) -> tuple[User, User]:
    """Return who reports for a department and who signs; the lead office has its own."""
    from zhiheng.office.accounts.enums import OrganisationKind

    organisation = department.organisation
    if organisation is not None and organisation.kind == OrganisationKind.IP_OFFICE:
        return person("demo-clerk"), person("demo-leader")
    return person("demo-department"), person("demo-head")


def _declare_departments() -> None:
    """Put the city's departments where an office puts its own, unless it has some."""
    from django.conf import settings

    own = settings.ZHIHENG.home / "declarations" / "departments" / "sample-city.yaml"
    if not own.exists():
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes((Path(__file__).parent / "data" / "departments.yaml").read_bytes())


def _adopted(city: Path) -> Plan:
    from zhiheng.office.accounts.system import system_operator
    from zhiheng.office.plans import commands

    by, on = system_operator(), at(2024, 1, 22)
    plan = commands.import_plan(
        name=PLAN,
        content=(city / PLAN).read_bytes(),
        division=DIVISION,
        by=by,
        on=on,
    )
    together = commands.accept_all(plan=plan, least=0.0, by=by, on=on)
    assert not together.left, f"the sample plan does not fit: {together.left}"
    plan.refresh_from_db()
    commands.adopt_plan(plan=plan, revision=plan.revision, by=by, on=on)
    for indicator in plan.indicators.all():
        name = COMPUTED.get(bare(indicator.name))
        if name and not indicator.computed_by:
            commands.link_computed(
                indicator=indicator,
                revision=indicator.revision,
                name=name,
                by=by,
                on=on,
            )
    return plan


def _link_departments(plan: Plan) -> None:
    """Give every department an organisation; the lead office has one already."""
    from django.db.models import Q

    from zhiheng.office.accounts.models import Organisation
    from zhiheng.office.accounts.system import system_operator
    from zhiheng.office.plans.commands import link_department
    from zhiheng.office.plans.models import Department

    by, on = system_operator(), at(2024, 1, 23)
    named = Q(leads__plan=plan) | Q(supports__plan=plan) | Q(indicators__plan=plan)
    for each in Department.objects.filter(named).distinct():
        name = f"{each.name}（演示）"
        found = Organisation.objects.filter(name=name).first()
        organisation = found or _organisation(name, on)
        link_department(department=each, organisation=organisation, by=by, on=on)


def _organisation(name: str, on: dt.datetime) -> Organisation:
    """Register a department's organisation, in which the two demo people of departments work."""
    from zhiheng.office.accounts.commands import create_organisation, grant_role
    from zhiheng.office.accounts.enums import OrganisationKind, Role
    from zhiheng.office.accounts.system import system_operator

    by = system_operator()
    made = create_organisation(
        name=name, kind=OrganisationKind.GOVERNMENT, is_demo=True, by=by, on=on
    )
    for username, role in (("demo-department", Role.CLERK), ("demo-head", Role.LEADER)):
        grant_role(
            user=person(username),
            organisation=made,
            role=role,
            valid_from=dt.date(2024, 1, 2),
            by=by,
            on=on,
        )
    return made


def _evaluate(plan: Plan) -> None:
    from zhiheng.office.accounts.system import system_operator
    from zhiheng.office.evaluation import commands

    by, on = system_operator(), at(2026, 7, 6)
    evaluation = commands.open_evaluation(
        plan=plan, kind="mid_term", as_of=dt.date(2026, 6, 30), by=by, on=on
    )
    commands.begin_self_assessment(
        evaluation=evaluation, revision=1, due_on=dt.date(2026, 7, 31), by=by, on=on
    )
    for criterion in evaluation.criteria.exclude(suggested=None):
        score = str(min(100, (criterion.suggested or 0) + 3))
        commands.assess(
            criterion=criterion,
            score=score,
            reason="按计划推进，佐证材料见任务督导。",
            by=people_of(criterion.department)[0] if criterion.department else by,
            on=at(2026, 7, 20),
        )
    commands.begin_review(evaluation=evaluation, revision=2, by=by, on=at(2026, 8, 3))


def _report_yearly(plan: Plan) -> None:
    from django.utils import timezone

    from zhiheng.office.accounts.system import system_operator
    from zhiheng.office.annual.commands import make_report

    make_report(plan=plan, as_of=dt.date(2025, 12, 31), by=system_operator(), on=timezone.now())


def _main(arguments: list[str]) -> int:
    acts: dict[str, Any] = {"begin": begin, "go-on": go_on}
    if len(arguments) != 2 or arguments[0] not in acts:
        sys.stderr.write("python -m sample.acts begin|go-on CITY\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    from zhiheng.core.errors import PersonError
    from zhiheng.office.cli.errors import tell

    try:
        import django

        django.setup()
        from django.db import transaction

        from zhiheng.office.cli.home import prepare_home

        prepare_home()
        with transaction.atomic():  # broken off, all of it is done anew the next time
            acts[arguments[0]](Path(arguments[1]))
    except PersonError as error:
        return tell(error)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
