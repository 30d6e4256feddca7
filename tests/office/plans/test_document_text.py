"""The document as lines: passages in each other, two in one row, parts, outline."""

from __future__ import annotations

from zhiheng.office.plans.document_text import (
    Mark,
    Segment,
    entries_of,
    lines_between,
    lines_of,
    part_at,
    parts_of,
)

TEXT = "一、目标\n\n表中一行\n第二行\f第三行\n尾"


def mark(key: str, start: int, end: int) -> Mark:
    return Mark(start, end, key, f"#{key}", "open", key)


def texts(segments: tuple[Segment, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.text, each.keys, each.anchors) for each in segments]


def test_a_stretch_belongs_to_the_shortest_passage_around_it():
    (part,) = parts_of(TEXT)
    outer, inner = mark("a", 6, 14), mark("b", 8, 10)
    heading, row, second, _last = lines_of(TEXT, part, [outer, inner])
    assert (heading.number, heading.is_heading) == (1, True)
    assert texts(row.segments) == [("表中", "a", ("a",)), ("一行", "b", ("b",))]
    assert texts(second.segments) == [("第二行", "a", ()), ("\f第三行", "", ())]


def test_two_proposals_of_one_row_share_its_passage():
    (part,) = parts_of(TEXT)
    row = lines_of(TEXT, part, [mark("a", 6, 10), mark("b", 6, 10)])[1]
    assert texts(row.segments) == [("表中一行", "a b", ("a", "b"))]


def test_a_long_text_is_parted_at_the_ends_of_lines_and_nothing_is_lost():
    text = "\n".join("字" * 9 for _ in range(100))
    parts = parts_of(text, 95)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(text[part.start : part.end].endswith("\n") for part in parts[:-1])
    assert part_at(parts, 95).number == 2
    assert part_at(parts, 10_000) == parts[-1]
    lines = [line.number for part in parts for line in lines_of(text, part, [])]
    assert lines == list(range(1, 101))


def test_a_line_longer_than_a_part_is_cut():
    parts = parts_of("字" * 25, 10)
    assert [(part.start, part.end) for part in parts] == [(0, 10), (10, 20), (20, 25)]


def test_an_empty_text_is_one_part():
    assert [(part.start, part.end) for part in parts_of("")] == [(0, 0)]


def test_the_outline_leads_to_lines_and_parts():
    text = "一、甲\n\n文\n（一）乙\n"
    outline = [
        {"title": "一 甲", "depth": 0, "start": 0},
        {"title": "（一）乙", "depth": 1, "start": 7},
    ]
    entries = entries_of(outline, text, parts_of(text, 6))
    assert [(each.line, each.part) for each in entries] == [(1, 1), (4, 3)]


def test_ticked_lines_give_the_span_between_them():
    assert lines_between(TEXT, 4, 3) == (6, 18)
    assert TEXT[6:18] == "表中一行\n第二行\f第三行"
    assert lines_between(TEXT, 2, 2) is None
    assert lines_between(TEXT, 3, 99) is None
