"""Findings are kept from one screening to the next: the same, more of the same, or judged."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest
from django.db.models import F
from django.utils import timezone

from tests.office.conftest import MakePerson
from zhiheng.core.declarations.models import Wording
from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.leads import Evidence, Lead, filing_item
from zhiheng.core.screening.rings import rings_of
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.screening import Screening
from zhiheng.core.screening.sparing import SparedLead
from zhiheng.office.accounts.enums import Role
from zhiheng.office.screening.enums import FindingState
from zhiheng.office.screening.judging import dismiss_finding
from zhiheng.office.screening.models import Finding, Ring, Run
from zhiheng.office.screening.storing import Kept, _Stored, keep, spared_json, title_of

LIMITS = {"near-identical": Limits("near-identical", {"weight": 1.0})}
FIRMS = ["深圳市甲示例科技有限公司", "深圳市乙示例科技有限公司", "深圳市丙示例科技有限公司"]


@pytest.fixture
def scene() -> Scene:
    """Six filings of three firms and a person."""
    rows = [
        {"application_number": name, "applicants": [owner], "title": f"一种夹具{name}",
         "division": "440305", "filing_date": dt.date(2025, 1, 1)}
        for name, owner in zip("ABCDEF", [*FIRMS, *FIRMS[:2], "张晓明"], strict=True)
    ]  # fmt: skip
    filings, facts = Filings.of(rows), Facts(on=dt.date(2026, 1, 1))
    return Scene(filings, facts, circles_of(filings, facts))


def lead(*numbers: str, subject: str = "", strength: float = 0.5) -> Lead:
    """Return a lead about some filings."""
    return Lead(
        signal="near-identical",
        behaviour="1",
        subject=subject or numbers[0],
        filings=numbers,
        strength=strength,
        facts={"filings": len(numbers)},
        items=tuple(filing_item(number) for number in numbers),
    )


@pytest.fixture
def kept(scene: Scene, make_person: MakePerson):
    """Keep what a screening of one and the same scope brought."""
    by = make_person("anna", Role.ANALYST)

    def once(*leads: Lead, scope_key: str = "year") -> tuple[Kept, Run]:
        run = Run.objects.create(
            kind="period", scope_key=scope_key, requested_by=by, requested_at=timezone.now()
        )
        found = list(leads)
        screening = Screening(found, rings_of(found, scene, LIMITS), [], LIMITS, scene)
        return keep(run=run, screening=screening), run

    return once


def judge(state: FindingState) -> Finding:
    Finding.objects.update(state=state)
    return Finding.objects.get()


def test_a_lead_that_grew_updates_its_finding_whatever_it_hangs_on(kept):
    kept(lead("B", "C"))
    first = Finding.objects.get()
    told, run = kept(lead("A", "B", "C"))
    found = Finding.objects.get()
    assert (told.new, told.updated, told.gone) == (0, 1, 0)
    assert (found.pk, found.filings, found.last_run) == (first.pk, ["A", "B", "C"], run)
    assert found.revision == first.revision + 1
    assert sorted(each.number for each in found.of_filings.all()) == ["A", "B", "C"]


def test_leads_with_one_filing_of_many_in_common_are_two(kept):
    kept(lead("A", "B", "C"))
    told, _run = kept(lead("A", "B", "C"), lead("C", "D", "E", "F"))
    assert (told.new, told.updated) == (1, 1)
    assert sorted(len(each.filings) for each in Finding.objects.all()) == [3, 4]


@pytest.mark.parametrize(
    "state",
    [
        FindingState.ASKED,
        FindingState.CONFIRMED,
        FindingState.REFERRED,
        FindingState.WITHDRAWN,
    ],
)
def test_what_a_person_settled_stays_as_it_was_told(kept, state: FindingState):
    kept(lead("A", "B", strength=0.5))
    settled = judge(state)
    told, run = kept(lead("A", "B", strength=0.9))
    found = Finding.objects.get()
    assert (told.settled, told.new) == (1, 0)
    assert (found.state, found.strength, found.revision) == (state, 0.5, settled.revision)
    assert found.last_run == run


def test_what_was_dismissed_while_the_screening_ran_stays_dismissed(kept):
    kept(lead("A", "B"))
    found = Finding.objects.get()
    by = found.last_run.requested_by
    told = {"revision": found.revision, "reason": "同一产品系列", "by": by, "on": timezone.now()}
    dismiss_finding(finding=found, **told)
    late, _run = kept(lead("A", "B"))
    assert (late.settled, late.updated) == (1, 0)
    assert Finding.objects.get().state == FindingState.DISMISSED
    kept(lead("A", "B", "C"))
    assert Finding.objects.get().state == FindingState.OPEN


def test_what_is_judged_while_leads_are_stored_stays_judged(kept, monkeypatch: pytest.MonkeyPatch):
    kept(lead("A", "B", strength=0.5))
    real = _Stored.beside

    def judged_after_reading(leads):
        stored = real(leads)
        Finding.objects.update(state=FindingState.ASKED, revision=F("revision") + 1)
        return stored

    monkeypatch.setattr(_Stored, "beside", judged_after_reading)
    told, _run = kept(lead("A", "B", "C", strength=0.9))
    found = Finding.objects.get()
    assert (told.settled, told.updated) == (1, 0)
    assert (found.state, found.strength, found.filings) == (FindingState.ASKED, 0.5, ["A", "B"])


def test_new_filings_beside_what_was_settled_are_a_finding_of_their_own(kept):
    kept(lead("A", "B"))
    settled = judge(FindingState.CONFIRMED)
    told, _run = kept(lead("A", "B", "C"))
    assert told.new == 1
    follows = Finding.objects.exclude(pk=settled.pk).get()
    assert (follows.state, follows.filings) == (FindingState.OPEN, ["A", "B", "C"])
    again, _run = kept(lead("A", "B", "C", "D"))
    assert (again.new, again.updated, Finding.objects.count()) == (0, 1, 2)
    Finding.objects.filter(pk=follows.pk).update(state=FindingState.ASKED)
    third, _run = kept(lead("A", "B", "C", "D", "E"))
    assert (third.new, Finding.objects.count()) == (1, 3)
    kept(lead("A", "B", "C", "D", "E"))
    assert Finding.objects.count() == 3


def test_only_the_same_scope_marks_a_finding_gone_and_only_an_open_one(kept):
    kept(lead("A", "B"), lead("C", "D"))
    Finding.objects.filter(subject="C").update(state=FindingState.CONFIRMED)
    other, _run = kept(scope_key="another")
    assert other.gone == 0
    told, _run = kept()
    assert told.gone == 1
    states = dict(Finding.objects.values_list("subject", "state"))
    assert states == {"A": FindingState.GONE, "C": FindingState.CONFIRMED}
    kept(lead("A", "B"))
    assert Finding.objects.get(subject="A").state == FindingState.OPEN


def test_a_ring_is_made_anew_and_the_empty_one_goes(kept):
    kept(lead("A", "B"))
    first = Ring.objects.get()
    kept(lead("A", "B"), lead("B", "C", subject="second"))
    ring = Ring.objects.get()
    assert ring.pk != first.pk
    assert {each.ring for each in Finding.objects.all()} == {ring}
    assert ring.filings == ["A", "B", "C"]
    assert ring.division == "440305"


def test_titles_name_bodies_mask_persons_and_stay_short(scene: Scene):
    assert title_of(["A", "D"], scene.filings) == FIRMS[0]
    assert title_of(["F"], scene.filings) == "张**"
    assert title_of("ABCF", scene.filings) == f"{'、'.join(FIRMS)} +1"
    assert title_of(["unknown"], scene.filings) == ""


def test_a_spared_lead_is_kept_with_its_reason(scene: Scene):
    words = Wording(zh="高校", en="A university")
    [told] = spared_json([SparedLead(lead("A", "F"), "university", words)], scene.filings)
    assert told["why"] == "university"
    assert told["words"] == {"zh": "高校", "en": "A university"}
    assert told["title"] == f"{FIRMS[0]}、张**"
    assert (told["size"], told["filings"]) == (2, ["A", "F"])


def test_what_a_database_refuses_in_texts_and_figures_is_kept_without_it(kept):
    evidence = Evidence("sentences", (), {"sentences": [{"skeleton": "a\x00b", "filings": []}]})
    odd = replace(
        lead("A", "B"), facts={"words": "a\x00b", "share": math.nan}, evidence=(evidence,)
    )
    kept(odd)
    found = Finding.objects.get()
    assert found.facts == {"words": "a\ufffdb", "share": None}
    assert found.evidence[0]["facts"]["sentences"][0]["skeleton"] == "a\ufffdb"
