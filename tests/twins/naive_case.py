"""A case as the list of what happened; everything about it is found by reading the list again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Happened:
    """One line of the list: what, its name, when, and for whom."""

    what: str  # act, served, issued, held, suspended, resumed, extended
    name: str
    on: date
    of: str = ""
    to: str = ""
    complete: bool = False
    length: str = ""


@dataclass
class NaiveCase:
    """The declared content of a procedure, and what has happened in one case."""

    content: Content
    lines: list[Happened] = field(default_factory=list)

    def declared(self, kind: str, name: str) -> dict[str, Any]:
        key = {"ground": "code"}.get(kind, kind)
        return next(each for each in self.content[f"{kind}s"] if each[key] == name)

    def stage(self, until: int | None = None) -> str:
        stage = self.content["stages"][0]["stage"]
        for line in self.lines[:until]:
            if line.what == "act":
                stage = self.declared("act", line.name).get("to", stage)
        return stage

    def closes(self, number: int) -> bool:
        """Tell whether a line led from an open stage to a closed one."""
        kinds = {each["stage"]: each.get("kind", "open") for each in self.content["stages"]}
        before, after = self.stage(number), self.stage(number + 1)
        return kinds[before] == "open" and kinds[after] == "closed"

    def done(self) -> set[str]:
        return {line.name for line in self.lines if line.what == "act"}

    def outcome(self) -> str:
        found = ""
        for line in self.lines:
            if line.what == "act":
                found = self.declared("act", line.name).get("outcome") or found
        return found

    def standing(self) -> list[str]:
        grounds: list[str] = []
        for number, line in enumerate(self.lines):
            if line.what == "suspended":
                grounds.append(line.name)
            elif line.what == "resumed":
                grounds.remove(line.name)
            elif line.what == "act" and self.closes(number):
                grounds = []
        return grounds

    def halted(self) -> bool:
        return any(self.declared("ground", name).get("halts", True) for name in self.standing())

    def stopped_days(self, grounds: list[str], first: date, last: date) -> set[date]:
        """Return every day from `first` to `last` that one of the grounds excludes."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return {day for day in days if any(self._stands(name, day) for name in grounds)}

    def _stands(self, ground: str, day: date) -> bool:
        stands = False
        for number, line in enumerate(self.lines):
            if line.on <= day:
                if line.what in ("suspended", "resumed") and line.name == ground:
                    stands = line.what == "suspended"
                elif line.what == "act" and self.closes(number):
                    stands = False
        return stands

    def terms(self) -> list[tuple[str, str, date, date | None, int]]:
        """Return name, party, start, end and number of extensions of each term ever started."""
        found = []
        for number, line in enumerate(self.lines):
            of = line.of if line.what == "served" else ""
            for term in self.content["terms"]:
                if self._starts(line, term):
                    end = next(self._ends_of(number, of, term), None)
                    ended = self.lines[end].on if end is not None else None
                    longer = self._extensions(term["term"], number, end)
                    found.append((term["term"], of, line.on, ended, longer))
        return found

    def _starts(self, line: Happened, term: Content) -> bool:
        if line.what == "act":
            return line.name in term.get("starts", [])
        wanted = {"paper": line.name, "to": line.to}
        return line.what == "served" and wanted in term.get("starts_on_service", [])

    def _ends_of(self, started: int, of: str, term: Content) -> Iterator[int]:
        """Yield the numbers of the lines that end a term which began with a line."""
        for number in range(started + 1, len(self.lines)):
            line = self.lines[number]
            same_party = (line.of if line.what == "served" else "") == of
            mine = not line.of or not of or line.of == of
            reasons = (
                self._starts(line, term) and same_party,
                line.what == "act" and line.name in term.get("ends", []) and mine,
                line.what == "act" and self.closes(number) and not term.get("survives"),
                line.what == "issued" and line.name in term.get("ends_on_issue", []),
                line.complete and line.what == "served"
                and line.name in term.get("ends_on_service", []),
            )  # fmt: skip
            if any(reasons):
                yield number

    def _extensions(self, name: str, started: int, ended: int | None) -> int:
        return sum(
            line.what == "extended" and line.name == name
            for line in self.lines[started + 1 : ended]
        )

    def served(self) -> set[str]:
        return self._papers("served") - self._spoilt("served")

    def issued(self) -> set[str]:
        return self._papers("issued") - self._spoilt("issued")

    def _papers(self, what: str) -> set[str]:
        return {
            each.name
            for each in self.lines
            if each.what == what and (each.complete or what != "served")
        }

    def _spoilt(self, what: str) -> set[str]:
        """Return the papers drafted (or, of served ones, issued) anew since."""
        found = set()
        for paper in self._papers(what):
            last = max(
                number for number, each in enumerate(self.lines)
                if each.what == what and each.name == paper and (each.complete or what != "served")
            )  # fmt: skip
            for line in self.lines[last + 1 :]:
                again = line.what == "act" and paper in self.declared("act", line.name).get(
                    "drafts", []
                )
                if again or (what == "served" and line.what == "issued" and line.name == paper):
                    found.add(paper)
        return found

    def may(self, name: str, by: str) -> str:
        """Return "" where an act may be done now, else the kind of error."""
        act = self.declared("act", name)
        needs = act.get("needs", {})
        if self.stage() not in act["from"]:
            return "ConflictError"
        if by not in act["by"]:
            return "ForbiddenError"
        if self.halted() and not act.get("while_suspended"):
            return "ConflictError"
        done = self.done()
        held = {line.name for line in self.lines if line.what == "held"}
        fits = (
            set(needs.get("done", [])) <= done
            and not done & set(needs.get("not_done", []))
            and set(needs.get("issued", [])) <= self.issued()
            and set(needs.get("served", [])) <= self.served()
            and set(needs.get("held", [])) <= held
        )
        return "" if fits else "InputError"
