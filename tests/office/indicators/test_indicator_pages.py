"""Figures on pages: what is known to be true of the city, and every number opened to its rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.core.lake.stored import put
from tests.office.registers.cities import SHENZHEN, City
from zhiheng.office.accounts.models import User
from zhiheng.office.indicators import presenters, queries
from zhiheng.office.registers import lake

ClientOf = Callable[[User], Client]
# One for each way of counting that the small city has rows for.
NAMES = (
    "high-value-patents",
    "invention-filings",
    "patent-grants",
    "valid-invention-patents",
    "valid-invention-patents-per-10000",
)
PLEDGES = {"pledge-amount", "pledge-projects", "pledge-average-amount", "pledge-balance"}
DAY, NANSHAN = "2023-12-31", "440305"


@pytest.fixture
def reader(city: City, analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


def rows_behind(client: Client, href: str) -> int:
    """Return how many rows the list shows to which a number leads."""
    answer = client.get(unescape(href))
    assert answer.status_code == 200
    assert not answer.context["page"].problems
    return answer.context["page"].total


def test_every_declared_indicator_is_listed_under_its_group(reader: Client):
    groups = reader.get(f"/indicators/?as_of={DAY}").context["groups"]
    listed = [line.name for group in groups for line in group.lines]
    assert sorted(listed) == sorted(lake.catalogue().indicators)
    assert [group.label for group in groups] == ["创造", "运用", "服务"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=质押融资&group=use", PLEDGES),
        ("q=国内有效发明专利拥有量", {"valid-invention-patents"}),
        ("q=plant+granted", {"plant-varieties-granted"}),
        ("group=service", {"patent-agencies", "patent-agents", "agencies-licensed"}),
        ("q=happiness", set()),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_words_and_group(query: str, names: set[str], reader: Client):
    answer = reader.get(f"/indicators/?as_of={DAY}&{query}")
    listed = {line.name for group in answer.context["groups"] for line in group.lines}
    assert listed == names
    assert ("没有符合条件的指标" in answer.content.decode()) == (not names)


def test_values_are_those_of_the_district_asked_for(reader: Client):
    query = f"q=有效发明专利拥有量&division={NANSHAN}&as_of={DAY}"
    [group] = reader.get(f"/indicators/?{query}").context["groups"]
    line = next(each for each in group.lines if each.name == "valid-invention-patents")
    page = reader.get(line.href).context["page"]
    whole = queries.indicator_figure("valid-invention-patents", on=dt.date.fromisoformat(DAY))
    assert line.value == page.value == str(whole.by_division[NANSHAN].value)
    assert page.place == "南山区"
    assert rows_behind(reader, page.ingredients[0].href) == whole.by_division[NANSHAN].value


def test_a_district_elsewhere_is_refused(reader: Client):
    answer = reader.get("/indicators/patent-grants/?division=440106")
    assert answer.status_code == 400


def test_each_part_opens_to_its_rows(reader: Client):
    page = reader.get(f"/indicators/high-value-patents/?as_of={DAY}").context["page"]
    assert page.parts_overlap
    assert [part.name for part in page.parts][:2] == ["战略性新兴产业", "海外同族专利权"]
    assert any(part.numerator != "0" for part in page.parts)
    for part in page.parts:
        assert rows_behind(reader, part.href) == int(part.numerator.replace(",", ""))
    grants = reader.get(f"/indicators/patent-grants/?as_of={DAY}").context["page"]
    summed = sum(int(part.numerator) for part in grants.parts)
    assert f"{summed:,}" == grants.value
    assert not grants.parts_overlap


def test_a_flow_counts_since_the_day_asked_for(reader: Client):
    page = reader.get(f"/indicators/patent-grants/?as_of={DAY}&since=2021-07-01").context["page"]
    on, since = dt.date.fromisoformat(DAY), dt.date(2021, 7, 1)
    [ratio] = queries.indicator_values("patent-grants", days=[on], since=since)
    assert page.value == presenters.number(ratio.value)
    assert rows_behind(reader, page.ingredients[0].href) == ratio.value
    assert page.period == "2021-07-01 至 2023-12-31"
    assert len(page.series.categories) == 3


def test_values_on_days_are_those_of_the_figures(city: City):
    days = [dt.date(2018, 12, 31), dt.date(2023, 12, 31)]
    name = "valid-invention-patents-per-10000"
    for code in (None, NANSHAN):
        found = queries.indicator_values(name, days=days, division=code)
        figures = [queries.indicator_figure(name, on=day, division=code) for day in days]
        assert found == [figure.total for figure in figures]
    together = queries.indicator_figures(NAMES, on=days[1])
    assert [each.total for each in together] == [
        queries.indicator_figure(name, on=days[1]).total for name in NAMES
    ]


def test_where_a_register_holds_nothing_the_value_is_unknown(reader: Client):
    answer = reader.get(f"/indicators/pledge-amount/?as_of={DAY}")
    assert answer.context["page"].value == "—"
    assert "登记簿“知识产权质押登记”尚无数据：数值未知，而不是零。" in answer.content.decode()


def test_growth_opens_to_the_rows_of_both_days(reader: Client):
    page = reader.get(f"/indicators/invention-filings-growth/?as_of={DAY}").context["page"]
    for ingredient in page.ingredients:
        assert rows_behind(reader, ingredient.href) == int(ingredient.value.replace(",", ""))
    [now, before] = [int(each.value.replace(",", "")) for each in page.ingredients]
    assert page.value == f"{(now / before - 1) * 100:,.2f}"


@pytest.mark.parametrize("day", ["2012-12-31", "2018-12-31", "2023-12-31", "2025-12-31"])
def test_valid_inventions_are_those_the_generator_knows(day: str, city: City):
    truth = city.manifest["expected"]["valid_inventions"][day]
    found = queries.indicator_figure("valid-invention-patents", on=dt.date.fromisoformat(day))
    assert found.total.value == truth[SHENZHEN]
    assert {code: ratio.value for code, ratio in found.by_division.items()} == {
        code: number for code, number in truth.items() if code != SHENZHEN
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_figure_of_the_query(name: str, reader: Client):
    answer = reader.get(f"/indicators/{name}/?as_of={DAY}")
    asked = queries.indicator_figure(name, on=dt.date.fromisoformat(DAY))
    page = answer.context["page"]
    assert page.value == presenters.number(asked.total.value, asked.indicator.decimals)
    assert page.value in answer.content.decode()
    assert len(page.districts) == len(asked.by_division)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("day", ["2016-06-30", DAY, "2026-03-02"])
def test_every_number_opens_to_as_many_rows(name: str, day: str, reader: Client):
    page = reader.get(f"/indicators/{name}/?as_of={day}").context["page"]
    numerator, *denominator = page.ingredients
    assert rows_behind(reader, numerator.href) == int(numerator.value.replace(",", ""))
    for line in page.districts:
        assert rows_behind(reader, line.href) == int(line.numerator.replace(",", "")), line.name
    for ingredient in denominator:  # one published number, from one row
        assert rows_behind(reader, ingredient.href) == 1
        cells = reader.get(ingredient.href).context["page"].rows[0]
        assert ingredient.value in [text for cell in cells for text in cell.texts]


def test_districts_and_the_rest_add_up_to_the_city(reader: Client):
    page = reader.get(f"/indicators/patent-filings/?as_of={DAY}").context["page"]
    lines = [*page.districts, *([page.elsewhere] if page.elsewhere else [])]
    summed = sum(int(line.numerator.replace(",", "")) for line in lines)
    assert f"{summed:,}" == page.ingredients[0].value


def test_the_ratio_is_its_numerator_by_its_denominator(city: City):
    on = dt.date.fromisoformat(DAY)
    ratio = queries.indicator_figure("valid-invention-patents-per-10000", on=on)
    count = queries.indicator_figure("valid-invention-patents", on=on)
    assert ratio.denominator_year == 2023
    assert ratio.total.numerator == count.total.value
    assert ratio.total.value == round(count.total.value / ratio.total.denominator * 10_000, 2)


def test_the_cockpit_holds_the_featured_indicators_in_order_and_links_to_them(reader: Client):
    answer = reader.get(f"/?as_of={DAY}")
    cards = answer.context["cards"]
    featured = [each.name for each in queries.indicators() if each.featured]
    assert [card.name for card in cards] == featured
    assert 4 <= len(featured) <= 12
    assert f"全部 {len(queries.indicators())} 项指标及其定义" in answer.content.decode()
    for card in cards:
        page = reader.get(card.href).context["page"]
        assert (page.value, page.on.isoformat()) == (card.value, DAY)


def test_the_points_of_a_chart_lead_to_the_figure_of_their_year(reader: Client):
    page = reader.get(f"/indicators/patent-grants/?as_of={DAY}").context["page"]
    for value, link in zip(page.series.series[0].data, page.series.links, strict=True):
        assert reader.get(link).context["page"].value == presenters.number(value)


@pytest.mark.parametrize("path", ["/", "/indicators/patent-grants/"])
@pytest.mark.parametrize("day", ["2035-01-01", "1985-04-01"])
def test_any_day_can_be_asked_for(path: str, day: str, reader: Client):
    assert reader.get(f"{path}?as_of={day}").status_code == 200


def test_before_the_first_patent_there_is_none(reader: Client):
    page = reader.get("/indicators/valid-invention-patents/?as_of=1985-04-01").context["page"]
    assert page.value == "0"
    ratio = reader.get("/indicators/valid-invention-patents-per-10000/?as_of=1985-04-01")
    assert ratio.context["page"].value == "—"


@pytest.mark.parametrize("path", ["/", "/indicators/", "/indicators/patent-grants/"])
@pytest.mark.parametrize(
    "day", ["2026-02-30", "gestern", "31.12.2025x", "%00", "0001-01-01", "9999-12-31"]
)
def test_a_day_that_does_not_exist_is_said_to_be_wrong(path: str, day: str, reader: Client):
    answer = reader.get(f"{path}?as_of={day}")
    assert answer.status_code == 400
    assert "date." in answer.content.decode()


def test_an_indicator_nobody_declared_is_not_found(reader: Client):
    assert reader.get("/indicators/happiness/").status_code == 404


def test_an_empty_installation_says_what_to_do_first(
    empty_home, analyst: User, client_of: ClientOf
):
    page = client_of(analyst).get("/").content.decode()
    assert "/registers/imports/new/" in page
    assert re.search(r'class="card-figure"><a [^>]*>—<', page)


def test_the_pages_speak_english_when_asked(reader: Client):
    reader.cookies["django_language"] = "en"
    answer = reader.get(f"/indicators/patent-grants/?as_of={DAY}").content.decode()
    assert '<html lang="en"' in answer
    assert "Patent grants" in answer
    assert "Nanshan" in answer or "南山区" in answer


def test_confirmed_abnormal_filings_leave_from_the_day_of_the_decision(
    own_city: City, analyst: User, client_of: ClientOf
):
    name = "valid-invention-patents"
    before = queries.indicator_figure(name, on=dt.date.fromisoformat(DAY))
    decided = dt.date(2023, 12, 31)
    table = lake.engine().table(lake.catalogue().register("patents"))
    valid = table.filter(
        table.right == "invention",
        table.division.startswith("4403"),
        table.grant_date < "2023-01-01",
        table.status == "granted",
        table.expires_on > "2025-01-01",
    )
    number = lake.engine().run(valid.limit(1))["application_number"][0].as_py()
    found = {"application_number": number, "state": "confirmed", "decided_on": decided}
    put(lake.lake(), lake.catalogue().register("abnormal-filings"), [found])
    after = queries.indicator_figure(name, on=decided)
    assert after.total.value == before.total.value - 1
    day_before = decided - dt.timedelta(days=1)
    for day in (day_before, decided):
        page = client_of(analyst).get(f"/indicators/{name}/?as_of={day}").context["page"]
        opened = rows_behind(client_of(analyst), page.ingredients[0].href)
        assert f"{opened:,}" == page.value
    assert "without=abnormal" in page.ingredients[0].href
