"""Filings made to be sold: handed on soon after they were filed, published or granted, to many.

The transfers of each transferor are looked at. One is soon when it took effect within so many days
of the filing, the publication or the grant, whichever came last before it. Counted are the filings
handed on soon, how many different transferees they went to (fan-out), the most transfers to
different transferees on one day, and how many of them were handed on more than once (chains).

Left out are transfers inside one circle, which is what companies of a group do, transfers to one
of the transferor's own co-applicants, and all transfers by universities, institutes and hospitals,
whose task it is to hand on results. A single buyer is no lead either: who sells all rights to one
buyer sells a business. And who hands on a small part of what was filed in the same years, as large
firms do, did not file to sell.

The strength puts together, each by how far it is beyond its limit (1 − limit / value, with the
figure just below the limit as the reference): filings handed on soon (weight 0.5), fan-out (0.6),
transfers of one day (0.3) and chains (0.3); the whole is multiplied by 0.5 + 0.5 x the share of the
transferor's filings of these years that was handed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.sales import leads_of_sales
from zhiheng.core.screening.scene import Scene

SIGNAL, BEHAVIOUR = "transfers", "7"


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each transferor who hands filings on to many soon after they were made."""
    return leads_of_sales(scene, limits, behaviour=BEHAVIOUR)
