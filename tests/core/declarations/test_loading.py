"""Loading declarations: every problem at once, with file and line; an office's own replace ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.declarations.messages import problem_text, problem_wordings
from zhiheng.core.errors import DeclarationError, NotFoundError, Problem

REGISTER = """\
register: seals
title: {zh: 印章, en: Seals}
description: {zh: 印章, en: Seals}
source: {zh: 测试, en: Tests}
key: [number]
sort: number
label: number
columns:
  - {name: number, type: string, title: {zh: 号, en: No.}, description: {zh: 号, en: No.}}
"""
PARAMETER = """\
- parameter: fee.seal
  title: {zh: 印章费, en: Seal fee}
  values:
    - {value: 5, valid_to: 2020-01-01, source: {instrument: 甲}, status: verified}
    - {value: 6, valid_from: 2020-01-01, source: {instrument: 乙}, status: verified}
"""
INDICATOR = """\
indicator: seals
title: {zh: 印章数, en: Seals}
unit: {zh: 枚, en: seals}
definition: {zh: 印章数, en: Number of seals}
numerator: {register: patents, during: filing_date}
sources: [{instrument: 甲}]
"""
PART = "{name: a, title: {zh: 甲, en: A}"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    for kind in ("registers", "parameters", "indicators"):
        (tmp_path / kind).mkdir()
    return tmp_path


def declare(office: Path, name: str, text: str) -> Path:
    path = office / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(*folders: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(DeclarationError) as caught:
        load_catalogue(*folders)
    for problem in caught.value.problems:
        assert problem_text(problem, "zh")
        assert problem_text(problem, "en")
    return [(p.code, Path(p.file).name, p.position) for p in caught.value.problems]


def test_an_office_adds_its_own(office: Path) -> None:
    declare(office, "registers/seals.yaml", REGISTER)
    declare(office, "parameters/fees.yaml", PARAMETER)
    declare(office, "indicators/seals.yaml", INDICATOR)
    catalogue = load_catalogue(office)
    assert catalogue.register("seals").title.en == "Seals"
    assert catalogue.indicator("seals").unit.zh == "枚"
    assert catalogue.register("patents").name == "patents"
    assert catalogue.value("fee.seal", on=date(2019, 12, 31)).value == 5
    assert catalogue.value("fee.seal", on=date(2020, 1, 1)).value == 6


def test_an_office_replaces_a_packaged_one_as_a_whole(office: Path, tmp_path: Path) -> None:
    own = "- parameter: city.division\n  title: {zh: 市, en: City}\n  values:\n"
    value = '    - {value: "%s", source: {instrument: 甲}, status: verified}\n'
    declare(office, "parameters/own.yaml", own + value % "440400")
    assert load_catalogue(office).value("city.division", on=date(2026, 1, 1)).value == "440400"
    later = tmp_path / "later"
    (later / "parameters").mkdir(parents=True)
    declare(later, "parameters/own.yaml", own + value % "440100")
    catalogue = load_catalogue(office, later)
    assert catalogue.value("city.division", on=date(2026, 1, 1)).value == "440100"
    assert len(catalogue.parameters["city.division"].values) == 1


def test_a_folder_without_declarations_changes_nothing(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path) == load_catalogue()
    assert load_catalogue(tmp_path / "missing") == load_catalogue()


def test_every_problem_of_every_file_at_once(office: Path) -> None:
    declare(office, "registers/seals.yaml", REGISTER.replace("key: [number]", "keys: [number]"))
    declare(office, "parameters/fees.yaml", PARAMETER.replace("value: 6", "value: {}"))
    declare(office, "indicators/seals.yaml", INDICATOR + "title: {zh: 又, en: Again}\n")
    declare(office, "indicators/broken.yaml", "indicator: [")
    found = problems(office)
    assert ("declaration.duplicate_key", "seals.yaml", "line 7") in found
    assert ("declaration.invalid", "seals.yaml", "line 5") in found  # the unknown key itself
    assert any(code == "declaration.syntax" for code, *_ in found)
    assert any(file == "fees.yaml" and line == "line 5" for _, file, line in found)
    assert {file for _, file, _ in found} == {"seals.yaml", "fees.yaml", "broken.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("zh: 印章, en: Seals}\ndesc", "zh: 印章}\ndesc", "line 2"),
        ("sort: number", "sort: nummer", "line 1"),
        ("type: string", "type: text string", "line 9"),
        ("{name: number,", "{name: number, colour: red,", "line 9"),
        ("register: seals", "register: Big Seals", "line 1"),
        ("key: [number]", "key: []", "line 5"),
        ("label: number", "label: number\nvalidity: {starts: day, ends: [number]}", "line 1"),
    ],
)
def test_a_mistake_in_a_register_is_found_on_its_line(
    office: Path, old: str, new: str, line: str
) -> None:
    assert old in REGISTER
    declare(office, "registers/seals.yaml", REGISTER.replace(old, new))
    assert problems(office) == [("declaration.invalid", "seals.yaml", line)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", valid_to: 2020-01-01", ""),
        ("valid_to: 2020-01-01", "valid_to: 2020-01-02"),
        (", valid_from: 2020-01-01", ""),
    ],
)
def test_two_values_in_force_on_one_day(office: Path, old: str, new: str) -> None:
    declare(office, "parameters/fees.yaml", PARAMETER.replace(old, new))
    assert problems(office) == [("declaration.invalid", "fees.yaml", "line 1")]


def test_values_may_stand_in_any_order_and_leave_a_gap(office: Path) -> None:
    first, second = PARAMETER.splitlines(keepends=True)[3:5]
    gap = first.replace("2020-01-01", "2019-01-01")
    declare(office, "parameters/fees.yaml", "".join(PARAMETER.splitlines(True)[:3]) + second + gap)
    catalogue = load_catalogue(office)
    assert catalogue.value("fee.seal", on=date(2018, 12, 31)).value == 5
    assert catalogue.value("fee.seal", on=date(2020, 1, 1)).value == 6
    with pytest.raises(NotFoundError, match=r"parameter\.not_in_force"):
        catalogue.value("fee.seal", on=date(2019, 6, 1))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("register: patents", "register: patent", "declaration.unknown_register"),
        ("during: filing_date", "during: filed_on", "declaration.unknown_column"),
        ("during: filing_date", "in_force: true, sum: weight", "declaration.unknown_column"),
        ("sources:", "by: province\nsources:", "declaration.unknown_column"),
        (
            "during: filing_date",
            "during: filing_date, where: [{column: colour, equals: red}]",
            "declaration.unknown_column",
        ),
        (
            "sources:",
            "denominator: {register: people, sum: heads, latest: year}\nsources:",
            "declaration.unknown_register",
        ),
        ("during:", "without: [weird], during:", "declaration.unknown_exclusion"),
        ("sources:", "breakdown: colour\nsources:", "declaration.unknown_column"),
        ("sources:", "breakdown: title\nsources:", "declaration.breakdown_without_choices"),
        (
            "during: filing_date}",
            "during: filing_date, where: [{column: right, equals: design}]}\nbreakdown: right",
            "declaration.breakdown_without_choices",
        ),
        (
            "sources:",
            f"parts: [{PART}, where: [{{column: colour, equals: a}}]}}]\nsources:",
            "declaration.unknown_column",
        ),
    ],
)
def test_a_name_that_nothing_declares(office: Path, old: str, new: str, code: str) -> None:
    path = declare(office, "indicators/seals.yaml", INDICATOR.replace(old, new))
    [(found, file, line)] = problems(office)
    assert (found, file) == (code, path.name)
    assert line.startswith("line ")


@pytest.mark.parametrize(
    "numerator",
    [
        "{register: patents}",
        "{register: patents, in_force: true, during: filing_date}",
        "{register: patents, during: filing_date, where: [{column: right}]}",
        "{register: patents, during: grant_date, where: [{column: right, equals: a, one_of: []}]}",
        "{register: population, in_force: true}",
        "{register: patents, up_to: filing_date, during: filing_date}",
        "{register: patents, during: filing_date, starts: grant_date}",
        "{register: patents, during: filing_date, distinct: title, age: filing_date}",
        "{register: patents, during: filing_date}\ngrowth: {years: 0}",
        "{register: patents, during: filing_date}\ngrowth: {years: 1}\nscale: 100",
        f"{{register: patents, during: filing_date}}\nbreakdown: right\nparts: [{PART}}}]",
    ],
)
def test_a_count_that_means_nothing(office: Path, numerator: str) -> None:
    text = INDICATOR.replace("{register: patents, during: filing_date}", numerator)
    declare(office, "indicators/seals.yaml", text)
    assert len(problems(office)) == 1


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "just words", "5", "? [a]\n: b\n"])
def test_a_file_that_declares_nothing_is_told(office: Path, text: str) -> None:
    declare(office, "indicators/empty.yaml", text)
    assert {file for _, file, _ in problems(office)} == {"empty.yaml"}


def test_a_file_that_is_no_utf8_is_told(office: Path) -> None:
    (office / "indicators/gbk.yaml").write_bytes(INDICATOR.encode("gb18030"))
    assert [(code, file) for code, file, _ in problems(office)] == [
        ("declaration.syntax", "gbk.yaml")
    ]


def test_a_day_that_does_not_exist_is_told_on_its_line(office: Path) -> None:
    declare(office, "parameters/fees.yaml", PARAMETER.replace("2020-01-01", "2020-02-30"))
    assert problems(office) == [
        ("date.impossible", "fees.yaml", "line 4"),
        ("date.impossible", "fees.yaml", "line 5"),
    ]


def test_two_of_one_name_in_one_folder_are_told(office: Path) -> None:
    declare(office, "parameters/a.yaml", PARAMETER)
    declare(office, "parameters/b.yaml", PARAMETER)
    assert [(code, file) for code, file, _ in problems(office)] == [
        ("declaration.declared_twice", "b.yaml")
    ]


def test_asking_for_what_is_not_there_says_what_is() -> None:
    catalogue = load_catalogue()
    for ask in (catalogue.register, catalogue.indicator):
        with pytest.raises(NotFoundError) as caught:
            ask("nothing")
        assert "patent" in caught.value.problems[0].values["known"]
    with pytest.raises(NotFoundError, match=r"parameter\.unknown"):
        catalogue.value("nothing", on=date(2026, 1, 1))


def test_an_empty_catalogue_names_nothing() -> None:
    with pytest.raises(NotFoundError, match="'-'"):
        Catalogue({}, {}, {}).register("patents")


def test_every_problem_can_be_told_in_both_languages() -> None:
    for code, wording in problem_wordings().items():
        assert set(wording) == {"zh", "en"}, code
        assert wording["zh"] != wording["en"], code
    told = Problem("register.unknown", {"received": "x", "known": "y"})
    assert "x" in problem_text(told, "zh-hans")
    assert problem_text(told, "en-gb").isascii()
