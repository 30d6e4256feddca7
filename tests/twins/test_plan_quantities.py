"""Quantities against a naive twin, which writes what the reader must read back.

The twin knows the notation from the method note alone: it spells a number in Chinese numerals
place by place, and puts number, unit and comparator words together.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.plans.numerals import read_number
from zhiheng.core.plans.passages import Passage, one_notation
from zhiheng.core.plans.quantities import read_quantities, read_quantity, split_unit
from zhiheng.core.plans.reading import read_plan

PLACES = ("", "十", "百", "千")
DIGITS = "零一二三四五六七八九"
UNITS = ("件", "家", "项", "人次", "亿元", "万件", "%", "个", "名", "万元")
WORDS = {
    "不少于{}": ">=", "超过{}": ">", "达到{}": ">=", "{}以上": ">=", "{}以下": "<=",
    "不超过{}": "<=", "低于{}": "<", "约{}": "~", "{}左右": "~", "{}": "=",
}  # fmt: skip


def spelled(number: int) -> str:
    """Write 1 to 9999 in Chinese numerals: 1020 is 一千零二十."""
    digits = [int(char) for char in str(number)]
    written, zero = "", False
    for at, digit in enumerate(digits):
        place = PLACES[len(digits) - 1 - at]
        if digit:
            written += ("零" if zero else "") + DIGITS[digit] + place
        zero = digit == 0 and bool(written)
    return written.removeprefix("一") if 10 <= number < 20 else written


@given(st.integers(1, 9999))
def test_spelled_numbers_are_read_back(number: int) -> None:
    assert read_number(spelled(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_spelled_myriads_are_read_back(myriads: int, rest: int) -> None:
    joint = "零" if rest < 1000 else ""
    assert read_number(f"{spelled(myriads)}万{joint}{spelled(rest)}") == 10_000 * myriads + rest


@given(
    st.decimals(Decimal("0.1"), Decimal(99999), places=1, allow_nan=False),
    st.sampled_from(UNITS),
    st.sampled_from(sorted(WORDS)),
)
def test_what_is_written_is_read(value: Decimal, unit: str, words: str) -> None:
    text = "发明专利拥有量" + words.format(f"{value}{unit}")
    quantity = read_quantity(text)
    assert quantity
    assert (quantity.value, quantity.unit, quantity.comparator) == (value, unit, WORDS[words])


@given(st.lists(st.tuples(st.integers(2, 9999), st.sampled_from(UNITS)), min_size=1, max_size=5))
def test_every_quantity_of_a_sentence_is_found_in_order(said: list[tuple[int, str]]) -> None:
    text = "，".join(f"完成任务{value}{unit}" for value, unit in said)
    assert [(q.value, q.unit) for q in read_quantities(text)] == said
    assert all(
        text[q.start : q.end] == f"{v}{u}"
        for q, (v, u) in zip(read_quantities(text), said, strict=True)
    )


@given(
    st.sampled_from(
        [("件", 1), ("万件", 10**4), ("亿元", 10**8), ("万亿元", 10**12), ("百万", 10**6)]
    )
)
def test_multipliers_are_powers_of_ten(unit: tuple[str, int]) -> None:
    assert split_unit(unit[0])[0] == unit[1]


@given(
    st.text(
        alphabet="一、（二）1.2,３２件万 \t\n|*#<sup>①注：专栏目录。年月底前市局序号指标单位预期性",
        max_size=300,
    )
)
def test_any_text_is_read_with_spans_inside_it(text: str) -> None:
    plan = read_plan(text)
    for proposal in (*plan.indicators, *plan.results, *plan.measures, *plan.projects):
        start, end = proposal.span
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="发明 专利(),:<b>*１２3\n", max_size=60))
def test_every_character_of_a_passage_knows_where_it_stood(text: str) -> None:
    passage = Passage.of(text)
    assert list(passage.offsets) == sorted(passage.offsets)
    assert all(
        one_notation(text[at]) in (char, "")
        for char, at in zip(passage.text, passage.offsets, strict=True)
        if char not in ":："
    )
