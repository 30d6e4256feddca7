"""What is screened: the filings of a period, of an import, of an applicant, through an agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from zhiheng.core.errors import InputError

Kind = Literal["period", "batch", "applicant", "agency"]
NEEDED: Mapping[Kind, str] = {"batch": "import_id", "applicant": "party", "agency": "agency"}


@dataclass(frozen=True)
class Scope:
    """Filings asked about: of `kind`, and filed from `first` up to and with `last` where given.

    `party` is a party's number, `agency` a five-digit code, `import_id` an import of the registers.
    """

    kind: Kind
    first: date | None = None
    last: date | None = None
    party: str = ""
    agency: str = ""
    import_id: str = ""

    def __post_init__(self) -> None:
        """Refuse a scope that would mean everything, or nothing."""
        needed = NEEDED.get(self.kind)
        if needed and not getattr(self, needed):
            raise InputError.of("screening.scope_empty", kind=self.kind, expected=needed)
        if self.kind == "period" and (self.first is None or self.last is None):
            raise InputError.of("screening.scope_empty", kind=self.kind, expected="first, last")
        if self.first and self.last and self.first > self.last:
            raise InputError.of("screening.days_crossed", first=self.first, last=self.last)

    def to_json(self) -> dict[str, str]:
        """Return the scope as plain values, without those that are empty."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Scope:
        """Read what `to_json` wrote."""
        days = {
            name: date.fromisoformat(stored[name]) for name in ("first", "last") if stored.get(name)
        }
        rest = {name: value for name, value in stored.items() if name not in ("first", "last")}
        return cls(**rest, **days)  # type: ignore[arg-type]
