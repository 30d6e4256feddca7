"""Deciding about parties: who may, what stands in the way, what it does, and taking it back."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from django.db import connection

from tests.office.conftest import WHEN, MakePerson
from tests.office.parties.conftest import FIRM, OTHER, PERSON, VARIANT
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.ledger.models import Event
from zhiheng.office.parties import commands, effects, queries
from zhiheng.office.parties.models import PartyDecision
from zhiheng.office.registers import lake

LATER = WHEN + dt.timedelta(hours=1)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    """Olga, who decides and sees persons."""
    return make_person("olga", Role.OFFICER)


def merge(by: User, one: str = FIRM, other: str = OTHER, seen: int = 0) -> PartyDecision:
    numbers = [queries.one_party(name)["party"] for name in (one, other)]
    return commands.merge(
        one=numbers[0], other=numbers[1], reason="同一集团", seen=seen, by=by, on=WHEN
    )


def newest() -> int:
    return max(PartyDecision.objects.values_list("pk", flat=True), default=0)


@pytest.mark.usefixtures("parties")
def test_variants_of_a_name_are_one_party_from_the_import_on() -> None:
    assert queries.party_of_name(VARIANT) == queries.party_of_name(f" {FIRM} ")
    assert queries.party_of_name(OTHER) != queries.party_of_name(FIRM)
    assert queries.party_of_name("没有的公司") is None
    assert queries.party_of_name(PERSON) is None  # several people bear this name
    record = queries.parties_of_record("patents", "201910302430.1")
    assert record["applicants", FIRM] == queries.party_of_name(FIRM)


@pytest.mark.usefixtures("parties")
def test_a_merge_leads_the_other_number_to_the_one_that_stays(officer: User) -> None:
    young, old = sorted((queries.party_of_name(FIRM), queries.party_of_name(OTHER)), key=str)
    merge(officer)
    stays = queries.party_of_name(FIRM)
    assert stays == queries.party_of_name(OTHER)
    assert {queries.party_row(str(number))["party"] for number in (young, old)} == {stays}
    event = Event.objects.get(act="parties.merge")
    assert event.actor == officer
    assert "同一集团" not in event.details


@pytest.mark.usefixtures("parties")
def test_taking_back_restores_both_numbers_and_erases_nothing(officer: User) -> None:
    before = {name: queries.party_of_name(name) for name in (FIRM, OTHER)}
    decision = merge(officer)
    undone = commands.undo(decision=decision.pk, reason="认定有误", by=officer, on=LATER)
    assert {name: queries.party_of_name(name) for name in before} == before
    assert PartyDecision.objects.count() == 2
    with pytest.raises(ConflictError, match=r"party\.already_undone"):
        commands.undo(decision=decision.pk, reason="再次撤销", by=officer, on=LATER)
    commands.undo(decision=undone.pk, reason="撤销是错的", by=officer, on=LATER)
    assert queries.party_of_name(FIRM) == queries.party_of_name(OTHER)


@pytest.mark.usefixtures("parties")
def test_names_are_split_off_and_come_back(officer: User) -> None:
    party = queries.one_party(FIRM)["party"]
    unit = next(each.unit for each in queries.units_of(party) if each.name == VARIANT)
    decision = commands.split(
        party=party, units=[unit], reason="两家公司", seen=0, by=officer, on=WHEN
    )
    assert queries.party_of_name(VARIANT) != queries.party_of_name(FIRM) == party
    commands.undo(decision=decision.pk, reason="还是一家", by=officer, on=LATER)
    assert queries.party_of_name(VARIANT) == party


@pytest.mark.usefixtures("parties")
def test_one_mention_of_a_person_is_split_off(officer: User) -> None:
    party = queries.parties_of_record("patents", "201910302430.1")["inventors", PERSON]
    assert queries.parties_of_record("patents", "200910190429.0")["inventors", PERSON] == party
    (mention,) = [
        row["mention"]
        for row in queries.mentions_page(party, {})[1].rows
        if row["record"] == "200910190429.0"
    ]
    commands.split_records(
        party=party, mentions=[mention], reason="同名不同人", seen=0, by=officer, on=WHEN
    )
    assert queries.parties_of_record("patents", "200910190429.0")["inventors", PERSON] != party
    assert queries.parties_of_record("patents", "201910302430.1")["inventors", PERSON] == party
    with pytest.raises(NotFoundError, match=r"party\.mention_not_here"):
        commands.split_records(
            party=party, mentions=[mention], reason="又一次", seen=9, by=officer, on=LATER
        )


@pytest.mark.usefixtures("parties")
def test_what_stands_in_the_way_is_said(officer: User) -> None:
    firm, person = queries.one_party(FIRM), queries.find_parties(PERSON)[0]["party"]
    given = {"reason": "试", "seen": 0, "by": officer, "on": WHEN}
    with pytest.raises(ConflictError, match=r"party\.already_one"):
        commands.merge(one=firm["party"], other=firm["party"], **given)
    with pytest.raises(InputError, match=r"party\.person_and_body"):
        commands.merge(one=firm["party"], other=person, **given)
    other, unsaid = queries.one_party(OTHER)["party"], {**given, "reason": "  "}
    with pytest.raises(InputError, match=r"party\.reason_missing"):
        commands.merge(one=firm["party"], other=other, **unsaid)
    with pytest.raises(InputError, match=r"party\.split_needs_both"):
        commands.split(party=firm["party"], units=[], **given)
    with pytest.raises(NotFoundError, match=r"party\.not_found"):
        queries.party_row("P222222222")
    assert PartyDecision.objects.count() == 0


@pytest.mark.usefixtures("parties")
def test_nobody_decides_on_what_somebody_else_changed_meanwhile(officer: User) -> None:
    merge(officer)
    unit = queries.units_of(str(queries.party_of_name(FIRM)))[0].unit
    with pytest.raises(ConflictError, match=r"party\.decided_meanwhile"):
        commands.split(
            party=str(queries.party_of_name(FIRM)),
            units=[unit],
            reason="没看到合并",
            seen=0,
            by=officer,
            on=LATER,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_is_told(empty_home: Path, parties: Path) -> None:
    outcomes: list[str] = []
    ready = threading.Barrier(2)
    operator = system_operator()
    numbers = [queries.one_party(name)["party"] for name in (FIRM, OTHER)]

    def decide() -> None:
        ready.wait()
        try:
            commands.merge(
                one=numbers[0], other=numbers[1], reason="同时", seen=0, by=operator, on=WHEN
            )
            outcomes.append("done")
        except ConflictError as error:
            outcomes.append(error.problems[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "party.decided_meanwhile", "party.already_one"}
    assert PartyDecision.objects.count() == 1


@pytest.mark.usefixtures("parties")
def test_only_analysts_and_officers_decide(make_person: MakePerson) -> None:
    deciding = (Role.ANALYST, Role.OFFICER)
    for role in [role for role in Role if role not in deciding]:
        with pytest.raises(ForbiddenError):
            merge(make_person(role.value.replace("_", "-"), role))
    assert PartyDecision.objects.count() == 0
    for role in deciding:
        person = make_person(role.value, role)
        decision = merge(person, seen=newest())
        assert decision.decided_by == person
        commands.undo(decision=decision.pk, reason="试", by=person, on=LATER)


@pytest.mark.usefixtures("parties")
def test_who_sees_persons_masked_does_not_decide_about_them(analyst: User) -> None:
    party = queries.parties_of_record("patents", "201910302430.1")["inventors", PERSON]
    mention = queries.mentions_page(party, {})[1].rows[0]["mention"]
    with pytest.raises(ForbiddenError, match=r"party\.persons_hidden"):
        commands.split_records(
            party=party, mentions=[mention], reason="看不见", seen=0, by=analyst, on=WHEN
        )


@pytest.mark.usefixtures("parties")
def test_a_decision_waits_while_the_lake_is_held(officer: User) -> None:
    with lake.lake().writing():
        merge(officer)
        assert effects.waiting() == 1
        assert queries.party_of_name(FIRM) != queries.party_of_name(OTHER)
    assert effects.take_effect(on=LATER)
    assert effects.waiting() == 0
    assert queries.party_of_name(FIRM) == queries.party_of_name(OTHER)
