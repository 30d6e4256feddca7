"""Votes of keys for marks, compiled: which marks of a segment share most keys with a question.

Each key that the question looks for gives the marks that have it its weight, more where it stands
at the same place. How near a mark looks by its votes is a share of 0 to `FULL`: twice the votes
over the keys of both, or nearly as much where one holds all of the other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.matching.mark_index.segment import PLACE_BITS

UNIT = 100  # votes of a key that is found itself
SAME_PLACE = 10  # votes more where it stands at the same place
FULL = 1000
BLOCK = 8  # marks that are looked at together
CONTAINED = 750  # the share of a mark that holds, or is held by, the other, at the least

Votes = npt.NDArray[np.int16]
Voted = npt.NDArray[np.int8]
Rows = npt.NDArray[np.int32]
Shares = npt.NDArray[np.int16]
Lengths = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int64]
_PLACES = (1 << PLACE_BITS) - 1


@compiled
def cast_votes(
    postings: npt.NDArray[np.uint32],
    begins: Numbers,
    ends: Numbers,
    weights: Numbers,
    places: Numbers,
    late: int,
    votes: Votes,
    voted: Voted,
) -> None:
    """Add the weight of each key to the votes of the marks that have it.

    Keys are ordered by place, then weight: of those of one place only the first that a mark has
    counts. `voted` remembers for which place each mark was voted last. Keys from `late` on count
    only for marks that were voted for before: they alone would not do.
    """
    for at in range(len(begins)):
        weight, place = weights[at], places[at]
        more = weight * SAME_PLACE // UNIT
        for posting in postings[begins[at] : ends[at]]:
            row = posting >> PLACE_BITS
            if voted[row] != place + 1 and (at < late or voted[row] != 0):
                voted[row] = place + 1
                votes[row] += weight + (more if (posting & _PLACES) == place else 0)


@compiled
def shares_of(
    votes: Votes,
    blocks: Numbers,
    lengths: Lengths,
    core: Lengths,
    extra: Lengths,
    asked: int,
    floor: int,
    among: npt.NDArray[np.bool_],
    rows: Rows,
    shares: Shares,
    histogram: Numbers,
) -> int:
    """Write the rows that were voted for and their shares, and clear the votes; return how many.

    The question has `asked` keys; a mark has `lengths`, of which `core` distinguish where that is
    not empty, and `extra` where that is not empty. The greater share of the two lengths counts.
    Marks below `floor` votes, and those that are not `among` the wanted (all, where it is empty),
    are left out. The others are counted in the histogram (`FULL` + 1 places).

    `blocks` are the `voted` of eight marks at a time: most marks were not voted for.
    """
    count = 0
    for block in range(len(blocks)):
        if blocks[block] == 0:
            continue
        blocks[block] = 0
        for row in range(BLOCK * block, min(BLOCK * block + BLOCK, len(votes))):
            given = int(votes[row])
            votes[row] = 0
            if given == 0 or given < floor or (len(among) and not among[row]):
                continue
            more = int(extra[row]) if len(extra) else 0
            share = _share(given, int(lengths[row]) + more, asked)
            if len(core) and core[row] < lengths[row]:
                share = max(share, _share(given, int(core[row]) + more, asked))
            rows[count] = row
            shares[count] = share
            histogram[share] += 1
            count += 1
    return count


@compiled
def _share(given: int, length: int, asked: int) -> int:
    """Return the share of a mark of some length that was given some votes."""
    whole = UNIT + SAME_PLACE
    less = min(length, asked)
    if less == 0:
        return 0
    most = whole * less
    counted = min(given, most)
    share = 2 * FULL * counted // (whole * (length + asked))
    if counted * 10 >= UNIT * less * 8:
        share = max(share, counted * (CONTAINED + share * (FULL - CONTAINED) // FULL) // most)
    return share


@compiled
def highest(rows: Rows, shares: Shares, histogram: Numbers, most: int) -> int:
    """Move the `most` rows with the highest shares to the front, in their order; return how many.

    Of those with the share that only fits in part the first are taken.
    """
    cut, above = FULL + 1, 0
    while cut > 1 and above + histogram[cut - 1] <= most:
        cut -= 1
        above += histogram[cut]
    left = most - above if cut > 1 else 0
    count = 0
    for at in range(len(rows)):
        share = shares[at]
        if share >= cut or (left and share == cut - 1):
            left -= share < cut
            rows[count], shares[count] = rows[at], share
            count += 1
    return count
