"""Are two marks of words near in the sense of the examination guide? With score, reasons, rules.

Source of the method: docs/explanation/marks.md. The score is the same that `score_pairs` gives many
pairs at once; here each channel is told in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhiheng.core.matching.marks import kernel
from zhiheng.core.matching.marks.batches import judgement
from zhiheng.core.matching.marks.columns import columns_of_read
from zhiheng.core.matching.marks.comparison import FiredRule, MarkComparison
from zhiheng.core.matching.marks.lookup import lookup_table
from zhiheng.core.matching.marks.plain import SCORER
from zhiheng.core.matching.marks.reading import read_mark
from zhiheng.core.matching.marks.rules import fired_rules
from zhiheng.core.matching.marks.sentences import channels_for
from zhiheng.core.matching.marks.weights import load_weights

THRESHOLD = load_weights().threshold
_ONE, _OTHER = np.array([0], np.int64), np.array([1], np.int64)


def compare_marks(
    a: str, b: str, *, nice_classes: Sequence[str] = (), threshold: float = THRESHOLD
) -> MarkComparison:
    """Compare two marks of words; any text can be compared, one without words is near nothing.

    Symmetric and deterministic. `nice_classes` (two digits each) are those of the goods: generic
    names of their goods are left aside too. `near` is whether the score, 0 to 1, reaches the
    threshold; a rule of the guide that fired has moved the score to its side.
    """
    one, other = (read_mark(text, nice_classes) for text in (a, b))
    first, second = sorted((one, other), key=lambda mark: (mark.written, mark.text))
    columns, work = columns_of_read([first, second]), kernel.work_room()
    scores = np.zeros(1, np.float32)
    score_rows = SCORER.choose()
    table = lookup_table()
    score_rows(columns, columns, _ONE, _OTHER, table, judgement(), work, scores)
    score = float(scores[0])
    return MarkComparison(
        score,
        score >= threshold and not (one.empty or other.empty),
        channels_for(one, other, work.best, work.rules),
        fired_rules(work.rules),
    )


def deciding_rule(a: str, b: str, nice_classes: str = "") -> FiredRule | None:
    """Return the test of the guide that decides on two marks; None where none holds.

    `nice_classes`: their numbers with blanks between them.
    """
    rules = compare_marks(a, b, nice_classes=nice_classes.split()).rules
    return rules[0] if rules else None
