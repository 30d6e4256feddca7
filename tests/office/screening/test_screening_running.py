"""A screening runs in the background, says how far it is, and keeps what it finds once."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.office.screening.screened_city import (
    AGENCY,
    ALONE,
    LIKE,
    MINE,
    NAMES,
    ON,
    ONE,
    PERSON,
    SENSOR,
    THREE,
    TWO,
    A,
    ScreenedCity,
    city,
    empty_home,
    fans,
)
from zhiheng.core.errors import ConflictError, ForbiddenError
from zhiheng.core.screening.scopes import Scope
from zhiheng.office.ledger.acts import ACT_LABELS
from zhiheng.office.ledger.models import Event
from zhiheng.office.screening import running
from zhiheng.office.screening.enums import FindingState
from zhiheng.office.screening.judging import dismiss_finding
from zhiheng.office.screening.models import Finding, Ring, Run
from zhiheng.office.screening.setting import end_sparing, spare

__all__ = ["city", "empty_home"]


def state(finding: Finding) -> str:
    return Finding.objects.get(pk=finding.pk).state


def test_a_screening_finds_tells_and_counts(city: ScreenedCity):
    run = city.screen()
    assert (run.state, run.asked, run.beside) == ("done", 6, 0)
    found = fans()
    assert found.filings == [ONE, TWO, THREE]
    assert (found.behaviour, found.division, found.size) == ("1", "440305", 3)
    assert found.title == f"{NAMES[A]}、深圳市乙示例科技有限公司"
    assert found.first_run == found.last_run == run
    assert {each.number for each in found.of_filings.all()} == {ONE, TWO, THREE}
    assert run.found == Finding.objects.count()
    assert ALONE not in {number for each in Finding.objects.all() for number in each.filings}
    assert run.limits["near-identical"]["claims-similarity"] > 0
    assert run.versions["patents"] == 0
    acts = [each.act for each in Event.objects.filter(act__startswith="screening.").order_by("pk")]
    assert acts == ["screening.run_requested", "screening.run_done"]
    assert set(acts) <= ACT_LABELS.keys()


def test_private_persons_are_masked_where_a_finding_is_told_by_name(city: ScreenedCity):
    city.screen()
    own = Finding.objects.get(signal="near-identical", of_filings__number=MINE)
    assert own.title == "张**"
    assert own.filings == [MINE, LIKE]
    assert not Ring.objects.filter(title__contains=NAMES[PERSON]).exists()


def test_what_is_found_again_is_the_same_no_longer_is_gone_and_comes_back(city: ScreenedCity):
    city.screen()
    before = {each.key: each.pk for each in Finding.objects.all()}
    finding = fans()
    city.screen(Scope("applicant", party=PERSON))  # which says nothing of the fans
    assert state(finding) == FindingState.OPEN
    city.rewrite({TWO: SENSOR, THREE: SENSOR.replace("温度", "湿度")[:40]})
    city.screen()
    assert state(finding) == FindingState.GONE
    city.rewrite({})
    again = city.screen()
    assert state(finding) == FindingState.OPEN
    found = Finding.objects.filter(last_run=again)
    assert {each.key: each.pk for each in found} == before
    # What only the other texts brought is gone with them.
    assert {each.state for each in Finding.objects.exclude(last_run=again)} <= {FindingState.GONE}


def test_what_was_dismissed_is_spared_with_the_reason(city: ScreenedCity):
    city.screen()
    finding = fans()
    dismiss_finding(
        finding=finding, revision=finding.revision, reason="三种规格", by=city.analyst, on=ON
    )
    run = city.screen()
    assert state(finding) == FindingState.DISMISSED
    [told] = [each for each in run.spared if each["signal"] == "near-identical"]
    assert (told["why"], told["size"], told["filings"]) == ("dismissed", 3, [ONE, TWO, THREE])


def test_the_white_list_spares_until_it_is_ended(city: ScreenedCity):
    entry = spare(
        kind="agency", text=AGENCY, signals=[], reason="集中受理", valid_from=ON.date(),
        valid_to=None, by=city.chief, on=ON,
    )  # fmt: skip
    run = city.screen()
    assert not Finding.objects.filter(signal="near-identical").exists()
    assert {each["why"] for each in run.spared} == {"listed"}
    end_sparing(entry=entry, by=city.chief, on=ON)
    city.screen()
    assert fans().state == FindingState.OPEN


def test_an_agency_and_an_applicant_are_screened_by_themselves(city: ScreenedCity):
    assert city.screen(Scope("agency", agency=AGENCY)).asked == 6
    of_a = city.screen(Scope("applicant", party=A))
    assert (of_a.asked, of_a.beside) == (2, 2)
    nothing = city.screen(Scope("batch", import_id="20200101T000000.000000"))
    assert (nothing.state, nothing.asked, nothing.found) == ("done", 0, 0)


def test_nobody_runs_a_screening_twice_or_without_the_right(city: ScreenedCity):
    run = city.screen()
    with pytest.raises(ConflictError, match=r"screening\.already_begun"):
        running.run_screening(run=run, by=city.analyst, on=ON)
    with pytest.raises(ForbiddenError):
        running.request_run(scope=Scope("applicant", party=A), by=city.auditor, on=ON)


def test_a_screening_that_fails_says_so_and_keeps_nothing(city: ScreenedCity, empty_home: Path):
    run = running.request_run(scope=Scope("applicant", party=A), by=city.analyst, on=ON)
    for file in (empty_home / "lake" / "patent-documents").glob("*.parquet"):
        file.unlink()
    with pytest.raises(Exception, match="parquet"):
        running.run_screening(run=run, by=city.analyst, on=ON)
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", [])
    assert not Finding.objects.exists()
    assert Event.objects.filter(act="screening.run_failed").count() == 1
    shutil.rmtree(empty_home / "lake")


def test_a_silent_screening_is_marked_interrupted(city: ScreenedCity):
    request = {"scope": Scope("applicant", party=A), "by": city.analyst}
    silent = running.request_run(**request, on=ON)
    running.begin(silent, on=ON)
    assert running.mark_interrupted(on=ON + dt.timedelta(minutes=5)) == 0
    waiting = running.request_run(**request, on=ON)
    assert running.mark_interrupted(on=ON + dt.timedelta(minutes=20)) == 2
    states = Run.objects.filter(pk__in=(silent.pk, waiting.pk)).values_list("state", flat=True)
    assert set(states) == {"interrupted"}


def test_progress_is_noted_step_by_step(city: ScreenedCity):
    run = running.request_run(scope=Scope("applicant", party=A), by=city.analyst, on=ON)
    seen: list[tuple[str, str]] = []

    def report(step: str, done: int, total: int) -> None:
        seen.append((step, Run.objects.get(pk=run.pk).step))

    running.run_screening(run=run, by=city.analyst, on=ON, report=report)
    assert [noted for _step, noted in seen] == [step for step, _noted in seen]
    assert (seen[0][0], seen[-1][0]) == ("gathering", "keeping")
