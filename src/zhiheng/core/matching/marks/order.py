"""How many characters two marks share, in whatever order.

The same characters in another order (蜜蜂, 蜂蜜), or in traditional instead of simplified script
(書雲閣, 书云阁), are the same characters to the guide.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled

Numbers = npt.NDArray[np.int64]


@compiled
def shared_characters(one: Numbers, m: int, other: Numbers, n: int) -> float:
    """Return the characters that two rows share as a share of the longer, each counted once."""
    shared, used = 0, 0
    for i in range(m):
        for j in range(min(n, 62)):
            if one[i] == other[j] and not used >> j & 1:
                used |= 1 << j
                shared += 1
                break
    return shared / max(m, n, 1)


@compiled
def differing_characters(one: Numbers, m: int, other: Numbers, n: int) -> int:
    """Return at how many places two rows of one length differ; -1 where the lengths do."""
    if m != n:
        return -1
    differing = 0
    for at in range(m):
        differing += one[at] != other[at]
    return differing
