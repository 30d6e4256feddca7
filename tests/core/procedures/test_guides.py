"""A guide says all that its procedure says, in words; diagrams hide and overlap nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest

from tests.core.procedures.small import act, by_law, declared, part, small, term, words
from zhiheng.core.procedures.diagram import diagram_of, mermaid
from zhiheng.core.procedures.drawing import (
    DARK,
    LIGHT,
    MARGIN,
    PADDING,
    TEXT,
    WIDTH,
    Layout,
    Track,
    lay_out,
    svg,
    width_of,
    wrapped,
)
from zhiheng.core.procedures.guide import Guide, Limit, guide_of
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.core.procedures.procedure import Procedure

PROCEDURES = packaged_procedures().every_version()
SVG = "{http://www.w3.org/2000/svg}"


def guide(content: dict | None = None, language: str = "zh") -> Guide:
    declaration = declared(content or small())
    return guide_of(declaration, parameter_of=lambda name: "5wd", language=language)


def of_packaged(procedure: Procedure, language: str) -> Guide:
    return guide_of(procedure.declaration, parameter_of=lambda name: "20wd", language=language)


def limit(found: Guide, name: str) -> Limit:
    return next(each for each in found.limits if each.term == name)


def test_a_step_says_who_until_when_and_on_what_ground():
    content = small()
    part(content, "act", "refuse").update(
        approval="head", when={"field": "urgent", "is": ["no"]}, status="unverified"
    )
    steps = {step.act: step for step in guide(content).stages[0].steps}
    assert steps["submit"].by == "申请人"
    assert steps["submit"].limits == ("accepting 5个工作日",)
    assert steps["accept"].leads_to == "审理中"
    # The respondent's answer runs from the service of the notice that is drafted with it.
    assert steps["accept"].limits == ("answer 15日", "deciding 3个月")
    assert steps["accept"].papers == ("答辩通知书",)
    assert steps["refuse"].approval == "负责人"
    assert steps["refuse"].condition == "“是否紧急”为“否”时"
    assert not steps["refuse"].verified
    assert steps["accept"].article == "《测试办法》第一条"


def test_a_limit_says_from_when_until_what_and_what_changes_it():
    deciding = limit(guide(), "deciding")
    assert (deciding.length, deciding.binds) == ("3个月", "本机关")
    assert (deciding.begins, deciding.ends) == ("“accept”", "结案")
    assert deciding.stopped_by == ("当事人患病",)
    assert deciding.extensions == (
        "延长1个月，负责人批准（《测试办法》第一条）",
        "延长2个月，上一级机关负责人批准（《测试办法》第一条）",
    )
    answer = limit(guide(), "answer")
    assert answer.begins == "对方当事人收到《答辩通知书》"
    assert answer.lapse == "不影响审理"
    assert limit(guide(), "hearing-notice").length == "不少于3个工作日"
    assert limit(guide(), "hearing-notice").begins == "口审之前"
    assert limit(guide(), "suing").ends == ""


def test_a_limit_says_its_variants_and_the_value_of_its_parameter():
    content = small()
    part(content, "term", "answer").update(
        length="", parameter="small.answer",
        variants=[{"when": {"field": "urgent", "is": ["yes"]}, "length": "3d"}],
    )  # fmt: skip
    found = limit(guide(content), "answer")
    assert found.length == "5个工作日"
    assert found.variants == ("“是否紧急”为“是”时3日",)
    english = limit(guide(content, "en"), "answer")
    assert english.variants == ("3 days where 是否紧急 is yes",)


def test_what_is_kept_from_the_parties_is_not_in_the_guide():
    content = small()
    content["papers"].append({"paper": "opinion", "title": words("内部意见"), "confidential": True})
    part(content, "act", "accept")["drafts"].append("opinion")
    found = guide(content)
    assert "内部意见" not in found.papers
    assert all("内部意见" not in step.papers for stage in found.stages for step in stage.steps)


def test_unverified_rules_are_counted():
    assert guide().all_verified
    content = small()
    part(content, "term", "answer")["status"] = "unverified"
    part(content, "term", "deciding")["extensions"][0]["status"] = "unverified"
    assert guide(content).unverified == 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_guides_of_all_procedures_say_everything(procedure: Procedure, language: str):
    found = of_packaged(procedure, language)
    steps = [step for stage in found.stages for step in stage.steps]
    assert {step.act for step in steps} == set(procedure.acts)
    assert {each.term for each in found.limits} == set(procedure.terms)
    texts = [found.title, found.summary, found.fee, found.result, *found.basis, *found.outcomes]
    texts += [each.title for each in (*found.fields, *found.materials, *found.stages)]
    texts += [text for step in steps for text in (step.title, step.by, step.article)]
    assert all(text.strip() for text in texts)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_nothing_overlaps_in_a_picture(procedure: Procedure, language: str):
    layout = lay_out(diagram_of(of_packaged(procedure, language)))
    _boxes_stand_apart(layout)
    for box in layout.boxes:
        for line in box.lines:
            left, right = line.span
            assert left >= MARGIN + PADDING - 1, line
            assert right <= MARGIN + WIDTH - PADDING + 1, line
            assert box.y < line.y < box.y + box.height
        _lines_stand_apart(box.lines)
    for one, other in combinations(layout.tracks, 2):
        assert one.number != other.number or _apart(one, other)


def _boxes_stand_apart(layout: Layout) -> None:
    for above, below in zip(layout.boxes, layout.boxes[1:], strict=False):
        assert above.y + above.height < below.y
    last = layout.boxes[-1]
    assert last.y + last.height < layout.height


def _lines_stand_apart(lines: list) -> None:
    for one, other in combinations(lines, 2):
        beside = one.span[1] <= other.span[0] or other.span[1] <= one.span[0]
        assert beside or abs(one.y - other.y) >= min(one.size, other.size), (one, other)


def _apart(one: Track, other: Track) -> bool:
    return one.span[1] < other.span[0] or other.span[1] < one.span[0]


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_a_picture_shows_every_stage_and_act_and_needs_no_style(procedure: Procedure):
    found = of_packaged(procedure, "zh")
    text = svg(found)
    root = ElementTree.fromstring(text)
    shown = "".join(root.itertext())
    for stage in found.stages:
        assert stage.title in shown
        for step in stage.steps:
            assert step.title in shown
    assert root.find(f"{SVG}title").text == found.title
    assert root.get("aria-labelledby") == "title description"
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|href=", text)


def test_a_picture_escapes_what_is_declared():
    content = small()
    content["title"] = words('<script>alert("x")</script> & more')
    root = ElementTree.fromstring(svg(guide(content)))
    assert root.find(f"{SVG}title").text == '<script>alert("x")</script> & more'
    assert "<script" not in mermaid(guide(content))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 counts it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in values
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_light_and_dark_pages(palette):
    for ground in (palette.ground, palette.box, palette.closed):
        for colour in (palette.text, palette.quiet, *palette.lines):
            assert contrast(colour, ground) >= 4.5, (colour, ground)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_mermaid_text_has_every_stage_and_only_known_nodes(procedure: Procedure):
    lines = mermaid(of_packaged(procedure, "zh")).splitlines()
    assert lines[0] == "flowchart TD"
    nodes = {
        found[1] for line in lines if (found := re.match(r'    (\w+)\(?\["[^"]+"\]\)?$', line))
    }
    arrow = re.compile(r'    (\w+) (?:-->|-\.->)\|"[^"]+"\| (\w+)$')
    arrows = [found.groups() for line in lines if (found := arrow.match(line))]
    other = [line for line in lines if "classDef" in line or "    class " in line]
    assert len(lines) == 1 + len(nodes) + len(arrows) + len(other)
    assert {name for pair in arrows for name in pair} <= nodes
    assert {f"s_{name.replace('-', '_')}" for name in procedure.stages} <= nodes


def test_an_act_of_many_stages_is_told_once():
    content = small()
    for name in ("submitted", "supplementing", "deciding"):
        content["stages"].append({"stage": f"{name}-again", "title": words(f"再次{name}")})
        content["acts"].append(act(f"back-{name}", f"{name}-again", "closed", outcome="refused"))
    everywhere = [each["stage"] for each in content["stages"] if each.get("kind") != "closed"]
    content["acts"].append(act("withdraw", everywhere, "closed", outcome="withdrawn"))
    content["terms"].append(term("note", "3d", starts=["withdraw"]))
    boxes = diagram_of(guide(content)).boxes
    assert [way.title for way in boxes[-1].ways] == ["withdraw"]
    assert boxes[-1].title == "多个阶段都可以办理"
    assert all("withdraw" not in [way.title for way in box.ways] for box in boxes[:-1])
    assert "再次submitted" in boxes[-1].ways[0].detail


def test_long_texts_are_broken_between_words_and_not_before_a_comma():
    assert wrapped("一二三四五，六七", TEXT, 5 * TEXT) == ["一二三四", "五，六七"]
    assert wrapped("ask for a longer period", TEXT, width_of("ask for a ", TEXT)) == [
        "ask for a", "longer", "period",
    ]  # fmt: skip
    assert wrapped("", TEXT, 100) == [""]


@pytest.mark.parametrize(
    ("language", "effect", "said"),
    [
        ("zh", "blocks", "的非正常专利申请，有的不得办理"),
        ("zh", "advises", "的非正常专利申请，有的提示办理人"),
        ("en", "blocks", "has confirmed abnormal filings that bar: then it cannot be done"),
    ],
)
def test_a_step_says_what_is_asked_before_it(language: str, effect: str, said: str):
    content = small()
    part(content, "act", "accept")["veto"] = [
        {"veto": "abnormal-filings", "of": ["title", "respondent_name"], "effect": effect,
         **by_law()}
    ]  # fmt: skip
    found = guide(content, language)
    (step,) = (s for stage in found.stages for s in stage.steps if s.act == "accept")
    (told,) = step.vetoes
    assert told.endswith(said)
    assert all(name in told for name in ("名称", "被请求人"))
    assert told in " ".join(
        way.detail for box in diagram_of(found).boxes for way in box.ways
    )  # fmt: skip
