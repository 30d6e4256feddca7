"""What people call the things that figures are counted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.caseload.choosing import AGES, NONE
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case
from zhiheng.office.registers.presenters import division_name, said


@dataclass(frozen=True)
class Names:
    """The names of procedures, bodies, people and divisions, each kind read once."""

    cases: QuerySet[Case] = field(repr=False)

    @cached_property
    def procedures(self) -> dict[str, Procedure]:
        """Return every declared procedure, the newest version of each."""
        versions = sorted(
            law.procedures().every_version(), key=lambda each: each.declaration.version
        )
        return {each.name: each for each in versions}

    @cached_property
    def bodies(self) -> dict[int, str]:
        """Return the bodies that handle the cases."""
        return self._organisations("organisation")

    @cached_property
    def stations(self) -> dict[int, str]:
        """Return the bodies that took some of the cases in."""
        return self._organisations("station")

    @cached_property
    def people(self) -> dict[int, str]:
        """Return who handles some of the cases."""
        handlers = self.cases.order_by().values("handler")
        found = User.objects.filter(pk__in=handlers).order_by("display_name")
        return dict(found.values_list("pk", "display_name"))

    @cached_property
    def divisions(self) -> dict[str, str]:
        """Return the divisions that cases belong to."""
        codes = self.cases.order_by().values_list("division", flat=True).distinct()
        return {code: division_name(code) for code in sorted(codes) if code}

    def procedure(self, name: str) -> str:
        """Return the title of a procedure; its own name where it is declared no more."""
        known = self.procedures.get(name)
        return said(known.declaration.title) if known else name

    def outcome(self, procedure: str, outcome: str) -> str:
        """Return how an outcome is called."""
        known = self.procedures.get(procedure)
        declared = known.outcomes.get(outcome) if known else None
        return said(declared.title) if declared else outcome or _("without outcome")

    def term(self, procedure: str, term: str) -> str:
        """Return how a limit is called."""
        known = self.procedures.get(procedure)
        declared = known.terms.get(term) if known else None
        return said(declared.title) if declared else term

    def stage(self, procedure: str, stage: str) -> str:
        """Return how a stage is called."""
        known = self.procedures.get(procedure)
        declared = known.stages.get(stage) if known else None
        return said(declared.title) if declared else stage

    def of(self, dimension: str, key: object) -> str:
        """Return how one value of a dimension is called."""
        if dimension == "procedure":
            return self.procedure(str(key))
        if key in (None, ""):
            return str(_MISSING[dimension]())
        named: Mapping[str, Mapping[Any, str]] = {
            "organisation": self.bodies,
            "station": self.stations,
            "handler": self.people,
            "division": self.divisions,
        }
        return named[dimension].get(key, str(key))

    def offered(self) -> dict[str, Sequence[tuple[str, str]]]:
        """Return what the filters offer."""
        in_use = sorted(self.cases.order_by().values_list("procedure", flat=True).distinct())
        return {
            "procedure": [(name, self.procedure(name)) for name in in_use],
            "organisation": [(str(key), name) for key, name in self.bodies.items()],
            "handler": [
                ("0", _("nobody")), *((str(key), name) for key, name in self.people.items()),
            ],
            "division": [*self.divisions.items(), (NONE, _("no division"))],
            "station": [
                *((str(key), name) for key, name in self.stations.items()),
                ("0", _("not through a station")),
            ],
        }  # fmt: skip

    def _organisations(self, column: str) -> dict[int, str]:
        keys = self.cases.order_by().values(column)
        found = Organisation.objects.filter(pk__in=keys).order_by("name")
        return dict(found.values_list("pk", "name"))


_MISSING = {
    "organisation": lambda: _("no body"),
    "station": lambda: _("not through a station"),
    "handler": lambda: _("nobody"),
    "division": lambda: _("no division"),
}


def cell_headings() -> dict[str, str]:
    """Return what the numbers of a line are called, in their order."""
    return {
        "open": pgettext("cases", "Open"),
        "overdue": _("Overdue"),
        "soon": _("Due soon"),
        "unassigned": _("Nobody handles it"),
        "standing": _("Time stands still"),
        "filed": pgettext("cases", "Came in"),
        "closed": pgettext("cases", "Closed"),
        "late": _("Of them late"),
    }


def age_words(number: int) -> str:
    """Return a band of ages in words."""
    first, after = AGES[number]
    if after is None:
        return _("%(days)s days and more") % {"days": first}
    return _("%(first)s to %(last)s days") % {"first": first, "last": after - 1}
