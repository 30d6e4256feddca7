from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.documents.lines import NEVER_FIRST, NEVER_LAST, balanced_lines, break_lines


def lines(text: str, room: float, first: float | None = None) -> list[str]:
    widths = [1.0 if ord(each) > 0x2E7F else 0.5 for each in text]
    spans = break_lines(text, widths, first=room if first is None else first, rest=room)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("每万人口拥有量", 4, ["每万人口", "拥有量"]),
        # The comma goes down with the letter before it, the bracket with the letter behind it.
        ("一二三四，五六", 4, ["一二三", "四，五六"]),
        ("一二三（四五）六", 4, ["一二三", "（四五）", "六"]),
        ("完成12345件以上", 4, ["完成", "12345件", "以上"]),
        ("区间616.4–695.2", 7, ["区间", "616.4–695.2"]),
        ("high-value patents", 5, ["high-value", "patents"]),
        ("一\n二三", 4, ["一", "二三"]),
        ("", 4, [""]),
    ],
)
def test_where_lines_end(text: str, room: float, expected: list[str]):
    assert lines(text, room) == expected


def test_the_first_line_may_have_less_room():
    assert lines("一二三四五六七八", 4, first=2) == ["一二", "三四五六", "七八"]


def test_what_is_wider_than_a_line_is_broken_anywhere():
    assert lines("abcdefghij", 2) == ["abcd", "efgh", "ij"]


def test_a_title_leaves_no_letter_alone():
    text = "深圳市知识产权保护和运用规划"
    widths = [1.0] * len(text)
    spans = balanced_lines(text, widths, first=13, rest=13)
    assert [text[start:end] for start, end in spans] == ["深圳市知识产权", "保护和运用规划"]


@given(st.text(alphabet="一二，。（）《》ab1 \n", max_size=60), st.integers(4, 12))
def test_no_letter_is_lost_and_no_line_too_long(text: str, room: int):
    found = lines(text, room)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in line) <= room for line in found)


@given(st.lists(st.sampled_from(["一二", "ab", "甲，", "（乙）", "《丙》。"]), max_size=30))
def test_marks_stand_where_they_may(parts: list[str]):
    text = "".join(parts)
    for line in lines(text, 6):
        assert not line or text.startswith(line) or line[0] not in NEVER_FIRST
        assert not line or text.endswith(line) or line[-1] not in NEVER_LAST
