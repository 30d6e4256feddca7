"""How much of a plan the reader finds, and how much of what it finds is right.

The truth stands in `*.yaml` beside this file and was written by reading the documents. An
indicator counts as found only if name, unit, baseline and target with their years, kind, source,
row and comparator are those of the truth; a measure only if number, title and departments are.
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

FOLDER = Path(__file__).parent
PLANS = Path(__file__).resolve().parents[4] / "shared" / "data" / "plans"
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


def truths() -> dict[str, Data]:
    """Return the labelled truth of every plan by document."""
    found = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml"))
    return {truth["document"]: truth for truth in sorted(found, key=lambda each: each["document"])}


def read(document: str) -> Data:
    """Read one of the real plans as the command line does."""
    extracted = read_document((PLANS / document).read_bytes(), name=document)
    plan = read_plan(extracted.text, problems=extracted.problems)
    return {**plan_data(plan, tell=lambda problem: problem.code), "text": plan.text}


def scores(truth: Data, plan: Data) -> dict[str, Score]:
    """Compare one plan with its truth, by kind of proposal."""
    acts = [*plan["measures"], *plan["projects"]]
    true_acts = [*truth["measures"], *truth["projects"]]
    return {
        "cover": _score(map(_facts(truth), _COVER), map(_facts(plan), _COVER)),
        "indicators": _score(
            map(_true_indicator, truth["indicators"]), map(_indicator, plan["indicators"])
        ),
        "results of the plan before": _score(
            map(_true_indicator, truth["results"]), map(_indicator, plan["results"])
        ),
        "measures with lead departments": _score(
            map(_led, truth["measures"]), map(_led, plan["measures"])
        ),
        "time limits": _score(_limits(truth["measures"]), _limits(plan["measures"])),
        "named projects": _score(map(_led, truth["projects"]), map(_led, plan["projects"])),
        "commitments": _score(_promises(true_acts, truth), _promises(acts, plan)),
    }


_COVER = ("title", "issuers", "date", "period")


def _facts(plan: Data) -> Any:
    return lambda name: (name, str(plan[name]))


def _score(true: Iterable[Hashable], found: Iterable[Hashable]) -> Score:
    wanted, had = Counter(true), Counter(found)
    return Score((wanted & had).total(), had.total(), wanted.total())


def _true_indicator(truth: Data) -> Hashable:
    base = tuple(truth.get("baseline") or (None, None))
    return (
        truth["row"], truth["name"], truth["unit"], base if base[1] is not None else None,
        tuple(truth["target"]),
        truth.get("comparator", "="), truth.get("cumulative", _total(truth)),
        truth.get("kind"), truth.get("achieved"),
    )  # fmt: skip


def _total(truth: Data) -> bool:
    return str(truth["name"]).startswith("累计")


def _indicator(found: Data) -> Hashable:
    base, target = found["baseline"], found["target"]
    return (
        found["row"], found["name"], found["unit"],
        (base["year"], base["value"]) if base["value"] is not None else None,
        (target["year"], target["value"]), target["comparator"], target["cumulative"],
        found["kind"], found.get("achieved", {}).get("value"),
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
