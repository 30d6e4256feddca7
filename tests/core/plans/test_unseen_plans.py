"""Plans in layouts that the reader was not made for, against truths written by reading them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.core.plans.truth import Data, compared, read_bytes, truths_in
from tests.core.plans.unseen_word import FILES

FOLDER = Path(__file__).parent / "unseen"
TRUTHS = truths_in(FOLDER)


@cache
def read_unseen(document: str) -> Data:
    """Read one of the invented plans; Word files are built on the way."""
    data = FILES[document]() if document in FILES else (FOLDER / document).read_bytes()
    return read_bytes(data, document)


@pytest.mark.parametrize("document", TRUTHS)
def test_a_plan_is_read_as_a_person_reads_it(document: str) -> None:
    wrong = {
        kind: (Counter(true) - Counter(found), Counter(found) - Counter(true))
        for kind, (true, found) in compared(TRUTHS[document], read_unseen(document)).items()
        if Counter(true) != Counter(found)
    }
    assert wrong == {}


@pytest.mark.parametrize("document", TRUTHS)
def test_sources_and_notes_are_those_of_the_rows(document: str) -> None:
    for found, true in zip(
        read_unseen(document)["indicators"], TRUTHS[document]["indicators"], strict=True
    ):
        assert found["source"] == true.get("source")
        assert true.get("note", "") in (found["note"] or "")
