"""What was withdrawn or confirmed as abnormal and then filed again is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.screening.test_near_identical import PUMP, fan
from tests.core.screening.text_scene import BAD, filing, leads_of, scene_of
from zhiheng.core.screening.facts import KnownAbnormal

EARLY, OVER, LATE = date(2024, 1, 1), date(2024, 6, 1), date(2025, 1, 1)
ABNORMAL = KnownAbnormal("A", "1", "confirmed", date(2024, 5, 1), OVER)


def earlier(**columns: Any) -> dict[str, Any]:
    return fan("A", filing_date=EARLY, agency_code="11111", **columns)


def later(**columns: Any) -> dict[str, Any]:
    return fan("B", "密封条", **{"filing_date": LATE, "agency_code": "22222"} | columns)


def test_filing_again_what_was_abnormal_is_told_with_the_agency_changed() -> None:
    (lead,) = leads_of("refiling", scene_of([earlier(), later()], abnormal={"A": ABNORMAL}))
    assert lead.filings == ("A", "B")
    assert lead.items == ("pair:A|B",)
    assert lead.facts["abnormal"] == lead.facts["other_agency"] == 1
    assert lead.facts["days"] == (LATE - OVER).days
    days = [(each["what"], each["day"]) for each in lead.evidence[-1].facts["days"]]
    assert days == [("filed", "2024-01-01"), ("abnormal", "2024-06-01"), ("filed", "2025-01-01")]


def test_an_ordinary_withdrawal_counts_less() -> None:
    (abnormal,) = leads_of("refiling", scene_of([earlier(), later()], abnormal={"A": ABNORMAL}))
    (plain,) = leads_of("refiling", scene_of([earlier(), later()], withdrawn={"A": OVER}))
    assert plain.strength == pytest.approx(0.6 * abnormal.strength, abs=1e-3)
    assert plain.facts["abnormal"] == 0


def test_the_agency_that_files_it_for_somebody_else_is_told() -> None:
    rows = [earlier(), later(applicants=["乙公司"], agency_code="11111")]
    (lead,) = leads_of("refiling", scene_of(rows, abnormal={"A": ABNORMAL}))
    assert lead.filings == ("A", "B")
    rows = [earlier(), later(applicants=["乙公司"])]
    assert leads_of("refiling", scene_of(rows, abnormal={"A": ABNORMAL})) == []


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"filing_date": date(2024, 3, 1)}, id="filed before the other was over"),
        pytest.param({"filing_date": date(2028, 1, 1)}, id="long after"),
        pytest.param({"claims": [PUMP]}, id="something else"),
        pytest.param({"priorities": ["CN 2024100000011 20240101"]}, id="claims the priority"),
    ],
)
def test_what_is_no_filing_again_is_not_told(columns: dict[str, Any]) -> None:
    one = earlier() | {"application_number": "2024100000011"}
    other = later(**columns)
    known = KnownAbnormal("2024100000011", "1", "confirmed", date(2024, 5, 1), OVER)
    assert leads_of("refiling", scene_of([one, other], abnormal={known.number: known})) == []


@pytest.mark.parametrize("state", ["notified", "dismissed"])
def test_an_abnormal_filing_that_is_not_confirmed_is_not_over(state: str) -> None:
    known = KnownAbnormal("A", "1", state, date(2024, 5, 1), OVER)
    assert leads_of("refiling", scene_of([earlier(), later()], abnormal={"A": known})) == []


def test_bad_filings_raise_nothing() -> None:
    assert leads_of("refiling", scene_of([], withdrawn={"A": OVER})) == []
    rows = [*BAD, filing("A"), filing("B")]
    over = {each["application_number"]: date(2024, 1, 1) for each in rows}
    assert leads_of("refiling", scene_of(rows, withdrawn=over)) == []
