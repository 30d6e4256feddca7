"""Files that parties hand in: the demanded ones are there, and each is what its name says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile

from zhiheng.core.errors import Problem
from zhiheng.core.procedures.declared import Material
from zhiheng.office.attachments.kinds import ending_of, is_what_it_says


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
        if declared is not None:
            problems += kind_problems(declared, some)
        elif some:
            problems.append(Problem("material.unknown", {"received": name}))
    return problems


def kind_problems(material: Material, files: Sequence[object]) -> list[Problem]:
    """Return which files are of a kind that is not taken there, by their name or by their bytes.

    What was kept before had its bytes looked at when it came.
    """
    problems = []
    for each in files:
        name = str(getattr(each, "name", ""))
        if ending_of(name) not in material.kinds:
            values = {
                "material": material.title.zh,
                "received": name,
                "expected": "、".join(material.kinds),
            }
            problems.append(Problem("material.kind", values))
        elif isinstance(each, UploadedFile) and each.size and not is_what_it_says(name, each):
            values = {"file": name, "expected": ending_of(name).upper()}
            problems.append(Problem("material.content", values))
    return problems
