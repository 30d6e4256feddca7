"""What lay open in a case falls away when the case goes elsewhere or to the archive."""

from __future__ import annotations

from zhiheng.office.cases.enums import SessionState
from zhiheng.office.cases.models import Proposal, Session
from zhiheng.office.cases.writing import Held

_LAPSED = "案件已移送、合并或者归档，提请事项失效。"


def let_lapse(holding: Held, *, sessions: bool) -> dict[str, object]:
    """End open proposals, with `sessions` planned sessions too; return what the line records.

    Nobody decides any more what people proposed who have no longer to do with the case.
    """
    proposals = Proposal.objects.filter(case=holding.case, decided_at__isnull=True)
    lapsed = sorted(proposals.values_list("pk", flat=True))
    proposals.update(decided_at=holding.on, approved=False, reason=_LAPSED)
    called_off: list[int] = []
    if sessions:
        planned = Session.objects.filter(case=holding.case, state=SessionState.PLANNED)
        called_off = sorted(planned.values_list("pk", flat=True))
        planned.update(state=SessionState.CANCELLED)
    found = {"lapsed": lapsed, "called_off": called_off}
    return {name: keys for name, keys in found.items() if keys}
