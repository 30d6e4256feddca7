"""Figures on pages: what is known to be true of the city, and every number opened to its rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.office.registers.cities import SHENZHEN, City
from zhiheng.office.accounts.models import User
from zhiheng.office.indicators import presenters, queries
from zhiheng.office.registers import lake

ClientOf = Callable[[User], Client]
NAMES = (
    "invention-filings",
    "invention-grants",
    "patent-filings",
    "patent-grants",
    "valid-invention-patents",
    "valid-invention-patents-per-10000",
)
DAY = "2023-12-31"


@pytest.fixture
def reader(city: City, analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


def rows_behind(client: Client, href: str) -> int:
    """Return how many rows the list shows to which a number leads."""
    answer = client.get(unescape(href))
    assert answer.status_code == 200
    assert not answer.context["page"].problems
    return answer.context["page"].total


def test_every_declared_indicator_is_tested_here(city: City):
    assert sorted(lake.catalogue().indicators) == sorted(NAMES)


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


def test_the_cockpit_holds_every_indicator_in_order_and_links_to_it(reader: Client):
    answer = reader.get(f"/?as_of={DAY}")
    cards = answer.context["cards"]
    assert [card.name for card in cards] == [each.name for each in queries.indicators()]
    for card in cards:
        page = reader.get(card.href).context["page"]
        assert (page.value, page.on.isoformat()) == (card.value, DAY)


def test_the_points_of_a_chart_lead_to_the_figure_of_their_year(reader: Client):
    page = reader.get(f"/indicators/patent-grants/?as_of={DAY}").context["page"]
    for value, link in zip(page.series.series[0].data, page.series.links, strict=True):
        assert reader.get(link).context["page"].value == presenters.number(value)


@pytest.mark.parametrize("path", ["/", "/indicators/", "/indicators/patent-grants/"])
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
    assert re.search(r'class="card-figure"><a [^>]*>0<', page)


def test_the_pages_speak_english_when_asked(reader: Client):
    reader.cookies["django_language"] = "en"
    answer = reader.get(f"/indicators/patent-grants/?as_of={DAY}").content.decode()
    assert '<html lang="en"' in answer
    assert "Patent grants" in answer
    assert "Nanshan" in answer or "南山区" in answer
