"""Taking, assigning, appointing, transferring; and what keeps somebody from a case."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.cases.conftest import FILED, Cast, after, codes_of, did
from tests.office.conftest import MakePerson
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.cases.assigning import (
    appoint,
    assign_case,
    release,
    take_case,
    transfer_case,
)
from zhiheng.office.cases.conflicts import ties_of
from zhiheng.office.cases.enums import Capacity
from zhiheng.office.cases.law import procedure_of
from zhiheng.office.cases.models import Case, Interest
from zhiheng.office.cases.notifying import people_in
from zhiheng.office.cases.permissions import capacities_of, cases_seen_by
from zhiheng.office.cases.queries import desk_of

DAY = FILED.date()


def capacities(case: Case, user: User) -> frozenset[str]:
    fresh = Case.objects.get(pk=case.pk)
    return capacities_of(user, fresh, procedure_of(fresh), on=DAY)


def test_of_two_who_take_a_case_one_gets_it(cast: Cast, case: Case):
    seen = case.revision
    take_case(case=case, revision=seen, by=cast.officer, on=FILED)
    with pytest.raises(ConflictError):
        take_case(case=case, revision=seen, by=cast.colleague, on=FILED)
    with pytest.raises(ConflictError) as refused:
        take_case(case=case, revision=None, by=cast.colleague, on=FILED)
    assert codes_of(refused) == ["case.taken_already"]
    assert refused.value.problems[0].values["person"] == "Olga"


@pytest.mark.parametrize("who", ["stranger", "citizen", "respondent"])
def test_who_does_not_work_in_the_body_takes_nothing(cast: Cast, case: Case, who: str):
    with pytest.raises(ForbiddenError):
        take_case(case=case, revision=None, by=getattr(cast, who), on=FILED)


def test_the_head_assigns_and_the_one_before_loses_the_case(cast: Cast, taken: Case):
    assign_case(case=taken, revision=None, to=cast.colleague, by=cast.head, on=FILED)
    assert "handler" in capacities(taken, cast.colleague)
    assert "handler" not in capacities(taken, cast.officer)
    assert taken.clocks.count() == 1


def test_a_case_is_not_assigned_to_somebody_elsewhere(cast: Cast, case: Case):
    with pytest.raises(ForbiddenError) as refused:
        assign_case(case=case, revision=None, to=cast.stranger, by=cast.head, on=FILED)
    assert codes_of(refused) == ["case.not_eligible"]


def test_capacities_follow_from_parties_roles_and_appointments(cast: Cast, taken: Case):
    appoint(case=taken, revision=None, person=cast.colleague, capacity="co-handler",
            by=cast.officer, on=FILED)  # fmt: skip
    assert capacities(taken, cast.citizen) == {"applicant"}
    assert capacities(taken, cast.officer) == {"handler", "clerk"}
    assert capacities(taken, cast.colleague) == {"co-handler", "clerk"}
    assert capacities(taken, cast.head) == {"head"}
    assert capacities(taken, cast.superior) == {"superior"}
    assert capacities(taken, cast.stranger) == frozenset()


def test_each_sees_their_own_cases(cast: Cast, case: Case):
    def sees(user: User) -> bool:
        return cases_seen_by(user, on=DAY).filter(pk=case.pk).exists()

    assert [sees(user) for user in (cast.citizen, cast.officer, cast.head)] == [True] * 3
    assert not sees(cast.stranger)


def test_a_respondent_is_not_warned_by_what_is_only_being_looked_at(cast: Cast, taken: Case):
    def sees() -> bool:
        return cases_seen_by(cast.respondent, on=DAY).filter(pk=taken.pk).exists()

    assert not sees()
    assert capacities(taken, cast.respondent) == frozenset()
    did(taken, "accept", cast.officer)  # by which it is told
    assert sees()
    assert capacities(taken, cast.respondent) == {"respondent"}


def test_who_works_for_a_party_is_kept_out(cast: Cast, case: Case, make_person: MakePerson):
    firm = case.parties.get(position="respondent").organisation
    membership = Membership.objects.create(
        user=cast.officer, organisation=firm, role=Role.ENTERPRISE_USER,
        valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2024, 3, 2),
    )  # fmt: skip
    with pytest.raises(ConflictError) as refused:
        take_case(case=case, revision=None, by=cast.officer, on=FILED)
    assert codes_of(refused) == ["case.tie_employer"]
    Membership.objects.filter(pk=membership.pk).update(valid_to=dt.date(2024, 3, 1))
    take_case(case=case, revision=None, by=cast.officer, on=FILED)


def test_a_declared_tie_and_a_party_of_the_same_name_keep_somebody_out(cast: Cast, case: Case):
    Interest.objects.create(
        person=cast.officer, name="乙方 科技有限公司", tie="配偶任职", since=DAY, declared_at=FILED
    )
    case.parties.filter(position="applicant").update(name="OLGA")
    codes = [tie.problem.code for tie in ties_of(cast.officer, case, on=DAY)]
    assert sorted(codes) == ["case.tie_declared", "case.tie_name"]
    with pytest.raises(ConflictError):
        assign_case(case=case, revision=None, to=cast.officer, by=cast.head, on=FILED)


def test_a_party_is_not_appointed_in_its_own_case(cast: Cast, taken: Case):
    taken.parties.filter(position="respondent").update(agent=cast.colleague)
    with pytest.raises(ConflictError):
        appoint(case=taken, revision=None, person=cast.colleague, capacity="co-handler",
                by=cast.head, on=FILED)  # fmt: skip


def test_only_one_chairs(cast: Cast, taken: Case, make_person: MakePerson):
    third = make_person("olaf", Role.OFFICER)
    for person in (cast.colleague, third):
        appoint(case=taken, revision=None, person=person, capacity="panel-chair",
                by=cast.officer, on=FILED)  # fmt: skip
    chairs = taken.participants.filter(capacity="panel-chair", until__isnull=True)
    assert [each.person for each in chairs] == [third]


def test_nobody_is_appointed_twice_nor_as_handler_nor_from_elsewhere(cast: Cast, taken: Case):
    def appointing(person: User, capacity: str) -> None:
        appoint(case=taken, revision=None, person=person, capacity=capacity, by=cast.head, on=FILED)

    appointing(cast.colleague, "panel-member")
    with pytest.raises(ConflictError):
        appointing(cast.colleague, "panel-member")
    with pytest.raises(InputError):
        appointing(cast.colleague, "handler")
    with pytest.raises(ForbiddenError):
        appointing(cast.stranger, "panel-member")


def test_who_steps_back_says_why_and_the_case_waits_for_another(cast: Cast, taken: Case):
    def stepping_back(reason: str) -> None:
        release(case=taken, revision=None, person=cast.officer, capacity="handler",
                reason=reason, by=cast.officer, on=FILED)  # fmt: skip

    with pytest.raises(InputError):
        stepping_back(" ")
    stepping_back("与当事人相识，申请回避")
    taken.refresh_from_db()
    assert taken.handler is None
    assert taken in desk_of(cast.colleague, "unassigned", on=DAY, soon=DAY)
    with pytest.raises(NotFoundError):
        stepping_back("再次")


def test_a_transferred_case_is_the_others_with_its_clocks(cast: Cast, taken: Case):
    futian = cast.stranger.memberships.get().organisation
    with pytest.raises(InputError):
        transfer_case(case=taken, revision=None, to=cast.office, reason="x", by=cast.head, on=FILED)
    transfer_case(case=taken, revision=None, to=futian, reason="属地", by=cast.head, on=after(1))
    taken.refresh_from_db()
    assert (taken.organisation, taken.handler) == (futian, None)
    assert taken.due_on == dt.date(2026, 3, 9)
    take_case(case=taken, revision=None, by=cast.stranger, on=after(1))
    with pytest.raises(ForbiddenError):
        did(taken, "accept", cast.officer, on=after(1))


def test_clerks_and_the_nearest_body_above_are_told_by_their_role(
    cast: Cast, accepted: Case, make_person: MakePerson
):
    clerk = make_person("clara", Role.CLERK)
    Organisation.objects.create(
        name="国家主管部门", kind=OrganisationKind.GOVERNMENT, district="", created_at=FILED
    )
    assert people_in(accepted, [Capacity.CLERK], on=FILED) == [clerk]
    assert cast.superior in people_in(accepted, [Capacity.SUPERIOR], on=FILED)
    assert cast.head not in people_in(accepted, [Capacity.SUPERIOR], on=FILED)
