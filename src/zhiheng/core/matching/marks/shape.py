"""How far two marks look alike: character by character, by components and by how they are printed.

Two characters share components (郎 and 朗 share 良), weighed by their strokes, and look the more
alike when they are put together the same way; or they are look-alikes as a whole when printed
(未 and 末, 己 and 已), which was measured on their drawings.
"""

from __future__ import annotations

from zhiheng.core.compiling import compiled
from zhiheng.core.matching.marks.lookup import UNKNOWN, Table

OTHER_STRUCTURE = 0.8  # what shared components count for when they are put together otherwise


@compiled
def shape_likeness(table: Table, a: int, b: int) -> float:
    """Return how far two characters look alike, 0 to 1."""
    if a == b:
        return 1.0
    if a >= UNKNOWN or b >= UNKNOWN:
        return 0.0
    printed = 0.0
    for at in range(table.look_begins[a], table.look_begins[a + 1]):
        if table.looks[at] == b:
            printed = table.look_alike[at]
            break
    if table.mask[a] & table.mask[b] == 0:
        return printed
    return max(printed, _shared_components(table, a, b))


@compiled
def _shared_components(table: Table, a: int, b: int) -> float:
    """Return the strokes in components that both have, as a share of all strokes."""
    shared, whole = 0, 0
    used = 0
    begin, end = table.leaf_begins[b], table.leaf_begins[b + 1]
    for j in range(begin, end):
        whole += table.leaf_strokes[j]
    for i in range(table.leaf_begins[a], table.leaf_begins[a + 1]):
        whole += table.leaf_strokes[i]
        for j in range(begin, min(end, begin + 60)):
            if table.leaves[i] == table.leaves[j] and not used >> (j - begin) & 1:
                used |= 1 << (j - begin)
                shared += 2 * table.leaf_strokes[i]
                break
    likeness = shared / max(whole, 1)
    return likeness if table.structure[a] == table.structure[b] else likeness * OTHER_STRUCTURE
