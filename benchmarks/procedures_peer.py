"""Carries cases through a BPMN process with SpiffWorkflow; run by its own interpreter.

    python procedures_peer.py PROCESS.bpmn CASES RUNS

Prints the median of cases a second. The process is read once, as ours is.
"""

from __future__ import annotations

import statistics
import sys
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState


def main(path: str, cases: int, runs: int) -> None:
    """Measure and print the median of cases a second."""
    parser = BpmnParser()
    parser.add_bpmn_file(path)
    spec = parser.get_spec("eight_stages")
    speeds = []
    for number in range(runs + 1):
        began = time.perf_counter()
        for _ in range(cases):
            carry_through(spec)
        if number:  # the first run warms up
            speeds.append(cases / (time.perf_counter() - began))
    print(statistics.median(speeds))


def carry_through(spec: object) -> None:
    """Carry one case from its start to its end."""
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    while not workflow.completed:
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.run()
        workflow.do_engine_steps()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
