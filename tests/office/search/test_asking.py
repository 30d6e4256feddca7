"""A search as an address carries it."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from zhiheng.core.errors import InputError
from zhiheng.office.search.asking import Asked, read_address

FULL = "q=%E7%94%B5%E6%B1%A0&register=patents&year=2023&year=2024&sort=newest&page=2"


def asked_in(address: str) -> Asked:
    return read_address(dict(QueryDict(address).lists()))


def test_an_address_is_read_to_a_search_and_written_back():
    asked = asked_in(FULL)
    assert asked.text == "电池"
    assert asked.narrowed == {"register": ("patents",), "year": ("2023", "2024")}
    assert (asked.sort, asked.page, asked.offset) == ("newest", 2, 20)
    assert asked.query_string() == f"?{FULL}"
    assert asked_in(asked.query_string()[1:]) == asked


def test_nothing_asked_is_an_empty_address():
    assert asked_in("").query_string() == ""
    assert not asked_in("q=%20&sort=newest&other=1").is_asked


def test_narrowing_and_widening_lead_to_the_first_page():
    asked = asked_in(FULL)
    more = asked.narrow("year", "2025", "add")
    assert (more.narrowed["year"], more.page) == (("2023", "2024", "2025"), 1)
    less = asked.narrow("year", "2023", "remove").narrow("year", "2024", "remove")
    assert less.narrowed == {"register": ("patents",)}
    assert asked.only("register", ()).narrowed == {"year": ("2023", "2024")}
    assert asked.widened().narrowed == {}
    assert (asked.sorted_by("oldest").sort, asked.sorted_by("oldest").page) == ("oldest", 1)


def test_a_value_named_twice_counts_once_and_blank_ones_not():
    assert asked_in("q=x&kind=a&kind=a&kind=+&kind=b").narrowed == {"kind": ("a", "b")}


@pytest.mark.parametrize("address", ["page=0", "page=-1", "page=x", "page=501", "page=1.5"])
def test_a_page_that_cannot_be_is_refused(address: str):
    with pytest.raises(InputError, match=r"page\.number_unfit"):
        asked_in(f"q=x&{address}")


def test_an_unknown_order_is_refused():
    with pytest.raises(InputError, match=r"search\.sort_unknown"):
        asked_in("q=x&sort=price")
