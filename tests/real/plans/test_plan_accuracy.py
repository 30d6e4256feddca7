"""The reader against the three real plans and their labelled truth."""

from __future__ import annotations

import pytest

from tests.core.plans.truth import read_bytes
from tests.core.plans.word_files import paragraph, table, word_file
from tests.real.plans.accuracy import PLANS, Score, read, scores, truths
from zhiheng.core.plans.reading import read_plan
from zhiheng.core.plans.shape import plan_data

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PLANS.is_dir(), reason=f"the real plans are not at {PLANS}"),
]
LEAST = {
    "cover": 1.0,
    "indicators": 0.98,
    "results of the plan before": 0.98,
    "measures with lead departments": 0.95,
    "time limits": 0.98,
    "named projects": 0.95,
    "commitments": 0.95,
}


@pytest.mark.parametrize("document", truths())
def test_a_plan_is_read_as_a_person_reads_it(document: str) -> None:
    found = scores(truths()[document], read(document))
    low = {
        kind: (score.precision, score.recall)
        for kind, score in found.items()
        if min(score.precision, score.recall) < LEAST[kind]
    }
    assert low == {}


@pytest.mark.parametrize("document", truths())
def test_sources_and_notes_are_those_of_the_rows(document: str) -> None:
    plan, truth = read(document), truths()[document]
    for found, true in zip(plan["indicators"], truth["indicators"], strict=True):
        assert found["source"] == true.get("source")
        if "note" in true:
            assert true["note"] in found["note"].replace(" ", "").replace("万人", "万")


@pytest.mark.parametrize("document", truths())
def test_spans_hold_what_was_read(document: str) -> None:
    plan = read(document)
    text = plan["text"]
    for indicator in plan["indicators"]:
        start, end = indicator["span"]
        assert indicator["name"][-3:] in _bare(text[start:end])
    for measure in [*plan["measures"], *plan["projects"]]:
        start, end = measure["span"]
        assert measure["title"] in _bare(text[start:end])
        for commitment in measure["commitments"]:
            start, end = commitment["span"]
            assert commitment["text"] == _bare(text[start:end])


def test_a_wrong_figure_costs_precision_and_recall() -> None:
    document = "zhuhai-14th-plan.txt"
    truth = dict(truths()[document])
    wrong = [{**truth["indicators"][0], "target": [2025, 22]}, *truth["indicators"][1:]]
    found = scores({**truth, "indicators": wrong}, read(document))["indicators"]
    assert found == Score(6, 7, 7)


def _bare(text: str) -> str:
    return "".join(text.split()).replace("**", "")


@pytest.mark.parametrize("document", truths())
@pytest.mark.parametrize("blanks", [0, 3])
def test_blank_lines_do_not_matter(document: str, blanks: int) -> None:
    lines = (PLANS / document).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line + blanks * "\n" for line in lines if line.strip())
    plan = plan_data(read_plan(text), tell=lambda problem: problem.code)
    assert scores(truths()[document], plan) == scores(truths()[document], read(document))


def test_lines_cut_at_a_fixed_width_do_not_matter() -> None:
    document = "shenzhen-pilot-programme-2025.txt"
    text = (PLANS / document).read_text(encoding="utf-8")
    cut = "\n".join(
        line[at : at + 40] for line in text.splitlines() for at in range(0, len(line), 40)
    )
    plan = plan_data(read_plan(cut), tell=lambda problem: problem.code)
    assert scores(truths()[document], plan) == scores(truths()[document], read(document))


@pytest.mark.parametrize("document", truths())
def test_the_same_plan_as_a_word_file_reads_the_same(document: str) -> None:
    text = (PLANS / document).read_text(encoding="utf-8")
    rows: list[list[str]] = []
    blocks: list[str] = []
    for line in [*text.splitlines(), "。"]:
        if line.count("\t") >= 2 and line.strip():
            rows.append([cell.strip() for cell in line.split("\t")])
        elif line.strip():
            blocks += _word_table(rows)
            rows = []
            blocks.append(paragraph(line.strip().replace("**", "").lstrip("# ")))
    plan = read_bytes(word_file(*blocks), "plan.docx")
    assert scores(truths()[document], plan) == scores(truths()[document], read(document))


def _word_table(rows: list[list[str]]) -> list[str]:
    width = max(map(len, rows), default=0)
    return [table(*([*row, *[""] * (width - len(row))] for row in rows))] if rows else []
