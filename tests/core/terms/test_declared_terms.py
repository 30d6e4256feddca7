"""Declared calendars and regimes: mistakes carry their line, offices replace whole files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import DeclarationError, InputError
from zhiheng.core.terms.calendars import load_calendar
from zhiheng.core.terms.lengths import Length, Unit, parse_length
from zhiheng.core.terms.regimes import load_regimes, packaged_regimes

NOTICE_2027 = """\
calendar: 2027
sources:
  - {instrument: 国务院办公厅关于2027年部分节假日安排的通知}
status: unverified
holidays:
  - name: {zh: 元旦, en: New Year's Day}
    rest: [2027-01-01, 2027-01-02, 2027-01-03]
    working: [2026-12-27]
"""
OWN_REGIME = """\
regime: civil-code
title: {zh: 合同约定, en: Agreed}
start:
  counted: true
  source: {instrument: {zh: 合同, en: Contract}, article: "7"}
  status: verified
months: {source: {instrument: {zh: 合同, en: Contract}, article: "7"}, status: verified}
rest_day:
  roll: none
  source: {instrument: {zh: 合同, en: Contract}, article: "7"}
  status: verified
"""


def write(folder: Path, kind: str, name: str, text: str) -> Path:
    (folder / kind).mkdir(exist_ok=True)
    (folder / kind / name).write_text(text, encoding="utf-8")
    return folder


def told(error: DeclarationError) -> list[tuple[str, str, str]]:
    for problem in error.problems:
        assert problem_text(problem, "zh")
        assert problem_text(problem, "en")
    return [(Path(each.file).name, each.position, each.code) for each in error.problems]


def test_an_office_adds_the_notice_of_a_year(tmp_path: Path) -> None:
    calendar = load_calendar(write(tmp_path, "calendars", "2027.yaml", NOTICE_2027))
    assert calendar.years[-1] == 2027
    assert calendar.is_working(date(2026, 12, 27))
    assert calendar.settled(date(2026, 12, 1), date(2027, 12, 28))


def test_an_office_replaces_a_regime(tmp_path: Path) -> None:
    regime = load_regimes(write(tmp_path, "regimes", "civil-code.yaml", OWN_REGIME))["civil-code"]
    assert regime.start.counted
    assert regime.rest_day.roll == "none"


def test_all_mistakes_in_calendars_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "calendars", "2027.yaml", NOTICE_2027.replace("2027-01-03", "2027-01-02"))
    write(tmp_path, "calendars", "2028.yaml", "calendar: 2028\ncalendar: 2028\n")
    with pytest.raises(DeclarationError) as raised:
        load_calendar(tmp_path)
    assert told(raised.value) == [
        ("2027.yaml", "line 1", "declaration.invalid"),
        ("2028.yaml", "line 2", "declaration.duplicate_key"),
    ]


@pytest.mark.parametrize(
    ("text", "position", "code"),
    [
        (OWN_REGIME.replace("roll: none", "roll: sometimes"), "line 9", "declaration.invalid"),
        (OWN_REGIME.replace('article: "7"', 'article: "VII"', 1), "line 5", "declaration.invalid"),
        ("regime: lonely\ntitle: {zh: 无, en: None}\n", "line 1", "declaration.invalid"),
    ],
)
def test_a_mistake_in_a_regime_is_told_with_its_line(
    tmp_path: Path, text: str, position: str, code: str
) -> None:
    write(tmp_path, "regimes", "own.yaml", text)
    with pytest.raises(DeclarationError) as raised:
        load_regimes(tmp_path)
    assert told(raised.value) == [("own.yaml", position, code)]


@pytest.mark.parametrize("followed", ["itself", "nobody"])
def test_a_regime_must_follow_one_that_exists(tmp_path: Path, followed: str) -> None:
    text = (
        f"regime: itself\ntitle: {{zh: 无, en: None}}\nfollows: {followed}\n"
        "follows_source: {instrument: {zh: 法, en: Law}}\nfollows_reason: {zh: 参照, en: Follows}\n"
    )
    with pytest.raises(DeclarationError) as raised:
        load_regimes(write(tmp_path, "regimes", "itself.yaml", text))
    assert [code for _, _, code in told(raised.value)] == ["term.regime.follows"]


def test_a_law_does_not_lend_its_reading_of_days_to_others() -> None:
    regimes = packaged_regimes()
    assert regimes["civil-procedure"].working_days is None
    assert all(
        regime.working_days is None or regime.name.startswith("administrative-")
        for regime in regimes.values()
    )


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15d", Length(15, Unit.DAY)),
        (" 5 WD ", Length(5, Unit.WORKING_DAY)),
        ("3个月", Length(3, Unit.MONTH)),
        ("5个工作日", Length(5, Unit.WORKING_DAY)),
        ("10年", Length(10, Unit.YEAR)),
        ("24小时", Length(24, Unit.HOUR)),
    ],
)
def test_lengths_are_read_in_both_languages(text: str, length: Length) -> None:
    assert parse_length(text) == length
    assert parse_length(str(length)) == length
    assert parse_length(length.zh) == length


@pytest.mark.parametrize("text", ["", "d", "15", "0d", "-1d", "15x", "12345d", "1.5m", "15 d d"])
def test_what_is_not_a_length_is_told(text: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_length(text)
    assert raised.value.problems[0].values["received"] == text
