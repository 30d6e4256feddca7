"""Names of departments in Chinese official text: what is one, and where a list of them splits.

The endings and collective names are declared in `declarations/names/departments.yaml`, so that an
office adds its own without touching code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from zhiheng.core.plans.passages import Passage

LONGEST = 40
ACT = re.compile(r"^(?:按|每|分|逐)|(?:推进|完成|落实|实施|开展|执行|启动|见效|成效)$")


@dataclass(frozen=True)
class DepartmentNames:
    """How department names end and shorten, what stands for many, what is none."""

    endings: tuple[str, ...]
    collective: tuple[str, ...]
    never: tuple[str, ...]
    shortened: tuple[tuple[str, str], ...]


@cache
def department_names() -> DepartmentNames:
    """Return the packaged declaration of department names."""
    path = resources.files("zhiheng") / "declarations" / "names" / "departments.yaml"
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return DepartmentNames(
        endings=tuple(content["endings"]),
        collective=tuple(content["collective"]),
        never=tuple(content["never"]),
        shortened=tuple((long, short) for long, short in content["shortened"]),
    )


def is_department(name: str) -> bool:
    """Tell whether a text reads like the name of one department."""
    names = department_names()
    bare = re.sub(r"（[^（）]*）", "", name).rstrip("等")
    if not 2 <= len(bare) <= LONGEST or re.search(r"[。；：！？\d]|以下简称|^含|^包括|^如", bare):
        return False
    if any(bare.endswith(word) for word in names.never):
        return False
    return bare.endswith(names.endings) or any(word in bare for word in names.collective)


def split_departments(passage: Passage) -> list[Passage]:
    """Return the names of a list: `市公安局、市委宣传部（市版权局）和各区人民政府` gives three."""
    found = []
    for piece in _top_level_pieces(passage):
        for part in _split_conjunction(piece):
            name = part.stripped(" 、，；：。.*").part(0)
            name = _without_tail(name)
            if name and len(name.text) <= LONGEST:
                found.append(name)
    return found


def _without_tail(name: Passage) -> Passage:
    tail = re.search(
        r"(?:等(?:有关|相关)?(?:部门|单位)?|按职责分工负责|按照?职责(?:分工)?)$", name.text
    )
    return name.part(0, tail.start()) if tail and tail.start() >= 2 else name


def _top_level_pieces(passage: Passage) -> list[Passage]:
    """Split at commas that stand outside of brackets."""
    pieces, depth, start = [], 0, 0
    for at, char in enumerate(passage.text):
        depth += (char in "（〔[") - (char in "）〕]")
        if char in "、，；；/\n " and depth <= 0:
            pieces.append(passage.part(start, at))
            start = at + 1
    return [*pieces, passage.part(start)]


def _split_conjunction(piece: Passage) -> list[Passage]:
    """Split at 和, 与, 及 only where both sides are departments: 市发展和改革委员会 is one."""
    for match in re.finditer("以及|及|和|与", piece.text):
        left, right = piece.part(0, match.start()), piece.part(match.end())
        if is_department(left.text) and is_department(right.text) and len(left.text) > 2:
            return [left, *_split_conjunction(right)]
    return [piece]
