"""Cases of eight stages, from handing in to closing, without storage: how many a second, one core.

    python -m benchmarks.procedures [--peer PYTHON]

Every line carries the same case through eight stages one after the other. Ours checks for each act
that it is possible from the stage, that the one who acts may act, and what is still missing; it
ends and starts the terms. The second line adds the due date of each of the case's seven terms.

The peer is SpiffWorkflow 3.2 (LGPL), which runs the same eight stages as eight manual tasks of a
BPMN process between its start and its end. It is no dependency of ours: give the interpreter of an
environment in which it is installed. Without one its line is left out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

from benchmarks.measuring import table, timed, write_result
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import ProcedureDeclaration, ProcedureTerm
from zhiheng.core.procedures.procedure import Procedure, ready
from zhiheng.core.procedures.running import Counting, deadline_of
from zhiheng.core.procedures.state import CaseState
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.regimes import packaged_regimes

CASES = 20_000
PEER_CASES = 500
RUNS = 5
STAGES = 8
FIRST = date(2026, 1, 5)
DAYS = [FIRST + timedelta(days=7 * number) for number in range(STAGES)]
HANDLER = frozenset({"handler"})
_LAW = {"instrument": {"zh": "测试办法", "en": "Test Measures"}, "article": "1"}
_PEER = Path(__file__).parent / "procedures_peer.py"


def main() -> None:
    """Measure ours and, where its interpreter is given, the peer; write the result."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer", default="", help="interpreter with SpiffWorkflow 3.2 installed")
    peer = options.parse_args().peer
    procedure = ready(eight_stages())
    rows = [
        ["ours: eight acts, each checked, terms ended and started", _speed(_cases(procedure))],
        ["ours: the same with the due date of each term", _speed(_dated_cases(procedure))],
    ]
    if peer:
        rows.append([f"SpiffWorkflow {_version(peer)}: eight manual tasks", _peer_speed(peer)])
    else:
        rows.append(["SpiffWorkflow 3.2", "not measured: no interpreter given"])
    write_result(
        "procedures",
        "Cases of eight stages",
        f"{__doc__}\n{table(('what', 'cases/s, median'), rows)}",
    )


def eight_stages() -> ProcedureDeclaration:
    """Return a procedure of eight stages in a row, each with a term that its last act ends."""
    words = {"zh": "环节", "en": "stage"}
    law = {"ground": _LAW, "status": "verified"}
    stages = [{"stage": f"stage-{n}", "title": words} for n in range(STAGES)]
    stages.append({"stage": "closed", "title": words, "kind": "closed"})
    names = [each["stage"] for each in stages]
    acts = [
        {"act": f"act-{n}", "title": words, "from": [names[n]], "to": names[n + 1],
         "by": ["handler"], "needs": {"done": [f"act-{n - 1}"]} if n % 3 == 2 else {}, **law}
        for n in range(STAGES)
    ]  # fmt: skip
    acts[-1]["outcome"] = "decided"
    terms = [
        {"term": f"term-{n}", "title": words, "length": f"{5 + n}wd" if n % 2 else f"{15 + n}d",
         "binds": "office", "starts": [f"act-{n}"], "ends": [f"act-{n + 1}"], **law}
        for n in range(STAGES - 1)
    ]  # fmt: skip
    return ProcedureDeclaration.model_validate(
        {
            "procedure": "eight-stages", "version": 1, "part": "C2", "title": words,
            "summary": words, "fee": words, "result": words, "basis": [_LAW],
            "regime": "patent-adjudication", "prefix": "BM", "begun_by": ["handler"],
            "handling": {"bodies": ["ip_office"], "roles": ["officer"]},
            "finding": {"words": ["环节"]}, "begins": "act-0", "subject": "title",
            "form": [{"section": "all", "title": words,
                      "fields": [{"field": "title", "kind": "line", "label": words}]}],
            "stages": stages, "acts": acts, "terms": terms,
            "outcomes": [{"outcome": "decided", "title": words}],
        }
    )  # fmt: skip


def carry_through(procedure: Procedure) -> CaseState:
    """Carry one case from its first act to its closing."""
    state = machine.begin(procedure)
    for name, day in zip(procedure.acts, DAYS, strict=True):
        state = machine.perform(
            procedure, state, name, capacities=HANDLER, on=day, length_of=_length, due_of=_no_due
        )
    return state


def _length(term: ProcedureTerm) -> str:
    return term.length


def _no_due(name: str) -> None:
    return None


def _cases(procedure: Procedure) -> Callable[[], object]:
    def work() -> None:
        for _ in range(CASES):
            carry_through(procedure)

    assert procedure.is_closed(carry_through(procedure).stage)
    return work


def _dated_cases(procedure: Procedure) -> Callable[[], object]:
    counting = Counting(packaged_regimes(), packaged_calendar(), DAYS[-1])

    def work() -> None:
        for _ in range(CASES):
            state = carry_through(procedure)
            for running in state.terms:
                deadline_of(procedure, state, running, counting)

    return work


def _speed(work: Callable[[], object]) -> str:
    return f"{CASES / timed(work, runs=RUNS, warm_up=1).median:,.0f}"


def _version(peer: str) -> str:
    code = "from importlib.metadata import version; print(version('SpiffWorkflow'))"
    return _run(peer, "-c", code)


def _peer_speed(peer: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        process = Path(folder) / "eight_stages.bpmn"
        process.write_text(_bpmn(), encoding="utf-8")
        median = _run(peer, str(_PEER), str(process), str(PEER_CASES), str(RUNS))
    return f"{float(median):,.0f}"


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip()


def _bpmn() -> str:
    """Return the same eight stages as a BPMN process."""
    names = ["start", *(f"task_{n}" for n in range(STAGES)), "end"]
    elements = [
        '<bpmn:startEvent id="start"/>',
        *(f'<bpmn:manualTask id="task_{n}" name="task_{n}"/>' for n in range(STAGES)),
        '<bpmn:endEvent id="end"/>',
        *(
            f'<bpmn:sequenceFlow id="flow_{n}" sourceRef="{names[n]}" targetRef="{names[n + 1]}"/>'
            for n in range(len(names) - 1)
        ),
    ]
    return dedent("""\
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            targetNamespace="http://bpmn.io/schema/bpmn" id="definitions">
        <bpmn:process id="eight_stages" isExecutable="true">
        {}
        </bpmn:process>
        </bpmn:definitions>
        """).format("\n".join(elements))


if __name__ == "__main__":
    main()
