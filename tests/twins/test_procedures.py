"""The machine against a case that is only a list of what happened, and the checker against a walk
through every history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.procedures.small import act, by_law, declared, part, problems, small, term, words
from tests.twins.naive_case import Happened, NaiveCase
from zhiheng.core.errors import PersonError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import ready
from zhiheng.core.procedures.running import Counting, deadline_of
from zhiheng.core.procedures.state import CaseState
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import packaged_regimes
from zhiheng.core.terms.suspensions import Extension

FIRST = date(2026, 3, 2)


def busy() -> dict[str, Any]:
    """Return the small procedure with more to go wrong: two grounds, restarts, ends on service."""
    content = small()
    content["acts"] += [
        act("remind", ["submitted", "deciding"], drafts=["notice"]),
        act("reopen", "deciding", "submitted", needs={"not_done": ["reopen"]}),
        act("give-up", ["submitted", "deciding"], "closed", outcome="withdrawn", by=["applicant"],
            while_suspended=True),
        act("object", "closed", by=["respondent"], needs={"issued": ["decision"]}),
    ]  # fmt: skip
    for each in content["acts"]:  # time is told apart in the tests of the machine
        needs = each.get("needs", {})
        needs.pop("expired", None)
        needs.pop("within", None)
    content["grounds"].append(by_law(code="appraisal", title=words("鉴定"), halts=False))
    part(content, "term", "deciding")["stopped_by"] = ["illness", "appraisal"]
    part(content, "term", "deciding")["ends_on_issue"] = ["decision"]
    content["terms"] += [
        term("reminding", "5d", starts=["remind"], ends_on_service=["notice"]),
        term("waiting", "10d", "applicant", starts=["accept"], ends=["object"], survives=True),
    ]
    return content


BUSY = busy()
PROCEDURE = ready(declared(BUSY))
ACTS = [each["act"] for each in BUSY["acts"]]

parties = st.sampled_from(["one", "two"])
nobody = st.just("")
steps = st.one_of(
    st.tuples(st.just("act"), st.sampled_from(ACTS), st.one_of(nobody, parties)),
    st.tuples(st.just("act"), st.sampled_from(["remind", "reopen", "object"]), nobody),
    st.tuples(st.just("act"), st.sampled_from(["submit", "accept", "answer", "decide"]), nobody),
    st.tuples(
        st.sampled_from(["suspended", "resumed"]), st.sampled_from(["illness", "appraisal"]), nobody
    ),
    st.tuples(st.just("extended"), st.sampled_from(["deciding", "answer"]), nobody),
    st.tuples(st.just("issued"), st.sampled_from(["notice", "decision"]), nobody),
    st.tuples(st.just("served"), st.sampled_from(["notice", "decision"]), parties),
    st.tuples(st.just("held"), st.just("hearing"), nobody),
)
histories = st.lists(
    st.tuples(steps, st.sampled_from([0, 0, 1, 2, 6]), st.booleans()), min_size=4, max_size=24
)
# Where most histories begin: chance alone seldom comes far.
BEGUN = [(("act", "submit", ""), 0, False), (("act", "accept", ""), 1, False)]
SERVED = [(("served", "notice", "one"), 1, False), (("served", "notice", "two"), 1, True)]


@given(st.sampled_from([[], BEGUN, [*BEGUN, *SERVED]]), histories)
@settings(max_examples=400, deadline=None)
def test_the_machine_stands_where_reading_the_list_says(begun: list[Any], history: list[Any]):
    state, naive, on = machine.begin(PROCEDURE), NaiveCase(BUSY), FIRST
    for (what, name, of), days, flag in [*begun, *history]:
        on += timedelta(days=days)
        line = Happened(what, name, on, of=of, to="respondent", complete=flag)
        expected = _expected(naive, line)
        refused = ""
        try:
            state = _step(state, line)
        except PersonError as error:
            refused = type(error).__name__
        assert refused == expected, (line, naive.lines)
        if not refused:
            naive.lines.append(line)
    _same(state, naive, on)


def _step(state: CaseState, line: Happened) -> CaseState:
    if line.what == "act":
        by = str(PROCEDURE.acts[line.name].by[0])
        return machine.perform(
            PROCEDURE, state, line.name, capacities=[by], on=line.on, of=line.of,
            length_of=lambda each: each.length, due_of=lambda name: None,
        )  # fmt: skip
    if line.what in ("suspended", "resumed"):
        stop = machine.suspend if line.what == "suspended" else machine.resume
        return stop(PROCEDURE, state, line.name, capacities=["handler"], on=line.on)
    if line.what == "extended":
        used = len(state.running(line.name)[0].extensions) if state.running(line.name) else 0
        length, by = [("1m", "head"), ("2m", "superior")][min(used, 1)]
        extension = Extension(parse_length(length), on=line.on)
        return machine.extend(PROCEDURE, state, line.name, extension, capacity=by)
    if line.what == "issued":
        return machine.issue(state, line.name, procedure=PROCEDURE, on=line.on)
    if line.what == "served":
        return machine.serve(
            state, line.name, procedure=PROCEDURE, to=line.to, of=line.of, mode="delivery",
            sent=line.on, complete=line.complete, length_of=lambda each: each.length,
        )  # fmt: skip
    return machine.hold(state, line.name)


def _expected(naive: NaiveCase, line: Happened) -> str:
    """Return the kind of error that a step is refused with; "" where it is possible."""
    if line.what == "act":
        return naive.may(line.name, naive.declared("act", line.name)["by"][0])
    if line.what == "suspended":
        closed = naive.declared("stage", naive.stage()).get("kind") == "closed"
        return "ConflictError" if closed or line.name in naive.standing() else ""
    if line.what == "resumed":
        return "" if line.name in naive.standing() else "ConflictError"
    if line.what == "extended":
        running = [
            each
            for each in naive.terms()
            if each[0] == line.name and each[1] == "" and each[3] is None
        ]
        rules = naive.declared("term", line.name).get("extensions", [])
        return "" if running and running[-1][4] < len(rules) else "ConflictError"
    return ""


def _same(state: CaseState, naive: NaiveCase, on: date) -> None:
    assert state.stage == naive.stage()
    assert state.done == naive.done()
    assert state.outcome == naive.outcome()
    assert (state.issued, state.served) == (naive.issued(), naive.served())
    found = [
        (each.term, each.of, each.start, each.ended, len(each.extensions)) for each in state.terms
    ]
    assert sorted(found, key=str) == sorted(naive.terms(), key=str)
    assert sorted(each.ground for each in state.standing()) == sorted(naive.standing())
    _same_days(state, naive, on)


def _same_days(state: CaseState, naive: NaiveCase, on: date) -> None:
    """Compare the days that the clock of the case stood still."""
    grounds = ["illness", "appraisal"]
    assert all(each.last is None or each.last >= each.first for each in state.suspensions)
    stood = set()
    for each in state.suspensions:
        last = each.last or on
        stood |= {each.first + timedelta(days=n) for n in range((last - each.first).days + 1)}
    assert stood == naive.stopped_days(grounds, FIRST, on)
    counting = Counting(packaged_regimes(), packaged_calendar(), on)
    for running in state.running("deciding"):
        # However it was stopped, the last day is no rest day and not before the plain term's end.
        due = deadline_of(PROCEDURE, state, running, counting).due
        plain = deadline_of(PROCEDURE, state._replace(suspensions=()), running, counting).due
        assert due >= plain


# The checker


@st.composite
def procedures(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a procedure of three to five stages and as many acts, often with a defect."""
    content = small()
    count = draw(st.integers(3, 5))
    names = [f"stage-{number}" for number in range(count)]
    closed = draw(st.sets(st.sampled_from(names[1:]), min_size=1))
    content["stages"] = [
        {"stage": name, "title": words(name), "kind": "closed" if name in closed else "open"}
        for name in names
    ]
    acts = [f"act-{number}" for number in range(draw(st.integers(2, 5)))]
    some = st.lists(st.sampled_from(acts), max_size=1)
    content["acts"] = [act("submit", names[0], by=["applicant"])]
    for name in acts:
        needs = {"done": draw(some), "not_done": draw(st.one_of(some, st.just([name])))}
        if draw(st.booleans()):
            needs["within"] = ["limit"]
        content["acts"].append(
            act(name, draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)),
                draw(st.sampled_from(["", *names])), needs=needs,
                by=[draw(st.sampled_from(["handler", "applicant"]))],
                **({"outcome": "decided"} if draw(st.booleans()) else {}))
        )  # fmt: skip
    content["terms"] = [term("limit", "15d", starts=["submit"])]
    content.update(grounds=[], sessions=[], papers=[])
    content["outcomes"] = [{"outcome": "decided", "title": words("决定")}]
    return content


