"""Many marks that are the names of places, sights or buildings.

Every mark is held against administrative areas of county level and above, well-known mountains,
rivers, sights and buildings, and geographical indications. The name of an area counts where the
mark is nothing but that name, or that name with words that distinguish nothing, for many firms have
their place in their mark; the other names count also inside a longer mark, from three characters
on, shorter ones where the mark begins with them. Who is listed as the owner of a name, or belongs
to its family, does not count.

Counted are, in the window in which most were filed, the applications and the different names; the
strength puts together how far both are beyond their limits (weights 0.7 and 0.4), times 0.4 + 0.6 x
their share of what the family filed in the meantime. One such mark alone is never a lead here.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.named import leads_of_names
from zhiheng.core.screening.marks.scene import MarkScene

SIGNAL, BEHAVIOUR = "mark-places", "TM-6"
KINDS = frozenset({"place", "scenic", "gi"})


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family with many marks of places."""
    return leads_of_names(scene, limits, kinds=KINDS, behaviour=BEHAVIOUR)
