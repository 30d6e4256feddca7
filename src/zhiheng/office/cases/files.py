"""Files that parties hand in: the demanded ones are there, and each is what its name says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from zhiheng.core.errors import Problem
from zhiheng.core.procedures.declared import Material

_SAME = {"jpeg": "jpg"}


def check_materials(
    materials: Sequence[Material], files: Mapping[str, Sequence[object]]
) -> list[Problem]:
    """Return what is missing and what is of a kind that is not taken there."""
    problems = []
    known = {each.material: each for each in materials}
    for material in materials:
        if material.required and not files.get(material.material):
            problems.append(Problem("material.missing", {"material": material.title.zh}))
    for name, some in files.items():
        declared = known.get(name)
        for each in some if declared else ():
            ending = ending_of(str(getattr(each, "name", "")))
            if declared and ending not in declared.kinds:
                values = {
                    "material": declared.title.zh,
                    "received": str(getattr(each, "name", "")),
                    "expected": "、".join(declared.kinds),
                }
                problems.append(Problem("material.kind", values))
        if declared is None and some:
            problems.append(Problem("material.unknown", {"received": name}))
    return problems


def ending_of(name: str) -> str:
    """Return the ending of a file name in lower case, jpeg as jpg."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    return _SAME.get(ending, ending)
