"""One case of a packaged procedure, walked through the machine as an office would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from zhiheng.core.errors import PersonError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import CaseTerm, Counting, case_terms, latest_due, length_of
from zhiheng.core.procedures.state import CaseState
from zhiheng.core.procedures.written import Law
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.suspensions import Extension

CHINA = timezone(timedelta(hours=8))
PANEL = {"panel-chair": 1, "panel-member": 2}
OFFICERS = {"handler": 1, "co-handler": 1}


def day(text: str) -> date:
    return date.fromisoformat(text)


def codes(error: PersonError) -> list[str]:
    return [problem.code for problem in error.problems]


@dataclass
class Walk:
    """A case that is acted on; days are texts such as 2026-03-02."""

    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    present: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.law = Law()
        self.procedure: Procedure = packaged_procedures().in_force(self.name, on=day("2026-11-01"))
        begun = machine.begin(self.procedure)
        self.state: CaseState = begun._replace(given=self.given, present=self.present)

    def do(self, act: str, on: str, *by: str, start: str = "", at: str = "", of: str = "") -> Walk:
        """Do an act in the first capacity that may do it, unless others are named."""
        capacities = by or (str(self.procedure.acts[act].by[0]),)
        self.state = machine.perform(
            self.procedure,
            self.state,
            act,
            capacities=capacities,
            on=day(on),
            length_of=self._length_of,
            due_of=lambda name: latest_due(self.procedure, self.state, name, self.counting(on)),
            start=day(start) if start else None,
            at=datetime.fromisoformat(f"{on}T{at}").replace(tzinfo=CHINA) if at else None,
            of=of,
        )
        return self

    def issued(self, *papers: str, on: str) -> Walk:
        for paper in papers:
            self.state = machine.issue(self.state, paper, procedure=self.procedure, on=day(on))
        return self

    def served(
        self, paper: str, on: str, to: str, *, of: str = "", mode: str = "delivery",
        complete: bool = True,
    ) -> Walk:  # fmt: skip
        self.state = machine.serve(
            self.state, paper, procedure=self.procedure, to=to, of=of or to, mode=mode,
            sent=day(on), complete=complete, length_of=self._length_of,
        )  # fmt: skip
        return self

    def held(self, session: str) -> Walk:
        self.state = machine.hold(self.state, session)
        return self

    def suspended(self, ground: str, first: str, again: str = "") -> Walk:
        """Suspend from `first`; resumed on `again`, which is no longer excluded."""
        self.state = machine.suspend(
            self.procedure, self.state, ground, capacities=["handler"], on=day(first)
        )
        if again:
            self.state = machine.resume(
                self.procedure, self.state, ground, capacities=["handler"], on=day(again)
            )
        return self

    def extended(self, term: str, length: str, on: str, capacity: str, *, of: str = "") -> Walk:
        due = latest_due(self.procedure, self.state, term, self.counting(on))
        extension = Extension(parse_length(length), "", day(on))
        self.state = machine.extend(
            self.procedure, self.state, term, extension, capacity=capacity, of=of, due=due
        )
        return self

    def due(self, term: str, on: str = "2026-11-01") -> str:
        """Return the last day of a term, the latest where several parties have it."""
        return str(latest_due(self.procedure, self.state, term, self.counting(on)))

    def terms(self, on: str = "2026-11-01") -> list[CaseTerm]:
        return case_terms(self.procedure, self.state, self.counting(on))

    def running(self) -> set[str]:
        return {each.term for each in self.state.terms if each.ended is None}

    def ended(self, term: str) -> list[tuple[str, str]]:
        """Return when and by what the terms of a name ended, in the order they began."""
        return [(str(each.ended), each.ended_by) for each in self.state.terms if each.term == term]

    def offered(self, on: str, *by: str) -> set[str]:
        """Return the acts that somebody could do at once."""
        found = machine.possible(
            self.procedure, self.state, capacities=by, on=day(on),
            due_of=lambda name: latest_due(self.procedure, self.state, name, self.counting(on)),
        )  # fmt: skip
        return {act.act for act, problems in found if not problems}

    def counting(self, on: str) -> Counting:
        return Counting(self.law.rules.regimes, self.law.rules.calendar, day(on))

    def with_people(self, present: Mapping[str, int]) -> Walk:
        self.state = self.state._replace(present=present)
        return self

    def _length_of(self, term: object) -> str:
        return length_of(term, self.given, self._parameter)  # type: ignore[arg-type]  # a term

    def _parameter(self, name: str) -> str:
        return str(self.law.catalogue.value(name, on=day("2026-11-01")).value)
