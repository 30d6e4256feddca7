"""Raised frequencies of inspection: computed, ended, lifted, and not raised again for nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.conftest import WHEN, MakePerson
from tests.office.screening.quality_cases import BAD, GOOD, PERSON, SMALL, filings
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.screening.models import Trigger
from zhiheng.office.screening.trigger_tasks import ask_for_computation
from zhiheng.office.screening.triggers import compute_triggers, lift_trigger

__all__ = ["filings"]
pytestmark = pytest.mark.usefixtures("filings")

ClientOf = Callable[[User], Client]
LATER = WHEN + dt.timedelta(days=30)
YEARS_LATER = WHEN.replace(year=2031)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    """Olga, who may set limits and lift what they raise."""
    return make_person("olga", Role.OFFICER)


def raised() -> set[tuple[str, str]]:
    holding = Trigger.objects.filter(until__isnull=True, lifted_at__isnull=True)
    return {(each.name, each.rule) for each in holding}


def test_who_stands_out_is_raised_once_and_ended_when_it_is_over():
    compute_triggers(on=WHEN)
    assert raised() == {(BAD, "abnormal-rate"), (BAD, "repeated")}
    names = set(Trigger.objects.values_list("name", flat=True))
    assert not names & {GOOD, SMALL, PERSON}, "few filings and private persons raise nothing"
    again = compute_triggers(on=LATER)
    assert (again.raised, again.ended, again.going_on) == (0, 0, 2)
    assert Trigger.objects.count() == 2
    over = compute_triggers(on=YEARS_LATER)
    assert (over.raised, over.ended, over.going_on) == (0, 2, 0)
    assert set(Trigger.objects.values_list("until", flat=True)) == {dt.date(2031, 3, 2)}
    acts = [each.act for each in find_events(EventFilter())]
    assert acts.count("screening.trigger_raised") == 2
    assert acts.count("screening.trigger_ended") == 2


def test_what_was_lifted_stays_lifted_until_it_gets_worse(officer: User, make_person: MakePerson):
    compute_triggers(on=WHEN)
    found = Trigger.objects.get(rule="repeated")
    with pytest.raises(InputError):
        lift_trigger(trigger=found, reason=" ", by=officer, on=WHEN)
    with pytest.raises(ForbiddenError):
        lift_trigger(trigger=found, reason="不必", by=make_person("anna", Role.ANALYST), on=WHEN)
    lift_trigger(trigger=found, reason="已整改", by=officer, on=WHEN)
    with pytest.raises(ConflictError):
        lift_trigger(trigger=found, reason="已整改", by=officer, on=WHEN)
    assert compute_triggers(on=LATER).raised == 0
    # It was lifted when one decision less stood against it.
    Trigger.objects.filter(pk=found.pk).update(figures={**found.figures, "weight": 1})
    assert compute_triggers(on=LATER).raised == 1
    (event,) = find_events(EventFilter(act="screening.trigger_lifted"))
    assert json.loads(event.details)["rule"] == "repeated"


def test_the_pages_tell_why_and_let_lift(officer: User, client_of: ClientOf):
    client = client_of(officer)
    assert "目前没有提高抽查频次的主体" in client.get("/screening/triggers/").content.decode()
    compute_triggers(on=WHEN)
    page = client.get("/screening/triggers/?rule=repeated&sort=name").content.decode()
    assert page.count(BAD) == 1
    assert "2025-03-01、2025-09-01" in page
    found = Trigger.objects.get(rule="abnormal-rate")
    way = f"/screening/triggers/{found.pk}/"
    shown = client.get(way).content.decode()
    for told in ("40", "12", "30.0%", "本机关设定", "解除"):
        assert told in shown
    assert "<form" in client.post(way, {"reason": ""}).content.decode()
    done = client.post(way, {"reason": "已整改"}, follow=True).content.decode()
    assert "已解除提高抽查频次" in done
    assert "已整改" in done
    listed = client.get("/screening/triggers/?state=lifted").content.decode()
    assert f'href="{way}"' in listed
    quality = client.get("/screening/triggers/export.csv?state=every")
    assert BAD.encode() in b"".join(quality.streaming_content)  # type: ignore[attr-defined]  # a streaming response
    (taken,) = find_events(EventFilter(act="screening.triggers_exported"))
    assert json.loads(taken.details) == {"rows": 2}
    client.post("/screening/triggers/compute/")
    assert find_events(EventFilter(act="screening.triggers_asked")).count() == 1
    assert client.get("/screening/triggers/999/").status_code == 404


def test_who_may_not_is_refused(make_person: MakePerson, client_of: ClientOf):
    compute_triggers(on=WHEN)
    found = Trigger.objects.first()
    assert found is not None
    anna = make_person("anna", Role.ANALYST)
    with pytest.raises(ForbiddenError):
        ask_for_computation(by=anna, on=WHEN)
    assert not find_events(EventFilter(act="screening.triggers_asked")).exists()
    analyst = client_of(anna)
    assert "<textarea" not in analyst.get(f"/screening/triggers/{found.pk}/").content.decode()
    assert analyst.post(f"/screening/triggers/{found.pk}/", {"reason": "x"}).status_code == 403
    assert analyst.post("/screening/triggers/compute/").status_code == 403
    citizen = client_of(make_person("bert", Role.CITIZEN))
    assert citizen.get("/screening/triggers/").status_code == 403
