"""Words of an event in the news, filed as marks while the news was hot.

Listed words of events have a window: from the day of the news to the last day on which a filing is
looked at. A mark counts that was filed in the window and is such a word, or contains one of three
characters or more. Who is listed as the owner of the word does not count.

Counted are the applications and the different words; few are enough, for nobody comes upon such a
word by chance in these days. The strength puts together how far both are beyond their limits
(weights 0.7 and 0.4), times 0.4 + 0.6 x their share of what the family filed in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.named import leads_of_names
from zhiheng.core.screening.marks.scene import MarkScene

SIGNAL, BEHAVIOUR = "mark-hot-events", "TM-10"
KINDS = frozenset({"event"})


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family that filed words of an event in its window."""
    return leads_of_names(scene, limits, kinds=KINDS, behaviour=BEHAVIOUR)
