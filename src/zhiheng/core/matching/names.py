"""Are two names the names of one party? Compared part by part, with the reasons.

Source of the method: docs/explanation/names.md. The score is the same that `compare_pairs` gives
many pairs at once; here each finding is told in words beside it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching import kernel
from zhiheng.core.matching.columns import columns_of
from zhiheng.core.matching.comparison import Comparison, Reason
from zhiheng.core.matching.parts import NameKind, NameParts, read_name
from zhiheng.core.matching.plain import SCORER
from zhiheng.core.matching.sentences import reason_of, reasons_for
from zhiheng.core.matching.weights import load_weights

THRESHOLD = load_weights().threshold
_ONE, _OTHER = np.array([0], np.int32), np.array([1], np.int32)


def compare_names(a: str, b: str, *, threshold: float = THRESHOLD) -> Comparison:
    """Compare two names of organisations or persons, Chinese or Latin; any text can be compared.

    The comparison is symmetric and deterministic. `same` is whether the score, 0 to 1, reaches
    the threshold.
    """
    one, other = read_name(a), read_name(b)
    work, scores = kernel.work_room(), np.empty(1, np.float32)
    score_pairs = SCORER.choose()
    score_pairs(columns_of([one, other]), _ONE, _OTHER, load_weights().values, work, scores)
    score = float(scores[0])
    same = score >= threshold and NameKind.EMPTY not in (one.kind, other.kind)
    return Comparison(score, same, _reasons(one, other, work.findings, same=same))


def _reasons(
    one: NameParts, other: NameParts, found: npt.NDArray[np.float64], *, same: bool
) -> tuple[Reason, ...]:
    if NameKind.EMPTY in (one.kind, other.kind):
        return (reason_of("name.empty", one, other),)
    if one.written == other.written:
        reasons: tuple[Reason, ...] = (reason_of("name.equal", one, other),)
    else:
        reasons = reasons_for(one, other, found)
    if same and _may_be_a_person(one) and _may_be_a_person(other):
        reasons = (*reasons, reason_of("person.caution", one, other))
    return reasons


def _may_be_a_person(name: NameParts) -> bool:
    if name.kind is NameKind.WORDS:
        return name.latin is not None and not name.latin.is_organisation and not name.latin.group
    return name.kind is NameKind.PERSON
