"""The digest of what a row says, against a twin that spells the row out in full.

Two rows have one digest exactly when the twin spells them alike.
"""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.feeds.records import Value
from zhiheng.core.feeds.staging import content_digest

Row = dict[str, Value]
texts = st.text(alphabet="ab,;0\0\n中", max_size=3)
values: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    texts,
    st.lists(texts, max_size=3),
    st.integers(-3, 300),
    st.dates(date(2019, 1, 1), date(2019, 1, 3)),
)
rows = st.dictionaries(st.sampled_from(["title", "ipc", "a", "produced_on"]), values, max_size=4)


def spelled(row: Row) -> list[tuple[str, list[str]]]:
    """Return what a row says: its filled columns in order, each with its texts."""
    filled = []
    for name in sorted(row):
        value = row[name]
        if name == "produced_on" or value is None or value == []:
            continue
        filled.append((name, [str(part) for part in value] if isinstance(value, list)
                       else [str(value)]))  # fmt: skip
    return filled


@settings(deadline=None, max_examples=400)
@given(rows, rows)
@example({"a": ["ab", "c"]}, {"a": ["a", "bc"]})
@example({"a": "1\0001"}, {"a": ["1", "1"]})
@example({"a": "x"}, {"a": ["x"]})
@example({"a": []}, {})
def test_one_digest_exactly_when_the_same_is_said(one: Row, other: Row) -> None:
    assert (content_digest(one) == content_digest(other)) == (spelled(one) == spelled(other))


def test_the_order_of_columns_and_the_providers_stamp_say_nothing() -> None:
    one: Row = {"title": "除尘器", "ipc": ["G06F17/27"], "produced_on": date(2019, 7, 27)}
    other: Row = {"produced_on": date(2026, 1, 1), "ipc": ["G06F17/27"], "title": "除尘器"}
    assert content_digest(one) == content_digest(other)
