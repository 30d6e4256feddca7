"""The stock of cases for the load benchmark: a few made by the commands, many copied by SQL."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhiheng.office.accounts.models import Organisation, User
    from zhiheng.office.cases.models import Case

ZONE = dt.timezone(dt.timedelta(hours=8))
DIVISION = "440300"


@dataclass(frozen=True)
class Stock:
    """What the officers find: their cookies, the cases of each, and some that nobody has."""

    count: int
    officers: dict[str, str]
    cases_of: dict[str, list[str]]
    unassigned: list[str]


def make_stock(*, cases: int, officers: int) -> Stock:
    """Prepare the database, make the people and the cases; return what they find."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    import django

    django.setup()
    from zhiheng.office.cases.models import Case
    from zhiheng.office.cli.home import prepare_home

    prepare_home()
    people, citizen, _body = _people(officers)
    originals = _originals(people, citizen)
    _copy(originals, people, copies=cases // len(originals))
    return Stock(
        count=Case.objects.filter(closed_at=None).count(),
        officers={each.username: _cookie(each) for each in people},
        cases_of={
            each.username: list(
                Case.objects.filter(handler=each, stage="aiding")
                .order_by("?")
                .values_list("number", flat=True)[:200]
            )
            for each in people
        },
        unassigned=list(
            Case.objects.filter(handler=None, stage="received").values_list("number", flat=True)[
                :officers
            ]
        ),
    )


def verdict_on(done: list[tuple[str, str]], taken: list[tuple[str, str]]) -> dict[str, int]:
    """Return how many acts were lost, done twice, or are not on the ledger once."""
    from zhiheng.office.cases.models import Case, Entry
    from zhiheng.office.ledger.models import Event

    lost = doubled = unrecorded = 0
    for number, key in done:
        entries = list(Entry.objects.filter(case__number=number, key=key))
        lost += not entries
        doubled += len(entries) > 1
        for entry in entries:
            found = Event.objects.filter(
                sequence=entry.event, subject_kind="case", subject_id=number
            )
            unrecorded += found.count() != 1
    handlers = dict(
        Case.objects.filter(number__in=[number for number, _ in taken]).values_list(
            "number", "handler__username"
        )
    )
    return {
        "lost": lost,
        "double": doubled,
        "not on the ledger": unrecorded,
        "taken twice": len(taken) - len(dict(taken)),
        "taken by another": sum(handlers[number] != name for number, name in taken),
    }


def _people(officers: int) -> tuple[list[User], User, Organisation]:
    from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
    from zhiheng.office.accounts.enums import OrganisationKind, Role
    from zhiheng.office.accounts.system import system_operator

    by, on = system_operator(), _start()
    body = create_organisation(
        name="保护中心", kind=OrganisationKind.PROTECTION_CENTRE, district=DIVISION, by=by, on=on
    )
    public = create_organisation(name="公众", kind=OrganisationKind.PUBLIC, by=by, on=on)

    def person(name: str, role: Role, where: Organisation) -> User:
        user = create_user(username=name, display_name=name, password=None, by=by, on=on)
        grant_role(user=user, organisation=where, role=role, valid_from=on.date(), by=by, on=on)
        return user

    people = [person(f"officer-{n:02}", Role.OFFICER, body) for n in range(officers)]
    person("head", Role.LEADER, body)
    return people, person("citizen", Role.CITIZEN, public), body


def _start() -> dt.datetime:
    return dt.datetime.now(ZONE) - dt.timedelta(days=60)


def _originals(people: list[User], citizen: User) -> list[Case]:
    """Make a case of every age in the stages where most of them stand, by the commands."""
    from sample.case_forms import answers, proofs
    from zhiheng.core.procedures.forms import fields_of
    from zhiheng.office.cases import law
    from zhiheng.office.cases.acting import Doing, do_act
    from zhiheng.office.cases.assigning import take_case
    from zhiheng.office.cases.beginning import Request, begin_case

    made = []
    for number in range(20):
        on = _start() + dt.timedelta(days=2 * number)
        declaration = law.in_force("rights-aid", on=on.date()).declaration
        told = {"applicant_kind": "person", "district": DIVISION, "title": f"侵权纠纷{number}"}
        given = answers(fields_of(declaration), told, on.date())
        request = Request(given=given, files=proofs(declaration.materials, given))
        case = begin_case(procedure="rights-aid", request=request, by=citizen, on=on)
        if number % 5:
            officer = people[number % len(people)]
            take_case(case=case, revision=None, by=officer, on=on)
            do_act(case=case, revision=None, act="accept", doing=Doing(), by=officer, on=on)
        made.append(case)
    return made


_CHILDREN = ("party", "participant", "caseclock", "entry")


def _copy(originals: list[Case], people: list[User], *, copies: int) -> None:
    """Copy cases with parties, people, clocks and lines; each copy has its own officer."""
    from django.db import connection

    from zhiheng.office.cases.models import Case

    keys = [case.pk for case in originals]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM accounts_user WHERE username LIKE %s",
                       ["officer-%"])  # fmt: skip
        [officers] = cursor.fetchone()
        cursor.execute(
            "CREATE TEMP TABLE twin AS SELECT c.id AS source, "
            "nextval('cases_case_id_seq') AS target, g AS n "
            "FROM cases_case c CROSS JOIN generate_series(1, %s) g WHERE c.id = ANY(%s)",
            [copies - 1, keys],
        )
        officer = "(%s::bigint[])[1 + (t.target %% " + str(len(officers)) + ")]"
        own = {
            "id": "t.target",
            "number": "'WY-2020-' || lpad(t.target::text, 7, '0')",
            "code": "'COPY-' || t.target",
            "handler_id": f"CASE WHEN x.handler_id IS NULL THEN NULL ELSE {officer} END",
        }
        _insert(cursor, "cases_case", own, "x.id = t.source", [officers])
        for child in _CHILDREN:
            given = {"case_id": "t.target"}
            if child == "participant":
                given["person_id"] = officer
            parameters = [officers] if child == "participant" else []
            _insert(cursor, f"cases_{child}", given, "x.case_id = t.source", parameters)
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself after a while
    assert Case.objects.count() == copies * len(originals)


def _insert(
    cursor: object, name: str, own: dict[str, str], joined: str, parameters: list[object]
) -> None:
    """Copy the rows of a table, some columns being the copy's own."""
    from django.apps import apps

    app, _, model_name = name.partition("_")
    model = apps.get_model(app, model_name)
    columns = [each.column for each in model._meta.local_concrete_fields]
    if "id" not in own:
        columns.remove("id")
    values = [own.get(column, f'x."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    sql = (
        f"INSERT INTO {name} ({names}) SELECT {', '.join(values)} "
        f"FROM {name} x JOIN twin t ON {joined}"
    )
    cursor.execute(sql, parameters)  # type: ignore[attr-defined]


def _cookie(user: User) -> str:
    """Sign somebody in and return the cookie of the session."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="zhiheng.office.accounts.backends.OfficeBackend")
    return client.cookies["sessionid"].value
