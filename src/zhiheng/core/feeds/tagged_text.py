"""Texts of tagged lines, as the USPTO kept patents on magnetic tape.

A line begins with a tag of up to four letters; a line that begins with blanks goes on with the one
before. A tag that stands alone opens a group, to which the lines below it belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) *(?:$| (.*))")


@dataclass
class Group:
    """A group of fields: its tag, "" before the first, and its fields in their order."""

    name: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def first(self, *tags: str) -> str:
        """Return the first field of one of the tags, "" where there is none."""
        return next((text for tag, text in self.fields if tag in tags), "")

    def all(self, *tags: str) -> list[str]:
        """Return the fields of the tags in their order."""
        return [text for tag, text in self.fields if tag in tags]


def groups(text: str) -> Iterator[Group]:
    """Yield the groups of a record with their fields put together."""
    group = Group("")
    for line in text.splitlines():
        found = None if line.startswith(" ") else LINE.fullmatch(line.rstrip())
        if found is None:
            if group.fields:
                tag, before = group.fields[-1]
                group.fields[-1] = (tag, f"{before} {line.strip()}".strip())
        elif found[2] is None and len(found[1]) == 4:
            yield group
            group = Group(found[1])
        else:
            group.fields.append((found[1], (found[2] or "").strip()))
    yield group
