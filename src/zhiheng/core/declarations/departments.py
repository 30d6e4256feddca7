"""What a declared department says: its names, where it sits, when it was abolished, what followed.

The files are `declarations/departments/*.yaml`; an office adds a folder `departments` to its own
declarations. A department is declared once, under its full name.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zhiheng.core.declarations.models import Declaration, LegalSource


class DeclaredDepartment(Declaration):
    """A body that plans name.

    `place` is the city or province its name begins with, empty for central bodies. Until
    `abolished_on` it exists; `successors` took its tasks over. `status` says whether that day and
    the successors were compared with the published decision.
    """

    department: Annotated[str, Field(min_length=2, max_length=40)]
    place: str = ""
    aliases: list[str] = []
    abolished_on: date | None = None
    successors: list[str] = []
    source: LegalSource | None = None
    status: Literal["verified", "unverified"] = "unverified"

    @property
    def name(self) -> str:
        """Return the department's full name."""
        return self.department

    @model_validator(mode="after")
    def _an_end_has_a_source(self) -> DeclaredDepartment:
        if self.abolished_on and not (self.successors and self.source):
            raise ValueError("abolished_on needs successors and source")
        if self.successors and not self.abolished_on:
            raise ValueError("successors need abolished_on")
        return self
