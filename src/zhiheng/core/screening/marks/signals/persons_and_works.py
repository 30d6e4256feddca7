"""Many marks that are the names of public persons, works or characters.

Every mark is held against the listed names of persons, works and characters that were public on
its filing day. A mark counts that is the name, or that contains a name of three characters or more;
of shorter names only where what is left over distinguishes nothing. Who is listed as the owner of a
name, or belongs to its family, may file it and does not count.

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

SIGNAL, BEHAVIOUR = "mark-persons-and-works", "TM-5"
KINDS = frozenset({"person", "work"})


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family with many marks of public names."""
    return leads_of_names(scene, limits, kinds=KINDS, behaviour=BEHAVIOUR)
