"""The door to everything that is done to plans: import, decide, adopt, change, link, end.

Each act is written in the module of its subject; other apps and the edges come in here.
"""

from __future__ import annotations

from zhiheng.office.plans.adopting import adopt_plan
from zhiheng.office.plans.changing import (
    change_indicator,
    change_measure,
    close_plan,
    describe_plan,
    discard_plan,
    link_computed,
    link_department,
    withdraw,
)
from zhiheng.office.plans.deciding import (
    SURE,
    AcceptedTogether,
    accept_all,
    accept_proposal,
    add_proposal,
    correct_proposal,
    reject_proposal,
    reopen_proposal,
)
from zhiheng.office.plans.importing import Told, import_plan
from zhiheng.office.plans.values import (
    CommitmentValues,
    IndicatorValues,
    MeasureValues,
    Target,
)

__all__ = [
    "SURE",
    "AcceptedTogether",
    "CommitmentValues",
    "IndicatorValues",
    "MeasureValues",
    "Target",
    "Told",
    "accept_all",
    "accept_proposal",
    "add_proposal",
    "adopt_plan",
    "change_indicator",
    "change_measure",
    "close_plan",
    "correct_proposal",
    "describe_plan",
    "discard_plan",
    "import_plan",
    "link_computed",
    "link_department",
    "reject_proposal",
    "reopen_proposal",
    "withdraw",
]
