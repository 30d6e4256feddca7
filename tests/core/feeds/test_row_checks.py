"""What a register declares for its rows: order of dates, signs, terms, dates written day first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.feeds.feeding import Feeding, read_paths
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.declarations.models import Column, MappedColumn, Register, Wording
from zhiheng.core.errors import DeclarationError, InputError
from zhiheng.core.feeds.cells import read_cell
from zhiheng.core.feeds.row_checks import complete_terms, row_problems, years_later

WORDS = Wording(zh="某列", en="Column")
TEXT = {"zh": "样例", "en": "Sample"}


def register(**more: Any) -> Register:
    kinds = {
        "number": "string",
        "begins": "date",
        "used": "date",
        "ends": "date",
        "money": "decimal",
    }
    columns = [
        {"name": name, "type": kind, "title": TEXT, "description": TEXT}
        for name, kind in kinds.items()
    ]
    return Register.model_validate(
        {
            "register": "samples",
            **dict.fromkeys(("title", "description", "source"), TEXT),
            "key": ["number"],
            "sort": "number",
            "label": "number",
            "columns": columns,
            **more,
        }
    )


DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(DAYS, DAYS)
def test_only_two_dates_in_the_wrong_order_are_a_problem(
    begins: date | None, ends: date | None
) -> None:
    checked = register(checks=[{"before": ["begins", "ends"]}])
    codes = [p.code for p in row_problems(checked, {"begins": begins, "ends": ends})]
    wrong = begins is not None and ends is not None and (ends - begins).days < 0
    assert codes == (["row.dates_out_of_order"] if wrong else [])


@pytest.mark.parametrize(
    ("amount", "codes"),
    [(-0.01, ["row.negative"]), (-5, ["row.negative"]), (0, []), (12.5, []), (None, [])],
)
def test_an_amount_may_be_nothing_but_not_less(amount: float | None, codes: list[str]) -> None:
    checked = register(checks=[{"not_negative": ["money"]}])
    assert [p.code for p in row_problems(checked, {"money": amount})] == codes


def test_one_of_several_columns_has_to_be_filled() -> None:
    checked = register(checks=[{"any_of": ["begins", "money"]}])
    assert [p.code for p in row_problems(checked, {"number": "1"})] == ["row.none_of"]
    assert row_problems(checked, {"money": 0}) == []


def test_all_failing_checks_are_reported_together() -> None:
    checked = register(checks=[{"before": ["begins", "ends"], "not_negative": ["money"]}])
    row = {"begins": date(2024, 1, 2), "ends": date(2024, 1, 1), "money": -1}
    assert [p.code for p in row_problems(checked, row)] == [
        "row.dates_out_of_order",
        "row.negative",
    ]


def test_checks_and_terms_name_declared_columns_only() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        register(checks=[{"not_negative": ["nowhere"]}])
    with pytest.raises(ValueError, match="nowhere"):
        register(terms=[{"column": "ends", "parameter": "x", "starts": ["nowhere"]}])


TERM = {"column": "ends", "parameter": "layout-design-term", "starts": ["begins", "used"]}


@pytest.mark.parametrize(
    ("row", "end"),
    [
        ({"begins": date(2020, 3, 5)}, date(2030, 3, 5)),
        ({"begins": date(2020, 3, 5), "used": date(2019, 8, 1)}, date(2029, 8, 1)),
        ({"begins": date(2020, 3, 5), "ends": date(2024, 1, 1)}, date(2024, 1, 1)),
        ({"begins": date(2020, 2, 29)}, date(2030, 2, 28)),
        ({"begins": date(1999, 1, 1)}, None),  # before any term was set
        ({}, None),
    ],
)
def test_the_end_of_a_term_follows_from_the_earlier_start(
    catalogue: Catalogue, row: dict[str, Any], end: date | None
) -> None:
    assert complete_terms(register(terms=[TERM]), row, catalogue).get("ends") == end


@pytest.mark.parametrize(
    ("group", "granted", "end"),
    [("woody", "2020-05-01", date(2040, 5, 1)), ("other", "2020-05-01", date(2035, 5, 1)),
     ("woody", "2025-06-01", date(2050, 6, 1)), ("other", "2025-05-31", date(2040, 5, 31))],
)  # fmt: skip
def test_the_term_of_a_variety_depends_on_the_plant_and_the_day(
    catalogue: Catalogue, group: str, granted: str, end: date
) -> None:
    varieties = catalogue.register("plant-varieties")
    row = {"plant_group": group, "granted_on": date.fromisoformat(granted)}
    assert complete_terms(varieties, row, catalogue)["expires_on"] == end


def test_without_the_group_of_plants_no_term_is_guessed(catalogue: Catalogue) -> None:
    row = {"granted_on": date(2020, 5, 1)}
    assert "expires_on" not in complete_terms(catalogue.register("plant-varieties"), row, catalogue)


def test_a_term_that_no_parameter_sets_is_a_mistake_of_the_declaration(feeding: Feeding) -> None:
    declared = (
        "register: samples\ntitle: {zh: 样例, en: S}\ndescription: {zh: 样例, en: S}\n"
        "source: {zh: 样例, en: S}\nkey: [number]\nsort: number\nlabel: number\n"
        "terms: [{column: ends, parameter: no-such-term, starts: [begins]}]\ncolumns:\n"
        "  - {name: number, type: string, title: {zh: 号, en: N}, description: {zh: 号, en: N}}\n"
        "  - {name: begins, type: date, title: {zh: 始, en: B}, description: {zh: 始, en: B}}\n"
        "  - {name: ends, type: date, title: {zh: 止, en: E}, description: {zh: 止, en: E}}\n"
    )
    folder = feeding.put("declarations/registers/samples.yaml", declared).parent.parent
    with pytest.raises(DeclarationError) as raised:
        load_catalogue(folder)
    (problem,) = raised.value.problems
    assert problem.code == "declaration.unknown_parameter"
    assert problem.values["received"] == "no-such-term"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 30))
def test_years_later_is_the_same_day_but_for_the_leap_day(day: date, years: int) -> None:
    later = years_later(day, years)
    assert (later.year - day.year, later.month) == (years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


def dated(text: str, dates: str) -> object:
    column = Column(name="c", type="date", title=WORDS, description=WORDS)
    return read_cell(text, column, MappedColumn.model_validate({"headings": ["c"], "dates": dates}))


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.sampled_from("/.-"))
def test_days_first_read_back_where_declared_and_only_there(day: date, mark: str) -> None:
    text = day.strftime(f"%d{mark}%m{mark}%Y")
    assert dated(text, "day-first") == day
    assert dated(day.isoformat(), "day-first") == day
    with pytest.raises(InputError):
        dated(text, "year-first")


@pytest.mark.parametrize("text", ["31/02/2024", "13/13/2024", "12/31/2024", "1/2/24"])
def test_days_first_that_do_not_exist(text: str) -> None:
    with pytest.raises(InputError) as raised:
        dated(text, "day-first")
    assert raised.value.problems[0].code == "date.impossible"


def test_a_row_that_contradicts_itself_is_set_aside_and_its_neighbours_stay(
    feeding: Feeding,
) -> None:
    head = "质押登记号,专利号,出质人,质权人,担保金额(万元),登记生效日,债务履行期限届满日,质押状态\n"
    lines = [
        "Y2024980000001,ZL201910302430.1,甲,某银行,300,2024-01-02,2025-01-02,生效",
        "Y2024980000002,ZL201910302430.1,甲,某银行,-300,2024-01-02,2023-01-02,生效",
        "Y2024980000003,ZL201910302430.1,甲,某银行,300,2024-01-02,2025-01-02,待定",
        "Y2024980000004,ZL201910302430.1,甲,某银行,三百,2024-01-02,2025-01-02,生效",
    ]
    outcome = read_paths(feeding.catalogue, feeding.put("p.csv", head + "\n".join(lines)))
    assert [row.values["amount"] for row in outcome.rows] == [3_000_000.0]
    assert [[p.code for p in record.problems] for record in outcome.set_aside] == [
        ["row.dates_out_of_order", "row.negative"],
        ["cell.not_a_choice"],
        ["cell.not_a_number"],
    ]
