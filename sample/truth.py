"""Who is who in the city: the truth that a resolution of names is measured against."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sample.filings import World
from sample.inhabitants import Enterprise
from sample.spellings import ENGLISH, FORMER, OFFICIAL, Spelling
from sample.tables import write_csv


def write_truth(
    path: Path, world: World, occurring: Counter[Spelling], planted: list[Enterprise]
) -> None:
    """Write which names belong to whom: registered names, declared ones, and all that occur.

    Not to be imported: it is what a resolution of names is measured against. A university has
    no code here and is known by its name.
    """
    people = world.inhabitants
    rows: list[tuple[object, ...]] = [("名称", "写法", "统一社会信用代码", "登记名称", "出现次数")]
    counts = Counter(occurring)
    for enterprise in [*people.enterprises, *planted]:
        name = enterprise.applicant.name
        rows.append((name, OFFICIAL, enterprise.code, name, ""))
        declared = {FORMER: enterprise.former, ENGLISH: enterprise.english}
        for kind, written in declared.items():
            if written and written not in world.spellings.shared:
                counts[Spelling(written, kind, name, enterprise.code)] += 0
    for university in people.universities:
        rows.append((university.name, OFFICIAL, "", university.name, ""))
    for spelling, count in sorted(counts.items()):
        rows.append((spelling.written, spelling.kind, spelling.code, spelling.official, count))
    write_csv(path, rows=rows)
