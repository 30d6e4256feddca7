"""Many marks that only name or praise the goods.

A mark counts that is listed as a generic name or a term of a trade, or that is made of nothing but
words which distinguish nothing in its class: its own goods, goods of the table of similar goods,
words of quality, material, function and business. The class matters: 苹果 names apples and says
nothing of telephones.

Counted are, in the window in which most were filed, the applications and the different marks; the
strength puts together how far both are beyond their limits (weights 0.7 and 0.4), times 0.4 + 0.6 x
their share of what the family filed in the meantime. One descriptive mark alone may be refused, but
is no bad faith, and never a lead here.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.named import leads_of_names
from zhiheng.core.screening.marks.scene import MarkScene

SIGNAL, BEHAVIOUR = "mark-generic-terms", "TM-7"
KINDS = frozenset({"generic"})


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family with many marks that distinguish nothing."""
    return leads_of_names(scene, limits, kinds=KINDS, behaviour=BEHAVIOUR)
