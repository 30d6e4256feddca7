"""What a signal that looks at marks is given: marks, facts, and who hangs together with whom."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.screening.marks.facts import MarkFacts
from zhiheng.core.screening.marks.filings import MarkFilings
from zhiheng.core.screening.scene import SceneOf


@dataclass(frozen=True)
class MarkScene(SceneOf[MarkFilings, MarkFacts]):
    """Marks of the applicants asked about, and the earlier marks of others that they are near."""

    ABOUT = "trademarks"
    LABEL = "mark_text"
    PEOPLE = (("applicant", "applicants", "applicant_parties"),)
    STEPS = ("filing_date", "preliminary_publication_date", "registration_date")
