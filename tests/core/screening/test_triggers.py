"""What raises a frequency of inspection, and what few filings or old decisions do not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from zhiheng.core.errors import DeclarationError, NotFoundError
from zhiheng.core.screening.triggers import (
    ABNORMAL_RATE,
    REFILING,
    REPEATED,
    RULES,
    Filed,
    by_rate,
    by_refiling,
    by_repetition,
    load_rules,
    packaged_rules,
    sentence,
)

DAY = dt.date
ON = DAY(2026, 3, 2)
RATE = {"years": 3, "least-filings": 20, "rate": 0.05}
YEARS = (2024, 2026)


def rate(unit: str, filed: int, abnormal: int) -> dict[str, object]:
    return {"unit": unit, "filed": filed, "abnormal": abnormal}


def raised(*units: dict[str, object]) -> list[str]:
    return [each.unit for each in by_rate(units, RATE, years=YEARS, confidence=0.95)]


def test_every_rule_is_declared_with_words_limits_and_a_source():
    rules = packaged_rules()
    assert set(rules) == set(RULES)
    for rule in rules.values():
        assert rule.in_force_on(ON)
        assert rule.limits_on(ON)
        assert rule.ground.instrument


def test_a_high_rate_beyond_chance_raises():
    assert raised(rate("44201", 100, 30), rate("44202", 1000, 20)) == ["44201"]


def test_few_filings_raise_nothing_however_many_are_abnormal():
    assert raised(rate("44201", 19, 19)) == []
    # 3 of 20 may well be chance: the interval begins at 3.2 %.
    assert raised(rate("44202", 20, 3)) == []
    assert raised(rate("44203", 20, 5)) == ["44203"]


def test_the_figures_are_those_of_the_sentence():
    (each,) = by_rate([rate("44201", 100, 30)], RATE, years=YEARS, confidence=0.95)
    told = sentence(packaged_rules()[ABNORMAL_RATE], each.figures)
    for figure in ("2024", "2026", "100", "30", "30.0", "21.2", "5.0"):
        assert figure in told.zh
        assert figure in told.en
    assert json.loads(json.dumps(dict(each.figures))) == each.figures


def test_decisions_of_several_days_within_the_years_are_a_repetition():
    limits = {"years": 5, "least": 2}
    decisions = [
        ("P1", DAY(2021, 3, 3)), ("P1", DAY(2025, 1, 1)),
        ("P2", DAY(2021, 3, 2)), ("P2", DAY(2025, 1, 1)),
        ("P3", DAY(2025, 1, 1)), ("P3", DAY(2025, 1, 1)),
        ("P4", DAY(2026, 3, 2)), ("P4", DAY(2026, 3, 3)),
    ]  # fmt: skip
    (each,) = by_repetition(decisions, limits, on=ON)
    assert (each.unit, each.rule, each.figures["counted"]) == ("P1", REPEATED, 2)
    told = sentence(packaged_rules()[REPEATED], each.figures)
    assert "2021-03-03、2025-01-01" in told.zh


def test_an_agency_that_files_again_what_was_over_is_raised_for_what_it_filed():
    limits = {"months": 24, "least": 1}
    first = Filed("A", "44201", DAY(2024, 1, 1), over_on=DAY(2024, 6, 1))
    again = Filed("B", "44202", DAY(2024, 9, 1))
    before = Filed("C", "44203", DAY(2024, 3, 1))
    nobody = Filed("D", "", DAY(2024, 9, 1))
    found = by_refiling([(DAY(2025, 1, 1), [first, again, before, nobody])], limits, on=ON)
    assert [(each.unit, each.rule, each.figures["filings"]) for each in found] == [
        ("44202", REFILING, "B")
    ]


def test_filings_none_of_which_was_over_repeat_nothing():
    filings = [Filed("A", "44201", DAY(2024, 1, 1)), Filed("B", "44201", DAY(2024, 9, 1))]
    limits = {"months": 24, "least": 1}
    assert by_refiling([(DAY(2025, 1, 1), filings)], limits, on=ON) == []
    over = [Filed("A", "44201", DAY(2024, 1, 1), DAY(2024, 2, 1)), filings[1]]
    assert by_refiling([(DAY(2023, 1, 1), over)], limits, on=ON) == [], "confirmed too long ago"
    assert by_refiling([(DAY(2025, 1, 1), over)], {"months": 24, "least": 2}, on=ON) == []


def test_many_filings_are_told_in_part():
    ends = [Filed("A", "44201", DAY(2024, 1, 1), DAY(2024, 2, 1))]
    again = [Filed(f"N{number:03}", "44201", DAY(2024, 9, 1)) for number in range(60)]
    limits = {"months": 24, "least": 1}
    (each,) = by_refiling([(DAY(2025, 1, 1), ends + again)], limits, on=ON)
    assert each.figures["counted"] == 60
    assert str(each.figures["filings"]).endswith("N019…")


def test_a_rule_of_the_offices_own_replaces_ours(tmp_path: Path):
    packaged = (Path(__file__).parents[3] / "src/zhiheng/declarations/screening/triggers").glob("*")
    folder = tmp_path / "screening/triggers"
    folder.mkdir(parents=True)
    text = next(iter(packaged)).read_text("utf-8").replace("{value: 20,", "{value: 33,")
    (folder / "ours.yaml").write_text(text, "utf-8")
    assert load_rules(tmp_path)[ABNORMAL_RATE].limits_on(ON)["least-filings"] == 33


def test_a_rule_nobody_counts_is_told(tmp_path: Path):
    folder = tmp_path / "screening/triggers"
    folder.mkdir(parents=True)
    rule = packaged_rules()[REPEATED].model_dump(mode="json")
    rules = {"rules": [{**rule, "rule": "bad-mood"}]}
    (folder / "ours.yaml").write_text(json.dumps(rules), "utf-8")
    with pytest.raises(DeclarationError, match="bad-mood"):
        load_rules(tmp_path)


def test_a_limit_without_a_value_on_the_day_is_told():
    rule = packaged_rules()[REPEATED]
    dated = rule.limits[0].values[0].model_copy(update={"valid_from": DAY(2030, 1, 1)})
    limit = rule.limits[0].model_copy(update={"values": [dated]})
    later = rule.model_copy(update={"limits": [limit]})
    with pytest.raises(NotFoundError):
        later.limits_on(ON)
