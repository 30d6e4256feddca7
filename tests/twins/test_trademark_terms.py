"""Terms of marks against the obvious ways: one day after another, and writing what is read."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.feeds.trademark_table import goods_by_class
from zhiheng.core.feeds.trademark_terms import (
    months_later,
    packaged_catalogue,
    read_term,
    term_end,
)

CATALOGUE = packaged_catalogue()
DAYS = st.dates(date(1985, 1, 1), date(2060, 12, 31))
NOTATIONS = (
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
)
BETWEEN = ("至", "到", " to ", "~", " - ", "—", "～")
CLASSES = st.lists(st.integers(1, 45), min_size=1, max_size=5, unique=True)
GOODS = st.text("茶酒表笔 ，、", max_size=12)


def walked_months(day: date, months: int) -> date:
    """Walk day by day to the month, then to its day of the same number or to its last."""
    target = day.year * 12 + day.month - 1 + months
    reached = date(day.year, day.month, 1)
    while reached.year * 12 + reached.month - 1 < target:
        reached += timedelta(days=1)
    while reached.day < day.day and (reached + timedelta(days=1)).month == reached.month:
        reached += timedelta(days=1)
    return reached


def walked_term(start: date, renewals: int) -> date:
    """Walk day by day over ten years, and as many again for each renewal."""
    day, years = start, 0
    while years < 10 * (renewals + 1):
        day += timedelta(days=1)
        same = (day.month, day.day) == (start.month, start.day)
        leap = (start.month, start.day) == (2, 29) and (day.month, day.day) == (3, 1)
        # A 29 February that the year lacks is passed on 1 March.
        missing = leap and (day - timedelta(days=1)).day == 28
        years += same or missing
    return day - timedelta(days=1)


@settings(deadline=None, max_examples=60)
@given(day=DAYS, months=st.integers(0, 24))
def test_months_are_counted_as_if_walked(day: date, months: int) -> None:
    assert months_later(day, months) == walked_months(day, months)


@settings(deadline=None, max_examples=40)
@given(start=DAYS)
def test_a_term_is_ten_years_as_if_walked(start: date) -> None:
    assert term_end("CN", start, CATALOGUE) == walked_term(start, 0)


@settings(deadline=None, max_examples=40)
@given(start=DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), renewals=st.integers(1, 3))
def test_a_renewal_within_the_last_months_begins_another_term(start: date, renewals: int) -> None:
    renewed = walked_term(start, renewals - 1) - timedelta(days=30)
    assert term_end("CN", start, CATALOGUE, renewed=renewed) == walked_term(start, renewals)


@given(
    first=DAYS, last=DAYS, one=st.sampled_from(NOTATIONS), other=st.sampled_from(NOTATIONS),
    between=st.sampled_from(BETWEEN),
)  # fmt: skip
def test_a_term_is_read_back_however_it_is_written(
    first: date, last: date, one: str, other: str, between: str
) -> None:
    written = f"{one.format(first)}{between}{other.format(last)}"
    assert read_term(written) == (first, last)


@given(classes=CLASSES, goods=st.lists(GOODS, min_size=5, max_size=5))
def test_labelled_goods_are_parted_as_they_were_put_together(
    classes: list[int], goods: list[str]
) -> None:
    names = [f"{number:02d}" for number in classes]
    own = dict(zip(names, goods, strict=False))
    text = "；".join(f"第{int(name)}类：{words}" for name, words in own.items())
    assert goods_by_class(text, names) == {name: words.strip(" ，") for name, words in own.items()}
