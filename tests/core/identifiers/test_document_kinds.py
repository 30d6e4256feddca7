"""The declared kinds of documents."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from zhiheng.core.identifiers.document_kinds import Stage, load_document_kinds


def test_no_code_means_two_things_on_one_day() -> None:
    for one, other in combinations(load_document_kinds(), 2):
        if (one.country, one.kind) == (other.country, other.kind):
            assert one.valid_to <= other.valid_from or other.valid_to <= one.valid_from


def test_corrections_and_only_they_name_what_they_correct() -> None:
    for kind in load_document_kinds():
        assert (kind.stage is Stage.CORRECTION) == (kind.corrects is not None)


def test_a_range_of_codes_stands_for_each_of_them() -> None:
    kinds = load_document_kinds()
    codes = [f"C{digit}" for digit in range(1, 10) if digit < 8]
    found = [kinds.find("CN", code, on=date(2012, 1, 4)) for code in codes]
    assert [kind.stage for kind in found if kind] == [Stage.PARTIAL_INVALIDATION] * 7


def test_nothing_is_said_before_the_patent_law() -> None:
    assert load_document_kinds().find("CN", "A", on=date(1985, 9, 9)) is None
