"""Which terms bind the office and which a party, over every version that cases run under."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from zhiheng.office.cases.models import ProcedureVersion


def office_terms() -> dict[str, list[str]]:
    """Return by procedure the names of the terms within which the office must act."""
    found: dict[str, set[str]] = {}
    for name, terms in ProcedureVersion.objects.values_list("procedure", "content__terms"):
        found.setdefault(name, set()).update(_binding(terms or ()))
    return {name: sorted(terms) for name, terms in sorted(found.items())}


def of_office(terms: dict[str, list[str]]) -> Q:
    """Return the condition on clocks that they are among these terms."""
    # Most procedures name their terms differently; where one calls a party's term as another calls
    # the office's, the procedure decides.
    chosen = Q(pk__in=())
    for procedure, names in terms.items():
        chosen |= Q(case__procedure=procedure, term__in=names)
    return chosen


def _binding(terms: Iterable[dict[str, object]]) -> set[str]:
    return {
        str(each["term"])
        for each in terms
        if each["binds"] == "office" and not each.get("before") and not each.get("minimum")
    }
