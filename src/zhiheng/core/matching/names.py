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
from zhiheng.core.matching.findings import COUNT
from zhiheng.core.matching.parts import NameKind, NameParts, read_name
from zhiheng.core.matching.sentences import reason_of, reasons_for
from zhiheng.core.matching.weights import load_weights

THRESHOLD = load_weights().threshold


def compare_names(a: str, b: str, *, threshold: float = THRESHOLD) -> Comparison:
    """Compare two names of organisations or persons, Chinese or Latin; any text can be compared.

    The comparison is symmetric and deterministic. `same` is whether the score, 0 to 1, reaches
    the threshold.
    """
    one, other = read_name(a), read_name(b)
    found = np.empty(COUNT, np.float64)
    score = float(
        np.float32(
            kernel.compare(
                columns_of([one, other]), 0, 1, load_weights().values, found, kernel.work_rows()
            )
        )
    )
    same = score >= threshold and NameKind.EMPTY not in (one.kind, other.kind)
    return Comparison(score, same, _reasons(one, other, found, same=same))


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
