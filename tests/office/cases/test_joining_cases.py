"""Several cases go on as one, and one as several, without losing a party or a clock."""

from __future__ import annotations

import pytest

from tests.office.cases.conftest import FILED, Cast, after, codes_of, filed
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.enums import CaseStatus
from zhiheng.office.cases.joining import join_cases, split_case
from zhiheng.office.cases.keeping import PartyContent, set_party
from zhiheng.office.cases.models import Case


@pytest.fixture
def other(cast: Cast) -> Case:
    case = filed(cast, respondent_name="丙方商贸有限公司")
    take_case(case=case, revision=None, by=cast.officer, on=FILED)
    return case


def test_joined_cases_go_on_in_the_first_with_all_parties(cast: Cast, taken: Case, other: Case):
    join_cases(lead=taken, others=[other], reason="同一专利", by=cast.officer, on=after(1))
    other.refresh_from_db()
    taken.refresh_from_db()
    assert (other.status, other.joined_into) == (CaseStatus.JOINED, taken)
    assert not other.clocks.filter(ended_on__isnull=True).exists()
    names = sorted(party.name for party in taken.parties.filter(position="respondent"))
    assert names == ["丙方商贸有限公司", "乙方科技有限公司"]
    assert taken.parties.filter(position="applicant").count() == 1
    with pytest.raises(ConflictError):
        join_cases(lead=taken, others=[other], reason="再次", by=cast.officer, on=after(1))


def test_cases_are_not_joined_to_themselves_nor_by_others(cast: Cast, taken: Case, other: Case):
    with pytest.raises(InputError):
        join_cases(lead=taken, others=[taken], reason="x", by=cast.officer, on=after(1))
    with pytest.raises(ForbiddenError):
        join_cases(lead=taken, others=[other], reason="x", by=cast.colleague, on=after(1))
    other.refresh_from_db()
    assert other.status == CaseStatus.OPEN


def test_a_party_goes_on_in_a_case_of_its_own_with_the_clocks(cast: Cast, accepted: Case):
    content = PartyContent("respondent", "丙方商贸有限公司")
    second = set_party(
        case=accepted, revision=None, party=None, content=content, by=cast.officer, on=FILED
    )
    twin = split_case(
        case=accepted, revision=None, parties=[second], reason="另案", by=cast.officer, on=after(5)
    )
    assert twin.number != accepted.number
    assert twin.code != accepted.code
    assert (twin.stage, twin.due_on, twin.origin) == ("deciding", accepted.due_on, accepted)
    assert [p.name for p in twin.parties.filter(position="respondent")] == ["丙方商贸有限公司"]
    left = accepted.parties.filter(position="respondent", left_at__isnull=True)
    assert [p.name for p in left] == ["乙方科技有限公司"]
    assert twin.handler == cast.officer


def test_the_last_respondent_stays(cast: Cast, accepted: Case):
    only = accepted.parties.get(position="respondent")
    with pytest.raises(InputError) as refused:
        split_case(case=accepted, revision=None, parties=[only], reason="x", by=cast.officer,
                   on=after(5))  # fmt: skip
    assert codes_of(refused) == ["case.nothing_to_split"]
