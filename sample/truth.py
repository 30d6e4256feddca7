"""Who is who in the city: the truth that a resolution of names is measured against."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sample.inhabitants import Inhabitants
from sample.spellings import OFFICIAL, Spelling
from sample.tables import write_csv


def write_truth(path: Path, people: Inhabitants, occurring: Counter[Spelling]) -> None:
    """Write which names belong to whom: registered names, and all others that occur.

    Not to be imported: it is what a resolution of names is measured against. A university has
    no code here and is known by its name.
    """
    rows: list[tuple[object, ...]] = [("名称", "写法", "统一社会信用代码", "登记名称", "出现次数")]
    for enterprise in people.enterprises:
        name = enterprise.applicant.name
        rows.append((name, OFFICIAL, enterprise.code, name, ""))
    for university in people.universities:
        rows.append((university.name, OFFICIAL, "", university.name, ""))
    for spelling, count in sorted(occurring.items()):
        rows.append((spelling.written, spelling.kind, spelling.code, spelling.official, count))
    write_csv(path, rows=rows)
