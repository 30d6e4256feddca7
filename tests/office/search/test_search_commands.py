"""Saving, sharing, watching and reading: who may, what is refused, what is on the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.conftest import WHEN, MakePerson
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.commands import create_organisation, end_role, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import forget_roles
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.notices.commands import change_address
from zhiheng.office.search import commands, queries
from zhiheng.office.search.models import Alert, SavedSearch

TODAY = WHEN.date()


@pytest.fixture
def colleague(make_person: MakePerson) -> User:
    """Clara, who works where Anna does."""
    return make_person("clara", Role.CLERK)


@pytest.fixture
def stranger(db: None, make_person: MakePerson) -> User:
    """Egon, who works in another body."""
    egon = make_person("egon")
    body = create_organisation(
        name="某企业", kind=OrganisationKind.ENTERPRISE, by=system_operator(), on=WHEN
    )
    grant_role(
        user=egon,
        organisation=body,
        role=Role.ENTERPRISE_USER,
        valid_from=dt.date(2020, 1, 1),
        by=system_operator(),
        on=WHEN,
    )
    return egon


def save(by: User, name: str = "固态电池", **given: object) -> SavedSearch:
    return commands.save_search(name=name, query="ti:固态电池", by=by, on=WHEN, **given)


def acts() -> list[str]:
    events = find_events(EventFilter()).filter(act__startswith="search.")
    return [event.act for event in events.order_by("sequence")]


def test_a_saved_search_keeps_everything_that_was_asked(analyst: User):
    kept = save(analyst, narrowed={"kind": ("invention",)}, sort="newest", watch=True)
    again = queries.saved_search(kept.pk, analyst, on=TODAY)
    assert (again.query, again.narrowed, again.sort) == (
        "ti:固态电池",
        {"kind": ["invention"]},
        "newest",
    )
    assert queries.watch_of(again, analyst)
    assert acts() == ["search.saved", "search.watched"]


def test_what_was_asked_is_not_on_the_ledger(analyst: User):
    save(analyst, name="张晓明的专利")
    (event,) = find_events(EventFilter(act="search.saved"))
    assert "张晓明" not in event.details
    assert "固态" not in event.details


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " ", "query": "x"}, "search.name_unfit"),
        ({"name": "长" * 121, "query": "x"}, "search.name_unfit"),
        ({"name": "a", "query": " "}, "search.nothing_to_save"),
        ({"name": "a", "query": "x" * 10_001}, "search.query_too_long"),
    ],
)
def test_what_cannot_be_saved_is_refused(given: dict, code: str, analyst: User):
    with pytest.raises(InputError, match=code):
        commands.save_search(by=analyst, on=WHEN, **given)
    assert acts() == []


def test_a_name_serves_once_a_person(analyst: User, colleague: User):
    save(analyst)
    with pytest.raises(ConflictError, match=r"search\.name_taken"):
        save(analyst, name="  固态电池 ")
    assert save(colleague).pk


def test_whoever_has_no_role_saves_nothing(make_person: MakePerson):
    with pytest.raises(ForbiddenError):
        save(make_person("nora"))


def test_a_private_search_is_nobody_elses_business(analyst: User, colleague: User):
    kept = save(analyst)
    with pytest.raises(NotFoundError):
        queries.saved_search(kept.pk, colleague, on=TODAY)
    assert list(queries.saved_searches(colleague, on=TODAY)) == []
    for act in (commands.delete_search, commands.watch_search, commands.unwatch_search):
        with pytest.raises(NotFoundError):
            act(search=kept, by=colleague, on=WHEN)


def test_a_shared_search_is_opened_and_watched_but_not_changed_by_colleagues(
    analyst: User, colleague: User, stranger: User, office: Organisation
):
    kept = save(analyst, organisation=office)
    assert list(queries.saved_searches(colleague, on=TODAY)) == [kept]
    assert commands.watch_search(search=kept, by=colleague, on=WHEN)
    with pytest.raises(ForbiddenError, match=r"search\.saved_not_yours"):
        commands.delete_search(search=kept, by=colleague, on=WHEN)
    with pytest.raises(ForbiddenError, match=r"search\.saved_not_yours"):
        commands.change_search(search=kept, name="x", by=colleague, on=WHEN)
    with pytest.raises(NotFoundError):
        queries.saved_search(kept.pk, stranger, on=TODAY)


def test_a_search_is_shared_with_ones_own_organisation_only(stranger: User, office: Organisation):
    with pytest.raises(ForbiddenError, match=r"search\.organisation_not_yours"):
        save(stranger, organisation=office)


def test_whoever_leaves_the_organisation_no_longer_opens_what_it_shares(
    analyst: User, colleague: User, office: Organisation
):
    kept = save(analyst, organisation=office)
    end_role(membership=colleague.memberships.get(), by=system_operator(), on=WHEN)
    forget_roles(colleague)
    with pytest.raises(NotFoundError):
        queries.saved_search(kept.pk, colleague, on=TODAY)


def test_making_a_search_private_ends_the_watching_of_others(
    analyst: User, colleague: User, office: Organisation
):
    kept = save(analyst, organisation=office, watch=True)
    commands.watch_search(search=kept, by=colleague, on=WHEN)
    commands.change_search(search=kept, name="只我自己", by=analyst, on=WHEN)
    assert queries.watch_of(kept, analyst)
    assert queries.watch_of(kept, colleague) is None


def test_a_deleted_search_is_gone_until_it_is_taken_back(analyst: User):
    kept = save(analyst, watch=True)
    commands.delete_search(search=kept, by=analyst, on=WHEN)
    kept.refresh_from_db()
    assert list(queries.saved_searches(analyst, on=TODAY)) == []
    assert list(queries.deleted_searches(analyst, now=WHEN)) == [kept]
    assert list(queries.watches()) == []
    with pytest.raises(ConflictError, match=r"search\.saved_deleted"):
        commands.delete_search(search=kept, by=analyst, on=WHEN)
    commands.restore_search(search=kept, by=analyst, on=WHEN)
    assert list(queries.saved_searches(analyst, on=TODAY)) == [kept]
    assert [watch.person for watch in queries.watches()] == [analyst]
    with pytest.raises(ConflictError, match=r"search\.not_deleted"):
        commands.restore_search(search=kept, by=analyst, on=WHEN)


def test_a_search_deleted_long_ago_stays_deleted(analyst: User):
    kept = save(analyst)
    commands.delete_search(search=kept, by=analyst, on=WHEN)
    later = WHEN + dt.timedelta(days=31)
    assert list(queries.deleted_searches(analyst, now=later)) == []
    with pytest.raises(ConflictError, match=r"search\.not_deleted"):
        commands.restore_search(search=kept, by=analyst, on=later)


def test_a_name_given_away_meanwhile_is_said_when_taking_back(analyst: User):
    first = save(analyst)
    commands.delete_search(search=first, by=analyst, on=WHEN)
    save(analyst)
    with pytest.raises(ConflictError, match=r"search\.name_taken"):
        commands.restore_search(search=first, by=analyst, on=WHEN)


def test_mail_needs_an_address_and_ends_with_it(analyst: User):
    kept = save(analyst)
    with pytest.raises(InputError, match=r"search\.address_missing"):
        commands.watch_search(search=kept, by=analyst, on=WHEN, rhythm="daily")
    with pytest.raises(InputError, match=r"search\.address_unfit"):
        change_address(address="anna at office", by=analyst, on=WHEN)
    change_address(address="anna@office.example", by=analyst, on=WHEN)
    assert commands.watch_search(search=kept, by=analyst, on=WHEN, rhythm="daily")
    with pytest.raises(InputError, match=r"search\.rhythm_unknown"):
        commands.watch_search(search=kept, by=analyst, on=WHEN, rhythm="hourly")
    change_address(address="", by=analyst, on=WHEN)
    watch = queries.watch_of(kept, analyst)
    assert watch
    assert watch.rhythm == "never"
    events = find_events(EventFilter(act="notices.address_changed"))
    assert len(events) == 2
    assert all("anna@" not in event.details for event in events)


def test_only_ones_own_alerts_are_read(analyst: User, colleague: User):
    kept = save(analyst)
    alert = Alert.objects.create(
        search=kept, person=analyst, import_id="i1", found_at=WHEN, total=1
    )
    with pytest.raises(NotFoundError):
        queries.alert_of(alert.pk, colleague)
    with pytest.raises(ForbiddenError):
        commands.read_alerts(alerts=[alert], by=colleague, on=WHEN)
    assert queries.unread_alerts(analyst) == 1
    assert commands.read_alerts(alerts=[alert], by=analyst, on=WHEN) == 1
    assert commands.read_alerts(alerts=[alert], by=analyst, on=WHEN) == 0
    assert queries.unread_alerts(analyst) == 0
    assert acts().count("search.alerts_read") == 1
