"""A case as it stands before somebody: as what they act, what is possible, what time is left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import CaseTerm
from zhiheng.core.procedures.state import CaseState
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.cases import law, queries
from zhiheng.office.cases.enums import AT_REST, Capacity
from zhiheng.office.cases.models import Case, CaseClock
from zhiheng.office.cases.permissions import WORK, bodies_of, capacities_of
from zhiheng.office.cases.state import state_of, terms_of
from zhiheng.office.cases.writing import Held
from zhiheng.office.registers.permissions import VIEW_PERSONAL


@dataclass(frozen=True)
class Standing:
    """A case before somebody at a moment; everything else is worked out when it is asked for."""

    case: Case
    user: User
    now: dt.datetime
    day: dt.date

    @cached_property
    def procedure(self) -> Procedure:
        """Return the procedure in the case's own version."""
        return law.procedure_of(self.case)

    @cached_property
    def state(self) -> CaseState:
        """Return the case as the machine sees it."""
        return state_of(self.case, self.procedure)

    @cached_property
    def capacities(self) -> frozenset[str]:
        """Return as what the person acts here."""
        return capacities_of(self.user, self.case, self.procedure, on=self.day)

    @cached_property
    def possible(self) -> list[queries.PossibleAct]:
        """Return the acts of the procedure that the person may do now."""
        return queries.possible_acts(self.case, self.user, on=self.day)

    @cached_property
    def terms(self) -> list[CaseTerm]:
        """Return the terms with the words that say how each came about."""
        return terms_of(self.case, self.procedure, law.counting(self.day))

    @cached_property
    def clocks(self) -> dict[tuple[str, str, dt.date], CaseClock]:
        """Return the rows of the terms, by name, party and start."""
        return {(each.term, each.of, each.start_on): each for each in self.case.clocks.all()}

    @cached_property
    def unmasked(self) -> bool:
        """Tell whether the person sees what identifies private persons."""
        return user_can(self.user, VIEW_PERSONAL, on=self.day) or self.as_party

    @cached_property
    def as_party(self) -> bool:
        """Tell whether the person sees the case as a party alone."""
        return queries.is_only_party(self.case, self.user, on=self.day)

    @cached_property
    def works_here(self) -> bool:
        """Tell whether the person works on the cases of the body that handles this one."""
        bodies = {body.pk for body in bodies_of(self.user, WORK, on=self.day)}
        return self.case.organisation_id in bodies

    @property
    def alive(self) -> bool:
        """Tell whether anything can still be done in the case."""
        return self.case.status not in AT_REST

    @property
    def open(self) -> bool:
        """Tell whether the case was not closed yet."""
        return self.case.status in queries.OPEN

    def acts_as(self, *wanted: str) -> bool:
        """Tell whether the person has one of some capacities."""
        return not self.capacities.isdisjoint(wanted)

    def due_of(self, name: str) -> dt.date | None:
        """Return the last day of a term by its name."""
        return max((each.due for each in self.terms if each.running.term == name), default=None)

    def as_held(self) -> Held:
        """Return the case in the form in which commands hold it, to look ahead and not to write."""
        counting = law.counting(self.day)
        return Held(self.case, self.procedure, self.state, self.user, self.now, self.day, counting)

    def stopped(self, term: str) -> bool:
        """Tell whether a term stands still, by a ground that stops it."""
        stopped_by = self.procedure.terms[term].stopped_by
        return any(each.ground in stopped_by for each in self.state.standing())

    def due_stands(self) -> bool:
        """Tell whether the term that the case is due by stands still."""
        name = self.case.due_term
        return name in self.procedure.terms and self.stopped(name)

    def halted(self) -> bool:
        """Tell whether the case itself stands still."""
        return machine.halted(self.procedure, self.state)


OFFICERS = (Capacity.HANDLER, Capacity.CO_HANDLER)
DECIDERS = (Capacity.HEAD, Capacity.HANDLER)
ASSIGNERS = (Capacity.HEAD, Capacity.CLERK, Capacity.HANDLER)
PARTY_KEEPERS = (Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.CLERK, Capacity.HEAD)
NOTE_WRITERS = (
    Capacity.HANDLER,
    Capacity.CO_HANDLER,
    Capacity.PANEL_CHAIR,
    Capacity.PANEL_MEMBER,
    Capacity.TECHNICAL_INVESTIGATOR,
    Capacity.HEAD,
    Capacity.CLERK,
)
