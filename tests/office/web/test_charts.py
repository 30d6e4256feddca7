"""Charts are plain data: the same for the drawing and for the table."""

from __future__ import annotations

import json
import re

import pytest
from django.template.loader import render_to_string

from zhiheng.office.web.charts import Band, Chart, Series, Sparkline

CHART = Chart(
    identity="grants",
    kind="stacked",
    title="发明专利授权量</script>",
    unit="件",
    categories=["2023", "2024"],
    series=[Series("南山区", [3, 4]), Series("福田区", [2, None])],
    links=["/registers/patents/?year=2023", "/registers/patents/?year=2024"],
    category_label="年份",
)


def test_the_script_gets_the_data_escaped():
    page = render_to_string("web/chart.html", {"chart": CHART})
    found = re.search(
        r'<script id="grants" type="application/json">(.*?)</script>', page, re.DOTALL
    )
    assert found
    data = json.loads(found.group(1))
    assert data["title"] == CHART.title
    assert data["series"][1] == {"name": "福田区", "data": [2, None]}
    assert "授权量</script>" not in page


def test_the_table_holds_every_figure_with_its_link():
    page = render_to_string("web/chart.html", {"chart": CHART})
    cells = re.findall(r'<td class="number">(.*?)</td>', page)
    assert cells == ["3", "2", "4", "—"]
    assert 'href="/registers/patents/?year=2024"' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"series": [Series("南山区", [1])]},
        {"links": ["/only-one/"]},
    ],
)
def test_data_that_do_not_fit_together_are_a_bug(fields: dict):
    given = {
        "identity": "x",
        "kind": "bar",
        "title": "",
        "unit": "",
        "categories": ["2023", "2024"],
        "series": [],
    }
    with pytest.raises(AssertionError):
        Chart(**{**given, **fields})


def test_a_target_and_a_band_are_drawn_and_told_in_the_table():
    chart = Chart(
        identity="course",
        kind="line",
        title="Course",
        unit="",
        categories=["2024", "2025"],
        series=[Series("Value", [3, None]), Series("Target", [5, 5], "target")],
        band=Band("80%", [None, 4], [None, 6]),
    )
    assert chart.data["series"][1] == {"name": "Target", "data": [5, 5], "role": "target"}
    assert chart.data["band"] == {"name": "80%", "low": [None, 4], "high": [None, 6]}
    assert chart.columns[:2] == ["Value", "Target"]
    assert [row["figures"] for row in chart.rows] == [[3, 5, None, None], [None, 5, 4, 6]]


def test_a_band_of_another_length_is_caught_where_it_is_made():
    with pytest.raises(AssertionError, match="course"):
        Chart("course", "line", "", "", ["2024"], [], band=Band("80%", [1, 2], [3, 4]))


def test_a_small_line_runs_from_left_to_right_and_rises_with_its_values():
    line = Sparkline([(2020, 10), (2021, 20), (2022, 15)], "from 10 to 15", goal=30)
    assert line.path == "3.0,29.0 60.0,16.0 117.0,22.5"
    assert line.end == ("117.0", "22.5")
    assert line.goal_height == "3.0"


def test_a_small_line_of_equal_values_lies_in_the_middle():
    assert Sparkline([(2020, 5), (2021, 5)], "5").path == "3.0,16.0 117.0,16.0"
    assert Sparkline([], "nothing").end is None
