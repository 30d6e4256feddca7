"""Facts of findings without the names of private persons, for whoever may not see these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from zhiheng.core.browsing.privacy import mask_address, mask_name
from zhiheng.core.screening.leads import Fact

# Facts that name persons; a name of a body is left as it is. A protected `name` (of a place, of
# somebody everybody knows) is no private person's.
NAMING_FACTS = frozenset(
    {"applicant", "inventor", "person", "party", "representative", "from", "to", "victim"}
)

# Parts of evidence that hold names of persons or bodies, in lists or as keys of counts.
NAMED_LISTS = frozenset({"of", "before", "after"})
NAMED_SPREADS = frozenset(
    {"applicant", "inventor", "assignee", "transferee", "transferor", "victim"}
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


def masked_evidence(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Return a piece of evidence with the names and addresses of private persons masked."""
    facts = dict(evidence["facts"])
    if facts.get("by") in NAMED_SPREADS:
        counts: Counter[str] = Counter()
        for name, count in facts["counts"].items():  # two persons may look the same when masked
            counts[mask_name(name)] += count
        facts["counts"] = dict(counts)
    for key in ("a_owner", "b_owner"):
        if key in facts:
            facts[key] = [mask_name(name) for name in facts[key]]
    for key in ("days", "changes", "bonds"):
        if key in facts:
            facts[key] = [_masked_line(each) for each in facts[key]]
    return {**evidence, "facts": facts}


def _masked_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """Mask the names of one line of a timeline, of changes, of what applicants share."""
    masked = {
        key: _mask(value) if key in NAMED_LISTS and value else value for key, value in line.items()
    }
    if "value" in line:
        is_address = line.get("kind") == "address"
        masked["value"] = (mask_address if is_address else mask_name)(line["value"])
    return masked


def _mask(value: Any) -> Any:
    return [mask_name(each) for each in value] if isinstance(value, list) else mask_names(value)
