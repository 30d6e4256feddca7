"""Marks filed to be sold: many handed on, soon, to many unrelated transferees.

The transfers of each transferor are looked at. One is soon when it took effect within so many days
of the filing, the preliminary publication or the registration, whichever came last before it.
Counted are the applications handed on soon, how many different transferees they went to, the most
transferees on one day, and how many were handed on more than once.

Left out are transfers inside one family, to a co-applicant, and by universities, institutes and
hospitals. Who sells everything to one buyer sells a business, and who hands on a small part of
what was filed in the same years did not file to sell: neither is a lead. Of a mark that the
register of transfers does not name, the former owner in the list of marks and the day of an event
are taken instead.

The strength puts together, each by how far it is beyond its limit, the applications handed on
(weight 0.5), the transferees (0.6), transferees of one day (0.3) and chains (0.3); the whole is
multiplied by 0.5 + 0.5 x the share of what was filed in these years that was handed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.families import filed_between
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.sales import leads_of_sales

SIGNAL, BEHAVIOUR = "mark-transfers", "TM-8"


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each transferor who hands marks on to many soon after filing them."""
    row_of = scene.filings.row_of
    for lead in leads_of_sales(scene, limits, behaviour=BEHAVIOUR):
        days = filed_between(scene, (row_of[key] for key in lead.filings))
        yield replace(lead, facts={**lead.facts, "applications": lead.facts["filings"], **days})
