"""`zhiheng screen abnormal` and `run` as they are typed, over a small lake."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.core.screening.small_screening import A1, A2, small_lake
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.lake.tables import Lake
from zhiheng.office.cli.screen import group
from zhiheng.office.registers import lake
from zhiheng.office.screening.models import Finding, Run

pytestmark = pytest.mark.django_db
MARCH = ("--from", "2025-03-01", "--to", "2025-03-31", "--on", "2026-06-30")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return small_lake(tmp_path_factory.mktemp("screen"))


@pytest.fixture(autouse=True)
def _lake(small: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = DuckEngine(small)
    monkeypatch.setattr(lake, "lake", lambda: small)
    monkeypatch.setattr(lake, "engine", lambda: engine)


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments, catch_exceptions=False)


def test_json_has_findings_with_sentence_evidence_and_ring():
    done = typed("abnormal", "--register", "patents", *MARCH, "--json")
    told = json.loads(done.stdout)
    assert told["asked"] == 3
    alike = [each for each in told["findings"] if each["signal"] == "near-identical"]
    assert {A1, A2} <= set(alike[0]["filings"])
    assert alike[0]["behaviour"] == "AP-1"
    assert alike[0]["sentence"]["zh"].endswith("。")
    assert alike[0]["evidence"]
    assert alike[0]["ring"] in {ring["key"] for ring in told["rings"]}


def test_one_signal_may_be_asked_alone_and_the_table_says_why():
    done = typed("abnormal", *MARCH, "--signal", "near-identical")
    assert "near-identical" in done.stdout
    assert "capacity" not in done.stdout


def test_what_is_kept_can_be_listed():
    done = typed("run", *MARCH[:4], "--json")
    (told,) = json.loads(done.stdout)
    assert told["state"] == "done"
    assert Run.objects.get().found == Finding.objects.count() == told["found"]
    listed = json.loads(typed("findings", "--json").stdout)
    assert len(listed) == told["found"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--register", "trademarks", *MARCH), "screening.register_unfit"),
        ((), "screening.scope_empty"),
        (("--from", "2025-04-01", "--to", "2025-03-01"), "screening.days_crossed"),
        (("--agency", "44201", "--import", "1"), "screening.one_scope"),
        (("--agency", "99999"), "screening.nothing_asked"),
        (("--agency", "没有这家事务所"), "screening.agency_unknown"),
        (("--applicant", "没有这家公司"), "screening.applicant_unknown"),
    ],
)
def test_a_scope_that_cannot_be_screened_says_what_to_do(arguments: tuple[str, ...], code: str):
    with pytest.raises(InputError) as caught:
        typed("abnormal", *arguments)
    assert caught.value.problems[0].code == code


def test_an_unknown_signal_is_not_found():
    with pytest.raises(NotFoundError):
        typed("abnormal", *MARCH, "--signal", "guesswork")
