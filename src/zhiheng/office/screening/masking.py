"""Facts of findings without the names of private persons, for whoever may not see these."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.screening.leads import Fact

# Facts that name persons; a name of a body is left as it is.
NAMING_FACTS = frozenset(
    {"applicant", "inventor", "person", "party", "name", "representative", "from", "to"}
)


def masked_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return facts with the names of private persons masked."""
    return {
        name: mask_names(value) if isinstance(value, str) and name in NAMING_FACTS else value
        for name, value in facts.items()
    }


def mask_names(text: str) -> str:
    """Mask each private person of a list of names in one text."""
    return "、".join(mask_name(name) for name in text.split("、"))
