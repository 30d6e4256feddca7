"""Who gets in where: every role at every address of casework, and every act of every procedure.

Both halves are generated, from the addresses that are there and from the declarations; what is
expected is computed from the permissions, so a new address or act is covered once it exists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.office.desk.conftest import ClientOf, People, body, filed, person
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, PersonError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import Capacity
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.state import CaseState
from zhiheng.office.accounts.enums import OrganisationKind as Kind
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import ROLE_PERMISSIONS
from zhiheng.office.cases import law
from zhiheng.office.cases.cooperating import ask_body
from zhiheng.office.cases.models import Case, Entry, EntryFile
from zhiheng.office.cases.permissions import cases_seen_by

APPS = ("cases/", "hall/", "papers/", "caseload/", "verify/")
WORK = "cases.work"
# Addresses of the desk that are about no case, by what they ask for.
WITHOUT_CASE = {
    "inbox": WORK, "export": WORK, "sessions": WORK, "sessions_file": WORK, "interests": WORK,
    "new": WORK, "erase": "accounts.manage",
}  # fmt: skip
OUTSIDE = "outside"  # somebody of another body


def addresses(prefix: str) -> Iterator[tuple[str, URLPattern]]:
    """Return every address below a prefix with its pattern."""

    def walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
        for each in resolver.url_patterns:
            path = f"{before}{each.pattern}"
            if isinstance(each, URLResolver):
                yield from walk(each, path)
            elif path.startswith(prefix):
                yield path, each

    yield from walk(get_resolver(), "")


@pytest.fixture
def case(people: People) -> Case:
    found = filed(people)
    now = timezone.now()
    ask_body(
        case=found, revision=None, organisation=people.bodies.enforcement, question="协助",
        due_on=None, by=people.head, on=now,
    )  # fmt: skip
    return found


def _different() -> list[Role]:
    """Return a role of every set of permissions: those with the same are let in alike."""
    return list({ROLE_PERMISSIONS[role]: role for role in Role}.values())


@pytest.fixture
def everybody(people: People) -> dict[str, User]:
    """Somebody of every kind in the body that handles the case, and in another body."""
    elsewhere = body("福田区知识产权局", Kind.IP_OFFICE, "440304")
    return {
        f"{place} {role.value}": person(f"{place}{role.value}", office, role)
        for place, office in (("here", people.bodies.office), (OUTSIDE, elsewhere))
        for role in _different()
        # Who does not work on cases is kept out for that alone, wherever they are.
        if place == "here" or WORK in ROLE_PERMISSIONS[role]
    }


def test_every_role_at_every_address_of_a_case_gets_in_or_not_as_its_permissions_say(
    case: Case, everybody: dict[str, User], client_of: ClientOf
):
    day = timezone.localdate()
    line = Entry.objects.filter(case=case).order_by("pk").first()
    file = EntryFile.objects.filter(entry=line).first()
    assert line is not None
    assert file is not None
    numbers = {
        "parties": case.parties.first().pk, "terms": case.clocks.first().pk, "files": file.pk,
        "cooperations": case.cooperations.get().pk, "erase": line.pk,
    }  # fmt: skip
    wrong, tried = [], 0
    for name, user in everybody.items():
        client = client_of(user)
        permissions = ROLE_PERMISSIONS[Role(name.split()[-1])]
        sees = cases_seen_by(user, on=day).filter(pk=case.pk).exists()
        for path, pattern in addresses("cases/"):
            filled = _filled(path, case, numbers)
            if filled is None:
                continue
            tried += 1
            status = _status(client, filled)
            expected = _expected(pattern.name or "", permissions, sees)
            if status not in expected:
                wrong.append((name, filled, status, expected))
    assert tried > 250
    assert wrong == []


def _status(client: Client, path: str) -> int:
    answer = client.get(f"/{path}")
    if answer.streaming:
        b"".join(answer.streaming_content)  # closes the file behind it
    return answer.status_code


def _filled(path: str, case: Case, numbers: dict[str, int]) -> str | None:
    """Return an address with the case in it; None for one that changes something when read."""
    path = path.replace("<slug:number>", case.number).replace("<slug:ending>", "csv")
    path = path.replace("<slug:procedure>", "administrative-penalty")
    path = path.replace("do/<slug:act>", "do/accept")
    for part, number in numbers.items():
        path = path.replace(f"{part}/<int:pk>", f"{part}/{number}")
    path = path.replace("<slug:act>", "note")
    return None if "<" in path else path


def _expected(name: str, permissions: frozenset[str], sees: bool) -> set[int]:
    manages = "accounts.manage" in permissions
    if name in ("erase", "erase_entry"):
        return {200} if manages else {403}
    if name in ("batch", "end_interest"):
        return {405}
    if WORK not in permissions:
        return {403}
    if name == "begin":
        return {200, 404}  # as the body carries the procedure or not
    if name in WITHOUT_CASE:
        return {200}
    if not sees:
        return {403}
    if name in ("party", "extend"):
        return {200, 403, 409}  # as the person keeps the parties, or may lengthen the term
    return {200}


def test_a_stranger_is_led_to_sign_in_at_every_address(case: Case):
    client = Client()
    found = 0
    for prefix in ("cases/", "caseload/", "papers/"):
        for path, _pattern in addresses(prefix):
            if "<" in path.replace("<slug:number>", "").replace("<int:pk>", "").replace(
                "<slug:act>", ""
            ):
                continue
            filled = (
                path.replace("<slug:number>", case.number)
                .replace("<int:pk>", "1")
                .replace("<slug:act>", "note")
            )
            status = _status(client, filled)
            assert status in (302, 405), (filled, status)
            found += 1
    assert found > 25


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CITIZEN])
def test_no_address_of_casework_breaks_whoever_asks(
    people: People, case: Case, role: Role, client_of: ClientOf
):
    """Also with numbers that lead nowhere: told, never a fault of the program."""
    client = client_of(person(f"any-{role.value}", people.bodies.office, role))
    broken = []
    for prefix in APPS:
        for path, _pattern in addresses(prefix):
            for number, pk in ((case.number, "1"), ("XXX-2000-000001", "99999999")):
                filled = _with_anything(path, number, pk)
                status = _status(client, filled)
                if status >= 500:
                    broken.append((filled, status))
    assert broken == []


def _with_anything(path: str, number: str, pk: str) -> str:
    for kind, value in (
        ("<slug:number>", number), ("<str:number>", number), ("<slug:case>", number),
        ("<slug:ending>", "csv"), ("<slug:procedure>", "rights-aid"), ("<slug:act>", "take"),
    ):  # fmt: skip
        path = path.replace(kind, value)
    while "<" in path:
        begin, end = path.index("<"), path.index(">")
        value = pk if path[begin:end].startswith("<int:") else "x"
        path = f"{path[:begin]}{value}{path[end + 1 :]}"
    return path


# The machine: every act of every shipped procedure, from every stage, in every capacity.

DAY = dt.date(2026, 3, 2)
PROCEDURES = law.procedures().all_in_force(on=dt.date(2026, 6, 1))


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_an_act_is_done_from_its_stages_by_its_people_and_refused_to_all_others(
    procedure: Procedure,
):
    refusals = {True: 0, False: 0}
    for stage in procedure.stages:
        for act in procedure.acts.values():
            if act.act == procedure.declaration.begins:
                continue
            for capacity in Capacity:
                may = stage in act.from_ and capacity in act.by
                error = _try(procedure, act.act, stage, capacity)
                refusals[may] += 1
                if stage not in act.from_:
                    assert isinstance(error, ConflictError), (stage, act.act, capacity)
                elif capacity not in act.by:
                    assert isinstance(error, ForbiddenError), (stage, act.act, capacity)
                else:
                    assert error is None or isinstance(error, InputError), (stage, act.act)
    assert refusals[False] > 100
    assert refusals[True] >= 5


def _try(procedure: Procedure, act: str, stage: str, capacity: Capacity) -> PersonError | None:
    when = procedure.acts[act].when
    given = {when.field: when.values[0]} if when else {}
    state = CaseState(stage=stage, given=given)
    try:
        machine.perform(
            procedure, state, act, capacities={capacity}, on=DAY,
            length_of=lambda term: term.length or "5wd", due_of=lambda name: None,
        )  # fmt: skip
    except PersonError as error:
        return error
    return None


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_what_is_offered_is_what_can_be_done(procedure: Procedure):
    for stage in procedure.stages:
        for capacity in Capacity:
            offered = machine.possible(
                procedure, CaseState(stage=stage), capacities={capacity}, on=DAY,
                due_of=lambda name: None,
            )  # fmt: skip
            for act, missing in offered:
                error = _try(procedure, act.act, stage, capacity)
                assert (error is None) == (not missing), (stage, act.act, capacity)
