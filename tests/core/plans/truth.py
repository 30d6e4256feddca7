"""How much of a plan the reader finds, and how much of what it finds is right.

A truth is a YAML file written by reading the document. An indicator counts as found only if name,
unit, baseline and target with their years, kind, row, comparator, milestones, what is counted and
which way is better are those of the truth; a measure only if number, title and departments are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from zhiheng.core.plans.documents import read_document
from zhiheng.core.plans.reading import read_plan
from zhiheng.core.plans.shape import plan_data

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """Right, found and true counts of one kind of proposal."""

    right: int
    found: int
    true: int

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found."""
        return self.right / self.true if self.true else 1.0


def truths_in(folder: Path) -> dict[str, Data]:
    """Return the labelled truths of a folder by document."""
    found = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yaml"))
    return {truth["document"]: truth for truth in sorted(found, key=lambda each: each["document"])}


def read_bytes(data: bytes, name: str) -> Data:
    """Read a document as the command line does, with the extracted text."""
    extracted = read_document(data, name=name)
    plan = read_plan(extracted.text, problems=extracted.problems)
    return {**plan_data(plan, tell=lambda problem: problem.code), "text": plan.text}


def scores(truth: Data, plan: Data) -> dict[str, Score]:
    """Compare one plan with its truth, by kind of proposal."""
    return {kind: _score(*pair) for kind, pair in compared(truth, plan).items()}


def compared(truth: Data, plan: Data) -> dict[str, tuple[list[Hashable], list[Hashable]]]:
    """Return, by kind of proposal, what is true and what was found."""
    acts = [*plan["measures"], *plan["projects"]]
    true_acts = [*truth["measures"], *truth["projects"]]
    pairs: dict[str, tuple[Iterable[Hashable], Iterable[Hashable]]] = {
        "cover": (map(_facts(truth), _COVER), map(_facts(plan), _COVER)),
        "indicators": (
            map(_true_indicator, truth["indicators"]), map(_indicator, plan["indicators"])
        ),
        "results of the plan before": (
            (_true_indicator(each)[:-3] for each in truth["results"]),
            (_indicator(each)[:-3] for each in plan["results"]),
        ),
        "measures with lead departments": (
            map(_led, truth["measures"]), map(_led, plan["measures"])
        ),
        "time limits": (_limits(truth["measures"]), _limits(plan["measures"])),
        "named projects": (map(_led, truth["projects"]), map(_led, plan["projects"])),
        "commitments": (_promises(true_acts, truth), _promises(acts, plan)),
    }  # fmt: skip
    return {kind: (list(true), list(found)) for kind, (true, found) in pairs.items()}


def _score(true: list[Hashable], found: list[Hashable]) -> Score:
    right = (Counter(true) & Counter(found)).total()
    return Score(right, len(found), len(true))


_COVER = ("title", "issuers", "date", "period")


def _facts(plan: Data) -> Any:
    return lambda name: (name, _bare(str(plan[name])) if name == "title" else str(plan[name]))


def _bare(title: str) -> str:
    return title.replace("—", "-").replace("－", "-").replace("~", "-")


def _true_indicator(truth: Data) -> tuple[Hashable, ...]:
    base = tuple(truth.get("baseline") or (None, None))
    cumulative = truth.get("cumulative", str(truth["name"]).startswith("累计"))
    return (
        truth.get("row"), truth["name"], truth["unit"], base if base[1] is not None else None,
        tuple(truth["target"]), truth.get("comparator", "="), cumulative,
        truth.get("kind"), truth.get("achieved"),
        tuple(tuple(each) for each in truth.get("milestones", ())),
        truth.get("counting", "cumulative" if cumulative else "level"),
        truth.get("lower", False), truth.get("since"),
    )  # fmt: skip


def _indicator(found: Data) -> tuple[Hashable, ...]:
    base, target = found["baseline"], found["target"]
    return (
        found["row"], found["name"], found["unit"],
        (base["year"], base["value"]) if base["value"] is not None else None,
        (target["year"], target["value"]), target["comparator"], target["cumulative"],
        found["kind"], found.get("achieved", {}).get("value"),
        tuple((each["year"], each["value"]) for each in found.get("milestones", ())),
        found["counting"], found["lower_is_better"], target.get("since"),
    )  # fmt: skip


def _led(measure: Data) -> Hashable:
    return (
        measure["no"], measure["title"],
        tuple(measure.get("lead") or ()), tuple(measure.get("support") or ()),
    )  # fmt: skip


def _limits(measures: Iterable[Data]) -> list[Hashable]:
    return [(m["no"], m["title"], m["due"]) for m in measures if m.get("due")]


def _promises(acts: Iterable[Data], plan: Data) -> list[Hashable]:
    found = [
        (act["no"], act["title"], *_promise(c))
        for act in acts
        for c in act.get("commitments") or ()
    ]
    return [*found, *(("", "", *_promise(c)) for c in plan["commitments"])]


def _promise(commitment: Any) -> tuple[Any, ...]:
    if isinstance(commitment, list):
        return tuple(commitment)
    return (commitment["quantity"], commitment["unit"], commitment["comparator"])
