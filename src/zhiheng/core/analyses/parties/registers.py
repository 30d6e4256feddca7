"""What the registers of parties are called, and what has become of a party."""

from __future__ import annotations

PARTIES, MENTIONS, LINKS = "parties", "party-mentions", "party-links"
DECISIONS = "party-decisions"
CURRENT, MERGED, GONE = "current", "merged", "gone"
