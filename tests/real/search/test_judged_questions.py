"""The judged set of Chinese questions: the default ranking stays as good as it was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.retrieval import ARTICLES, gains, mean, ours, read_judged

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not ARTICLES.exists(), reason="../shared/data/legal_qa is not on this machine"
    ),
]


@pytest.mark.parametrize("fields", [["content"], ["name", "content"]])
def test_questions_are_answered_in_order(fields: list[str], tmp_path: Path) -> None:
    assert mean(gains(ours(fields, tmp_path), read_judged())) >= 0.56
