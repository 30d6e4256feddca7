"""Charts are plain data: the same for the drawing and for the table."""

from __future__ import annotations

import json
import re

import pytest
from django.template.loader import render_to_string

from zhiheng.office.web.charts import Chart, Series

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
