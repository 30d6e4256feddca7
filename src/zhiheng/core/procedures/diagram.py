"""The stages of a procedure and the ways between them, arranged to be drawn, and as Mermaid text.

What may be done in many stages is told once, in a box of its own: drawn from every stage it would
hide the course of the procedure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng.core.procedures.guide import Guide, Step

# In so many stages or more an act that leads on is told once for all of them; one that leaves the
# case where it is, in two already.
MANY = 3
_MOST_NAMED = 6  # acts in one label of Mermaid; the rest is counted


@dataclass(frozen=True)
class Way:
    """One act of a box: its title, who does it and what it starts, the stage it leads to."""

    title: str
    detail: str
    to: str
    leads_to: str


@dataclass(frozen=True)
class Box:
    """A stage, or one of the two boxes that are none: the beginning, and what is done anywhere."""

    name: str  # "" where the box is no stage
    title: str
    note: str
    closed: bool
    ways: tuple[Way, ...]  # those that lead on first, by stage they lead to

    @property
    def leading(self) -> list[tuple[str, str, list[Way]]]:
        """Return the ways that lead on, by stage: its name, its title, the ways."""
        found: dict[str, tuple[str, str, list[Way]]] = {}
        for way in self.ways:
            if way.to:
                found.setdefault(way.to, (way.to, way.leads_to, []))[2].append(way)
        return list(found.values())

    @property
    def staying(self) -> list[Way]:
        """Return the ways that leave the case where it is."""
        return [way for way in self.ways if not way.to]


@dataclass(frozen=True)
class Diagram:
    """The boxes from top to bottom."""

    title: str
    summary: str
    language: str
    boxes: tuple[Box, ...]


def diagram_of(guide: Guide) -> Diagram:
    """Arrange a procedure: its beginning, its stages in the order of its file, what is anywhere."""
    english = guide.language == "en"
    shared = _shared(guide)
    first, begun = guide.stages[0], []
    boxes = []
    for stage in guide.stages:
        steps = [each for each in stage.steps if each.act not in shared]
        if stage is first:
            begun = [each for each in steps if each.act == guide.begins]
            steps = [each for each in steps if each.act != guide.begins]
        note = ("closed" if english else "办结") if stage.closed else stage.waits_for
        ways = tuple(_way(each, guide.language) for each in steps)
        boxes.append(Box(stage.stage, stage.title, note, stage.closed, ways))
    beginning = [
        Way(each.title, _detail(each, guide.language), each.to or first.stage,
            each.leads_to or first.title)
        for each in begun
    ]  # fmt: skip
    boxes.insert(0, Box("", "Beginning" if english else "开始", "", False, tuple(beginning)))
    if shared:
        title = "In several stages" if english else "多个阶段都可以办理"
        ways = tuple(_anywhere(guide, each) for each in shared.values())
        boxes.append(Box("", title, "", False, ways))
    return Diagram(guide.title, guide.summary, guide.language, tuple(boxes))


def mermaid(guide: Guide) -> str:
    """Return the diagram as a Mermaid flowchart: stages as boxes, acts on the arrows."""
    diagram = diagram_of(guide)
    lines = ["flowchart TD"]
    for number, box in enumerate(diagram.boxes):
        name = _node(box, number)
        text = [f"<b>{_escaped(box.title)}</b>", _escaped(box.note)]
        text += [f"· {each}" for each in _named(box.staying, diagram.language)]
        opening, closing = ("([", "])") if box.closed else ("[", "]")
        lines.append(f'    {name}{opening}"{"<br/>".join(filter(None, text))}"{closing}')
    for number, box in enumerate(diagram.boxes):
        for to, _, ways in box.leading:
            label = "<br/>".join(_named(ways, diagram.language))
            arrow = "-->" if box.name else "-.->"
            lines.append(f'    {_node(box, number)} {arrow}|"{label}"| s_{to.replace("-", "_")}')
    closed = [_node(box, 0) for box in diagram.boxes if box.closed]
    if closed:
        lines += [
            "    classDef closed stroke-width:3px",
            f"    class {','.join(closed)} closed",
        ]
    return "\n".join(lines) + "\n"


def _shared(guide: Guide) -> dict[str, Step]:
    """Return the acts of many stages that lead to the same stage from all of them."""
    found: dict[str, list[Step]] = {}
    for stage in guide.stages:
        for step in stage.steps:
            found.setdefault(step.act, []).append(step)
    return {
        act: steps[0]
        for act, steps in found.items()
        if len(steps) >= (MANY if steps[0].to else 2) and len({each.to for each in steps}) == 1
    }


def _way(step: Step, language: str) -> Way:
    return Way(step.title, _detail(step, language), step.to, step.leads_to)


def _anywhere(guide: Guide, step: Step) -> Way:
    stages = [
        each.title for each in guide.stages if any(step.act == other.act for other in each.steps)
    ]
    detail = _detail(step, guide.language)
    if guide.language == "en":
        return Way(step.title, f"{detail}; in: {'; '.join(stages)}", step.to, step.leads_to)
    return Way(step.title, f"{detail}；阶段：{'、'.join(stages)}", step.to, step.leads_to)


def _detail(step: Step, language: str) -> str:
    english = language == "en"
    parts = [step.by]
    if step.approval:
        parts.append(f"approved by the {step.approval}" if english else f"{step.approval}批准")
    if step.condition:
        parts.append(step.condition)
    if step.limits:
        limits = (", " if english else "、").join(step.limits)
        parts.append(f"starts {limits}" if english else f"起算：{limits}")
    parts += step.vetoes
    return ("; " if english else "；").join(parts)


def _named(ways: Iterable[Way], language: str) -> list[str]:
    titles = [_escaped(each.title) for each in ways]
    more = len(titles) - _MOST_NAMED
    if more > 1:
        titles = titles[:_MOST_NAMED]
        titles.append(f"and {more} more" if language == "en" else f"等另外{more}项")
    return titles


def _node(box: Box, number: int) -> str:
    return f"s_{box.name.replace('-', '_')}" if box.name else f"box_{number}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "#quot;").replace("<", "&lt;")
