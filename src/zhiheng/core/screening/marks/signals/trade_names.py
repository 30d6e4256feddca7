"""Many marks that are the trade names of others.

A mark counts that is the distinctive part of the name of an enterprise which the register shows as
founded before the mark was filed (深圳市星耀科技有限公司: 星耀), or a listed trade name, short name
or name of a product. A word that more than four enterprises bear is nobody's and does not count,
nor does the trade name of the applicant, of its family, or of a firm with the same legal
representative.

Counted are, in the window in which most were filed, the applications and the different names; the
strength puts together how far both are beyond their limits (weights 0.7 and 0.4), times 0.4 + 0.6 x
their share of what the family filed in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.named import leads_of_names
from zhiheng.core.screening.marks.scene import MarkScene

SIGNAL, BEHAVIOUR = "mark-trade-names", "TM-4"
KINDS = frozenset({"trade_name"})


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family with many marks that are others' trade names."""
    return leads_of_names(scene, limits, kinds=KINDS, behaviour=BEHAVIOUR)