def naive_problems(content: dict[str, Any]) -> set[tuple[str, str]]:
    """Return what the checker should say of the ways, by following every history."""
    kinds = {each["stage"]: each["kind"] for each in content["stages"]}
    first = content["stages"][0]["stage"]
    later = [each for each in content["acts"] if each["act"] != "submit"]
    start = (first, frozenset(["submit"]), False)
    seen, waiting, edges = {start}, [start], []
    while waiting:
        state = waiting.pop()
        stage, done, decided = state
        for each in later:
            needs = each["needs"]
            if stage not in each["from"] or not done.issuperset(needs["done"]):
                continue
            if done & set(needs["not_done"]):
                continue
            to = (each.get("to", stage), done | {each["act"]}, decided or "outcome" in each)
            edges.append((state, each, to))
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    found = {
        ("stage_unreachable", f"stages.{name}")
        for name in kinds
        if name not in {s for s, *_ in seen}
    }
    doable = {each["act"] for _, each, _ in edges}
    found |= {("act_never", f"acts.{each['act']}") for each in later if each["act"] not in doable}
    for (stage, *_), each, (to, _, decided) in edges:
        if kinds[stage] == "open" and kinds[to] == "closed" and not decided:
            found.add(("no_outcome", f"acts.{each['act']}.outcome"))
    told: set[str] = set()
    for code, usable in (
        ("stuck", lambda each: True),
        ("stuck_after_term", lambda each: "within" not in each["needs"]),
        ("waits_for_ever",
         lambda each: "within" not in each["needs"] and each["by"] == ["handler"]),
    ):  # fmt: skip
        ends = {state for state in seen if kinds[state[0]] == "closed"}
        while more := {a for a, each, b in edges if b in ends and a not in ends and usable(each)}:
            ends |= more
        stages = {stage for stage, *rest in seen if (stage, *rest) not in ends} - told
        found |= {(code, f"stages.{stage}") for stage in stages}
        told |= stages
    return found


@given(procedures())
@settings(max_examples=150, deadline=None)
def test_the_checker_finds_what_following_every_history_finds(content: dict[str, Any]):
    told = {
        "stage_unreachable", "act_never", "no_outcome", "stuck", "stuck_after_term",
        "waits_for_ever",
    }  # fmt: skip
    found = {
        (code.removeprefix("procedure."), place)
        for code, place in problems(content)
        if code.removeprefix("procedure.") in told
    }
    assert found == naive_problems(content)
